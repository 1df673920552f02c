"""What a person types in a cell, as data of a spec.

Nothing typed is refused or lost: what does not fit the kind of its cell is kept as it was typed,
and the check says what is wrong with it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from perf_report.app.workbench.kinds import ONE, SEVERAL, Asked, Kind
from perf_report.app.workbench.routes import is_number
from perf_report.model.actual_reading import is_readable_actual
from perf_report.model.report import Cause
from perf_report.model.report_columns import TICKS
from perf_report.model.route import Route
from perf_report.model.target_reading import MINUSES, read_target
from perf_report.model.visible_text import INVISIBLE
from perf_report.parse.text_edits import EditError

# A year of which no target speaks; only whether a text can be read is asked.
_ANY_YEAR = 2000
# A keyboard does not have the signs that a form prints.
_KEYBOARD_SIGN, _SIGNS = re.compile("^[><]="), {">=": "≥", "<=": "≤"}
_LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．，－％（）", "0123456789.,-%()")
_FIGURE = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_DAY = re.compile(r"([0-9]{4})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?")
_MONTH = re.compile(r"([0-9]{4})[-./年]([0-9]{1,2})月?")
_LISTED = re.compile(r"[\s,，、;；]+")
# What a page sends for a tick.
_TICKED = "yes"
_YES = {"是": True, "yes": True, "true": True, "否": False, "no": False, "false": False}

# The parts of a value as a page sends them: `zh` and `en` of a text, `value` of all else.
Typed = Mapping[str, str]


def data_of(typed: Typed, asked: Asked, known: Any, tasks: Sequence[str] = ()) -> Any:
    """Return the data of what was typed; None for a blank.

    `known` is what the spec has there. `tasks` are the ids of the tasks in the order of print.
    """
    parts = {key: clean(value) for key, value in typed.items()}
    if asked.kind in _MAPPINGS:
        return _MAPPINGS[asked.kind](parts, known)
    value = parts.get("value", parts.get("zh", ""))
    if asked.kind in _READERS:
        return _worded(_with_unit(value, asked), parts, known, _READERS[asked.kind])
    if asked.kind is Kind.TASKS:
        return _tasks(value, tasks)
    return _SCALARS[asked.kind](value, asked) if value else None


def ticked(typed: Typed, route: Route, known: Any) -> Any:
    """Return the data of causes, or of a likelihood, of which a word was ticked or not.

    The word ends the route. Raises EditError if something else than a tick was typed.
    """
    value, (*_, key, word) = clean(typed.get("value", "")), route
    if value and value not in TICKS and value != _TICKED:
        raise EditError(value)
    if key == "causes":
        before = known if isinstance(known, list) else []
        wanted = [*(each for each in before if each != word), *([word] if value else [])]
        order = {str(cause): at for at, cause in enumerate(Cause)}
        return sorted(wanted, key=lambda each: order.get(each, len(order))) or None
    return word if value else None if known == word else known


def clean(text: str) -> str:
    """A text without blanks around it; it may have lines, and no character that a spec has not."""
    lines = INVISIBLE.sub("", _LINE_END.sub("\n", text).replace("\t", " ")).split("\n")
    return "\n".join(line.strip() for line in lines).strip()


def _text(parts: Typed, known: Any) -> Any:
    """A text in languages; one without Chinese keeps its English, which the check reports."""
    before = known if isinstance(known, dict) else {"zh": known} if isinstance(known, str) else {}
    found = {**before, **parts}
    kept = {key: found[key] for key in ("zh", "en") if found.get(key)}
    if isinstance(known, str) and kept.keys() == {"zh"}:
        return kept["zh"]
    return kept or None


def _unit(parts: Typed, known: Any) -> Any:
    before = known if isinstance(known, dict) else {}
    code = parts.get("code", before.get("code", ""))
    name = _text({key: parts[key] for key in ("zh", "en") if key in parts}, before.get("name"))
    found = {"code": code, "name": name}
    return {key: value for key, value in found.items() if value} or None


def _period(parts: Typed, known: Any) -> Any:
    before = known if isinstance(known, dict) else {}
    found = {key: _date(parts.get(key, str(before.get(key, "")))) for key in ("from", "to")}
    return {key: value for key, value in found.items() if value} or None


def _baseline(parts: Typed, known: Any) -> Any:
    """A year and a value; one without the other is kept, which the check reports."""
    before = known if isinstance(known, dict) else {}
    value = before.get("value")
    if "value" in parts:
        words = {"en": parts.get("en", ""), "by": ""}
        value = _worded(parts["value"], words, value, _READERS[Kind.TARGET])
    year = _number(parts["year"]) if parts.get("year") else None
    found = {"year": year if "year" in parts else before.get("year"), "value": value}
    return {key: each for key, each in found.items() if each is not None} or None


def _words(parts: Typed, known: Any) -> Any:
    """The names of a unit: its English, which may be one word for all figures, and its Chinese."""
    before = known if isinstance(known, dict) else {}
    found = {**{key: before.get(key) for key in ("zh", ONE, SEVERAL, "space")}, **parts}
    kept = {key: value for key, value in found.items() if value not in {None, ""}}
    if kept.get(ONE) and not kept.get(SEVERAL):
        kept[SEVERAL] = kept[ONE]
    if kept.keys() == {"zh"}:
        return kept["zh"]
    if kept.keys() == {ONE, SEVERAL} and kept[ONE] == kept[SEVERAL]:
        return kept[ONE]
    return kept or None


def _id_list(value: str, _: Asked) -> Any:
    """Words by themselves, or a list of several."""
    found = list(dict.fromkeys(filter(None, _LISTED.split(value))))
    return found[0] if len(found) == 1 else found or None


def _languages(value: str, _: Asked) -> Any:
    """The languages of a spec, which has both where it says nothing."""
    return ["zh"] if value == "zh" else None


def _with_unit(value: str, asked: Asked) -> str:
    """A bare figure with the unit that the form has beside it."""
    plain = value.translate(_HALF_WIDTH)
    plain = plain[1:] if plain.startswith(tuple(MINUSES)) else plain
    is_bare = _FIGURE.fullmatch(plain) or _GROUPED.fullmatch(plain)
    return f"{value}{asked.unit}" if is_bare else value


def _worded(value: str, parts: Typed, known: Any, is_readable: Callable[[str], bool]) -> Any:
    """What can be read is a line of text; words have both languages, and their day."""
    before = known if isinstance(known, dict) else {}
    by = parts.get("by", str(before.get("by", "")))
    if not value:
        return None
    if not by and "\n" not in value and is_readable(value):
        return _KEYBOARD_SIGN.sub(lambda sign: _SIGNS[sign[0]], value)
    en = parts.get("en", before.get("en", ""))
    found = {"zh": value, "en": en, "by": _date(by)}
    return {key: each for key, each in found.items() if each}


def _tasks(value: str, tasks: Sequence[str]) -> list[str] | None:
    """The ids of tasks by their printed numbers, or by their ids."""
    found = []
    for word in filter(None, _LISTED.split(value.translate(_HALF_WIDTH))):
        at = int(word) - 1 if is_number(word) else -1
        found.append(tasks[at] if 0 <= at < len(tasks) else word)
    return list(dict.fromkeys(found)) or None


def _number(value: str, _: Asked | None = None) -> Any:
    """An exact number, with the digits as they were typed; a whole one may be a year."""
    plain = value.translate(_HALF_WIDTH).replace(" ", "")
    plain = plain.replace(",", "") if _GROUPED.fullmatch(plain) else plain
    if not _FIGURE.fullmatch(plain):
        return value
    return Decimal(plain) if "." in plain else int(plain)


def _amount(value: str, asked: Asked) -> Any:
    number = _number(value, asked)
    return Decimal(number) if isinstance(number, int) else number


def _choice(value: str, asked: Asked) -> str:
    """The id of a choice by its id or its label."""
    for id_, label in asked.choices:
        if value in {id_, label.zh, label.en}:
            return id_
    return value


def _date(value: str) -> str:
    """A day or a month as in ISO 8601; other words as they are."""
    plain = value.translate(_HALF_WIDTH)
    for pattern in (_DAY, _MONTH):
        if match := pattern.fullmatch(plain):
            year, *rest = match.groups()
            return "-".join([year, *(each.zfill(2) for each in rest)])
    return value


def _several(value: str, asked: Asked) -> list[str] | None:
    """Choices by their ids or their labels, in the order of the list."""
    found = [_choice(word, asked) for word in _LISTED.split(value) if word]
    order = [id_ for id_, _ in asked.choices]
    known = sorted((each for each in found if each in order), key=order.index)
    return list(dict.fromkeys([*known, *found])) or None


def _is_readable_target(text: str) -> bool:
    return read_target(text, _ANY_YEAR) is not None


_READERS: Mapping[Kind, Callable[[str], bool]] = {
    Kind.TARGET: _is_readable_target,
    Kind.ACTUAL: is_readable_actual,
}
_MAPPINGS: Mapping[Kind, Callable[[Typed, Any], Any]] = {
    Kind.TEXT: _text,
    Kind.UNIT: _unit,
    Kind.PERIOD: _period,
    Kind.BASELINE: _baseline,
    Kind.WORDS: _words,
}
_SCALARS: Mapping[Kind, Callable[[str, Asked], Any]] = {
    Kind.PLAIN: lambda value, _: value,
    Kind.AMOUNT: _amount,
    Kind.NUMBER: _number,
    Kind.CHOICE: _choice,
    Kind.YES_NO: lambda value, _: _YES.get(value.lower(), value),
    Kind.DATE: lambda value, _: _date(value),
    Kind.IDS: _id_list,
    Kind.LANGUAGES: _languages,
    Kind.SEVERAL: _several,
}
