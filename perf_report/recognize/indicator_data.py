"""Turn a recognized row of indicators into the data of a spec."""

import re
from decimal import Decimal
from typing import Any

from perf_report.model.characters import same_width
from perf_report.model.form import IndicatorColumn
from perf_report.model.plan_data import INDICATOR_NOTES
from perf_report.model.route import Route
from perf_report.recognize.cell_text import is_blank, plain_text
from perf_report.recognize.draft import Draft
from perf_report.recognize.indicator_notes import split_notes
from perf_report.recognize.indicators import FoundIndicator
from perf_report.recognize.label_words import filling_words
from perf_report.recognize.money import take_value
from perf_report.recognize.rows import RowCell
from perf_report.recognize.target_parts import take_target

_WEIGHT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,2})?)\s*(?:分|%)?")


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
    kind = found.cell(IndicatorColumn.TYPE)
    if kind is not None:
        draft.use(kind)
    value = found.cell(IndicatorColumn.TARGET) or found.cell(IndicatorColumn.VALUE)
    if value is None:
        draft.miss("import-target-missing", (*route, "target"))
        return {"target": None}
    if _is_shared(value, found):
        draft.mark("import-target-shared", (*route, "target"), value)
    sign, unit = found.cell(IndicatorColumn.SIGN), found.cell(IndicatorColumn.UNIT)
    return take_target(sign, value, unit, route, draft)


def _is_shared(cell: RowCell, found: FoundIndicator) -> bool:
    """Whether a merged cell is of several indicators."""
    name = found.cell(IndicatorColumn.NAME)
    return name is not None and cell.reaches_beyond(name)


def _direction(found: FoundIndicator, route: Route, draft: Draft) -> dict[str, Any]:
    # The forms of the finance systems have the sign and the direction under one label, 指标性质.
    cell = found.cell(IndicatorColumn.DIRECTION) or found.cell(IndicatorColumn.SIGN)
    if cell is None:
        return {}
    for better in ("more", "less"):
        if cell.text.startswith(tuple(filling_words(better))):
            draft.take((*route, "better"), cell)
            return {"better": better}
    if found.cell(IndicatorColumn.DIRECTION) is cell:
        draft.mark("import-value-unread", (*route, "better"), cell, type="choice")
    return {}


def _weight(found: FoundIndicator, route: Route, draft: Draft) -> dict[str, Any]:
    cell = found.cell(IndicatorColumn.WEIGHT)
    if cell is None:
        return {}
    if _is_shared(cell, found):
        draft.mark("import-weight-shared", (*route, "weight"), cell)
        return {}
    matched = _WEIGHT.fullmatch(same_width(cell.text).strip())
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
