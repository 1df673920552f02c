"""Compound files ([MS-CFB]), which older formats of Office are: streams in chains of sectors."""

import struct
from dataclasses import dataclass

from perf_report.errors import SourceError

_END = 0xFFFFFFFA
# A stream that is shorter lies in small sectors.
_SMALL, _SMALL_SECTOR = 4096, 64
# An entry of the directory has so many bytes.
_ENTRY = 128


def root_streams(data: bytes) -> frozenset[str]:
    """Return the names of the streams that a file itself has; none if it cannot be followed.

    A file in it has streams of its own, as a table of Excel in a text of Word.
    """
    try:
        return frozenset(CompoundFile(data).root_names())
    except (struct.error, IndexError, ValueError, SourceError):
        return frozenset()


@dataclass(slots=True, init=False)
class CompoundFile:
    """A compound file. Raises SourceError if a chain of its sectors has no end."""

    data: bytes
    size: int
    table: list[int]
    directory: bytes

    def __init__(self, data: bytes) -> None:
        self.data = data
        (shift,) = struct.unpack_from("<H", data, 30)
        self.size = 1 << min(shift, 16)
        self.table = _table(data, self.size)
        self.directory = self._chain(*struct.unpack_from("<I", data, 48))

    def root_names(self) -> list[str]:
        """The names of the streams and folders that stand at the top."""
        (top,) = struct.unpack_from("<I", self.directory, 76)
        found: list[str] = []
        waiting, seen = [top], set[int]()
        while waiting:
            entry = waiting.pop()
            if entry < _END and entry not in seen:
                seen.add(entry)
                found.append(self._name(entry * _ENTRY))
                waiting += struct.unpack_from("<II", self.directory, entry * _ENTRY + 68)
        return found

    def _name(self, at: int) -> str:
        (length,) = struct.unpack_from("<H", self.directory, at + 64)
        written = self.directory[at : at + max(0, min(length, 64) - 2)]
        return written.decode("utf-16-le", "replace")

    def stream(self, names: tuple[str, ...]) -> bytes:
        """The first stream with one of some names. Raises ValueError if there is none."""
        (small,) = struct.unpack_from("<I", self.data, 60)
        self._chain(small)
        if len(self.directory) >= _ENTRY:
            self._chain(*struct.unpack_from("<I", self.directory, 116))
        for at in range(0, len(self.directory) - _ENTRY + 1, _ENTRY):
            if self._name(at) in names:
                start, count = struct.unpack_from("<II", self.directory, at + 116)
                if count >= _SMALL:
                    return self._chain(start)[:count]
                return self._small_stream(start)[:count]
        raise ValueError("no such stream")

    def _small_stream(self, start: int) -> bytes:
        """A stream of small sectors, which lie in that of the first entry and have a table."""
        (first,) = struct.unpack_from("<I", self.data, 60)
        (root,) = struct.unpack_from("<I", self.directory, 116)
        small = self._chain(first)
        places = list(struct.unpack(f"<{len(small) // 4}I", small[: len(small) // 4 * 4]))
        return _chain(self._chain(root), _SMALL_SECTOR, places, start)

    def _chain(self, first: int) -> bytes:
        return _chain(self.data[self.size :], self.size, self.table, first)


def _table(data: bytes, size: int) -> list[int]:
    """The sector that follows each sector."""
    sectors = [each for each in struct.unpack_from("<109I", data, 76) if each < _END]
    following, _ = struct.unpack_from("<II", data, 68)
    seen: set[int] = set()
    while following < _END:
        if following in seen:
            raise SourceError("paper-damaged")
        seen.add(following)
        more = struct.unpack_from(f"<{size // 4}I", data, (following + 1) * size)
        sectors += [each for each in more[:-1] if each < _END]
        following = more[-1]
    found: list[int] = []
    for sector in sectors:
        found += struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)
    return found


def _chain(sectors: bytes, size: int, table: list[int], first: int) -> bytes:
    parts: list[bytes] = []
    sector = first
    while sector < _END:
        if len(parts) > len(table):
            raise SourceError("paper-damaged")
        parts.append(sectors[sector * size : (sector + 1) * size])
        sector = table[sector]
    return b"".join(parts)
