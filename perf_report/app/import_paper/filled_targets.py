"""Compare the targets of a filled-in form with those of the plan that it reports on."""

from dataclasses import replace
from typing import Any

from perf_report.app.import_paper.filled_cells import target_cell
from perf_report.app.import_paper.filled_rows import is_shared
from perf_report.app.import_paper.report_values import Values
from perf_report.model.characters import plain_text
from perf_report.model.form import IndicatorColumn
from perf_report.model.plan import Indicator
from perf_report.model.target import Deadline, Quantity, Range, Statement, Target
from perf_report.model.target_reading import read_target
from perf_report.recognize.draft import Draft
from perf_report.recognize.indicators import FoundIndicator
from perf_report.recognize.rows import RowCell
from perf_report.recognize.target_parts import take_target


def compare_target(
    indicator: Indicator, before: Target | None, row: FoundIndicator, draft: Draft
) -> Values:
    """Mark a target that is another than the plan's; return the one before an adjustment.

    `before` is the one that the report has already.
    """
    initial, adjusted = (
        row.cell(each) for each in (IndicatorColumn.INITIAL, IndicatorColumn.ADJUSTED)
    )
    own = target_cell(row)
    if own is None:
        return {}
    path = ("indicators", indicator.id)
    if not _is_same(_read(own, row, draft), indicator.target):
        draft.mark("import-target-differs", path, own, plan=indicator.target.printed)
    if initial is None or adjusted is None:
        return {}
    found = _read(initial, row, draft)
    if _is_same(found, before or indicator.target):
        return {}
    if is_shared(initial, row.name, row.cells.values()):
        draft.mark("import-cell-shared", path, initial)
    elif _is_same(found, indicator.target):
        draft.mark("import-target-differs", path, initial, plan=before.printed if before else "")
    elif not _is_of_kind(found, indicator.target):
        draft.mark("import-answer-not-comparable", (*path, "initial"), initial)
    else:
        draft.take((*path, "initial"), initial)
        return {(*path, "initial"): _data(initial, row, draft)}
    return {}


def _is_of_kind(found: Target | str, target: Target) -> bool:
    """Whether a target is words, a day, or a figure or a range, as the plan's is."""
    if isinstance(found, str):
        return isinstance(target, Statement)
    if isinstance(found, Quantity | Range):
        return isinstance(target, Quantity | Range)
    return isinstance(found, type(target))


def _data(cell: RowCell, row: FoundIndicator, draft: Draft) -> Any:
    """The target in a cell as a file has it, with the sign and the unit of their columns."""
    silent = replace(draft, notes=[])
    sign, unit = row.cell(IndicatorColumn.SIGN), row.cell(IndicatorColumn.UNIT)
    found = take_target(sign, cell, unit, ("indicators", 0), silent)
    is_apart = isinstance(found["target"], str) and "unit" in found
    return f"{found['target']}{found['unit']}" if is_apart else found["target"]


def _read(cell: RowCell, row: FoundIndicator, draft: Draft) -> Target | str:
    data = _data(cell, row, draft)
    text = data if isinstance(data, str) else data["zh"]
    return read_target(text, draft.year) or text


def _is_same(found: Target | str, wanted: Target) -> bool:
    """Whether a target says the same as the plan's, in whatever words."""
    if isinstance(found, str):
        return plain_text(found) == plain_text(wanted.printed)
    if plain_text(found.printed) == plain_text(wanted.printed):
        return True
    match found, wanted:
        case (Quantity(), Quantity()):
            return _terms(found) == _terms(wanted)
        case (Range(), Range()):
            return [_terms(e) for e in found.bounds] == [_terms(e) for e in wanted.bounds]
        case (Deadline(), Deadline()):
            return found.by == wanted.by
    return False


def _terms(quantity: Quantity) -> tuple[object, ...]:
    return quantity.compared_operator, quantity.value, quantity.unit_name
