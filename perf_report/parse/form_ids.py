"""The ids within a form's file, which its schema cannot compare."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from perf_report.model.finding import Finding, Term
from perf_report.model.route import Route

Data = Mapping[str, Any]


def repeated_ids(data: Data) -> Iterator[Finding]:
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


def _ids(data: Data) -> Iterator[tuple[tuple[object, ...], str, Route]]:
    """Each id with what it has to be the only one in, and its place."""
    for index, block in enumerate(data["blocks"]):
        ((kind, content),) = block.items()
        place: Route = ("blocks", index, kind)
        if kind == "fields":
            for row, fields in enumerate(content):
                for column, field in enumerate(fields):
                    yield ("field",), field["field"], (*place, row, column, "field")
        if kind == "funds":
            yield from _node_ids(content["tree"], (*place, "tree"))
        if kind == "table":
            yield ("table",), content["id"], (*place, "id")
        if kind != "fields":
            for column, (id_, end) in enumerate(map(_column_id, content.get("columns", ()))):
                yield ("column", index), id_, (*place, "columns", column, *end)


def _column_id(column: str | Data) -> tuple[str, Route]:
    """The id of a column, and the key under which it stands, if it is a mapping."""
    if isinstance(column, str):
        return column, ()
    key = "column" if "column" in column else "id"
    return column[key], (key,)


def _node_ids(
    nodes: Iterable[Data], place: Route
) -> Iterator[tuple[tuple[object, ...], str, Route]]:
    for index, node in enumerate(nodes):
        yield ("source",), node["id"], (*place, index, "id")
        yield from _node_ids(node.get("parts", ()), (*place, index, "parts"))
