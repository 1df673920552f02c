"""Rules on reports, one module each, documented by its docstring."""

from collections.abc import Iterator
from dataclasses import replace
from operator import attrgetter

from perf_report.model.finding import Finding
from perf_report.rules import RULES, Severities
from perf_report.rules.rule import Rule
from perf_report.score.rules import (
    report_adjustment,
    report_budget,
    report_comparable,
    report_copied,
    report_date,
    report_duplicate,
    report_executed,
    report_field,
    report_form,
    report_goal_unanswered,
    report_initial,
    report_likelihood,
    report_likelihood_missing,
    report_monitoring,
    report_plan,
    report_projects,
    report_scale,
    report_sums,
    report_text_long,
    report_unanswered,
    report_unknown,
    report_unprinted,
    score_direction,
    score_execution,
    score_none,
    score_not_applicable,
    score_nothing,
    score_over_completion,
    score_reason,
    score_scoring,
    score_tier,
    score_unused,
    score_weights,
    score_written,
)
from perf_report.score.rules.report_rule import ReportContext, ReportRule
from perf_report.score.rules.texts import WrittenReport, check_texts

REPORT_RULES: tuple[ReportRule, ...] = (
    report_adjustment.RULE,
    report_budget.RULE,
    report_comparable.RULE,
    report_copied.RULE,
    report_date.RULE,
    report_duplicate.RULE,
    report_executed.RULE,
    report_field.RULE,
    report_form.RULE,
    report_goal_unanswered.RULE,
    report_initial.RULE,
    report_likelihood.RULE,
    report_likelihood_missing.RULE,
    report_monitoring.RULE,
    report_plan.RULE,
    report_projects.RULE,
    report_scale.RULE,
    report_sums.RULE,
    report_text_long.RULE,
    report_unanswered.RULE,
    report_unknown.RULE,
    report_unprinted.RULE,
    score_direction.RULE,
    score_execution.RULE,
    score_none.RULE,
    score_not_applicable.RULE,
    score_nothing.RULE,
    score_over_completion.RULE,
    score_reason.RULE,
    score_scoring.RULE,
    score_tier.RULE,
    score_unused.RULE,
    score_weights.RULE,
    score_written.RULE,
)

AnyRule = Rule | ReportRule

# The rules on plans and on reports, by id.
ALL_RULES: tuple[AnyRule, ...] = tuple(sorted([*RULES, *REPORT_RULES], key=attrgetter("id")))


def find_any_rule(id_: str) -> AnyRule | None:
    """The rule on plans or on reports with this id, or None."""
    return next((rule for rule in ALL_RULES if rule.id == id_), None)


def check_report(
    context: ReportContext, written: WrittenReport, severities: Severities, *, last: bool = False
) -> Iterator[Finding]:
    """The findings of all rules on reports, with the project's severities.

    With `last`, only the rules run that check the findings of the others.
    """
    for rule in () if last else REPORT_RULES:
        severity = severities.get(rule.id, rule.severity)
        if severity is not None:
            for finding in rule.check(context):
                yield replace(finding, severity=severity)
    yield from check_texts(context, written, severities, last=last)
