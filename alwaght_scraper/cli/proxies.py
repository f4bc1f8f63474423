"""The proxies that the environment names, judged before anything is asked: what the network layer makes of a wrong one is a traceback."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit
from urllib.request import getproxies

from alwaght_scraper.errors import ConfigurationError


def check_proxies(proxies: Mapping[str, str] | None = None) -> None:
    """Raise `ConfigurationError` for a proxy that cannot be one; its address may hold a password and is not shown."""
    for scheme, proxy in (getproxies() if proxies is None else proxies).items():
        if scheme in {"http", "https"} and not _is_proxy(proxy):
            raise ConfigurationError(f"{scheme}_proxy names no proxy that can be used: write it as http://HOST:PORT, or unset it")


def _is_proxy(text: str) -> bool:
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
