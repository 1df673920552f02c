"""A target whose sign, figure and unit have a cell each, or whose cell has several targets."""

import re
from collections.abc import Sequence
from typing import Any

from perf_report.model.characters import same_width
from perf_report.model.route import Route
from perf_report.model.target import Operator, Quantity, Range
from perf_report.model.target_reading import is_minus, is_readable, is_sign, read_target
from perf_report.model.unit_column import is_without_unit
from perf_report.recognize.cell_text import is_blank, joins_figures, plain_text
from perf_report.recognize.draft import Draft
from perf_report.recognize.label_words import filling_words
from perf_report.recognize.rows import RowCell

_HALF_WIDTH = str.maketrans("０１２３４５６７８９％．", "0123456789%.")
_SIGNED = re.compile("[≥≤≧≦＞＜＝><=]")
_APART = re.compile(r"[0-9]\s+[0-9]")
_NUMBERED = re.compile(r"(?:\(?[0-9]{1,2}\)|[0-9]{1,2}(?:[、:]|\.(?![0-9]))|[①-⑳])\s*")
# Letters typed for figures: 1OO%, 2O次, l00%.
_LETTER = re.compile(r"[0-9][Oo]+(?![A-Za-z])|[0-9][lI](?=[0-9%])|^[^A-Za-z0-9]*[lI][0-9O]")
_MULTIPLE = re.compile("[百千万亿]+")
# Any year, with a 29 February.
_ANY_YEAR = 2000


def is_whole_target(texts: Sequence[str]) -> bool:
    """Return whether the texts of cells side by side are the sign, figure and unit of one target.

    A text that has a unit already, as ≤1起, takes no other: what stands beside it is a remark.
    """
    whole = "".join(texts)
    if not is_readable(whole) or any(map(is_minus, texts)):
        return False
    units = [unit_name(text) for text in texts if is_readable(text)]
    return len(units) <= 1 and all(
        unit in ("", unit_name(whole)) or _MULTIPLE.fullmatch(unit) for unit in units
    )


def take_target(
    sign: RowCell | None, value: RowCell, unit: RowCell | None, route: Route, draft: Draft
) -> dict[str, Any]:
    """Return the target of an indicator at a route, and its unit if that stays apart."""
    target: Route = (*route, "target")
    draft.take(target, value)
    lines = _targets_of(value)
    if lines:
        draft.mark("import-target-lines", target, value)
        return {"target": {"zh": lines}}
    if _LETTER.search(same_width(value.text)):
        draft.mark("import-letter-in-figure", target, value)
    text = value.text.translate(_HALF_WIDTH) if is_readable(value.text) else value.text
    if sign is not None:
        text = _with_sign(sign, text, target, draft)
    if not is_readable(text):
        return _worded(value, text, unit, target, draft)
    return {"target": text} if unit is None else _with_unit(text, unit, route, draft)


def _targets_of(cell: RowCell) -> str:
    """The targets in the lines of a cell, or in figures with a blank between; empty if it has one.

    A day that a line breaks is one target: 2025年 above 12月底前.
    """
    if _APART.search(cell.text):
        return cell.text
    lines = [text for line in cell.cell.text.split("\n") if (text := plain_text(line))]
    is_one = is_readable(cell.text) and not joins_figures(cell.cell.text)
    is_list = all(map(is_readable, lines)) or _is_numbered_list(lines)
    return "；".join(lines) if is_list and not is_one else ""


def _is_numbered_list(lines: Sequence[str]) -> bool:
    """Whether each line has a number and a target: 1.≥800家 above 2.≥20次."""
    plain = [same_width(line) for line in lines]
    numbers = [_NUMBERED.match(line) for line in plain]
    texts = [line[found.end() :] for line, found in zip(plain, numbers, strict=True) if found]
    return len(texts) == len(lines) > 1 and all(map(is_readable, texts))


def _with_sign(sign: RowCell, text: str, route: Route, draft: Draft) -> str:
    """A target with the sign of its column, unless it has a sign of its own."""
    written = sign.text.strip()
    if is_blank(written) or written in filling_words("worded"):
        draft.use(sign)
        return text
    if written.startswith(tuple(filling_words("more") | filling_words("less"))):
        return text
    if not is_sign(written):
        draft.mark("import-sign-unread", route, sign)
        return text
    draft.use(sign)
    own = read_target(text, _ANY_YEAR)
    if own is None or (isinstance(own, Quantity) and own.operator is None):
        return text if _SIGNED.match(text) else f"{written}{text}"
    stated = _operator(f"{written}1")
    is_plain = stated is Operator.EXACTLY and not isinstance(own, Quantity)
    if stated != _operator(text) and not is_plain:
        draft.mark("import-sign-differs", route, sign)
    return text


def _operator(text: str) -> Operator | None:
    found = read_target(text, _ANY_YEAR)
    return found.operator if isinstance(found, Quantity) else None


def _with_unit(text: str, unit: RowCell, route: Route, draft: Draft) -> dict[str, Any]:
    if is_without_unit(text):
        draft.take((*route, "unit"), unit)
        return {"target": text, "unit": unit.text}
    name = unit_name(text)
    if _MULTIPLE.fullmatch(name) and is_readable(f"{text}{unit.text}"):
        draft.take((*route, "target"), unit)
        return {"target": f"{text}{unit.text}"}
    if name == unit.text:
        draft.use(unit)
    else:
        draft.mark("import-unit-contradicts", (*route, "target"), unit)
    return {"target": text}


def unit_name(text: str) -> str:
    """Return the unit of a target that can be read; empty if it has none."""
    found = read_target(text, _ANY_YEAR)
    if isinstance(found, Quantity):
        return found.unit_name
    return found.unit if isinstance(found, Range) else ""


def _worded(
    cell: RowCell, text: str, unit: RowCell | None, route: Route, draft: Draft
) -> dict[str, Any]:
    """A target in words; one that begins with a sign and a figure was meant to be read."""
    if _SIGNED.match(text):
        draft.mark("import-target-unread", route, cell)
    if unit is not None:
        draft.mark("import-unit-unused", route, unit)
    return {"target": {"zh": text}}
