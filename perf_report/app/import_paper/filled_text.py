"""Write what a filled-in form says into the text of a report, with marks for a person to review."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from perf_report.app.import_paper.merge import Data
from perf_report.app.import_paper.spec_text import say_mark
from perf_report.app.new_table.entries import Entry, write_entries
from perf_report.model.plan import Plan
from perf_report.model.route import Route
from perf_report.model.source import Source
from perf_report.parse.document import parse_document
from perf_report.parse.nodes import Mapping as MappingNode
from perf_report.recognize.notes import Note, NoteKind

_MARKED = frozenset({NoteKind.MARKED, NoteKind.MISSING})
# The keys of a report in the order of its file.
_ORDER = (
    "format", "report", "of", "form", "scoring", "as_of", "through", "weights", "fields", "funds",
    "goals", "indicators", "conclusion", "problems", "measures",
)  # fmt: skip
_HEAD = ("format", "report", "of", "form", "scoring", "as_of", "through")
_ITEMS = frozenset({"weights", "fields", "funds", "goals", "indicators"})
# The keys of an indicator or of a row of funds in their order; others follow.
_KEYS = (
    "initial", "adjusted", "executed", "actual", "so_far", "expected", "likelihood", "causes",
    "tier", "score", "reason", "remedy",
)  # fmt: skip


def write_report(data: Data, plan: Plan) -> str:
    """Return the text of a new report: its head, and what is in each of its parts."""
    known = data.get("indicators", {})
    ids = [each.id for each in plan.all_indicators() if each.id in known]
    data = {**data, "indicators": {id_: known[id_] for id_ in ids}}
    entries = [_entry(key, data[key]) for key in _ORDER if data.get(key)]
    head = [each for each in entries if each.key in _HEAD]
    blocks = [head, *([each] for each in entries if each.key not in _HEAD)]
    return "\n\n".join("\n".join(write_entries(block)) for block in blocks) + "\n"


def _entry(key: str, value: Any) -> Entry:
    if key in _ITEMS:
        return Entry(key=key, entries=tuple(_item(id_, each) for id_, each in value.items()))
    return Entry(key=key, value=value)


def _item(id_: str, item: Any) -> Entry:
    """What is said of an item: on one line, unless it has a text beside other values."""
    if not isinstance(item, Mapping):
        return Entry(key=id_, value=item)
    ordered = {**{key: item[key] for key in _KEYS if key in item}, **item}
    if len(item) == 1 or not any(isinstance(each, Mapping) for each in item.values()):
        return Entry(key=id_, value=ordered)
    return Entry(key=id_, entries=tuple(Entry(key=key, value=e) for key, e in ordered.items()))


def with_marks(text: str, notes: Iterable[Note]) -> str:
    """Return the text of a report with a comment above each value that has a mark.

    The mark of a value that the report does not have stands above what it would be in.
    """
    document = parse_document(Source(name="", data=text.encode()))
    marks: dict[int, list[str]] = {}
    for note in notes:
        if note.kind in _MARKED:
            line = document.span_of(_known(document.root, note.route or ()), on_key=True).line
            marks.setdefault(line, []).append(say_mark(note))
    return "\n".join(_marked_lines(text.split("\n"), marks))


def _known(root: object, route: Route) -> Route:
    """As much of a route as stands on lines of its own: what is in braces has one mark."""
    node, found = root, []
    for step in route:
        below = node.items.get(str(step)) if isinstance(node, MappingNode) else None
        if below is None:
            break
        found.append(step)
        node = below
    return tuple(found)


def _marked_lines(lines: Sequence[str], marks: Mapping[int, Sequence[str]]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        indent, end = line[: len(line) - len(line.lstrip(" "))], "\r" if line[-1:] == "\r" else ""
        above = lines[number - 2] if number > 1 else ""
        for words in dict.fromkeys(marks.get(number, ())):
            # A mark that an earlier file left is not written again.
            if words not in above:
                yield f"{indent}# {words}{end}"
        yield line
