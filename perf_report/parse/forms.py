"""Read forms: the built-in ones, and those of a project."""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from perf_report import resources
from perf_report.model.form import (
    ANY_FRAMEWORK,
    Block,
    Column,
    FieldsBlock,
    Form,
    FormMoney,
    FundsBlock,
    FundsNode,
    GoalsBlock,
    Horizon,
    IndicatorsBlock,
    LineBlock,
    Stage,
    Subject,
    TableBlock,
    ValueType,
    WeightCheck,
)
from perf_report.model.report_columns import REPORT_AMOUNTS
from perf_report.model.text import Text
from perf_report.parse.builtin_data import BuiltinData
from perf_report.parse.data_files import raise_first, read_data_file
from perf_report.parse.form_faults import find_form_faults
from perf_report.parse.form_parts import (
    Data,
    build_column,
    build_field,
    build_shown,
    default_label,
    optional_text,
)
from perf_report.parse.plan import build_text
from perf_report.parse.source import read_source
from perf_report.parse.yaml_files import list_yaml_files

_KIND = "form"


def load_forms(
    folders: Iterable[Path], frameworks: Collection[str] | None = None
) -> Mapping[str, Form]:
    """Return the built-in forms and those of the given folders, by id.

    A form of a folder replaces the built-in one with its id, and may name the `frameworks` that are
    given, or any. Raises SettingsError if a file is not a valid form, or two of a folder have one
    id.
    """
    read = partial(read_form, frameworks=frameworks)
    return BuiltinData(resources.forms_path(), folders, read, _KIND)


def read_form(path: Path, frameworks: Collection[str] | None = None) -> Form:
    """Return the form of a file. Raises SettingsError if it is not a valid one."""
    document, data = read_data_file(read_source(path), resources.form_schema_path(), _KIND)
    raise_first(map(document.locate, find_form_faults(data, frameworks)), _KIND)
    return _build_form(data, path)


def find_form_file(id_: str, folders: Iterable[Path]) -> Path | None:
    """Return the file of a form, the project's own before the built-in one; None if none has it.

    An empty file has no id: it is one that a shell has just made for what is printed.
    """
    for folder in (*folders, resources.forms_path()):
        for path in list_yaml_files(folder):
            if path.stat().st_size and read_form(path).id == id_:
                return path
    return None


# --- The parts of a form ---


def _build_form(data: Data, path: Path) -> Form:
    frameworks = data.get("frameworks", ANY_FRAMEWORK)
    money, weights = data.get("money"), data.get("checks", {}).get("weights")
    return Form(
        id=data["id"],
        title=build_text(data["title"]),
        subject=Subject(data["subject"]),
        stage=Stage(data["stage"]),
        source=_text_or_string(data["source"]),
        frameworks=(frameworks,) if isinstance(frameworks, str) else tuple(frameworks),
        blocks=tuple(map(_build_block, data["blocks"])),
        money=FormMoney(unit=money["unit"], decimals=money.get("decimals", 2)) if money else None,
        needs_sign=data.get("targets", {}).get("sign") == "required",
        weights=WeightCheck(sum=weights["sum"], over=weights["over"]) if weights else None,
        seen=data.get("seen", "whole"),
        seen_note=optional_text(data, "seen_note"),
        entry=tuple(data.get("entry", ())),
        file=path.name,
    )


def _text_or_string(data: str | Data) -> Text:
    return Text(zh=data, en=data) if isinstance(data, str) else build_text(dict(data))


def _text_or_flag(data: Data, key: str, *default: str) -> Text | None:
    """A label, the usual one for true, None for false or nothing."""
    value = data.get(key, False)
    if isinstance(value, bool):
        return default_label(*default) if value else None
    return build_text(value)


def _build_block(data: Data) -> Block:
    ((kind, content),) = data.items()
    return _BLOCKS[kind](content)


def _build_fields(data: Any) -> FieldsBlock:
    content = data if isinstance(data, dict) else {"rows": data}
    rows = tuple(tuple(map(build_field, row)) for row in content["rows"])
    return FieldsBlock(rows=rows, label=optional_text(content, "label"))


def _build_line(parts: Any) -> LineBlock:
    return LineBlock(
        parts=tuple(
            build_text(part["text"]) if "text" in part else build_field(part) for part in parts
        )
    )


def _build_funds(data: Data) -> FundsBlock:
    return FundsBlock(
        label=build_text(data["label"]),
        rows=data["rows"],
        tree=tuple(map(_build_node, data.get("tree", ()))),
        columns=tuple(map(_build_amount, data.get("columns", ["amount"]))),
        is_side_by_side=data.get("side_by_side", False),
        number=optional_text(data, "number"),
        task=optional_text(data, "task"),
        total=optional_text(data, "total"),
    )


def _build_node(data: Data) -> FundsNode:
    return FundsNode(
        id=data["id"],
        label=build_text(data["label"]),
        parts=tuple(map(_build_node, data.get("parts", ()))),
        is_heading=data.get("heading", False),
        parts_first=data.get("parts_first", False),
        beside=build_field(data["beside"]) if "beside" in data else None,
    )


def _build_amount(data: str | Data) -> Column:
    data = {"column": data} if isinstance(data, str) else data
    if "column" not in data:
        return build_column(data)
    id_ = data["column"]
    return Column(
        id=id_,
        label=build_text(data["label"]) if "label" in data else default_label("funds", id_),
        group=optional_text(data, "group"),
        type=REPORT_AMOUNTS.get(id_, ValueType.MONEY),
        most=data.get("max"),
    )


def _build_table(data: Data) -> TableBlock:
    return TableBlock(
        id=data["id"],
        label=build_text(data["label"]),
        columns=tuple(map(build_column, data["columns"])),
        total=default_label("total"),
    )


def _build_horizon(data: str | Data) -> Horizon:
    if isinstance(data, str):
        return Horizon(id=data, label=default_label("horizons", data))
    return Horizon(id=data["id"], label=build_text(data["label"]), is_labelled=True)


def _build_goals(data: Data) -> GoalsBlock:
    return GoalsBlock(
        label=optional_text(data, "label"),
        horizons=tuple(map(_build_horizon, data["horizons"])),
        heading=optional_text(data, "heading"),
        number=optional_text(data, "number"),
        tasks=_text_or_flag(data, "tasks", "tasks"),
        adjusted=optional_text(data, "adjusted"),
        achieved=optional_text(data, "achieved"),
        achieved_most=data.get("achieved_max"),
    )


def _build_indicators(data: Data) -> IndicatorsBlock:
    return IndicatorsBlock(
        label=optional_text(data, "label"),
        under=data["under"],
        horizons=tuple(map(_build_horizon, data.get("horizons", ["annual"]))),
        columns=tuple(map(build_shown, data["columns"])),
        order=data.get("order", "framework"),
        goal=optional_text(data, "goal"),
        goal_row=optional_text(data, "goal_row"),
        group=optional_text(data, "group"),
        prints_empty=data.get("empty_categories") == "printed",
        total=_text_or_flag(data, "total_row", "total"),
        shows_weights=data.get("weights", False),
    )


_BLOCKS: dict[str, Callable[[Any], Block]] = {
    "fields": _build_fields,
    "line": _build_line,
    "funds": _build_funds,
    "table": _build_table,
    "goals": _build_goals,
    "indicators": _build_indicators,
}
