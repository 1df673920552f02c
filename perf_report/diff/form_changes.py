"""Changes of what a form asks for: its fields, its small tables, and money by source."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar, cast

from perf_report.diff.change import (
    Change,
    ChangeKind,
    Detail,
    NumericDifference,
    Subject,
    numeric_difference,
)
from perf_report.diff.form_values import as_text, only_difference
from perf_report.diff.plan_pair import ComparedItem, PlanPair
from perf_report.diff.row_matching import match_rows, written_row
from perf_report.model.field_value import Cells, FieldValue
from perf_report.model.form import AMOUNT
from perf_report.model.money import fill_amount
from perf_report.model.route import Route
from perf_report.model.text import Text

_Item = TypeVar("_Item")


def form_changes(plans: PlanPair, head: ComparedItem) -> Iterator[Change]:
    """The changes of fields, of small tables, and of the money of the whole table (`head`)."""
    yield from _field_changes(plans)
    yield from _table_changes(plans)
    yield from _source_changes(plans, head)


def cell_changes(
    plans: PlanPair, kind: ChangeKind, compared: ComparedItem, cells: tuple[Cells, Cells], step: str
) -> Iterator[Change]:
    """The changes of the values under a step, such as `extra`, each a change of `step.id`."""
    before, after = cells
    for id_ in _ids(before, after):
        values = before.get(id_), after.get(id_)
        yield from _value_changes(plans, kind, compared, values, f"{step}.{id_}")


def _ids(old: Mapping[str, _Item], new: Mapping[str, _Item]) -> list[str]:
    """The keys of both, those of the second first."""
    return [*new, *(id_ for id_ in old if id_ not in new)]


# --- Fields ---


def _field_changes(plans: PlanPair) -> Iterator[Change]:
    before, after = plans.base.fields, plans.revision.fields
    for id_ in _ids(before, after):
        subject = Subject(type="field", id=id_, name=Text())
        compared = ComparedItem(subject=subject, old_route=("fields",), new_route=("fields",))
        values = before.get(id_), after.get(id_)
        for change in _value_changes(plans, ChangeKind.FIELD_CHANGED, compared, values, id_):
            yield _placed(change)


def _placed(change: Change) -> Change:
    """The change, without a route in the plan that does not have the value."""
    return replace(
        change,
        old_route=None if change.before is None else change.old_route,
        new_route=None if change.after is None else change.new_route,
    )


def _value_changes(
    plans: PlanPair,
    kind: ChangeKind,
    compared: ComparedItem,
    values: tuple[FieldValue | None, FieldValue | None],
    step: str,
) -> Iterator[Change]:
    """The change of a value, if any; a text may have one in its translation alone."""
    old, new = values
    texts = as_text(old), as_text(new)
    if None not in texts and Text in {type(old), type(new)}:
        yield from plans.text_changes(kind, compared, texts, step)
    elif old is None or new is None:
        yield compared.change(kind, old, new, step, {"field": step})
    elif plans.old_reading.value(old) != plans.new_reading.value(new):
        only = only_difference(old, new, plans.languages, plans.years)
        detail: Detail = {"field": step, **({"only": only} if only else {})}
        yield compared.change(kind, old, new, step, detail)


# --- Small tables ---


def _table_changes(plans: PlanPair) -> Iterator[Change]:
    """A change for each row that came, went or changed; equal changes are one, with a count."""
    before, after = plans.base.tables, plans.revision.tables
    for id_ in _ids(before, after):
        found: dict[tuple[str, str], Change] = {}
        count = Counter[tuple[str, str]]()
        for change in _row_changes(plans, id_, (before.get(id_, ()), after.get(id_, ()))):
            old, new = (cast("Cells", side or {}) for side in (change.before, change.after))
            key = written_row(old), written_row(new)
            count[key] += 1
            found.setdefault(key, change)
        for key, change in found.items():
            times: Detail = {"count": count[key]} if count[key] > 1 else {}
            yield replace(change, detail={**change.detail, **times})


def _row_changes(
    plans: PlanPair, id_: str, tables: tuple[tuple[Cells, ...], tuple[Cells, ...]]
) -> Iterator[Change]:
    rows, news = tables
    for old_place, new_place in match_rows(rows, news, (plans.old_reading, plans.new_reading)):
        old = None if old_place is None else rows[old_place]
        new = None if new_place is None else news[new_place]
        yield Change(
            kind=ChangeKind.TABLE_CHANGED,
            subject=Subject(type="table", id=id_, name=Text()),
            before=old,
            after=new,
            detail=_row_detail(plans, old, new) if old and new else {},
            old_route=_row_route(id_, old_place),
            new_route=_row_route(id_, new_place),
        )


def _row_route(id_: str, place: int | None) -> Route | None:
    return None if place is None else ("tables", id_, place)


def _row_detail(plans: PlanPair, old: Cells, new: Cells) -> Detail:
    """The cells of a row that changed, and the only thing that differs in all of them."""
    cells = tuple(sorted(id_ for id_ in _ids(old, new) if _differs(plans, old, new, id_)))
    found = {_only(plans, old.get(id_), new.get(id_)) for id_ in cells}
    (only,) = found if len(found) == 1 else (None,)
    return {"cells": cells, **({"only": only} if only else {})}


def _differs(plans: PlanPair, old: Cells, new: Cells, id_: str) -> bool:
    if id_ not in old or id_ not in new:
        return True
    return plans.old_reading.value(old[id_]) != plans.new_reading.value(new[id_])


def _only(plans: PlanPair, old: FieldValue | None, new: FieldValue | None) -> str | None:
    if old is None or new is None:
        return None
    if isinstance(old, Decimal) and isinstance(new, Decimal):
        return "money"
    if isinstance(old, Text) and isinstance(new, Text) and old.zh == new.zh:
        return "translation"
    return only_difference(old, new, plans.languages, plans.years)


# --- Money by source ---


def _source_changes(plans: PlanPair, head: ComparedItem) -> Iterator[Change]:
    """The change of the amounts of all sources, if any, by row and column."""
    before = dict(_cells_of(plans.base.funds))
    after = dict(_cells_of(plans.revision.funds))
    rows: dict[str, NumericDifference] = {}
    others: list[str] = []
    for id_ in _ids(before, after):
        old, new = before.get(id_), after.get(id_)
        if isinstance(old, Decimal | None) and isinstance(new, Decimal | None):
            converted = None if old is None else old * plans.currency_factor
            if converted != new:
                rows[id_] = numeric_difference(*map(_filled, (converted, new)))
        elif _differs(plans, before, after, id_):
            others.append(id_)
    if rows or others:
        cells: Detail = {"cells": tuple(sorted(others))} if others else {}
        detail: Detail = {"rows": dict(sorted(rows.items())), **cells}
        funds = plans.base.funds, plans.revision.funds
        # The only cell that changed has the place of the change.
        (step,) = (*rows, *others) if len(rows) + len(others) == 1 else ("",)
        place = ".".join(filter(None, ("funds", step)))
        yield head.change(ChangeKind.FUNDS_CHANGED, *funds, place, detail)


def _filled(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else fill_amount(amount)


def _cells_of(funds: Mapping[str, Cells]) -> Iterator[tuple[str, FieldValue]]:
    """The cells of funds: an amount under its row's id, that of another column as `row.column`."""
    for row, cells in funds.items():
        for column, value in cells.items():
            yield row if column == AMOUNT else f"{row}.{column}", value
