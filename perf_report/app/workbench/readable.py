"""The table of a draft as far as it can be read, since a page shows it while it has errors."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from perf_report.app.check.report_check import CheckedReport, ReportChecker
from perf_report.app.check.spec_check import CheckedPlan, Standards
from perf_report.model.completed_plan import complete_plan
from perf_report.model.form import (
    DEFAULT_FORM,
    Block,
    Form,
    GoalsBlock,
    IndicatorsBlock,
    Stage,
)
from perf_report.model.framework import Framework
from perf_report.model.plan import Goal, Indicator, Plan
from perf_report.model.route import Route
from perf_report.model.source import Source
from perf_report.model.vocabulary import Vocabulary
from perf_report.outputs.table import TableReport
from perf_report.parse.load import LoadedSpec, load_plan
from perf_report.parse.partial_plan import build_partial_plan, whole_part
from perf_report.parse.partial_report import build_partial_report
from perf_report.render.reported import Reported
from perf_report.rules import find_rule
from perf_report.score.rules.report_rule import ReportContext


@dataclass(frozen=True, slots=True, kw_only=True)
class Readable:
    """A plan that can be laid out, with its vocabulary, or a report on it with its context.

    `reported` is None in a report without a form that is known. `standards` are what a plan may
    choose of. `unread` are the routes of what is blank or usual since it could not be read.
    """

    plan: Plan
    vocabulary: Vocabulary
    context: ReportContext | None = None
    reported: Reported | None = None
    standards: Standards | None = None
    unread: tuple[Route, ...] = ()

    @property
    def form(self) -> Form:
        """The form that is laid out."""
        return self.reported.form if self.reported else self.vocabulary.form

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks that are laid out."""
        return () if self.context and not self.reported else self.form.blocks


def readable_plan(checked: CheckedPlan, standards: Standards) -> Readable | None:
    """Return the plan of a checked draft; None if nothing of it can be read.

    What cannot be read is blank in it. A form of reports is the usual one, as is a form or a
    framework that is not known,
    and an indicator of an unknown category is in the first one, so that it has a row.
    """
    vocabulary = checked.vocabulary
    if checked.plan is not None and vocabulary is not None and vocabulary.form.stage is Stage.PLAN:
        return Readable(
            plan=checked.office or checked.plan,
            vocabulary=vocabulary,
            standards=standards,
        )
    loaded = _loaded(checked.source)
    plan, unread = loaded.plan, _misread(checked)
    if plan is None:
        if not loaded.document.is_complete:
            # What is left of the file would look as if the rest was empty.
            return None
        partial = build_partial_plan(loaded.document, loaded.unread)
        if partial is None:
            return None
        plan, unread = partial.plan, (*unread, *partial.unread)
    form = standards.forms.get(plan.form or DEFAULT_FORM)
    if form is None or form.stage is not Stage.PLAN:
        form = standards.forms[DEFAULT_FORM]
    plan = complete_plan(plan, form, standards.frameworks)
    framework = standards.frameworks.get(plan.framework) or _usual_framework(form, standards)
    units = {**standards.units, **plan.units}
    vocabulary = Vocabulary(form=form, framework=framework, units=units)
    return Readable(
        plan=_printable(plan, form, framework),
        vocabulary=vocabulary,
        standards=standards,
        unread=unread,
    )


def _misread(checked: CheckedPlan) -> tuple[Route, ...]:
    """What a rule says could be misread."""
    found = ((each.finding.route, find_rule(each.finding.rule)) for each in checked.findings)
    return tuple(whole_part(route) for route, rule in found if rule is not None and rule.needed)


# The check, the page and an edit ask for the same draft one after the other.
@lru_cache(maxsize=2)
def _loaded(source: Source) -> LoadedSpec:
    return load_plan(source)


def _usual_framework(form: Form, standards: Standards) -> Framework:
    known = [standards.frameworks[id_] for id_ in form.frameworks if id_ in standards.frameworks]
    return next(iter([*known, *standards.frameworks.values()]))


def readable_report(checked: CheckedReport, reports: ReportChecker) -> Readable | None:
    """Return the report of a checked draft; None if it is not known what it is on.

    What cannot be read is blank in it.
    """
    context, partial = checked.context, None
    if context is None:
        partial = build_partial_report(checked.document)
        context = reports.context_of(checked.source, partial.report) if partial else None
    table = reports.table_of(checked.source, context.report) if context else None
    if context is None or table is None:
        return None
    known = context.form and TableReport(
        report=context.report,
        form=context.form,
        scoring=context.scorings.get(context.report.scoring or ""),
        source=checked.source,
    )
    whole = table.with_report(known).whole if known else table.whole
    return Readable(
        plan=whole.plan,
        vocabulary=whole.vocabulary,
        context=context,
        reported=whole.reported,
        standards=reports.standards,
        unread=partial.unread if partial else (),
    )


def _printable(plan: Plan, form: Form, framework: Framework) -> Plan:
    """The plan with nothing that only a valid plan may print."""
    tasks = plan.task_numbers()
    goals = tuple(
        replace(
            goal,
            tasks=tuple(task for task in goal.tasks if task in tasks),
            horizon=_known_horizon(goal, form),
            indicators=_known(goal.indicators, form, framework),
        )
        for goal in plan.goals
    )
    indicators = _known(plan.indicators, form, framework)
    return replace(plan, goals=goals, indicators=indicators)


def _known(
    indicators: tuple[Indicator, ...], form: Form, framework: Framework
) -> tuple[Indicator, ...]:
    known = framework.category_ids()
    return tuple(
        replace(
            each,
            category=each.category if each.category in known else known[0],
            horizon=_known_horizon(each, form),
        )
        for each in indicators
    )


def _known_horizon(item: Goal | Indicator, form: Form) -> str | None:
    kind = GoalsBlock if isinstance(item, Goal) else IndicatorsBlock
    blocks: tuple[Any, ...] = form.blocks_of(kind)
    known: Mapping[str, None] = {each.id: None for block in blocks for each in block.horizons}
    return item.horizon if item.horizon in known else None
