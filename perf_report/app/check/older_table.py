"""Findings in a table that is older than its department's newest.

What an earlier version accepted may be disclosed, and a new rule must not refuse it there.
"""

from collections.abc import Callable
from dataclasses import replace

from perf_report.app.check.check_result import CheckResult
from perf_report.model.finding import LocatedFinding, Severity


def lower_in_older_table(result: CheckResult, newest_year: Callable[[str], int]) -> CheckResult:
    """Return the result with the errors of new rules as warnings, if its table is an older one.

    `newest_year` returns the year of a department's newest table, by the department's code. A
    lowered finding has no fix, since the table is to stay as it is.
    """
    if result.identity is None or not any(map(_is_of_new_rule, result.findings)):
        return result
    if newest_year(result.identity.code) <= result.identity.year:
        return result
    return replace(result, findings=tuple(map(_lower, result.findings)))


def _is_of_new_rule(located: LocatedFinding) -> bool:
    """Whether it is an error of a rule that refuses what an earlier version accepted."""
    if located.finding.severity is not Severity.ERROR:
        return False
    from perf_report.rules import find_rule

    rule = find_rule(located.finding.rule)
    return rule is not None and rule.accepted_before


def _lower(located: LocatedFinding) -> LocatedFinding:
    if not _is_of_new_rule(located):
        return located
    finding = replace(located.finding, severity=Severity.WARNING, fix=None)
    return replace(located, finding=finding)
