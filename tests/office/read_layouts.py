"""Compare what `import` makes of the files of layouts with what was written down by hand.

`python tests/office/read_layouts.py [PART…]` prints each cell that was marked or read wrong.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
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

Leaves = dict[tuple[str, ...], str]


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
    notes = [note for each in outcome.imported for note in each.notes]
    for number, spec in enumerate(specs):
        found = outcome.imported[number] if number < len(outcome.imported) else None
        _compare(spec, found, notes, counts)
    for _ in outcome.imported[len(specs) :]:
        counts.wrong.append("a spec too many")
    return counts


def _compare(spec: Any, found: Imported | None, notes: Sequence[Note], counts: Counts) -> None:
    lost = spec.pop("lost", [])
    wanted = expected_leaves(spec)
    own = found.notes if found else ()
    counts.marks += sum(note.kind in _SAID for note in own)
    routes: dict[tuple[str, ...], tuple[Any, ...]] = {}
    read = imported_leaves(found, routes) if found else {}
    for key in sorted(wanted.keys() | read.keys()):
        want, got = wanted.get(key), read.get(key)
        said = f"{'.'.join(key)}: {want!r} was read as {got!r}"
        if want == got:
            counts.right += 1
        elif _is_marked(own, routes.get(key), got) or _is_lost_and_said(key, want, got, notes):
            counts.marked.append(said)
        else:
            counts.wrong.append(said)
    for text in lost:
        if _is_said(notes, text):
            counts.marked.append(f"{text!r} has no place in the form")
        else:
            counts.wrong.append(f"{text!r} was lost in silence")


def _is_marked(notes: Sequence[Note], route: tuple[Any, ...] | None, got: str | None) -> bool:
    """Whether a note marks a value, or what it is in."""
    if route is None or got is None:
        return False
    return any(
        note.kind in _SAID and note.route is not None
        and (note.route == route[: len(note.route)] or route == note.route[: len(route)])
        for note in notes
    )  # fmt: skip


def _is_lost_and_said(
    key: tuple[str, ...], want: str | None, got: str | None, notes: Sequence[Note]
) -> bool:
    """Whether a note says that a value, or the name of an indicator, was not understood."""
    if got is not None:
        return False
    _, _, rest = key[0].partition("indicator ")
    name = rest.rpartition(" ")[0].rpartition(" ")[2]
    return _is_said(notes, want) or _is_said(notes, name)


def _is_said(notes: Sequence[Note], text: str | None) -> bool:
    """Whether a note says that a text of the paper was not understood."""
    plain = _joined(text or "")
    texts = (_joined(note.text) for note in notes if note.kind in _SAID)
    return any(plain and (plain == each or (len(plain) > 2 and plain in each)) for each in texts)


def _joined(text: str) -> str:
    return "".join(text.split())


def expected_leaves(spec: Mapping[str, Any]) -> Leaves:
    """The values of a spec as it was written by hand, by their place."""
    data: dict[str, Any] = {key: spec[key] for key in spec if key not in _LISTS}
    for number, (text, funds) in enumerate(spec.get("tasks", ())):
        data[f"task {number}"] = {"text": text, "funds": funds}
    seen: Counter[tuple[str, ...]] = Counter()
    for number, goal in enumerate(spec.get("goals", ())):
        own = {key: value for key, value in goal.items() if key != "indicators"}
        data[f"goal {number}"] = own | {"tasks": " ".join(map(str, own.get("tasks", ())))}
        for row in goal.get("indicators", ()):
            data |= _expected_indicator(number, row, seen)
    for row in spec.get("indicators", ()):
        data |= _expected_indicator("", row, seen)
    return dict(_leaves(data))


_LISTS = frozenset({"tasks", "goals", "indicators"})


def _expected_indicator(goal: int | str, row: Sequence[Any], seen: Any) -> dict[str, Any]:
    category, name, target, *more = row
    values = {"category": category, "target": target, **(more[0] if more else {})}
    key = _indicator_key(goal, values.get("horizon", ""), name, seen)
    return {key: values}


def _indicator_key(goal: int | str, horizon: str, name: str, seen: Any) -> str:
    seen[goal, horizon, name] += 1
    return f"indicator {goal} {horizon} {name} {seen[goal, horizon, name]}"


def imported_leaves(imported: Imported, routes: dict[tuple[str, ...], tuple[Any, ...]]) -> Leaves:
    """The values of an imported spec by their place; `routes` has the route of each."""
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
    seen: Counter[tuple[str, ...]] = Counter()
    rows: list[tuple[int | str, Any, tuple[Any, ...]]] = []
    for number, goal in enumerate(content.get("goals", ())):
        own = {key: value for key, value in goal.items() if key not in {"id", "indicators"}}
        own["tasks"] = " ".join(str(tasks.index(each) + 1) for each in goal.get("tasks", ()))
        data[f"goal {number}"] = own
        bases[f"goal {number}"] = ("goals", number)
        rows += [
            (number, each, ("goals", number, "indicators", at))
            for at, each in enumerate(goal.get("indicators", ()))
        ]
    rows += [("", each, ("indicators", at)) for at, each in enumerate(content.get("indicators", ()))]
    for goal, each, route in rows:
        values = {key: value for key, value in each.items() if key not in {"id", "name", "unit"}}
        target = each["target"]["zh"] if isinstance(each["target"], Mapping) else each["target"]
        values["target"] = f"{target or ''}{each.get('unit', '')}"
        if goal != "":
            values.pop("horizon", None)
        key = _indicator_key(goal, values.get("horizon", ""), each["name"]["zh"], seen)
        data[key] = values
        bases[key] = route
    for place, base in bases.items():
        for leaf, _ in _leaves({place: data[place]}):
            routes[leaf] = (*base, *(int(e) if e.isdigit() else e for e in leaf[1:]))
    return dict(_leaves(data))


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


def main(parts: Sequence[str]) -> None:
    """Print what is marked or wrong in the files whose names have one of the parts."""
    totals: dict[str, list[int]] = {}
    for path in layout_files():
        if parts and not any(part in path.name for part in parts):
            continue
        counts = read_layout_file(path)
        ending = path.name.partition(".")[2]
        row = totals.setdefault(ending, [0, 0, 0])
        for at, many in enumerate((counts.right, len(counts.marked), len(counts.wrong))):
            row[at] += many
        print(f"{path.name}: {counts.right} right, {len(counts.marked)} marked, "
              f"{len(counts.wrong)} wrong, {counts.marks} notes")
        for kind, said in (("wrong", counts.wrong), ("marked", counts.marked)):
            for each in said:
                print(f"    {kind}: {each}")
    for ending, row in sorted(totals.items()):
        print(ending, *row)


if __name__ == "__main__":
    main(sys.argv[1:])
