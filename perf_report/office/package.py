"""Write the package of an Office file, the same bytes for the same parts.

The libraries write the clock, and the order and the attributes of parts as they come.
"""

import io
import zipfile
from datetime import UTC, datetime

# The first day that an archive can state.
_DATE = (1980, 1, 1, 0, 0, 0)
# What Office takes as the title or the author of a file.
_LONGEST_PROPERTY = 255


def unpack(data: bytes) -> dict[str, bytes]:
    """Return the parts of a package that a library wrote, by path."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(parts: dict[str, bytes]) -> bytes:
    """Return a package: sorted parts, one date, and no extra fields."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(parts.items()):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # As on MS-DOS, so that the system of the machine does not matter.
            entry.create_system = 0
            archive.writestr(entry, data)
    return stream.getvalue()


def stated_date(published: str | None, year: int) -> datetime:
    """Return the date that a file states: that of the disclosure, or the first of its year."""
    return datetime.fromisoformat(published or f"{year:04}-01-01").replace(tzinfo=UTC)


def stated_text(text: str) -> str:
    """Return a title or an author as a file can state it."""
    return text[:_LONGEST_PROPERTY]
