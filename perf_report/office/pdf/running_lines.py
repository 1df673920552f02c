"""Find running heads and feet: lines that print at the same place of several pages."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from perf_report.model.paper import PaperLine

# The number of a page, 第 1 页 共 3 页, has no more characters.
_PAGE_NUMBER = 16
# Lines of two pages whose base lines differ by less are at one place, in points.
_PLACE = 4.0
# A head that repeats a title is set smaller than that by so much at least.
_SMALLER = 0.95
_DIGITS = re.compile("[0-9]+")


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page, with its base line and the size of its first character in points."""

    line: PaperLine
    base: float
    size: float

    @property
    def page(self) -> str:
        """The number of its page."""
        return self.line.place.name

    @property
    def key(self) -> tuple[str, int]:
        """What the lines at one place of several pages have in common: all but numbers."""
        return _DIGITS.sub("#", self.line.text), round(self.base / _PLACE)


class RunningLines:
    """The lines of all pages, by which a running head or foot is told."""

    def __init__(self, lines: Iterable[PageLine]) -> None:
        self._pages: dict[tuple[str, int], set[str]] = {}
        self._largest: dict[str, float] = {}
        for each in lines:
            self._pages.setdefault(each.key, set()).add(each.page)
            known = self._largest.get(each.line.text, 0.0)
            self._largest[each.line.text] = max(known, each.size)

    def has(self, line: PageLine) -> bool:
        """Return whether a line is the number of a page, a running head or a running foot."""
        is_short = len(line.line.text) <= _PAGE_NUMBER
        is_repeated = len(self._pages.get(line.key, ())) > 1
        is_title = line.size < _SMALLER * self._largest.get(line.line.text, 0.0)
        return is_short or is_repeated or is_title
