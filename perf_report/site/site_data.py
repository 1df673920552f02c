"""What the pages about all departments are made of: every table, the history, the data files."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice, zip_longest
from typing import Any

from perf_report.messages import Catalogue
from perf_report.model.identity import Identity
from perf_report.model.text import Language, Text
from perf_report.site.history import History
from perf_report.site.paths import LEDGER, PACKAGE, SUMS, department_page
from perf_report.site.record_files import FileEntry
from perf_report.site.shares import Part
from perf_report.site.table_summary import MOST_EXAMPLES, TableSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentEntry:
    """A department in a list: its latest name, and its years."""

    path: str
    name: Text
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteData:
    """The data of these pages: all tables by department and year, and the history.

    `has_other_forms` is whether a department has a table of another form. `parts` are the money of
    the main tasks of the latest table of a department that is the only one.
    """

    tables: Sequence[TableSummary]
    history: History
    data_files: Mapping[str, int]
    licence: str
    has_other_forms: bool = False
    reports: Sequence[TableSummary] = ()
    parts: tuple[Part, ...] = ()

    @property
    def years(self) -> list[int]:
        """All years, the latest first."""
        return sorted({table.year for table in self.tables}, reverse=True)

    @property
    def latest(self) -> list[TableSummary]:
        """The tables of the latest year that has some that stand."""
        standing = [table for table in self.tables if table.is_standing]
        year = max((table.year for table in standing), default=0)
        return [table for table in standing if table.year == year]

    def examples(self, language: Language) -> list[str]:
        """Return what a search finds: names in the tables of the latest year."""
        rounds = zip_longest(*(table.examples for table in self.latest))
        names = (text.get(language) for each in rounds for text in each if text is not None)
        return list(islice(dict.fromkeys(filter(None, names)), MOST_EXAMPLES))

    @property
    def departments(self) -> list[DepartmentEntry]:
        """All departments, by code."""
        groups = groupby(self.tables, key=lambda table: table.department)
        return [_department_entry(code, list(tables)) for code, tables in groups]

    @property
    def chinese_only(self) -> set[Identity]:
        """The tables without an English page."""
        return {table.identity for table in self.tables if not table.is_in("en")}


def _department_entry(code: str, tables: Sequence[TableSummary]) -> DepartmentEntry:
    years = tuple(sorted({table.year for table in tables}, reverse=True))
    return DepartmentEntry(path=department_page(code), name=tables[-1].name, years=years)


def year_links(site: SiteData, folder: str) -> list[dict[str, Any]]:
    """Return the years with the numbers of tables and of projects."""
    counts = Counter((table.year, bool(table.project)) for table in site.tables)
    return [
        {
            "year": year,
            "path": f"{folder}/{year}/index.html",
            "tables": counts[year, False],
            "projects": counts[year, True],
        }
        for year in site.years
    ]


# The files of the data page with what each is, in order.
WHOLE_FILES = {
    "data/indicators.csv": "whole-indicators",
    "data/funds.csv": "whole-funds",
    "data/goals.csv": "whole-goals",
    "data/projects.csv": "whole-projects",
    "data/project-indicators.csv": "whole-project-indicators",
    "data/project-goals.csv": "whole-project-goals",
    "data/sources.csv": "whole-sources",
    "data/results.csv": "whole-results",
    PACKAGE: "whole-package",
    LEDGER: "whole-ledger",
    SUMS: "whole-sums",
}


def list_data_files(site: SiteData, catalogue: Catalogue) -> list[FileEntry]:
    """Return the data files with sizes: the inventory and the ledger are made after the pages."""
    return [
        FileEntry(
            path=path,
            name=path,
            label=catalogue.format("site", WHOLE_FILES[path]),
            kind=path.rpartition(".")[2].upper(),
            lang="",
            size=size,
            pages=None,
        )
        for path, size in site.data_files.items()
    ]
