"""Edit a spec's text so that it describes another plan, with as few changes as can be."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from perf_report.model.plan import Plan
from perf_report.model.plan_data import Data, plan_data
from perf_report.model.route import Route
from perf_report.model.source import Source
from perf_report.model.target import Quantity
from perf_report.model.target_reading import read_target
from perf_report.parse.document import parse_document
from perf_report.parse.load import load_plan
from perf_report.parse.nodes import Mapping, Node, Scalar
from perf_report.parse.nodes import Sequence as SequenceNode
from perf_report.parse.text_edits import TextEdits

# Only whether two texts say the same target is asked, and no figure depends on the year.
_ANY_YEAR = 2000


def rewrite_plan(text: str, plan: Plan) -> str:
    """Return a spec's text with what differs from `plan` replaced, and all else as it was.

    Items of a list are matched by their id. Raises EditError if the text is no sound document, or
    the edits cannot be made.
    """
    known = load_plan(Source(name="", data=text.encode())).plan
    return rewrite_data(text, plan_data(plan), plan_data(known) if known else {})


def rewrite_data(text: str, data: Data, known: Data) -> str:
    """Return a spec's text with what differs between two data of a spec replaced.

    `known` is what the text says, as `plan_data` has it; `data` may be no valid plan.
    """
    document = parse_document(Source(name="", data=text.encode()))
    edits = TextEdits(document)
    if isinstance(document.root, Mapping):
        _edit_mapping(edits, (), document.root, data, known)
    return edits.text()


def _edit_mapping(edits: TextEdits, route: Route, node: Mapping, data: Data, known: Data) -> None:
    for key in node.items:
        # A default that the file spells out is not in the data, and is not a difference.
        if key not in data and (key in known or not known):
            edits.remove((*route, key))
    keys, place = list(node.items), 0
    for key, value in data.items():
        if key in node.items:
            _edit(edits, (*route, key), node.items[key], value, known.get(key))
            place = keys.index(key) + 1
        elif key not in known or known[key] != value:
            edits.insert((*route, key), value, before=place)


def _edit(edits: TextEdits, route: Route, node: Node, value: Any, known: Any) -> None:
    if known is not None and value == known:
        return
    if isinstance(node, Mapping) and isinstance(value, dict):
        before = known if isinstance(known, dict) else {}
        _edit_mapping(edits, route, node, value, before)
    elif isinstance(node, SequenceNode) and isinstance(value, list):
        _edit_sequence(edits, route, node.items, value, known if isinstance(known, list) else [])
    elif not (isinstance(node, Scalar) and _is_same(node.value(), value)):
        edits.replace(route, value)


def _edit_sequence(
    edits: TextEdits, route: Route, nodes: Sequence[Node], data: list[Any], known: list[Any]
) -> None:
    """Items are matched by id; one without an id is matched by its position."""
    indices = {_id(node): index for index, node in enumerate(nodes) if _id(node) is not None}
    pairs: list[tuple[int | None, Any]] = []
    for position, value in enumerate(data):
        has_id = isinstance(value, dict) and "id" in value
        index = indices.get(value["id"]) if has_id else position
        pairs.append((index if index is not None and index < len(nodes) else None, value))
    kept = [index for index, _ in pairs if index is not None]
    for index in set(range(len(nodes))) - set(kept):
        edits.remove((*route, index))
    is_moved = kept != sorted(kept)
    place = 0
    for index, value in pairs:
        if index is None:
            edits.insert((*route, len(nodes) if is_moved else place), value)
            continue
        if is_moved:
            edits.move((*route, index), len(nodes))
        before = known[index] if index < len(known) else None
        _edit(edits, (*route, index), nodes[index], value, before)
        place = index + 1


def _id(node: Node) -> Any:
    id_ = node.items.get("id") if isinstance(node, Mapping) else None
    return None if id_ is None else id_.value()


def _is_same(old: Any, new: Any) -> bool:
    """Whether the file already says this value, perhaps in other characters (＝ for =)."""
    if isinstance(old, bool) or isinstance(new, bool):
        return old is new
    if isinstance(new, int | Decimal):
        return isinstance(old, int | Decimal) and old == new
    return bool(old == new) or (isinstance(old, str) and _normal_target(old) == new)


def _normal_target(text: str) -> str | None:
    found = read_target(text, _ANY_YEAR)
    return found.printed if isinstance(found, Quantity) else None
