"""Cache files that begin with a hash of their content, so that damage is detected."""

import hashlib
from pathlib import Path


def seal(body: bytes, magic: bytes) -> bytes:
    """Return the bytes of a file: a line with `magic` and the body's SHA-256, then the body."""
    return _header(body, magic) + body


def read_sealed(path: Path, magic: bytes) -> bytes | None:
    """Read the body of a file; None if it is damaged or of another kind. Raises OSError."""
    header, _, body = path.read_bytes().partition(b"\n")
    return body if header + b"\n" == _header(body, magic) else None


def _header(body: bytes, magic: bytes) -> bytes:
    return magic + hashlib.sha256(body).hexdigest().encode() + b"\n"
