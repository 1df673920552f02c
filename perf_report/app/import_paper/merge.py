"""Merge what an office changed in a Word or Excel file into the spec that the file was made of.

Three plans are compared, all as the file prints them: the one that it was made of, the spec as it
is now, and the edited file. What differs between the first and the last is what the office did.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from perf_report.app.import_paper.leaves import Leaves, Path, leaves_of
from perf_report.messages import load_catalogue
from perf_report.model.plan import Plan
from perf_report.model.source_tree import TOTAL

Data = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A value that the office and the spec changed in different ways."""

    path: Path
    base: Any
    ours: Any
    theirs: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The data of the spec with the changes of a file, and what was not decided.

    `gone` are the items that the file no longer has, and `stale` the texts whose Chinese changed
    while their English stayed.
    """

    data: Data
    conflicts: tuple[Conflict, ...]
    gone: tuple[tuple[str, str], ...]
    stale: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """Three plans as a file prints them, as data with ids: see the module."""

    base: Mapping[str, Any]
    ours: Mapping[str, Any]
    theirs: Mapping[str, Any]


def missing_english(plan: Plan) -> str:
    """Return what stands for the missing English of a text; empty if the spec has no English."""
    return load_catalogue("en").format("cli", "starter-text") if "en" in plan.languages else ""


def merge(spec: Data, versions: Versions, *, remove: bool, english: str = "") -> Merged:
    """Return the data of a spec with what a file changed; items that are gone stay unless `remove`.

    A value that both changed alike is no conflict. `english` is the `missing_english` of a new
    item.
    """
    base, ours, theirs = map(leaves_of, (versions.base, versions.ours, versions.theirs))
    data = deepcopy(spec)
    conflicts: list[Conflict] = []
    stale: list[Path] = []
    for path, value in _changes(base, theirs):
        mine, before = ours.values.get(path), base.values.get(path)
        if mine == value:
            continue
        target = _holder(data, path)
        if mine != before or target is None:
            conflicts.append(Conflict(path=path, base=before, ours=mine, theirs=value))
            continue
        if _put(target, path, before, value):
            stale.append(path)
        _drop_english(data, target, path[:-1])
    for kind, id_ in _new(base, theirs):
        _insert(data, _filled(versions.theirs, english), theirs, kind, id_)
    conflicts += _move_items(data, base, ours, theirs)
    gone = tuple(_gone(base, theirs))
    for kind, id_ in gone if remove else ():
        _remove(data, kind, id_)
    return Merged(data=data, conflicts=tuple(conflicts), gone=gone, stale=tuple(stale))


def _changes(base: Leaves, theirs: Leaves) -> Iterator[tuple[Path, Any]]:
    """The values that a file changed or cleared, of items that it still has."""
    kept = {kind: set(ids) for kind, ids in theirs.items.items()}
    known = {kind: set(ids) for kind, ids in base.items.items()}
    for path in dict.fromkeys((*base.values, *theirs.values)):
        kind = path[0]
        if kind in kept and (path[1] not in kept[kind] or path[1] not in known[kind]):
            continue
        value = theirs.values.get(path)
        if value != base.values.get(path) and not (value is None and _is_sum(path)):
            yield path, value


def _is_sum(path: Path) -> bool:
    """Whether a value may be a sum: a program may save a formula without what it comes to."""
    return path[0] in {"budget", "funds"} or path[-1] == TOTAL


def _new(base: Leaves, theirs: Leaves) -> Iterator[tuple[str, str]]:
    for kind, ids in theirs.items.items():
        yield from ((kind, id_) for id_ in ids if id_ not in base.items[kind])


def _gone(base: Leaves, theirs: Leaves) -> Iterator[tuple[str, str]]:
    for kind, ids in base.items.items():
        yield from ((kind, id_) for id_ in ids if id_ not in theirs.items[kind])


def _moved(base: Leaves, theirs: Leaves) -> Iterator[tuple[str, str]]:
    """The indicators that a file has under another goal, with that goal."""
    for id_, parent in theirs.parents.items():
        if id_ in base.parents and base.parents[id_] != parent:
            yield id_, parent


def _lists(data: Data, kind: str) -> Iterator[list[Data]]:
    """The lists in which items of a kind stand."""
    yield data.get(kind, [])
    if kind == "indicators":
        yield from (goal["indicators"] for goal in data.get("goals", ()) if "indicators" in goal)


def _find(data: Data, kind: str, id_: str) -> Data | None:
    return next((each for items in _lists(data, kind) for each in items if each["id"] == id_), None)


def _holder(data: Data, path: Path) -> Data | None:
    """The mapping of a spec that holds the last key of a path; None if its item is gone."""
    holder: Data | None = data
    keys = path[:-1]
    if path[0] in {"tasks", "goals", "indicators"}:
        holder, keys = _find(data, path[0], path[1]), path[2:-1]
    for key in keys:
        if holder is None:
            return None
        holder = holder.setdefault(key, {})
        if not isinstance(holder, dict):
            return None
    return holder


def _put(holder: Data, path: Path, before: Any, value: Any) -> bool:
    """Set a value; return whether a text in English beside it may be out of date now."""
    key = path[-1]
    if key == "unit" and _has_unit_in_target(holder, before):
        holder["target"] = _with_unit(holder["target"], before, value)
        return key in holder
    if value is None:
        holder.pop(key, None)
        return False
    known = holder.get(key)
    if key == "unit" and isinstance(known, dict):
        holder[key] = {**known, "zh": value}
        return True
    if isinstance(known, dict) and isinstance(value, Mapping):
        holder[key] = {**{each: known[each] for each in known if each == "en"}, **value}
        return "en" in known
    if key == "target" and isinstance(known, str) and isinstance(before, str) and known != before:
        holder[key] = _within(known, before, value)
        return False
    holder[key] = value
    return key == "zh" and "en" in holder


def _has_unit_in_target(item: Data, unit: str | None) -> bool:
    """Whether the target has the unit that a form prints apart; `unit` may then be its English."""
    target = item.get("target")
    return isinstance(target, str) and ("unit" not in item or bool(unit and unit in target))


def _drop_english(data: Data, text: Data, path: Path) -> None:
    """Remove a text that has lost its Chinese."""
    holder = _holder(data, path) if text.keys() == {"en"} else None
    if holder is not None:
        holder.pop(path[-1], None)


def _with_unit(target: str, before: str | None, unit: str | None) -> str:
    """A target with another unit, which may have words behind it: 1.2万人次以上."""
    if not before:
        return f"{target}{unit or ''}"
    figure, found, words = target.rpartition(before)
    return f"{figure}{unit or ''}{words}" if found else target


def _within(known: str, before: str, value: Any) -> Any:
    """A target with another figure: the form prints figure and unit apart, and perhaps no sign."""
    if known.count(before) != 1 or not isinstance(value, str):
        return value
    sign, _, unit = known.partition(before)
    return f"{sign if value[:1].isdigit() else ''}{value}{unit}"


def _insert(data: Data, source: Data, theirs: Leaves, kind: str, id_: str) -> None:
    """Insert a new item behind the one that it stands behind in the file."""
    item = _find(source, kind, id_)
    parent = theirs.parents.get(id_)
    goal = _find(data, "goals", parent) if parent else None
    if item is None or _find(data, kind, id_) is not None:
        return
    items = goal.setdefault("indicators", []) if goal is not None else data.setdefault(kind, [])
    _place(items, item, theirs.items[kind])


def _move_items(data: Data, base: Leaves, ours: Leaves, theirs: Leaves) -> Iterator[Conflict]:
    """Move indicators under their new goals; yield those that the spec moved elsewhere."""
    for id_, parent in _moved(base, theirs):
        mine, before = ours.parents.get(id_), base.parents[id_]
        if mine != parent and (mine != before or not _move(data, theirs, id_)):
            path = ("indicators", id_, "goal")
            yield Conflict(path=path, base=before, ours=mine, theirs=parent)


def _move(data: Data, theirs: Leaves, id_: str) -> bool:
    """Move an indicator under the goal that it has in the file; return whether there is one."""
    item, goal = _find(data, "indicators", id_), _find(data, "goals", theirs.parents[id_])
    if item is None or goal is None:
        return False
    _remove(data, "indicators", id_)
    _place(goal.setdefault("indicators", []), item, theirs.items["indicators"])
    return True


def _place(items: list[Data], item: Data, order: Sequence[str]) -> None:
    """Insert an item in a list behind the one that it stands behind in an order of ids."""
    ids = [each["id"] for each in items]
    known = [each for each in order if each == item["id"] or each in ids]
    place = known.index(item["id"])
    items.insert(ids.index(known[place - 1]) + 1 if place else 0, deepcopy(item))


def _filled(value: Any, english: str) -> Any:
    """Data with words in place of each missing English."""
    if isinstance(value, Mapping):
        filled = {key: _filled(each, english) for key, each in value.items()}
        return {**filled, "en": english} if english and filled.keys() == {"zh"} else filled
    return [_filled(each, english) for each in value] if isinstance(value, list) else value


def _remove(data: Data, kind: str, id_: str) -> None:
    for items in _lists(data, kind):
        items[:] = [each for each in items if each["id"] != id_]
