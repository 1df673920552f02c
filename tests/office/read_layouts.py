"""Compare what `import` makes of the files of layouts with what was written down by hand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path
from typing import Any

import yaml

from perf_report.app.import_paper.batch import ImportTask, run_task
from perf_report.app.import_paper.run import Given, Imported
from perf_report.model.source import Source
from perf_report.recognize.notes import Note, NoteKind

OFFICE = Path(__file__).resolve().parent
LAYOUTS, FILES = OFFICE / "layouts", OFFICE / "files"
_SAID = frozenset({NoteKind.MARKED, NoteKind.MISSING, NoteKind.NOT_UNDERSTOOD})

# The number of a goal, the values of an indicator, and its route.
Row = tuple[int | str, dict[str, Any], tuple[Any, ...]]


@dataclass(slots=True)
class Counts:
    """Cells that were read right, cells that were marked, and those that are wrong unmarked."""

    right: int = 0
    marked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    marks: int = 0


def layout_files() -> list[Path]:
    """The files of all layouts."""
    return sorted(path for path in FILES.iterdir() if path.suffix != ".md")


def layout_of(path: Path) -> str:
    """The name of a file's layout."""
    return path.name.split(".")[0]


def read_layout_file(path: Path) -> Counts:
    """Import a file and compare the cells."""
    source = Source(name=path.name, data=path.read_bytes())
    outcome = run_task(ImportTask(source=source, given=Given(), forms=(), frameworks=()))
    expected = yaml.safe_load((LAYOUTS / f"{layout_of(path)}.yaml").read_text("utf-8"))
    specs = expected if isinstance(expected, list) else [expected]
    counts = Counts()
    if outcome.error is not None:
        # Nothing was written, so that nothing wrong was.
        counts.marked = [f"{outcome.error.message}"]
        counts.marks = 1
        return counts
    notes = tuple(note for each in outcome.imported for note in each.notes)
    for number, spec in enumerate(specs):
        found = outcome.imported[number] if number < len(outcome.imported) else None
        _compare(spec, found, notes, counts)
    for _ in outcome.imported[len(specs) :]:
        counts.wrong.append("a spec too many")
    return counts


def _compare(spec: Any, found: Imported | None, notes: Sequence[Note], counts: Counts) -> None:
    lost = spec.pop("lost", [])
    own = found.notes if found else ()
    counts.marks += sum(note.kind in _SAID for note in own)
    data, rows = expected_data(spec)
    read, read_rows, bases = imported_data(found) if found else ({}, [], {})
    for key in sorted(data.keys() | read.keys()):
        base = bases.get(key, _base_of(key))
        _compare_values((key,), data.get(key), read.get(key), base, notes, counts)
    for wanted, got in _pair_rows(rows, read_rows):
        name = _text_of((wanted or got or ("", {}, ()))[1].get("name"))
        base = got[2] if got else ("no such row",)
        _compare_values(
            ("indicator", name), wanted and wanted[1], got and got[1], base, notes, counts
        )
    for text in lost:
        if _is_said(notes, text):
            counts.marked.append(f"{text!r} has no place in the form")
        else:
            counts.wrong.append(f"{text!r} was lost in silence")


def _base_of(key: str) -> tuple[Any, ...]:
    kind, _, number = key.partition(" ")
    return (f"{kind}s", int(number)) if number else (key,)


def _compare_values(
    place: tuple[str, ...],
    wanted: Any,
    read: Any,
    base: tuple[Any, ...],
    notes: Sequence[Note],
    counts: Counts,
) -> None:
    expected, found = dict(_leaves(wanted)), dict(_leaves(read))
    for leaf in sorted(expected.keys() | found.keys()):
        want, got = expected.get(leaf), found.get(leaf)
        said = f"{'.'.join((*place, *leaf))}: {want!r} was read as {got!r}"
        route = (*base, *(int(each) if each.isdigit() else each for each in leaf))
        is_said = _is_said(notes, want) or (not read and _is_said(notes, place[-1]))
        is_lost = got is None and is_said
        if want == got:
            counts.right += 1
        elif is_lost or _is_marked(notes, route):
            counts.marked.append(said)
        else:
            counts.wrong.append(said)


def _is_marked(notes: Sequence[Note], route: tuple[Any, ...]) -> bool:
    """Whether a note marks a value, or what it is in."""
    return any(
        note.kind in _SAID and note.route is not None
        and (note.route == route[: len(note.route)] or route == note.route[: len(route)])
        for note in notes
    )  # fmt: skip


def _is_said(notes: Sequence[Note], text: str | None) -> bool:
    """Whether a note says that a text of the paper was not understood."""
    plain = _joined(text or "")
    texts = (_joined(note.text) for note in notes if note.kind in _SAID)
    return any(plain and (plain == each or (len(plain) > 2 and plain in each)) for each in texts)


def _joined(text: str) -> str:
    return "".join(text.split())


def expected_data(spec: Mapping[str, Any]) -> tuple[dict[str, Any], list[Row]]:
    """The values of a spec as it was written by hand, and its indicators."""
    data: dict[str, Any] = {key: spec[key] for key in spec if key not in _LISTS}
    rows: list[Row] = []
    for number, (text, funds) in enumerate(spec.get("tasks", ())):
        data[f"task {number}"] = {"text": text, "funds": funds}
    for number, goal in enumerate(spec.get("goals", ())):
        own = {key: value for key, value in goal.items() if key != "indicators"}
        data[f"goal {number}"] = own | {"tasks": " ".join(map(str, own.get("tasks", ())))}
        rows += [_expected_row(number, row) for row in goal.get("indicators", ())]
    rows += [_expected_row("", row) for row in spec.get("indicators", ())]
    return data, rows


_LISTS = frozenset({"tasks", "goals", "indicators"})


def _expected_row(goal: int | str, row: Sequence[Any]) -> Row:
    category, name, target, *more = row
    values = {"category": category, "name": name, "target": target, **(more[0] if more else {})}
    return goal, values, ()


def imported_data(
    imported: Imported,
) -> tuple[dict[str, Any], list[Row], dict[str, tuple[Any, ...]]]:
    """The values of an imported spec, its indicators, and the routes of the values."""
    content = imported.content
    data: dict[str, Any] = {
        key: _named(key, value) for key, value in content.items() if key not in _LISTS
    }
    data.setdefault("form", imported.form)
    bases: dict[str, tuple[Any, ...]] = {key: (key,) for key in data}
    tasks = [each["id"] for each in content.get("tasks", ())]
    for number, task in enumerate(content.get("tasks", ())):
        data[f"task {number}"] = {"text": task["text"], "funds": task["funds"]}
        bases[f"task {number}"] = ("tasks", number)
    rows: list[Row] = []
    for number, goal in enumerate(content.get("goals", ())):
        own = {key: value for key, value in goal.items() if key not in {"id", "indicators"}}
        own["tasks"] = " ".join(str(tasks.index(each) + 1) for each in goal.get("tasks", ()))
        data[f"goal {number}"] = own
        bases[f"goal {number}"] = ("goals", number)
        rows += [
            (number, _imported_row(each, number), ("goals", number, "indicators", at))
            for at, each in enumerate(goal.get("indicators", ()))
        ]
    rows += [
        ("", _imported_row(each, ""), ("indicators", at))
        for at, each in enumerate(content.get("indicators", ()))
    ]
    return data, rows, bases


def _imported_row(each: Mapping[str, Any], goal: int | str) -> dict[str, Any]:
    values = {key: value for key, value in each.items() if key not in {"id", "unit"}}
    target = each["target"]["zh"] if isinstance(each["target"], Mapping) else each["target"]
    values["target"] = f"{target or ''}{each.get('unit', '')}"
    if goal != "":
        values.pop("horizon", None)
    return values


def _pair_rows(
    wanted: Sequence[Row], read: Sequence[Row]
) -> Iterator[tuple[Row | None, Row | None]]:
    """The indicators that belong together: by their names, and between these by their order."""
    keys = [list(map(_row_key, rows)) for rows in (wanted, read)]
    blocks = SequenceMatcher(a=keys[0], b=keys[1], autojunk=False).get_matching_blocks()
    at = [0, 0]
    for block in blocks:
        yield from zip_longest(wanted[at[0] : block.a], read[at[1] : block.b])
        ends = block.a + block.size, block.b + block.size
        yield from zip(wanted[block.a : ends[0]], read[block.b : ends[1]], strict=True)
        at = list(ends)


def _row_key(row: Row) -> tuple[int | str, str, str]:
    goal, values, _ = row
    return goal, values.get("horizon", ""), _text_of(values.get("name"))


def _text_of(value: Any) -> str:
    return str(value["zh"] if isinstance(value, Mapping) else value)


def _named(key: str, value: Any) -> Any:
    """The name of a department or a project: its code is on no paper."""
    return value["name"] if key in {"department", "project"} else value


def _leaves(value: Any, place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _leaves(each, place if key == "zh" else (*place, str(key)))
    elif isinstance(value, list | tuple):
        for number, each in enumerate(value):
            yield from _leaves(each, (*place, str(number)))
    elif value is not None and value != "":
        yield place, _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, Decimal | int | float) and not isinstance(value, bool):
        return format(Decimal(str(value)).normalize(), "f")
    return str(value)
