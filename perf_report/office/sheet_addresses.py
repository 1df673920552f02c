"""Addresses of cells, and numbers that the XML of a sheet has."""

import re

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
_NUMBER = re.compile("[0-9]{1,7}")
# A row or a column that is written once may stand for many; a sheet has no more than so many.
MOST_PLACES = 20_000


def cell_range(written: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return the first and the last cell of a range, from 0; of one cell, it is both."""
    found = _RANGE.fullmatch(written)
    if found is None:
        return None
    first = int(found[2]) - 1, _column(found[1])
    return first, (int(found[4]) - 1, _column(found[3])) if found[3] else first


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def whole_number(written: str | None, default: int) -> int:
    """Return a number, or what stands for one that is absent."""
    return int(written) if written and _NUMBER.fullmatch(written) else default
