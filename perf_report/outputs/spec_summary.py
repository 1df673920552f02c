"""What a build knows of a sound spec before it opens its plan."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

from perf_report.model.text import Language
from perf_report.outputs.table import Table
from perf_report.parse.source import Source


def table_folder(code: str, year: int) -> str:
    """The folder of a table's files below the output folder: department code, year."""
    return f"{code}/{year}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A spec without errors: its bytes, whose table it is, how to get its plan.

    `framework` is a hash of what its ids of categories stand for. `earlier` is the spec of the same
    department one year before, where it is on file.
    """

    source: Source
    code: str
    year: int
    languages: tuple[Language, ...]
    framework: str
    open_alone: Callable[[], Table]
    earlier: Self | None = None

    @property
    def folder(self) -> str:
        """The folder of the table's files."""
        return table_folder(self.code, self.year)

    def open(self) -> Table:
        """The table, with that of the year before."""
        earlier = self.earlier.open_alone() if self.earlier else None
        return replace(self.open_alone(), earlier=earlier)
