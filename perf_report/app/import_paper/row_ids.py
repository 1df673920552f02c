"""Ids of the rows of our own Word and Excel files, by the spec that the file carries."""

from collections.abc import Iterable, Mapping
from typing import Any

from perf_report.model.plan import Plan
from perf_report.office.row_marks import SECOND, row_marks

_LISTS = ("tasks", "goals", "indicators")


def with_known_ids(data: Mapping[str, Any], base: Plan | None) -> dict[str, Any]:
    """Return the data of a spec with the ids that rows had in the spec that a file was made of.

    A row whose mark is not known, or is that of a row before it, such as a copied one, has no id.
    """
    known = _ids(base) if base else {}
    taken: set[str] = set()
    found = dict(data)
    for key in _LISTS:
        if key in data:
            found[key] = [_resolved(item, known, taken) for item in data[key]]
    return found


def _ids(base: Plan) -> dict[str, str]:
    """The ids by mark: the names of bookmarks in Word, and what a hidden column has in Excel."""
    marks = row_marks(base)
    ids = {item: item.partition(":")[2] for item in marks}
    return ids | {mark: ids[item] for item, mark in marks.items()}


def _resolved(item: Mapping[str, Any], known: Mapping[str, str], taken: set[str]) -> dict[str, Any]:
    found = {key: value for key, value in item.items() if key != "id"}
    mark = str(item.get("id", "")).removesuffix(SECOND)
    if mark in known and mark not in taken:
        taken.add(mark)
        found = {"id": known[mark], **found}
    if "indicators" in item:
        found["indicators"] = [_resolved(each, known, taken) for each in _items(item)]
    return found


def _items(item: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    items: Iterable[Mapping[str, Any]] = item["indicators"]
    return items
