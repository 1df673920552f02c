"""Three CSV files over all tables, and the Frictionless data package that describes them.

The columns are those of each table's own CSV files, after the department and the year. A data
package (version 1 of the specification, as the `frictionless` library reads it) says what each
column is, so that a program need not guess.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from perf_report.model.money import format_amount
from perf_report.model.text import Text
from perf_report.render.json_text import to_json
from perf_report.render.table_data import HORIZON, escape_formula
from perf_report.site.built_table import SiteTable

FUNDS, GOALS, INDICATORS = "funds", "goals", "indicators"
COMBINED = (FUNDS, GOALS, INDICATORS)

Row = tuple[object, ...]

_WHOSE = ("department", "department_zh", "department_en", "year")
_FIELDS: dict[str, tuple[str, ...]] = {
    FUNDS: (*_WHOSE, "currency_unit", "task", "id", "text_zh", "text_en",
            "total", "basic", "project", "other"),
    GOALS: (*_WHOSE, "goal", "id", "text_zh", "text_en", "tasks"),
    INDICATORS: (*_WHOSE, "goal", "id", "category",
                 "level1_zh", "level1_en", "level2_zh", "level2_en", "name_zh", "name_en",
                 "target_zh", "target_en", "operator", "value", "unit_zh", "unit_en", "deadline",
                 "upper", "per", "horizon", "weight"),
}  # fmt: skip
_TYPES = {
    "year": "year", "task": "integer", "goal": "integer", "value": "number", "deadline": "date",
    "upper": "number", "weight": "number",
    "total": "number", "basic": "number", "project": "number", "other": "number",
}  # fmt: skip
_REQUIRED = {"department", "department_zh", "year", "task", "goal", "id", "name_zh", "target_zh"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvRows:
    """Rows of the three files, without their headers."""

    funds: bytes
    goals: bytes
    indicators: bytes


def combined_path(name: str) -> str:
    """Return the path of one of the three files."""
    return f"data/{name}.csv"


def table_rows(built_tables: Sequence[SiteTable]) -> CsvRows:
    """Return the rows of a department's tables."""
    return CsvRows(
        funds=_lines(row for built in built_tables for row in _funds_rows(built)),
        goals=_lines(row for built in built_tables for row in _goal_rows(built)),
        indicators=_lines(row for built in built_tables for row in _indicator_rows(built)),
    )


def combine_rows(parts: Iterable[CsvRows]) -> dict[str, bytes]:
    """Return the three files, with a byte-order mark for Excel."""
    listed = list(parts)
    return {
        combined_path(name): b"".join(
            (b"\xef\xbb\xbf", _lines([_FIELDS[name]]), *(getattr(part, name) for part in listed))
        )
        for name in COMBINED
    }


def describe_package(title: Text, sizes: dict[str, tuple[int, str]], licence: str) -> bytes:
    """Return `datapackage.json`; `sizes` are size and SHA-256 of each file by its path."""
    record: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "performance-targets",
        "title": " / ".join(filter(None, (title.zh, title.en))),
        "resources": [_describe_resource(name, *sizes[combined_path(name)]) for name in COMBINED],
    }
    if licence:
        key = "path" if "://" in licence else "name"
        record["licenses"] = [{key: licence}]
    return to_json(record)


def _describe_resource(name: str, size: int, digest: str) -> dict[str, Any]:
    key = {FUNDS: "task", GOALS: "goal", INDICATORS: "id"}[name]
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
            "fields": [_describe_field(field) for field in _FIELDS[name]],
            "primaryKey": ["department", "year", key],
            "missingValues": [""],
        },
    }


def _describe_field(name: str) -> dict[str, Any]:
    field: dict[str, Any] = {"name": name, "type": _TYPES.get(name, "string")}
    if name in _REQUIRED:
        field["constraints"] = {"required": True}
    return field


def _lines(rows: Iterable[Row]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerows([escape_formula(cell) for cell in row] for row in rows)
    return stream.getvalue().encode()


def _whose(built: SiteTable) -> Row:
    return (built.department, *_both(built.name), built.year)


def _funds_rows(built: SiteTable) -> Iterator[Row]:
    for task in built.tasks:
        funds = task.funds
        amounts = (funds.printed_total, funds.basic, funds.project, funds.other)
        yield (*_whose(built), built.currency_unit, task.number, task.id, *_both(task.text),
               *map(format_amount, amounts))  # fmt: skip


def _goal_rows(built: SiteTable) -> Iterator[Row]:
    for goal in built.goals:
        tasks = ";".join(map(str, goal.tasks))
        yield (*_whose(built), goal.number, goal.id, *_both(goal.text), tasks)


def _indicator_rows(built: SiteTable) -> Iterator[Row]:
    for goal in built.goals:
        for indicator in goal.indicators:
            yield (
                *_whose(built), goal.number, indicator.id, indicator.category,
                *_both(indicator.level1), *_both(indicator.level2),
                *_both(indicator.name), *_both(indicator.target),
                indicator.operator, _plain(indicator.value),
                *_both(indicator.unit or Text()), indicator.deadline, _plain(indicator.upper),
                indicator.per.zh if indicator.per else "", HORIZON, indicator.weight,
            )  # fmt: skip


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def _both(text: Text) -> tuple[str, str]:
    return text.zh or "", text.en or ""
