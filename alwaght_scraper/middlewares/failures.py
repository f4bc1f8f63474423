"""The ways in which a fetch gives no response, and what a person is told about each."""

from __future__ import annotations

from typing import Final

from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from twisted.internet.error import ConnectError, ConnectionClosed


class HeadersTooLargeError(DownloadFailedError):
    """An answer whose headers are more than an archive keeps and than any server sends in earnest."""


NETWORK_ERRORS: Final = (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    TunnelError,
    ConnectError,
    ConnectionClosed,
    OSError,
)
_SILENCE: Final = (CannotResolveHostError, DownloadConnectionRefusedError, ConnectError, TunnelError)
_SAID: Final = (DownloadTimeoutError, DownloadCancelledError, HeadersTooLargeError)
_REASONS: Final = (
    (CannotResolveHostError, "the host name leads to no address that may be used"),
    (DownloadConnectionRefusedError, "the connection was refused"),
    (DownloadTimeoutError, "no whole answer in time"),
    (ResponseDataLossError, "the body was cut short"),
    (DownloadCancelledError, "the body is larger than a page may be"),
    (TunnelError, "the proxy could not reach the site"),
    (ConnectError, "no connection to the site"),
    (HeadersTooLargeError, "the headers are larger than any server sends"),
    (DownloadFailedError, "the connection broke"),
    (ConnectionClosed, "the connection broke"),
)


def why(error: Exception) -> str:
    """Say why no response came: a sentence, then what the network layer said where that says more."""
    reason = next((text for kind, text in _REASONS if isinstance(error, kind)), "the fetch failed")
    detail = "" if isinstance(error, _SAID) else " ".join(str(error).split())[:200]
    return f"{reason} ({detail})" if detail else reason


def is_silence(error: Exception) -> bool:
    """Whether nobody was there at all, as when the site is down or the network is off."""
    return isinstance(error, _SILENCE)
