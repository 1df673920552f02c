"""What the schema of forms cannot compare: ids, frameworks, and the columns of a table."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from perf_report.model.close_match import close_match
from perf_report.model.finding import Finding, Term
from perf_report.model.route import Route
from perf_report.parse.form_stage_faults import find_stage_faults

Data = Mapping[str, Any]

# The columns that print the name and the target of an indicator, each with those in its place.
_NEEDED = {"name": {"name", "level3"}, "target": {"target", "value", "initial"}}

_UNKNOWN, _UNKNOWN_CLOSE = "category-unknown-framework", "category-unknown-framework-close"


def find_form_faults(data: Data, frameworks: Collection[str] | None) -> Iterator[Finding]:
    """Yield what is wrong with a form that fits its schema.

    `frameworks` are those that it may name; None for any.
    """
    yield from _repeated_ids(data)
    yield from _unknown_frameworks(data, frameworks)
    yield from _missing_columns(data)
    yield from find_stage_faults(data)


def _repeated_ids(data: Data) -> Iterator[Finding]:
    """Yield the ids that stand further up in the form, or in their table, already."""
    seen: Counter[tuple[object, ...]] = Counter()
    for scope, id_, route in _ids(data):
        seen[scope, id_] += 1
        if seen[scope, id_] > 1:
            arguments = {"kind": Term("kind", str(scope[0])), "id": id_}
            yield Finding(
                rule="id-duplicate",
                message="id-duplicate-form",
                route=route,
                arguments=arguments,
            )


def _unknown_frameworks(data: Data, known: Collection[str] | None) -> Iterator[Finding]:
    """Yield the frameworks of the form that are not known ones; none where these are not told."""
    named = data.get("frameworks", ())
    if known is None or isinstance(named, str):
        return
    for index, id_ in enumerate(named):
        if id_ not in known:
            close = close_match(id_, known)
            yield Finding(
                rule="category-unknown",
                message=_UNKNOWN_CLOSE if close else _UNKNOWN,
                route=("frameworks", index),
                arguments={
                    "framework": id_,
                    "close": close,
                    "known": ", ".join(sorted(known)),
                },
            )


def _missing_columns(data: Data) -> Iterator[Finding]:
    """Yield the columns without which indicators would print without their name or target."""
    for index, block in enumerate(data["blocks"]):
        if "indicators" not in block:
            continue
        shown = {_column_id(column)[0] for column in block["indicators"]["columns"]}
        for column, others in _NEEDED.items():
            if not shown & others:
                yield Finding(
                    rule="wrong-value",
                    message="wrong-value-column",
                    route=("blocks", index, "indicators", "columns"),
                    arguments={"column": column},
                )


Id = tuple[tuple[object, ...], str, Route]


def _ids(data: Data) -> Iterator[Id]:
    """Each id with what it has to be the only one in, and its place."""
    for index, block in enumerate(data["blocks"]):
        ((kind, content),) = block.items()
        place: Route = ("blocks", index, kind)
        if kind == "fields":
            yield from _row_ids(content, place)
        elif kind == "line":
            yield from _field_ids(content, place)
        else:
            yield from _block_ids(index, kind, content, place)
        yield from _choice_ids(content, place)


def _block_ids(index: int, kind: str, content: Data, place: Route) -> Iterator[Id]:
    if kind == "funds":
        yield from _node_ids(content.get("tree", ()), (*place, "tree"))
    if kind == "table":
        yield ("table",), content["id"], (*place, "id")
    columns = content.get("columns", ())
    yield from _field_ids(columns, (*place, "columns"))
    for column, (id_, end) in enumerate(map(_column_id, columns)):
        yield ("column", index), id_, (*place, "columns", column, *end)
    for number, horizon in enumerate(content.get("horizons", ())):
        id_, end = (horizon, ()) if isinstance(horizon, str) else (horizon["id"], ("id",))
        yield ("horizon", index), id_, (*place, "horizons", number, *end)


def _row_ids(content: Any, place: Route) -> Iterator[Id]:
    rows, start = (content["rows"], (*place, "rows")) if "rows" in content else (content, place)
    for row, fields in enumerate(rows):
        yield from _field_ids(fields, (*start, row))


def _field_ids(items: Iterable[Any], place: Route) -> Iterator[Id]:
    """The fields among the items of a list."""
    for index, item in enumerate(items):
        if not isinstance(item, str) and "field" in item:
            yield ("field",), item["field"], (*place, index, "field")


def _column_id(column: str | Data) -> tuple[str, Route]:
    """The id of a column, and the key under which it stands, if it is a mapping."""
    if isinstance(column, str):
        return column, ()
    key = next(key for key in ("ticks", "column", "field", "funds", "id") if key in column)
    return column[key], (key,)


def _choice_ids(content: Any, place: Route) -> Iterator[Id]:
    """The choices of each field and column at any depth of a block."""
    if isinstance(content, list):
        steps: Iterable[tuple[str | int, Any]] = enumerate(content)
    else:
        steps = content.items() if isinstance(content, dict) else ()
    for step, below in steps:
        if step == "choices":
            for index, choice in enumerate(below):
                yield ("choice", *place), choice["id"], (*place, step, index, "id")
        else:
            yield from _choice_ids(below, (*place, step))


def _node_ids(nodes: Iterable[Data], place: Route) -> Iterator[Id]:
    for index, node in enumerate(nodes):
        yield ("source",), node["id"], (*place, index, "id")
        if "beside" in node:
            yield ("field",), node["beside"]["field"], (*place, index, "beside", "field")
        yield from _node_ids(node.get("parts", ()), (*place, index, "parts"))
