"""Turn a recognized row of indicators into the data of a spec."""

import re
from decimal import Decimal
from typing import Any

from perf_report.model.characters import same_width
from perf_report.model.form import IndicatorColumn
from perf_report.model.plan_data import INDICATOR_NOTES
from perf_report.model.route import Route
from perf_report.model.target_reading import is_readable
from perf_report.model.unit_column import is_without_unit
from perf_report.recognize.cell_text import is_blank, plain_text
from perf_report.recognize.draft import Draft
from perf_report.recognize.indicator_notes import split_notes
from perf_report.recognize.indicators import FoundIndicator
from perf_report.recognize.label_words import filling_words
from perf_report.recognize.money import take_value
from perf_report.recognize.rows import RowCell

_WEIGHT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,2})?)(?:分|%)?")
_HALF_WIDTH = str.maketrans("０１２３４５６７８９％．", "0123456789%.")
_SIGNED = re.compile("[≥≤≧≦＞＜＝><=]")


def indicator_data(
    found: FoundIndicator, category: str | None, route: Route, draft: Draft
) -> dict[str, Any]:
    """Return an indicator as a spec has it, without its id; `route` is where it will stand."""
    data: dict[str, Any] = {"category": category}
    name = found.cell(IndicatorColumn.NAME)
    noted: dict[str, Any] = {}
    if name is not None:
        text, noted = split_notes(name.cell.text)
        data["name"] = {"zh": plain_text(text)}
        draft.take((*route, "name", "zh"), name, text)
    data |= _target(found, route, draft)
    data |= _direction(found, route, draft)
    data |= _weight(found, route, draft)
    for note in INDICATOR_NOTES:
        cell = found.cell(IndicatorColumn(note))
        if cell is not None:
            data[note] = {"zh": cell.text}
            draft.take((*route, note, "zh"), cell)
    data |= noted
    extra = dict(_own_columns(found, route, draft))
    return data | ({"extra": extra} if extra else {})


def _target(found: FoundIndicator, route: Route, draft: Draft) -> dict[str, Any]:
    whole = found.cell(IndicatorColumn.TARGET)
    kind = found.cell(IndicatorColumn.TYPE)
    if kind is not None:
        draft.use(kind)
    value = whole or found.cell(IndicatorColumn.VALUE)
    if value is None:
        draft.miss("import-target-missing", (*route, "target"))
        return {"target": None}
    sign = found.cell(IndicatorColumn.SIGN)
    if sign is not None:
        draft.use(sign)
    written = f"{'' if _SIGNED.match(value.text) else _sign(sign)}{value.text}"
    return _written_target(value, written, found.cell(IndicatorColumn.UNIT), route, draft)


def _sign(cell: RowCell | None) -> str:
    text = cell.text.strip() if cell else ""
    return "" if text in filling_words("worded") or is_blank(text) else text


def _written_target(
    cell: RowCell, text: str, unit: RowCell | None, route: Route, draft: Draft
) -> dict[str, Any]:
    draft.take((*route, "target"), cell)
    text = text.translate(_HALF_WIDTH) if is_readable(text) else text
    if not is_readable(text):
        return _worded_target(cell, text, unit, route, draft)
    if unit is None or not is_without_unit(text):
        return {"target": text}
    draft.take((*route, "unit"), unit)
    return {"target": text, "unit": unit.text}


def _worded_target(
    cell: RowCell, text: str, unit: RowCell | None, route: Route, draft: Draft
) -> dict[str, Any]:
    """A target in words; one that begins with a sign and a figure was meant to be read."""
    if _SIGNED.match(text):
        draft.mark("import-target-unread", (*route, "target"), cell)
    if unit is not None:
        draft.mark("import-unit-unused", (*route, "target"), unit)
    return {"target": {"zh": text}}


def _direction(found: FoundIndicator, route: Route, draft: Draft) -> dict[str, Any]:
    cell = found.cell(IndicatorColumn.DIRECTION)
    if cell is None:
        return {}
    for better in ("more", "less"):
        if cell.text.startswith(tuple(filling_words(better))):
            draft.take((*route, "better"), cell)
            return {"better": better}
    return {}


def _weight(found: FoundIndicator, route: Route, draft: Draft) -> dict[str, Any]:
    cell = found.cell(IndicatorColumn.WEIGHT)
    if cell is None:
        return {}
    matched = _WEIGHT.fullmatch("".join(same_width(cell.text).split()))
    if matched is None:
        draft.mark("import-value-unread", (*route, "weight"), cell, type="weight")
        return {}
    draft.take((*route, "weight"), cell)
    return {"weight": Decimal(matched[1])}


def _own_columns(found: FoundIndicator, route: Route, draft: Draft) -> Any:
    for id_, column in found.columns.items():
        cell = found.cells.get(id_)
        if column.own is None or cell is None or is_blank(cell.text):
            continue
        own: Route = (*route, "extra", column.own.id)
        value = take_value(column.own, cell, found.heads.get(id_), own, draft)
        yield column.own.id, {"zh": cell.text} if value is None else value
