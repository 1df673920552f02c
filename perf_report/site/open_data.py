"""CSV files over all tables, and the Frictionless data package that describes them.

Three files have the tables of departments. Their columns are those of each table's own CSV files,
after the department and the year. What is about projects has files of its own, so that a sum over
a file counts no amount twice; these exist where there is something for them.

A data package (version 1 of the specification, as the `frictionless` library reads it) says what
each column is, so that a program need not guess.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from perf_report.model.money import AMOUNT_PATTERN, format_amount
from perf_report.model.text import Text
from perf_report.model.usual_sources import USUAL_SOURCES
from perf_report.render.json_text import to_json
from perf_report.render.results import RESULTS_COLUMNS
from perf_report.render.table_csv import escape_formula
from perf_report.site.built_table import SiteIndicator, SiteTable

FUNDS, GOALS, INDICATORS = "funds", "goals", "indicators"
COMBINED = (FUNDS, GOALS, INDICATORS)

# The files that exist where there is something for them.
PROJECTS, SOURCES = "projects", "sources"
# What was planned and reached, of departments and projects alike: it has no amounts to add up.
RESULTS = "results"
PROJECT_GOALS, PROJECT_INDICATORS = "project-goals", "project-indicators"
_OF_PROJECTS = (PROJECTS, PROJECT_GOALS, PROJECT_INDICATORS)

Row = tuple[object, ...]

_WHOSE = ("department", "department_zh", "department_en", "year")
_PROJECT = ("project", "project_zh", "project_en")
_GOAL = ("goal", "id", "text_zh", "text_en", "tasks")
_INDICATOR = ("goal", "id", "category",
              "level1_zh", "level1_en", "level2_zh", "level2_en", "name_zh", "name_en",
              "target_zh", "target_en", "operator", "value", "unit_zh", "unit_en", "deadline",
              "upper", "per", "horizon", "weight")  # fmt: skip
_FIELDS: dict[str, tuple[str, ...]] = {
    FUNDS: (*_WHOSE, "currency_unit", "task", "id", "text_zh", "text_en",
            *USUAL_SOURCES.ids),
    GOALS: (*_WHOSE, *_GOAL),
    INDICATORS: (*_WHOSE, *_INDICATOR),
    PROJECTS: (*_WHOSE, *_PROJECT, "form", "currency_unit", "total", "goals", "indicators"),
    PROJECT_GOALS: (*_WHOSE, *_PROJECT, *_GOAL, "horizon"),
    PROJECT_INDICATORS: (*_WHOSE, *_PROJECT, *_INDICATOR),
    SOURCES: (*_WHOSE, *_PROJECT, "currency_unit", "row", "column", "amount"),
    RESULTS: RESULTS_COLUMNS,
}  # fmt: skip
_TYPES = {
    "year": "year", "task": "integer", "goal": "integer", "value": "number", "deadline": "date",
    "upper": "number", "weight": "number", "amount": "number",
    "actual_value": "number", "score": "number", "met": "boolean",
    "goals": "integer", "indicators": "integer",
    **dict.fromkeys(USUAL_SOURCES.ids, "number"),
}  # fmt: skip
_REQUIRED = {
    "department", "department_zh", "year", "task", "goal", "id", "name_zh", "target_zh",
    "row", "column", "amount", "stage", "indicator",
}  # fmt: skip
_KEYS: dict[str, tuple[str, ...]] = {
    FUNDS: ("task",), GOALS: ("goal",), INDICATORS: ("id",),
    PROJECTS: ("project",), PROJECT_GOALS: ("project", "id"),
    PROJECT_INDICATORS: ("project", "id"), SOURCES: ("project", "row", "column"),
    RESULTS: ("project", "stage", "indicator"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvRows:
    """Rows of the files, without their headers.

    `has_other_forms` is whether a department has a table of another form than the usual one.
    """

    funds: bytes
    goals: bytes
    indicators: bytes
    projects: bytes = b""
    project_goals: bytes = b""
    project_indicators: bytes = b""
    sources: bytes = b""
    results: bytes = b""
    has_other_forms: bool = False

    def of(self, name: str) -> bytes:
        """Return the rows of a file."""
        rows: bytes = getattr(self, name.replace("-", "_"))
        return rows


def combined_path(name: str) -> str:
    """Return the path of one of the files."""
    return f"data/{name}.csv"


def table_rows(built_tables: Sequence[SiteTable]) -> CsvRows:
    """Return the rows of a department's tables, and of those of its projects."""
    own = [built for built in built_tables if not built.project]
    projects = [built for built in built_tables if built.project]
    return CsvRows(
        funds=_lines(row for built in own for row in _funds_rows(built)),
        goals=_lines(row for built in own for row in _goal_rows(built)),
        indicators=_lines(row for built in own for row in _indicator_rows(built)),
        projects=_lines(map(_project_row, projects)),
        project_goals=_lines(row for built in projects for row in _goal_rows(built)),
        project_indicators=_lines(row for built in projects for row in _indicator_rows(built)),
        sources=_lines(row for built in built_tables for row in _source_rows(built)),
        results=_lines(row for built in built_tables for row in built.results),
        has_other_forms=any(built.form for built in own),
    )


def combine_rows(parts: Iterable[CsvRows]) -> dict[str, bytes]:
    """Return the files by path, with a byte-order mark for Excel."""
    listed = list(parts)
    files = {}
    for name, header in _FIELDS.items():
        rows = [part.of(name) for part in listed]
        if name in COMBINED or any(rows):
            files[combined_path(name)] = b"".join((b"\xef\xbb\xbf", _lines([header]), *rows))
    return files


def describe_package(
    title: Text,
    sizes: Mapping[str, tuple[int, str]],
    licence: str,
    *,
    has_other_forms: bool = False,
) -> bytes:
    """Return `datapackage.json`; `sizes` are size and SHA-256 of each file by its path.

    With `has_other_forms`, indicators need not have a goal, and goals are numbered by horizon.
    """
    record: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "performance-targets",
        "title": " / ".join(filter(None, (title.zh, title.en))),
        "resources": [
            _describe_resource(name, *sizes[combined_path(name)], has_other_forms=has_other_forms)
            for name in _FIELDS
            if combined_path(name) in sizes
        ],
    }
    if licence:
        key = "path" if "://" in licence else "name"
        record["licenses"] = [{key: licence}]
    return to_json(record)


def _describe_resource(
    name: str, size: int, digest: str, *, has_other_forms: bool
) -> dict[str, Any]:
    required = _required(name, has_other_forms=has_other_forms)
    # A form with several horizons numbers the goals of each.
    key = ("id",) if name == GOALS and has_other_forms else _KEYS[name]
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": combined_path(name),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "bytes": size,
        "hash": f"sha256:{digest}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n"},
        "schema": {
            "fields": [
                _describe_field(field, _type(name, field), is_required=field in required)
                for field in _FIELDS[name]
            ],
            "primaryKey": ["department", "year", *key],
            "missingValues": [""],
        },
    }


def _required(name: str, *, has_other_forms: bool) -> frozenset[str]:
    """The fields of a file that are never empty; an indicator need not belong to a goal."""
    is_loose = name == PROJECT_INDICATORS or (name == INDICATORS and has_other_forms)
    of_project = set(_PROJECT[:2]) if name in _OF_PROJECTS else set()
    return frozenset((_REQUIRED | of_project) - ({"goal"} if is_loose else set()))


def _type(name: str, field: str) -> str:
    """The type of a field; in the file of tasks, a project is a source of money."""
    is_of_task = name == FUNDS
    return _TYPES.get(field, "string") if is_of_task or field not in _PROJECT else "string"


def _describe_field(name: str, kind: str, *, is_required: bool) -> dict[str, Any]:
    field: dict[str, Any] = {"name": name, "type": kind}
    if is_required:
        field["constraints"] = {"required": True}
    return field


def _lines(rows: Iterable[Row]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerows([escape_formula(cell) for cell in row] for row in rows)
    return stream.getvalue().encode()


def _whose(built: SiteTable) -> Row:
    whose = (built.department, *built.name.both, built.year)
    return (*whose, *_whose_project(built)) if built.project else whose


def _whose_project(built: SiteTable) -> Row:
    return (built.project, *(built.project_name or Text()).both)


def _funds_rows(built: SiteTable) -> Iterator[Row]:
    for task in built.tasks:
        amounts = [task.funds.printed_total, *map(task.funds.get, USUAL_SOURCES.ids[1:])]
        yield (*_whose(built), built.currency_unit, task.number, task.id, *task.text.both,
               *map(format_amount, amounts))  # fmt: skip


def _goal_rows(built: SiteTable) -> Iterator[Row]:
    for goal in built.goals:
        tasks = ";".join(map(str, goal.tasks))
        yield (*_whose(built), goal.number, goal.id, *goal.text.both, tasks,
               *((goal.horizon,) if built.project else ()))  # fmt: skip


def _project_row(built: SiteTable) -> Row:
    return (
        *_whose(built), built.form, built.currency_unit, format_amount(built.total),
        len(built.goals), len(built.indicators),
    )  # fmt: skip


def _source_rows(built: SiteTable) -> Iterator[Row]:
    whose = (*_whose(built), *(() if built.project else ("", "", "")))
    for row, amounts in built.funds.items():
        for column, amount in amounts.items():
            # A column of a form's own may hold words.
            if isinstance(amount, str) and AMOUNT_PATTERN.fullmatch(amount):
                yield (*whose, built.currency_unit, row, column, amount)
    for task in built.tasks:
        # What has no column in the file of tasks.
        for source in sorted(task.funds.amounts.keys() - set(USUAL_SOURCES.ids)):
            yield (
                *whose,
                built.currency_unit,
                task.id,
                source,
                format_amount(task.funds.get(source)),
            )


def _indicator_rows(built: SiteTable) -> Iterator[Row]:
    for goal in built.goals:
        for indicator in goal.indicators:
            yield _indicator_row(built, indicator, goal.number)
    for indicator in built.loose:
        yield _indicator_row(built, indicator, _goal_number(built, indicator))


def _goal_number(built: SiteTable, indicator: SiteIndicator) -> int | str:
    """The number of the goal of an indicator under the table; empty where it names none."""
    return next((goal.number for goal in built.goals if goal.id == indicator.goal), "")


def _indicator_row(built: SiteTable, indicator: SiteIndicator, goal: int | str) -> Row:
    return (
        *_whose(built), goal, indicator.id, indicator.category,
        *indicator.level1.both, *indicator.level2.both,
        *indicator.name.both, *indicator.target.both,
        indicator.operator, _plain(indicator.value),
        *(indicator.unit or Text()).both, indicator.deadline, _plain(indicator.upper),
        indicator.per.zh if indicator.per else "", indicator.horizon, indicator.weight,
    )  # fmt: skip


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"
