"""Edits of the text of a spec: a value at a route, and rows added, copied, moved and removed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from copy import deepcopy
from functools import cached_property
from typing import Any

from perf_report.app.workbench.row_ids import SINGULAR, free_id, items_below
from perf_report.model.route import Route
from perf_report.model.source import Source
from perf_report.parse.document import Document, parse_document
from perf_report.parse.nodes import child
from perf_report.parse.review_marks import find_review_marks
from perf_report.parse.text_edits import EditError, TextEdits

# What goes with its last entry: a spec may leave it out, and may not have it empty.
_OPTIONAL = frozenset({
    "fields", "tables", "budget", "extra", "weights", "baseline", "funds", "units",
    "revision_approved",
})  # fmt: skip
# The keys of a new row, which the page asks to be filled.
_NEW: Mapping[str, Mapping[str, Any]] = {
    "tasks": {"text": {}, "funds": {}},
    "goals": {"text": {}, "tasks": [], "indicators": []},
    "indicators": {"category": "", "name": {}, "target": ""},
}
# The keys that the mapping at a route may have, in their order.
KeyOrder = Callable[[Route], Sequence[str]]


class Draft:
    """The text of a spec that is being edited, with its data.

    `data` is None if the text is no sound YAML: then a person has to mend the file first.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _document(self) -> Document:
        return parse_document(Source(name="", data=self.text.encode()))

    def use(self, document: Document) -> None:
        """Take the document of this text from who has read it already."""
        # One of a file with slips of typing is that of another text.
        if document.is_complete and not document.inserted and not document.slips:
            self.__dict__["_document"] = document

    @property
    def is_sound(self) -> bool:
        """Whether the text can be edited here."""
        return self._document.root is not None and self._document.is_complete

    @cached_property
    def is_report(self) -> bool:
        """Whether it is a report, in which nothing is left empty."""
        root = self._document.root
        return root is not None and child(root, "report") is not None

    @property
    def data(self) -> Any:
        """What the text says."""
        return self._document.root.value() if self._document.root else None

    def value(self, route: Route) -> Any:
        """The value at a route; None if there is none."""
        node = self._document.root
        for step in route:
            node = child(node, step) if node else None
        return None if node is None else node.value()

    def line(self, route: Route) -> tuple[int, int]:
        """The line and the column of the value at a route, or of what is nearest above it."""
        span = self._document.span_of(route)
        return span.line, span.column

    def set(self, route: Route, value: Any, order: KeyOrder = lambda _: ()) -> "Draft":
        """Return the draft with another value at a route; None removes it.

        A new key stands where the order of the keys at its route has it, or else as the last one.
        Raises EditError if the text cannot be changed there.
        """
        if self._is_there(route, value):
            return self
        edits = TextEdits(self._document)
        self._put(edits, route, value, order)
        return Draft(edits.text())

    def _is_there(self, route: Route, value: Any) -> bool:
        known = self.value(route)
        return known == value and type(known) is type(value)

    def set_all(self, values: Mapping[Route, Any], order: KeyOrder) -> "Draft":
        """Return the draft with other values at routes, none of which leads into another's value.

        The text is read once for all of them. Raises EditError if it cannot be changed there.
        """
        changed = {route: each for route, each in values.items() if not self._is_there(route, each)}
        if not changed:
            return self
        edits = TextEdits(self._document)
        try:
            # Of new keys in one place, the first in their order is the first that is put.
            for route in sorted(changed, key=lambda each: _rank(each, order)):
                self._put(edits, route, changed[route], order)
            return Draft(edits.text())
        except EditError:
            # Several that make the place for themselves do so one after the other.
            draft = self
            for route, value in changed.items():
                draft = draft.set(route, value, order)
            return draft

    def _put(self, edits: TextEdits, route: Route, value: Any, order: KeyOrder) -> None:
        known = self.value(route)
        if value is None:
            edits.remove(self._emptied(route))
        elif known is None and not self._has(route):
            place, wrapped = self._wrapped(route, value)
            edits.insert(place, wrapped, before=self._position(place, order(place[:-1])))
        elif isinstance(known, dict) and isinstance(value, dict) and known and value:
            self._put_keys(edits, route, known, value)
        else:
            edits.replace(route, value)

    def _put_keys(
        self, edits: TextEdits, route: Route, known: Mapping[str, Any], value: Mapping[str, Any]
    ) -> None:
        for key in known:
            if key not in value:
                edits.remove((*route, key))
        for key, each in value.items():
            if key not in known:
                edits.insert((*route, key), each)
            elif isinstance(known[key], dict) and isinstance(each, dict):
                self._put_keys(edits, (*route, key), known[key], each)
            elif known[key] != each:
                edits.replace((*route, key), each)

    def _position(self, route: Route, order: Sequence[str]) -> int | None:
        """Which key of its mapping a new one stands before; None for the last."""
        key = route[-1]
        if key not in order:
            return None
        later = order[order.index(str(key)) + 1 :]
        known = list(self.value(route[:-1]) or ())
        return next((at for at, each in enumerate(known) if each in later), None)

    def _has(self, route: Route) -> bool:
        holder = self.value(route[:-1])
        if isinstance(holder, dict):
            return route[-1] in holder
        return isinstance(holder, list) and route[-1] in range(len(holder))

    def _emptied(self, route: Route) -> Route:
        """The route to remove: of what may be left out and would be empty, as a whole."""
        while len(route) > 1 and (route[-2] in _OPTIONAL or self.is_report):
            holder = self.value(route[:-1])
            if not isinstance(holder, dict | list) or len(holder) > 1 or route[0] == "tasks":
                break
            route = route[:-1]
        return route

    def _wrapped(self, route: Route, value: Any) -> tuple[Route, Any]:
        """The route of the highest place that is missing, with the value in its containers."""
        while len(route) > 1 and not isinstance(self.value(route[:-1]), dict | list):
            value = [value] if isinstance(route[-1], int) else {route[-1]: value}
            route = route[:-1]
            if self._has(route):
                break
        return route, value

    def without_mark(self, line: int) -> "Draft":
        """Return the draft without the mark to review on a line, which a person has reviewed.

        Raises EditError if there is none.
        """
        marks = find_review_marks(self._document)
        mark = next((each for each in marks if each.span.line == line), None)
        lines = self.text.split("\n")
        if mark is None or mark.text not in lines[line - 1]:
            raise EditError(str(line))
        kept = lines[line - 1].rpartition(mark.text)[0].rpartition("#")[0].rstrip("# \t")
        lines[line - 1 : line] = [kept] if kept.strip() else []
        draft = Draft("\n".join(lines))
        if draft.data != self.data:
            raise EditError(str(line))
        return draft

    # --- Rows ---

    def add_row(self, route: Route, values: Mapping[str, Any] | None = None) -> "Draft":
        """Return the draft with a new row at the route of its place in a list."""
        return self._insert(route, {**self._new(route[:-1]), **(values or {})})

    def add_rows(self, place: Route, count: int, values: Mapping[str, Any]) -> "Draft":
        """Return the draft with new rows at the end of a list, all with the same values."""
        listed = self.value(place)
        if not isinstance(listed, list) or count == 1:
            draft = self.add_row((*place, len(listed or ())), values)
            return draft.add_rows(place, count - 1, values) if count > 1 else draft
        edits, taken = TextEdits(self._document), {*self._ids(str(place[-1]))}
        for _ in range(count):
            row = {**self._new(place, taken), **values}
            taken.add(str(row.get("id", "")))
            edits.insert((*place, len(listed)), row)
        return Draft(edits.text())

    def copy_row(self, route: Route) -> "Draft":
        """Return the draft with a copy of a row below it, under ids of its own."""
        copied = deepcopy(self.value(route))
        taken = {*self._ids("indicators"), *self._ids(str(route[-2]))}
        for kind, item in ((str(route[-2]), copied), *items_below(copied)):
            item.pop("formerly", None)
            if "id" in item:
                item["id"] = free_id(str(item["id"]), taken, 2)
            elif kind in SINGULAR:
                item["id"] = free_id(SINGULAR[kind], taken)
            taken.add(str(item.get("id", "")))
        return self._insert((*route[:-1], int(route[-1]) + 1), copied)

    def remove_row(self, route: Route) -> "Draft":
        """Return the draft without a row, and without what goals say of a task that is removed."""
        draft = self
        if route[0] == "tasks":
            draft = draft.without_task(self.value((*route, "id")))
        return draft.set(route, None)

    def move_row(self, route: Route, step: int) -> "Draft":
        """Return the draft with a row above the one before it, or below the one behind it."""
        at, count = int(route[-1]), len(self.value(route[:-1]))
        if at + step not in range(count):
            return self
        edits = TextEdits(self._document)
        edits.move(route, at + step + (step > 0))
        return Draft(edits.text())

    def _insert(self, route: Route, row: Any) -> "Draft":
        edits = TextEdits(self._document)
        if isinstance(self.value(route[:-1]), list):
            edits.insert(route, row)
        else:
            edits.insert(*self._wrapped(route, row))
        return Draft(edits.text())

    def without_task(self, id_: Any) -> "Draft":
        """Return the draft without what goals say of a task."""
        draft = self
        for number, goal in enumerate(self.data.get("goals") or ()):
            tasks = goal.get("tasks") if isinstance(goal, dict) else None
            if isinstance(tasks, list) and id_ in tasks:
                left = [task for task in tasks if task != id_]
                draft = draft.set(("goals", number, "tasks"), left)
        return draft

    def _new(self, place: Route, taken: AbstractSet[str] | None = None) -> dict[str, Any]:
        kind = str(place[-1])
        if kind not in _NEW:
            return {}
        id_ = free_id(SINGULAR[kind], {*self._ids(kind)} if taken is None else taken)
        listed = self.value(place) or ()
        # A form without tasks or without lists under goals has no such keys.
        usual = {key for each in listed if isinstance(each, dict) for key in each} or set(
            _NEW[kind]
        )
        row = {key: deepcopy(value) for key, value in _NEW[kind].items() if key in usual}
        return {"id": id_, **row}

    def _ids(self, kind: str) -> Iterator[str]:
        """The ids of all rows of a kind."""
        data = self.data
        for item in (item for each, item in items_below(data) if each == kind):
            if "id" in item:
                yield str(item["id"])


def _rank(route: Route, order: KeyOrder) -> int:
    """The place of a key in the order of the keys of its mapping; behind all where it has none."""
    keys = order(route[:-1])
    return keys.index(str(route[-1])) if route[-1] in keys else len(keys)


__all__ = ["Draft", "EditError"]
