"""Merge the values that an office filled in into a report, as three versions of its data."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from perf_report.app.import_paper.leaves import Path, value_at
from perf_report.app.import_paper.merge import Conflict, Data, Merged
from perf_report.app.import_paper.report_values import Values

_CHINESE, _ENGLISH = "zh", "en"
_LANGUAGES = frozenset({_CHINESE, _ENGLISH})


def merge_report(
    base: Mapping[str, Any], ours: Mapping[str, Any], values: Values, english: str
) -> Merged:
    """Return a report with the values that a file changed; `base` is what the file was made of.

    A value that both changed alike is no conflict. `english` is the `missing_english` of a new
    text.
    """
    data = deepcopy(dict(ours))
    conflicts: list[Conflict] = []
    stale: list[Path] = []
    for path, value in values.items():
        before, mine = value_at(base, path), value_at(ours, path)
        if value in (before, mine):
            continue
        other = _other_kind(ours, path)
        if other is not None:
            whole = path[:-1]
            conflict = Conflict(path=whole, base=value_at(base, whole), ours=other, theirs=value)
            conflicts.append(conflict)
            continue
        if mine != before:
            conflicts.append(Conflict(path=path, base=before, ours=mine, theirs=value))
            continue
        _put(data, path, value)
        if path[-1] == _CHINESE and value is not None:
            beside = (*path[:-1], _ENGLISH)
            is_changed = values.get(beside, value_at(base, beside)) != value_at(base, beside)
            stale += [path] if value_at(ours, beside) and not is_changed else []
            _complete(data, path[:-1], english)
    return Merged(data=data, conflicts=tuple(conflicts), gone=(), stale=tuple(stale))


def _other_kind(ours: Mapping[str, Any], path: Path) -> Any:
    """What a report has in place of the text that a file has a language of; None if nothing."""
    if path[-1] not in _LANGUAGES:
        return None
    found = value_at(ours, path[:-1])
    return None if isinstance(found, Mapping) and found.keys() <= _LANGUAGES else found


def _put(data: Data, path: Path, value: Any) -> None:
    """Set a value; what is empty without it goes along."""
    if value is not None:
        for key in path[:-1]:
            data = data.setdefault(key, {})
        data[path[-1]] = value
        return
    holder = value_at(data, path[:-1]) if len(path) > 1 else data
    if isinstance(holder, dict):
        holder.pop(path[-1], None)
        # A text without its Chinese is none.
        if not holder or (path[-1] == _CHINESE and holder.keys() == {_ENGLISH}):
            _put(data, path[:-1], None)


def _complete(data: Data, path: Path, english: str) -> None:
    text = value_at(data, path)
    if english and isinstance(text, dict) and _ENGLISH not in text:
        text[_ENGLISH] = english
