"""What a build knows of a valid spec before it opens its plan."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

from perf_report.model.source import Source
from perf_report.model.text import Language
from perf_report.outputs.table import Table


def table_folder(code: str, year: int) -> str:
    """The folder of a table's files below the output folder: department code, year."""
    return f"{code}/{year}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecSummary:
    """A spec without errors: its bytes, the table that it is, and how to open that.

    `framework` is a hash of what its ids of categories stand for. `earlier` is the spec of the same
    department one year before, if there is one.
    """

    source: Source
    code: str
    year: int
    languages: tuple[Language, ...]
    framework: str
    open_table: Callable[[], Table]
    earlier: Self | None = None

    @property
    def folder(self) -> str:
        """The folder of the table's files."""
        return table_folder(self.code, self.year)

    def open_with_earlier(self) -> Table:
        """The table, with that of the year before."""
        earlier = self.earlier.open_table() if self.earlier else None
        return replace(self.open_table(), earlier=earlier)
