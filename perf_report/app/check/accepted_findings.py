"""Findings that a comment in the file accepts."""

from collections.abc import Iterable
from dataclasses import replace

from perf_report.model.finding import LocatedFinding
from perf_report.model.suppression import Suppression
from perf_report.score.rules import find_any_rule


def accept_findings(
    located: Iterable[LocatedFinding], suppressions: tuple[Suppression, ...]
) -> tuple[list[LocatedFinding], list[tuple[LocatedFinding, str]], tuple[Suppression, ...]]:
    """Split findings into kept and accepted, and mark the comments that accept one."""
    reasons = {(item.rule, item.line): item.reason for item in suppressions if item.reason}
    kept: list[LocatedFinding] = []
    accepted: list[tuple[LocatedFinding, str]] = []
    for item in located:
        rule = find_any_rule(item.finding.rule)
        reason = reasons.get((item.finding.rule, item.span.line))
        if reason is None or (rule is not None and (rule.needed or rule.lasting)):
            kept.append(item)
        else:
            accepted.append((item, reason))
    used = {(item.finding.rule, item.span.line) for item, _ in accepted}
    marked = tuple(replace(item, used=(item.rule, item.line) in used) for item in suppressions)
    return kept, accepted, marked
