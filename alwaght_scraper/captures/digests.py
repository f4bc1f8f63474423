"""WARC digests: `algorithm:value`, the value in hex, base32 or base64 as its writer chose."""

from __future__ import annotations

import base64
import hashlib
from string import hexdigits
from typing import Final

_ALGORITHMS: Final = frozenset({"md5", "sha1", "sha256", "sha512"})
_FILE_SAFE: Final = str.maketrans("-_", "+/")


def sha1_digest(*parts: bytes) -> str:
    """`sha1:` and base32, as most archives write it."""
    digest = hashlib.sha1(usedforsecurity=False)
    for part in parts:
        digest.update(part)
    return f"sha1:{base64.b32encode(digest.digest()).decode()}"


def is_digest_of(declared: str, data: bytes) -> bool | None:
    """Whether `data` has the digest that was declared; None when the algorithm or the value is not understood."""
    name, _, value = declared.strip().partition(":")
    algorithm = name.lower().replace("-", "")
    if algorithm not in _ALGORITHMS:
        return None
    digest = hashlib.new(algorithm, data, usedforsecurity=False).digest()
    expected = _decoded(value.strip(), len(digest))
    return None if expected is None else expected == digest


def _decoded(value: str, size: int) -> bytes | None:
    """The bytes of a digest of `size` bytes, whichever way they are written; mostly the length tells which."""
    if len(value) == size * 2 and not value.strip(hexdigits):
        return bytes.fromhex(value)
    try:
        if len(value.rstrip("=")) == -(-size * 8 // 5):
            return base64.b32decode(value.rstrip("=") + "=" * (-size * 8 // 5 % 8), casefold=True)
        if len(value.rstrip("=")) == -(-size * 4 // 3):
            return base64.b64decode(value.rstrip("=").translate(_FILE_SAFE) + "=" * (-size % 3), validate=True)
    except ValueError:
        return None
    return None
