"""Notes below the name of an indicator, each on a line of its own: 数据来源：年度统计报表."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from perf_report.messages import load_catalogue
from perf_report.model.plan_data import INDICATOR_NOTES
from perf_report.model.target_reading import is_readable
from perf_report.recognize.cell_text import plain_text

# A year that no label has, to find the place of the year in the label of a baseline.
_ANY_YEAR = 9999
# The labels of notes have no more characters, with blanks that a program sets.
_LABEL = 12
_COLON = re.compile("[:：]")
_WEIGHT = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2})?")


def split_notes(text: str) -> tuple[str, dict[str, Any]]:
    """Return the lines of the name in a cell, and the notes below it by key of a spec.

    A line without a label goes on with the note above it.
    """
    name: list[str] = []
    found: dict[str, tuple[re.Match[str], list[str]]] = {}
    current = name
    for line in _with_whole_labels(text.split("\n")):
        start = _start_of_note(line)
        if start is not None:
            key, match = start
            current = [match["value"]]
            found[key] = match, current
        else:
            current.append(line)
    name += _settle_weight(found)
    notes = {
        key: _value(key, match, words)
        for key, (match, lines) in found.items()
        if (words := plain_text("\n".join(lines)))
    }
    return "\n".join(name), notes


def _with_whole_labels(lines: Sequence[str]) -> Iterator[str]:
    """The lines, each that breaks the label of a note joined with the next one."""
    waiting = iter(zip(lines, (*lines[1:], ""), strict=True))
    for line, below in waiting:
        is_whole = len(line) > _LABEL or _COLON.search(line) or not below
        if is_whole or _start_of_note(line + below) is None:
            yield line
        else:
            yield line + below
            next(waiting)


def _settle_weight(found: dict[str, tuple[re.Match[str], list[str]]]) -> list[str]:
    """Leave a weight its figure; what else stands there is of the name, and is returned."""
    if "weight" not in found:
        return []
    match, lines = found["weight"]
    end = 1 if lines[0] else 2
    if not _WEIGHT.fullmatch("".join(lines[:end])):
        del found["weight"]
        return [match[0], *lines[1:]]
    rest = lines[end:]
    del lines[end:]
    return rest


def _start_of_note(line: str) -> tuple[str, re.Match[str]] | None:
    for key, pattern in _patterns().items():
        found = pattern.fullmatch(plain_text(line))
        if found is not None:
            return key, found
    return None


def _value(key: str, match: re.Match[str], text: str) -> Any:
    if key == "baseline":
        target = text if is_readable(text) else {"zh": text}
        return {"year": int(match["year"]), "value": target}
    return Decimal(text) if key == "weight" else {"zh": text}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = load_catalogue("zh")
    found = {}
    for key in (*INDICATOR_NOTES, "weight", "baseline"):
        words_of_label = words.format("form", f"note-{key}", year=_ANY_YEAR)
        # A program may set figures apart from Chinese.
        label = r"\s*".join(map(re.escape, words_of_label))
        label = label.replace(r"\s*".join(str(_ANY_YEAR)), "(?P<year>[0-9]{4})")
        # In a narrow cell, the value may begin on the next line.
        value = rf"(?:{_WEIGHT.pattern})?" if key == "weight" else ".*"
        found[key] = re.compile(rf"{label}\s*[:：]\s*(?P<value>{value})")
    return found
