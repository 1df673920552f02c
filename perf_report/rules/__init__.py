"""Rules that check a plan beyond the schema, one module each, documented by its docstring."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from perf_report.model.finding import Finding, Severity
from perf_report.model.route import RouteSet
from perf_report.rules import (
    category_required,
    category_unknown,
    character_form,
    cost_ceiling,
    deadline_words,
    deadline_year,
    department_code,
    disclose_basis,
    disclose_basis_unused,
    e_form_limit,
    form_empty,
    form_part,
    form_unknown,
    form_value,
    funds_total,
    glyph_missing,
    goal_without_indicator,
    id_duplicate,
    indicator_duplicate,
    library_name,
    name_vague,
    number_parity,
    operator_direction,
    percentage_range,
    percentage_words,
    punctuation,
    reference_unknown,
    review_mark,
    revision_adjustment,
    suppression_unused,
    suppression_without_reason,
    target_below_baseline,
    target_readable,
    target_sign,
    target_vague,
    task_without_goal,
    text_cut,
    text_missing,
    text_unfinished,
    unit_form,
    unit_unknown,
    weight_sum,
)
from perf_report.rules.inputs import is_sound
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext

RULES: tuple[Rule, ...] = (
    category_required.RULE,
    category_unknown.RULE,
    character_form.RULE,
    cost_ceiling.RULE,
    deadline_words.RULE,
    deadline_year.RULE,
    department_code.RULE,
    disclose_basis.RULE,
    disclose_basis_unused.RULE,
    e_form_limit.RULE,
    form_empty.RULE,
    form_part.RULE,
    form_unknown.RULE,
    form_value.RULE,
    funds_total.RULE,
    glyph_missing.RULE,
    goal_without_indicator.RULE,
    id_duplicate.RULE,
    indicator_duplicate.RULE,
    library_name.RULE,
    name_vague.RULE,
    number_parity.RULE,
    operator_direction.RULE,
    percentage_range.RULE,
    percentage_words.RULE,
    punctuation.RULE,
    reference_unknown.RULE,
    review_mark.RULE,
    revision_adjustment.RULE,
    suppression_unused.RULE,
    suppression_without_reason.RULE,
    target_below_baseline.RULE,
    target_readable.RULE,
    target_sign.RULE,
    target_vague.RULE,
    task_without_goal.RULE,
    text_cut.RULE,
    text_missing.RULE,
    text_unfinished.RULE,
    unit_form.RULE,
    unit_unknown.RULE,
    weight_sum.RULE,
)

# A project's severities of rules, by id; None disables a rule.
Severities = Mapping[str, Severity | None]


def find_rule(id_: str) -> Rule | None:
    """The rule with this id, or None."""
    return next((rule for rule in RULES if rule.id == id_), None)


def check_plan(
    context: RuleContext, severities: Severities = MappingProxyType({}), *, last: bool = False
) -> Iterator[Finding]:
    """The findings of all rules, with the project's severities.

    With `last`, only the rules run that check the findings of the others. What depends on a part of
    the plan that could not be read is left out.
    """
    return check_rules(RULES, context, severities, last=last)


def check_rules(
    rules: Iterable[Rule], context: RuleContext, severities: Severities, *, last: bool
) -> Iterator[Finding]:
    """The findings of some rules."""
    unread = RouteSet(context.unread)
    for rule in rules:
        severity = severities.get(rule.id, rule.severity)
        if rule.last == last and severity is not None:
            for finding in rule.check(context):
                if is_sound(rule, finding, unread):
                    yield replace(finding, severity=severity)
