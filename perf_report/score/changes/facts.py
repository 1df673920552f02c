"""What changed between two reports, without an assessment."""

from collections.abc import Iterator, Mapping
from typing import Any

from perf_report.diff.change import Change, ReportChangeKind, Subject
from perf_report.diff.subjects import plan_subject
from perf_report.model.field_value import Cells
from perf_report.model.form_blocks import FundsBlock
from perf_report.model.form_label import fill_years
from perf_report.model.plan import Plan
from perf_report.model.report import FundsReport, Report
from perf_report.model.text import Text
from perf_report.score.changes.answers import AnswerPair
from perf_report.score.changes.points import find_point_changes
from perf_report.score.changes.report_change import (
    changed,
    other_changes,
    plain_value,
    unequal,
)
from perf_report.score.changes.report_pair import ReportPair
from perf_report.score.rules.report_rule import ReportContext

_AMOUNTS = ("initial", "adjusted", "executed", "expected")
_HEAD = ("form", "as_of", "revision", "revision_note", "through", "scoring", "weights")
_TEXTS = ("conclusion", "problems", "measures")


def find_report_changes(pair: ReportPair) -> Iterator[Change]:
    """Yield the changes of the total and of each answer; of an edited report, all others, too."""
    plan = pair.after.plan
    if plan is None:
        return
    yield from find_point_changes(pair, plan_subject(plan))
    if pair.kind == "edited":
        yield from _head(pair, plan)
        yield from _goals(pair, plan)
        yield from _amounts(pair, plan)
    for before, after in pair.answers():
        yield from AnswerPair(pair, plan, before, after).changes()


def report_added(report: Report, plan: Plan) -> Change:
    """Return the change that adds a report."""
    kind, detail = ReportChangeKind.REPORT_ADDED, {"report": report.id}
    return Change(kind=kind, subject=plan_subject(plan), detail=detail, new_route=())


def report_removed(report: Report, plan: Plan) -> Change:
    """Return the change that removes a report."""
    kind, detail = ReportChangeKind.REPORT_REMOVED, {"report": report.id}
    return Change(kind=kind, subject=plan_subject(plan), detail=detail, old_route=())


def _head(pair: ReportPair, plan: Plan) -> Iterator[Change]:
    """What stands above the answers of a report, and below them."""
    subject = plan_subject(plan)
    for name in (*_HEAD, *_TEXTS):
        before, after = (_head_value(each.report, name) for each in pair.both)
        if before != after:
            values = plain_value(before or None), plain_value(after or None)
            yield changed(pair, ReportChangeKind.REPORT_CHANGED, subject, values, name, (name,))
    fields = (public_fields(pair.before), public_fields(pair.after))
    for id_, values in unequal(*fields):
        kind, route = ReportChangeKind.REPORT_CHANGED, ("fields", id_)
        yield changed(pair, kind, subject, values, f"extra.{id_}", route)


def _head_value(report: Report, name: str) -> Any:
    """What stands above the answers; a report is a first revision if it does not say which."""
    return report.revision or 1 if name == "revision" else getattr(report, name)


def _goals(pair: ReportPair, plan: Plan) -> Iterator[Change]:
    """What was achieved of goals, and what these were at the start of the year."""
    subjects = {goal.id: Subject(type="goal", id=goal.id, name=goal.text) for goal in plan.goals}
    for name, key, field in (
        ("goals", "achieved", "achieved_goal"),
        ("initial_goals", "initial", "initial_goal"),
    ):
        for id_, values in unequal(*(getattr(each.report, name) for each in pair.both)):
            subject = subjects.get(id_, Subject(type="goal", id=id_, name=Text(zh=id_, en=id_)))
            kind = ReportChangeKind.ANSWER_CHANGED
            yield changed(pair, kind, subject, values, field, ("goals", id_, key))


def _amounts(pair: ReportPair, plan: Plan) -> Iterator[Change]:
    names = {**_row_names(pair), **{task.id: task.text for task in plan.tasks}}
    old, new = pair.before.report.funds, pair.after.report.funds
    for id_ in dict.fromkeys((*old, *new)):
        subject = Subject(type="funds", id=id_, name=names.get(id_, Text(zh=id_, en=id_)))
        for name in _AMOUNTS:
            before, after = (getattr(rows.get(id_), name, None) for rows in (old, new))
            if before != after:
                kind, route = ReportChangeKind.AMOUNT_CHANGED, ("funds", id_, name)
                yield changed(pair, kind, subject, (before, after), name, route)
        rows = (old.get(id_) or FundsReport(), new.get(id_) or FundsReport())
        yield from other_changes(pair, subject, rows, ("funds", id_))


def _row_names(pair: ReportPair) -> Mapping[str, Text]:
    """The labels of the rows of money, by id: those of the reports' forms, and of their plans'."""
    plans = [side.vocabulary.form for side in pair.both if side.vocabulary]
    forms = [*plans, *(side.form for side in pair.both if side.form)]
    blocks = (block for form in forms for block in form.blocks_of(FundsBlock))
    year = pair.after.report.of.year
    return {node.id: fill_years(node.label, year) for block in blocks for node in block.amounts()}


def public_fields(context: ReportContext) -> Cells:
    """Return the fields that a report prints, of its own or of its plan; no others go out."""
    asked = context.form.asked_fields() if context.form else {}
    of_plan = context.plan.fields if context.plan else {}
    return {
        id_: value
        for id_, value in {**of_plan, **context.report.fields}.items()
        if id_ in asked and asked[id_].is_public
    }
