"""Read the bytes of a source."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from perf_report.errors import SourceError

# A spec of 79 indicators in two languages is 40 KB; a hundred times that is not written by hand.
MAX_BYTES = 4_000_000


@dataclass(frozen=True, kw_only=True)
class Source:
    """The bytes of a file, and the name to show for it; `data` is cut after the size limit."""

    name: str
    data: bytes

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the bytes in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def too_large(self) -> bool:
        """Whether the file exceeds the size limit of a spec."""
        return len(self.data) > MAX_BYTES


def read_source(path: Path, most: int = MAX_BYTES) -> Source:
    """Read a file, up to one byte more than its size limit, by default that of a spec.

    Raises SourceError where the path is missing, a folder, or not readable.
    """
    try:
        with path.open("rb") as stream:
            return Source(name=str(path), data=stream.read(most + 1))
    except FileNotFoundError:
        raise SourceError("source-missing", path=path) from None
    except IsADirectoryError:
        raise SourceError("source-folder", path=path) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError("source-unreadable", path=path, reason=reason) from None
