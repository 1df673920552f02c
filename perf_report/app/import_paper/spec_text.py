"""Write a recognized plan as a spec, with a mark to review at each value that a person checks."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from perf_report.app.new_table.entries import Entry, write_entries
from perf_report.app.new_table.values import say_both
from perf_report.messages import load_catalogue
from perf_report.model.plan import FORMAT
from perf_report.model.route import Route
from perf_report.model.text import LANGUAGES
from perf_report.parse.yaml_writer import MODELINE
from perf_report.recognize.notes import Note, NoteKind

# The keys of a spec in the order in which a file lists them, as `plan_data` has it.
_ORDER = (
    "form", "year", "department", "project", "framework", "currency_unit", "budget", "fields",
    "tables", "funds", "tasks", "weights", "goals", "indicators",
)  # fmt: skip
_HEAD = frozenset(
    {"format", "languages", "form", "year", "department", "project", "framework", "currency_unit"}
)
# Mappings that are written a key a line; all others stand in braces.
_OPEN = frozenset({"department", "project", "fields", "tables", "funds"})
_MARKED = frozenset({NoteKind.MARKED, NoteKind.MISSING})


def write_spec(data: Mapping[str, Any], notes: Sequence[Note], source: str) -> str:
    """Return the text of a spec. `source` names the file that it was read from."""
    marks = _marks(notes)
    ordered = {"format": FORMAT, "languages": ["zh"]}
    ordered |= {key: data[key] for key in _ORDER if data.get(key) is not None}
    head = [
        each
        for key, value in ordered.items()
        if key in _HEAD
        for each in _entries(key, value, marks)
    ]
    blocks = [head]
    blocks += [
        list(_entries(key, value, marks)) for key, value in ordered.items() if key not in _HEAD
    ]
    intro = f"# {say_both('import-intro', source=source)}\n"
    intro += "".join(f"# {words}\n" for words in marks.outside(ordered))
    return (
        MODELINE + intro + "\n\n".join("\n".join(write_entries(block)) for block in blocks) + "\n"
    )


class _Marks:
    """The words of marks by the route of their value."""

    def __init__(self, words: Mapping[Route, Sequence[str]]) -> None:
        self._words = words
        # A sheet may have thousands of marks: those in a value are found without a search.
        self._within: dict[Route, list[tuple[Route, Sequence[str]]]] = {}
        for route, said in words.items():
            for length in range(len(route) + 1):
                self._within.setdefault(route[:length], []).append((route, said))

    def at(self, route: Route) -> str:
        """The mark of a value or of what is in it; empty if there is none."""
        return _joined(words for _, words in self._within.get(route, ()))

    def own(self, route: Route) -> tuple[str, ...]:
        """The marks of a value itself."""
        return tuple(dict.fromkeys(self._words.get(route, ())))

    def beside(self, route: Route, keys: Container[str | int]) -> str:
        """The mark of an item, and of values that it does not have."""
        size = len(route)
        return _joined(
            words
            for each, words in self._within.get(route, ())
            if len(each) == size or each[size] not in keys
        )

    def outside(self, keys: Container[str | int]) -> tuple[str, ...]:
        """The marks of blocks that the spec does not have."""
        found = (words for each, words in self._words.items() if each[0] not in keys)
        return tuple(dict.fromkeys(word for words in found for word in words))


def _joined(found: Iterable[Sequence[str]]) -> str:
    return "；".join(dict.fromkeys(word for words in found for word in words))


def _marks(notes: Iterable[Note]) -> _Marks:
    words: dict[Route, list[str]] = {}
    for note in notes:
        if note.kind in _MARKED and note.route is not None:
            words.setdefault(note.route, []).append(say_mark(note))
    return _Marks(words)


def say_mark(note: Note) -> str:
    """Return the mark of a note, in both languages, on one line: it becomes a comment."""
    said = (load_catalogue(lang).format("import", note.id, **note.arguments) for lang in LANGUAGES)
    words = " / ".join(said)
    return f"{say_both('import-mark')}：{' '.join(words.split())}"


def _entries(key: str, value: Any, marks: _Marks) -> Iterator[Entry]:
    route: Route = (key,)
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        items = tuple(
            tuple(_item_entries(each, (*route, number), marks)) for number, each in enumerate(value)
        )
        yield Entry(key=key, items=items, comments=marks.own(route))
    elif key in _OPEN:
        entries = tuple(
            _value_entry(id_, each, (*route, id_), marks) for id_, each in value.items()
        )
        yield Entry(key=key, entries=entries, comments=marks.own(route))
    else:
        yield _value_entry(key, value, route, marks)


def _item_entries(item: Mapping[str, Any], route: Route, marks: _Marks) -> Iterator[Entry]:
    aside = marks.beside(route, item)
    for key, value in item.items():
        below = (*route, key)
        if key == "indicators":
            if value:
                items = tuple(
                    tuple(_item_entries(each, (*below, number), marks))
                    for number, each in enumerate(value)
                )
                yield Entry(key=key, items=items)
            else:
                yield Entry(key=key, value=[])
        else:
            entry = _value_entry(key, value, below, marks)
            yield replace(entry, mark="；".join(filter(None, (entry.mark, aside))))
            aside = ""


def _value_entry(key: str, value: Any, route: Route, marks: _Marks) -> Entry:
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        items = tuple(
            tuple(_item_entries(each, (*route, number), marks)) for number, each in enumerate(value)
        )
        return Entry(key=key, items=items, comments=marks.own(route))
    return Entry(key=key, value=_filled(value), mark=marks.at(route))


def _filled(value: Any) -> Any:
    """A value with the words of a starter where the paper has none."""
    if value is None:
        return {"zh": load_catalogue("zh").format("cli", "starter-text")}
    if isinstance(value, Mapping):
        return {
            key: load_catalogue("zh").format("cli", "starter-text")
            if each is None
            else _filled(each)
            for key, each in value.items()
        }
    return value
