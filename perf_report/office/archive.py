"""Archives of Office files, with limits on what they unpack to."""

import io
import lzma
import zipfile
import zlib

from perf_report.errors import SourceError

# An Office file of a table has a dozen parts and a few megabytes at most when it is unpacked.
MOST_PARTS = 3_000
MOST_BYTES = 200_000_000
MOST_PART_BYTES = 60_000_000

# What an archive raises whose directory or whose compressed data are damaged.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, ValueError, NotImplementedError,
    EOFError,
)  # fmt: skip


def check_archive(data: bytes) -> None:
    """Raise SourceError for an archive that is damaged or unpacks to more than the limits.

    The sizes that an archive states are not believed: a part is read no further than its limit.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
                raise SourceError("paper-too-large")
            for part in parts:
                _check_part(archive, part)
    except _DAMAGE as error:
        raise SourceError("paper-damaged") from error
    except RuntimeError as error:
        # An encrypted part.
        raise SourceError("paper-encrypted") from error


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    size = 0
    with archive.open(part) as stream:
        while chunk := stream.read(1 << 16):
            size += len(chunk)
            if size > MOST_PART_BYTES:
                raise SourceError("paper-too-large")


def read_part(data: bytes, name: str) -> bytes | None:
    """Return a part of a checked archive; None if there is none with this name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        try:
            return archive.read(name)
        except KeyError:
            return None
