"""Read forms: the built-in ones, and those of a project."""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

from perf_report import resources
from perf_report.model.form import (
    ANY_FRAMEWORK,
    Block,
    Choice,
    Column,
    Field,
    FieldsBlock,
    Form,
    FormMoney,
    FundsBlock,
    FundsNode,
    GoalsBlock,
    Horizon,
    IndicatorColumn,
    IndicatorsBlock,
    LineBlock,
    ShownColumn,
    Stage,
    Subject,
    TableBlock,
    ValueType,
    WeightCheck,
)
from perf_report.model.text import Text
from perf_report.parse.builtin_data import BuiltinData
from perf_report.parse.data_files import raise_first, read_data_file
from perf_report.parse.document import parse_document
from perf_report.parse.form_faults import find_form_faults
from perf_report.parse.plan import build_text
from perf_report.parse.source import read_source
from perf_report.parse.yaml_files import list_yaml_files

_KIND = "form"
Data = Mapping[str, Any]


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


@cache
def _labels() -> Data:
    """The labels of what a form need not describe."""
    root = parse_document(read_source(resources.form_labels_path())).root
    if root is None:
        raise AssertionError("form_labels.yaml is empty")
    labels: Data = root.value()  # type: ignore[assignment]
    return labels


def _default(*keys: str) -> Text:
    found: Any = _labels()
    for key in keys:
        found = found[key]
    return build_text(found)


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
        seen_note=_optional_text(data, "seen_note"),
        entry=tuple(data.get("entry", ())),
        file=path.name,
    )


def _text_or_string(data: str | Data) -> Text:
    return Text(zh=data, en=data) if isinstance(data, str) else build_text(dict(data))


def _optional_text(data: Data, key: str) -> Text | None:
    return build_text(data[key]) if key in data else None


def _text_or_flag(data: Data, key: str, *default: str) -> Text | None:
    """A label, the usual one for true, None for false or nothing."""
    value = data.get(key, False)
    if isinstance(value, bool):
        return _default(*default) if value else None
    return build_text(value)


def _build_block(data: Data) -> Block:
    ((kind, content),) = data.items()
    return _BLOCKS[kind](content)


def _build_fields(data: Any) -> FieldsBlock:
    content = data if isinstance(data, dict) else {"rows": data}
    rows = tuple(tuple(map(_build_field, row)) for row in content["rows"])
    return FieldsBlock(rows=rows, label=_optional_text(content, "label"))


def _build_line(parts: Any) -> LineBlock:
    return LineBlock(
        parts=tuple(
            build_text(part["text"]) if "text" in part else _build_field(part) for part in parts
        )
    )


def _build_field(data: Data) -> Field:
    return Field(
        id=data["field"],
        label=build_text(data["label"]),
        type=ValueType(data.get("type", ValueType.TEXT)),
        is_public=data.get("public", True),
        is_required=data.get("required", False),
        choices=_build_choices(data),
        most=data.get("max"),
    )


def _build_choices(data: Data) -> tuple[Choice, ...]:
    return tuple(
        Choice(id=choice["id"], label=build_text(choice["label"]))
        for choice in data.get("choices", ())
    )


def _build_funds(data: Data) -> FundsBlock:
    return FundsBlock(
        label=build_text(data["label"]),
        rows=data["rows"],
        tree=tuple(map(_build_node, data["tree"])),
        columns=tuple(map(_build_amount, data.get("columns", ["amount"]))),
        is_side_by_side=data.get("side_by_side", False),
        number=_optional_text(data, "number"),
        task=_optional_text(data, "task"),
        total=_optional_text(data, "total"),
    )


def _build_node(data: Data) -> FundsNode:
    return FundsNode(
        id=data["id"],
        label=build_text(data["label"]),
        parts=tuple(map(_build_node, data.get("parts", ()))),
        is_heading=data.get("heading", False),
        parts_first=data.get("parts_first", False),
        beside=_build_field(data["beside"]) if "beside" in data else None,
    )


def _build_amount(data: str | Data) -> Column:
    if isinstance(data, str):
        return Column(id=data, label=_default(data), type=ValueType.MONEY)
    return _build_column(data)


def _build_column(data: Data) -> Column:
    return Column(
        id=data["id"],
        label=build_text(data["label"]),
        group=_optional_text(data, "group"),
        type=ValueType(data.get("type", ValueType.TEXT)),
        choices=_build_choices(data),
        is_public=data.get("public", True),
        has_total=data.get("total", False),
    )


def _build_table(data: Data) -> TableBlock:
    return TableBlock(
        id=data["id"],
        label=build_text(data["label"]),
        columns=tuple(map(_build_column, data["columns"])),
        total=_default("total"),
    )


def _build_horizon(data: str | Data) -> Horizon:
    if isinstance(data, str):
        return Horizon(id=data, label=_default("horizons", data))
    return Horizon(id=data["id"], label=build_text(data["label"]), is_labelled=True)


def _build_goals(data: Data) -> GoalsBlock:
    return GoalsBlock(
        label=_optional_text(data, "label"),
        horizons=tuple(map(_build_horizon, data["horizons"])),
        heading=_optional_text(data, "heading"),
        number=_optional_text(data, "number"),
        tasks=_text_or_flag(data, "tasks", "tasks"),
    )


def _build_indicators(data: Data) -> IndicatorsBlock:
    return IndicatorsBlock(
        label=_optional_text(data, "label"),
        under=data["under"],
        horizons=tuple(map(_build_horizon, data.get("horizons", ["annual"]))),
        columns=tuple(map(_build_shown, data["columns"])),
        order=data.get("order", "framework"),
        goal=_optional_text(data, "goal"),
        group=_optional_text(data, "group"),
        prints_empty=data.get("empty_categories") == "printed",
        total=_text_or_flag(data, "total_row", "total"),
        shows_weights=data.get("weights", False),
    )


def _build_shown(data: str | Data) -> ShownColumn:
    data = {"column": data} if isinstance(data, str) else data
    if "column" in data:
        return _build_known(data)
    if "field" in data:
        field = _build_field(data)
        return ShownColumn(id=field.id, label=field.label, field=field)
    if "funds" in data:
        node = FundsNode(id=data["funds"], label=build_text(data["label"]))
        has_total = data.get("total", False)
        return ShownColumn(id=node.id, label=node.label, funds=node, has_total=has_total)
    own = _build_column(data)
    return ShownColumn(id=own.id, label=own.label, own=own, labels=_build_labels(data))


def _build_known(data: Data) -> ShownColumn:
    """A column of what a spec says of every indicator."""
    builtin = IndicatorColumn(data["column"])
    return ShownColumn(
        id=builtin,
        label=build_text(data["label"]) if "label" in data else _default("columns", builtin),
        builtin=builtin,
        choices=_build_choices(data) or _usual_choices(builtin),
        labels=_build_labels(data),
    )


def _build_labels(data: Data) -> dict[str, Text]:
    """The labels under a horizon, where they differ."""
    return {horizon: build_text(label) for horizon, label in data.get("labels", {}).items()}


def _usual_choices(column: str) -> tuple[Choice, ...]:
    """The words of a column whose values a spec does not word."""
    words: Data = _labels().get("choices", {}).get(column, {})
    return tuple(Choice(id=id_, label=build_text(label)) for id_, label in words.items())


_BLOCKS: dict[str, Callable[[Any], Block]] = {
    "fields": _build_fields,
    "line": _build_line,
    "funds": _build_funds,
    "table": _build_table,
    "goals": _build_goals,
    "indicators": _build_indicators,
}
