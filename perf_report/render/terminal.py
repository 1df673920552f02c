"""Layout of text in a terminal, where Chinese characters take two columns."""

import re
import unicodedata
from collections.abc import Iterator

# A word or one wide character, with closing punctuation, which must not begin a line; or spaces.
_PIECE = re.compile(
    r"[\u2e80-\uffef][，。、；：！？）》”]*|[^\s\u2e80-\uffef]+[，。、；：！？）》”]*|\s+"
)


def paint(text: str, code: str, *, color: bool) -> str:
    """The text in a color or weight, by its ANSI code, if color is enabled."""
    return f"\x1b[{code}m{text}\x1b[0m" if color else text


def width(text: str) -> int:
    """The columns that a text takes."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def fit(text: str, columns: int) -> str:
    """The text cut to a number of columns, with an ellipsis if something is cut."""
    used = 0
    for index, character in enumerate(text):
        used += width(character)
        if used > columns:
            return f"{text[:index]}…"
    return text


def shorten(text: str, columns: int) -> str:
    """The first words of the text that fit, with an ellipsis if something is left out."""
    first, *rest = [*wrap(text, columns), ""]
    return f"{first.rstrip('，、；,;')}…" if any(rest) else first


def pad(text: str, columns: int) -> str:
    """The text padded with spaces to a number of columns."""
    return text + " " * max(0, columns - width(text))


def wrap(text: str, columns: int) -> Iterator[str]:
    """The text in lines of at most `columns`, broken at spaces or between wide characters."""
    line = ""
    for piece in _PIECE.findall(text):
        if line and width(line + piece.rstrip()) > columns:
            yield line.rstrip()
            line = "" if piece.isspace() else piece
        else:
            line += piece
    if line.strip():
        yield line.rstrip()
