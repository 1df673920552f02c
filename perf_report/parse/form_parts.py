"""Read the parts of a form's blocks: labels, choices, fields and columns."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from perf_report import resources
from perf_report.model.form import (
    Choice,
    Column,
    Field,
    FundsNode,
    IndicatorColumn,
    ShownColumn,
    ValueType,
)
from perf_report.model.text import Text
from perf_report.parse.document import parse_document
from perf_report.parse.plan import build_text
from perf_report.parse.source import read_source

Data = Mapping[str, Any]


@cache
def _labels() -> Data:
    """The labels of what a form need not describe."""
    root = parse_document(read_source(resources.form_labels_path())).root
    if root is None:
        raise AssertionError("form_labels.yaml is empty")
    labels: Data = root.value()  # type: ignore[assignment]
    return labels


def default_label(*keys: str) -> Text:
    """Return a label of what a form need not describe, by the keys that lead to it."""
    found: Any = _labels()
    for key in keys:
        found = found[key]
    return build_text(found)


def optional_text(data: Data, key: str) -> Text | None:
    """Return the text of a key, or None."""
    return build_text(data[key]) if key in data else None


def build_field(data: Data) -> Field:
    """Return the field that data of the schema's shape describe."""
    return Field(
        id=data["field"],
        label=build_text(data["label"]),
        type=ValueType(data.get("type", ValueType.TEXT)),
        is_public=data.get("public", True),
        is_required=data.get("required", False),
        choices=build_choices(data),
        most=data.get("max"),
        has_boxes=data.get("boxes", False),
    )


def build_choices(data: Data) -> tuple[Choice, ...]:
    """Return the choices of a field or a column."""
    return tuple(
        Choice(id=choice["id"], label=build_text(choice["label"]))
        for choice in data.get("choices", ())
    )


def build_column(data: Data) -> Column:
    """Return a column of a form's own."""
    return Column(
        id=data["id"],
        label=build_text(data["label"]),
        group=optional_text(data, "group"),
        type=ValueType(data.get("type", ValueType.TEXT)),
        choices=build_choices(data),
        most=data.get("max"),
        is_public=data.get("public", True),
        has_total=data.get("total", False),
    )


def build_shown(data: str | Data) -> ShownColumn:
    """Return a column of indicators."""
    data = {"column": data} if isinstance(data, str) else data
    if "column" in data:
        return _build_known(data)
    if "field" in data:
        field = build_field(data)
        return ShownColumn(id=field.id, label=field.label, field=field)
    if "funds" in data:
        node = FundsNode(id=data["funds"], label=build_text(data["label"]))
        has_total = data.get("total", False)
        return ShownColumn(id=node.id, label=node.label, funds=node, has_total=has_total)
    own = build_column(data)
    return ShownColumn(id=own.id, label=own.label, own=own, labels=_build_labels(data))


def _build_known(data: Data) -> ShownColumn:
    """A column of what a spec says of every indicator."""
    builtin, ticks = IndicatorColumn(data["column"]), data.get("ticks", "")
    return ShownColumn(
        id=f"{builtin}-{ticks}" if ticks else builtin,
        label=build_text(data["label"]) if "label" in data else default_label("columns", builtin),
        builtin=builtin,
        choices=build_choices(data) or _usual_choices(builtin),
        labels=_build_labels(data),
        group=optional_text(data, "group"),
        ticks=ticks,
    )


def _build_labels(data: Data) -> dict[str, Text]:
    """The labels under a horizon, where they differ."""
    return {horizon: build_text(label) for horizon, label in data.get("labels", {}).items()}


def _usual_choices(column: str) -> tuple[Choice, ...]:
    """The words of a column whose values a spec does not word."""
    words: Data = _labels().get("choices", {}).get(column, {})
    return tuple(Choice(id=id_, label=build_text(label)) for id_, label in words.items())
