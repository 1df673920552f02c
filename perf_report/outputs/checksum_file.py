"""Cache files that begin with a checksum, so that damage is detected."""

import hashlib
from pathlib import Path


def add_checksum(body: bytes, magic: bytes) -> bytes:
    """Return the bytes of a file: a line with `magic` and the body's SHA-256, then the body."""
    return _header(body, magic) + body


def read_checked(path: Path, magic: bytes) -> bytes | None:
    """Read the body of a file; None if it is damaged or of another kind. Raises OSError."""
    header, _, body = path.read_bytes().partition(b"\n")
    return body if header + b"\n" == _header(body, magic) else None


def _header(body: bytes, magic: bytes) -> bytes:
    return magic + hashlib.sha256(body).hexdigest().encode() + b"\n"
