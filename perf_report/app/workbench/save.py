"""Save a draft: what was changed in the file meanwhile is merged, and never overwritten unseen."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from perf_report.app.import_paper.leaves import Leaf, Path, leaves_of
from perf_report.app.import_paper.merge import Conflict, Merged, Versions, merge
from perf_report.app.import_paper.report_merge import merge_report
from perf_report.model.plan_data import plan_data
from perf_report.model.source import Source
from perf_report.parse.encoding import encode_like
from perf_report.parse.load import load_plan
from perf_report.parse.plan_edits import rewrite_data
from perf_report.parse.report_files import is_report
from perf_report.parse.reports import load_report
from perf_report.parse.text_edits import EditError

Data = dict[str, Any]
_ACTUAL = frozenset({"actual", "so_far", "expected", "initial"})
_ITEMS = ("tasks", "goals", "indicators")


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedText:
    """The bytes of a merged spec, or what two people changed in different ways.

    `data` is None if they cannot be merged. `is_whole` is False where the two texts cannot be
    compared value by value, as where one of them is no valid spec.
    """

    data: bytes | None
    conflicts: tuple[Conflict, ...] = ()
    is_whole: bool = True


def merge_texts(base: bytes, disk: bytes, draft: bytes, *, prefer_draft: bool) -> MergedText:
    """Return the file on the disk with what a draft changed.

    With `prefer_draft`, a value that both changed is that of the draft.
    """
    read = _report_data if is_report(Source(name="", data=draft)) else _data
    known = [read(each) for each in (base, disk, draft)]
    if None in known:
        return MergedText(data=None, is_whole=False)
    before, ours, theirs = (each or {} for each in known)
    join = _merged_report if read is _report_data else _merged_plan
    merged = join(before, ours, theirs, prefer_draft)
    if merged.conflicts:
        return MergedText(data=None, conflicts=merged.conflicts)
    try:
        text = rewrite_data(disk.decode("utf-8-sig"), merged.data, ours)
    except EditError:
        return MergedText(data=None, is_whole=False)
    return MergedText(data=encode_like(text, disk))


def _data(data: bytes) -> Data | None:
    plan = load_plan(Source(name="", data=data)).plan
    return plan_data(plan) if plan else None


def _merged_plan(before: Data, ours: Data, theirs: Data, prefer_draft: bool) -> Merged:  # noqa: FBT001
    versions = Versions(base=before, ours=before if prefer_draft else ours, theirs=theirs)
    merged = merge(ours, versions, remove=True)
    moved = () if prefer_draft else tuple(_both_moved(before, ours, theirs))
    if not merged.conflicts:
        _reorder(merged.data, before, theirs)
    return replace(merged, conflicts=(*merged.conflicts, *moved))


def _report_data(data: bytes) -> Data | None:
    loaded = load_report(Source(name="", data=data))
    root = loaded.document.root
    return cast("Data", root.value()) if loaded.report and root else None


def _merged_report(before: Data, ours: Data, theirs: Data, prefer_draft: bool) -> Merged:  # noqa: FBT001
    base, draft = dict(_values(before)), dict(_values(theirs))
    paths = dict.fromkeys((*base, *draft))
    changed = {path: draft.get(path) for path in paths if draft.get(path) != base.get(path)}
    known = ours if prefer_draft else before
    return merge_report(known, ours, changed, "")


def _values(data: Data, path: Path = ()) -> Iterator[Leaf]:
    """The values of a report: those of what may be a text or a figure are whole."""
    for key, value in data.items():
        is_whole = key in _ACTUAL or path[-1:] in {("fields",), ("extra",)}
        if isinstance(value, dict) and not is_whole:
            yield from _values(value, (*path, key))
        else:
            yield (*path, key), value


def _both_moved(before: Data, ours: Data, theirs: Data) -> Iterator[Conflict]:
    """The lists whose rows were moved here and there, in different ways."""
    orders = [leaves_of(each).items for each in (before, ours, theirs)]
    for kind in _ITEMS:
        base, mine, other = (order.get(kind, ()) for order in orders)
        if _is_moved(base, mine) and _is_moved(base, other) and _is_moved(mine, other):
            yield Conflict(path=(kind,), base=None, ours=None, theirs=None)


def _is_moved(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether rows that both lists have stand in another order."""
    return [each for each in after if each in before] != [each for each in before if each in after]


def _reorder(merged: Data, before: Data, theirs: Data) -> None:
    """Move rows as the draft moved them; those that it does not know stay where they are."""
    was, order = leaves_of(before).items, leaves_of(theirs).items
    for kind in _ITEMS:
        if _is_moved(was.get(kind, ()), order.get(kind, ())):
            for items in _lists(merged, kind):
                _sort(items, {id_: at for at, id_ in enumerate(order[kind])})


def _lists(data: Data, kind: str) -> Iterator[list[Data]]:
    yield data.get(kind, [])
    if kind == "indicators":
        yield from (goal["indicators"] for goal in data.get("goals", ()) if "indicators" in goal)


def _sort(items: list[Data], places: Mapping[str, int]) -> None:
    known = iter(sorted((each for each in items if each["id"] in places), key=_by(places)))
    items[:] = [next(known) if each["id"] in places else each for each in items]


def _by(places: Mapping[str, int]) -> Callable[[Data], int]:
    return lambda item: places[item["id"]]
