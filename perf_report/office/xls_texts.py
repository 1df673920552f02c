"""The texts that the cells of an .xls share, with the fonts of their parts ([MS-XLS], 2.4.265).

A list of texts goes on in records that follow; characters there begin with a flag of their width.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

# In these flags of a text, its characters have two bytes, and it has more behind them.
_WIDE, _EXTENDED, _RICH = 0x01, 0x04, 0x08
_MOST_TEXTS = 500_000


@dataclass(frozen=True, slots=True)
class SharedText:
    """A text, and the fonts that begin in it, by the numbers of characters."""

    text: str
    fonts: tuple[tuple[int, int], ...]

    def parts(self, first: int) -> list[tuple[str, int]]:
        """The parts of the text, each with the number of its font; the first is that of a cell."""
        starts = [(0, first), *self.fonts]
        ends = [*(at for at, _ in self.fonts), len(self.text)]
        return [(self.text[at:end], font) for (at, font), end in zip(starts, ends, strict=True)]


def shared_texts(bodies: Sequence[bytes]) -> list[SharedText]:
    """Return the texts of a list and of the records in which it goes on, up to one cut off."""
    reader = _Reader(bodies)
    found: list[SharedText] = []
    try:
        _, count = struct.unpack("<II", reader.take(8))
        while len(found) < min(count, _MOST_TEXTS):
            found.append(_read_text(reader))
    except IndexError:
        return found
    return found


def _read_text(reader: "_Reader") -> SharedText:
    length, flags = struct.unpack("<HB", reader.take(3))
    runs = struct.unpack("<H", reader.take(2))[0] if flags & _RICH else 0
    more = struct.unpack("<I", reader.take(4))[0] if flags & _EXTENDED else 0
    text = reader.take_text(length, is_wide=bool(flags & _WIDE))
    fonts = tuple(struct.unpack("<HH", reader.take(4)) for _ in range(runs))
    reader.take(more)
    return SharedText(text, fonts)


@dataclass(slots=True)
class _Reader:
    """Reads bytes that go on from one record to the next."""

    bodies: Sequence[bytes]
    body: int = 0
    at: int = 0

    def take(self, count: int) -> bytes:
        """So many bytes. Raises IndexError at the end."""
        found = b""
        while len(found) < count:
            if self.body >= len(self.bodies):
                raise IndexError("no more records")
            piece = self.bodies[self.body][self.at : self.at + count - len(found)]
            found, self.at = found + piece, self.at + len(piece)
            if len(found) < count:
                self._go_on()
        return found

    def take_text(self, length: int, *, is_wide: bool) -> str:
        """So many characters, whose width may change where a record ends."""
        text = ""
        while len(text) < length:
            width = 2 if is_wide else 1
            here = self.bodies[self.body] if self.body < len(self.bodies) else b""
            room = (len(here) - self.at) // width
            if not room:
                self._go_on()
                is_wide = bool(self.take(1)[0] & _WIDE)
                continue
            piece = self.take(min(room, length - len(text)) * width)
            text += piece.decode("utf-16-le" if is_wide else "latin-1", "replace")
        return text

    def _go_on(self) -> None:
        self.body, self.at = self.body + 1, 0
