"""Reports of changes as JSON, with the schema `perf_report/schemas/changes.schema.json`.

One comparison is an object; several are a list of such objects under `comparisons`.
"""

import json
from typing import Any

from perf_report.diff.budget_coverage import UncoveredFunds
from perf_report.diff.change import COMBINED_KINDS
from perf_report.diff.change_data import detail_data, value_data
from perf_report.model.approval import Approval
from perf_report.model.text import LANGUAGES, Text
from perf_report.render.changes.change_text import change_question
from perf_report.render.changes.form_text import FormText
from perf_report.render.changes.report import ChangeReport, ReportedChange, Side, TableChanges
from perf_report.render.changes.verdict import ReviewReport, verdict_data
from perf_report.render.findings.report import posix_path

CHANGES_VERSION = 2


def render_json(report: ChangeReport) -> str:
    """All comparisons, failures, and approvals that are unused or expired."""
    return json.dumps(changes_data(report), ensure_ascii=False, indent=2) + "\n"


def changes_data(report: ChangeReport) -> dict[str, Any]:
    """The report as JSON data."""
    comparisons = [_comparison(report, table) for table in report.tables]
    others: dict[str, Any] = {
        "failures": [
            {"file": posix_path(item.name), "message": item.message} for item in report.failures
        ],
        "unused_approvals": [item.fingerprint for item in report.unused],
        "expired_approvals": [item.fingerprint for item in report.expired],
    }
    if isinstance(report, ReviewReport):
        others["verdict"] = verdict_data(report.verdict)
        others["passed_over"] = [posix_path(name) for name in report.passed_over]
    if len(comparisons) == 1 and not report.failures:
        return {"version": CHANGES_VERSION} | comparisons[0] | others
    summary = {significance.value: number for significance, number in report.summary.items()}
    return {
        "version": CHANGES_VERSION, "comparisons": comparisons, "summary": summary,
    } | others  # fmt: skip


def _comparison(report: ChangeReport, table: TableChanges) -> dict[str, Any]:
    before, after = table.comparison.uncovered
    return {
        "base": _side(table.base),
        "revision": _side(table.revision),
        "changes": [
            _change(report, table, reported)
            for reported in table.changes
            if reported.change.kind not in COMBINED_KINDS
        ],
        "judgements": [
            _change(report, table, reported)
            for reported in table.changes
            if reported.change.kind in COMBINED_KINDS
        ],
        "matches": [
            {
                "type": match.type,
                "base": match.base,
                "revision": match.revision,
                "likeness": match.likeness,
            }
            for match in table.comparison.matches
        ],
        "uncovered": {"before": _coverage(before), "after": _coverage(after)},
        "summary": {significance.value: count for significance, count in table.summary.items()},
    }


def _side(side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    project = side.plan.project
    return {
        "department": side.plan.department.code,
        "year": side.plan.year,
        **({"project": project.code} if project else {}),
        **({"report": side.report.id} if side.report else {}),
        "source": posix_path(side.name),
    }


def _change(report: ChangeReport, table: TableChanges, reported: ReportedChange) -> dict[str, Any]:
    change = reported.change
    data: dict[str, Any] = {
        "kind": change.kind.value,
        "significance": reported.assessment.significance.value,
        "subject": {
            "type": change.subject.type,
            "id": change.subject.id,
            "goal": change.subject.goal,
            "name": _text(FormText(table, report.catalogue).subject_name(change)),
        },
        "before": value_data(change.before),
        "after": value_data(change.after),
        "detail": detail_data(change.detail),
        "reason": reported.assessment.reason,
        "message": report.catalogue.format("reason", reported.assessment.reason),
        "fingerprint": reported.fingerprint,
        "location": {
            "file": posix_path(reported.file),
            "line": reported.span.line,
            "column": reported.span.column,
        },
    }
    if reported.approval:
        data["approval"] = _approval(reported.approval)
    if isinstance(report, ReviewReport):
        asked = {
            "question": change_question(reported, report.catalogue),
            "command": report.approval_command(reported),
        }
        data |= {name: value for name, value in asked.items() if value}
    return data


def _approval(approval: Approval) -> dict[str, str]:
    data = {"by": approval.by, "given": approval.given.isoformat(), "reason": approval.reason}
    expires = {"expires": approval.expires.isoformat()} if approval.expires else {}
    return data | expires


def _coverage(coverage: UncoveredFunds | None) -> dict[str, Any] | None:
    if coverage is None:
        return None
    return {
        "tasks": list(coverage.tasks),
        "funds": value_data(coverage.funds),
        "share": value_data(coverage.share),
    }


def _text(text: Text) -> dict[str, str]:
    pairs = ((language, text.get(language)) for language in LANGUAGES)
    return {language: value for language, value in pairs if value is not None}
