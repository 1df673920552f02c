"""The rules that a schema cannot state, one file each; a file's docstring is its documentation."""

from collections.abc import Iterator

from perf_report.model.finding import Finding
from perf_report.rules import (
    category_unknown,
    funds_total,
    glyph_missing,
    id_duplicate,
    reference_unknown,
    text_missing,
    unit_unknown,
)
from perf_report.rules.case import Case
from perf_report.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    category_unknown.RULE,
    funds_total.RULE,
    glyph_missing.RULE,
    id_duplicate.RULE,
    reference_unknown.RULE,
    text_missing.RULE,
    unit_unknown.RULE,
)


def check_plan(case: Case) -> Iterator[Finding]:
    """What every rule finds in a plan."""
    for rule in RULES:
        yield from rule.check(case)
