"""Notes below the name of an indicator, each on a line of its own: 数据来源：年度统计报表."""

import re
from decimal import Decimal
from functools import cache
from typing import Any

from perf_report.messages import load_catalogue
from perf_report.model.plan_data import INDICATOR_NOTES
from perf_report.model.target_reading import is_readable
from perf_report.recognize.cell_text import plain_text

# A year that no label has, to find the place of the year in the label of a baseline.
_ANY_YEAR = 9999


def split_notes(text: str) -> tuple[str, dict[str, Any]]:
    """Return the name in a cell and the notes below it, by key of a spec."""
    name: list[str] = []
    notes: dict[str, Any] = {}
    last: str | None = None
    for line in text.split("\n"):
        found = _note(line)
        if found is not None:
            last, value = found
            notes[last] = value
        elif last in INDICATOR_NOTES:
            notes[last]["zh"] += plain_text(line)
        else:
            name.append(line)
    return plain_text("\n".join(name)), notes


def _note(line: str) -> tuple[str, Any] | None:
    for key, pattern in _patterns().items():
        found = pattern.fullmatch(plain_text(line))
        if found is None:
            continue
        value = found["value"]
        if key == "baseline":
            target = value if is_readable(value) else {"zh": value}
            return key, {"year": int(found["year"]), "value": target}
        return key, Decimal(value) if key == "weight" else {"zh": value}
    return None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = load_catalogue("zh")
    found = {}
    for key in (*INDICATOR_NOTES, "weight", "baseline"):
        label = re.escape(words.format("form", f"note-{key}", year=_ANY_YEAR))
        label = label.replace(str(_ANY_YEAR), "(?P<year>[0-9]{4})")
        value = r"[0-9]{1,3}(?:\.[0-9]{1,2})?" if key == "weight" else ".+"
        found[key] = re.compile(rf"{label}\s*[:：]\s*(?P<value>{value})")
    return found
