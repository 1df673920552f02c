"""What a build knows of a valid report, and of the plan that it is on."""

import hashlib
from dataclasses import replace

from perf_report.app.check.check_result import CheckResult
from perf_report.app.check.report_check import CheckedReport
from perf_report.model.finding import limit_findings
from perf_report.model.form import Form
from perf_report.model.public_report import private_routes, public_report
from perf_report.model.report import Report
from perf_report.model.scoring import Scoring
from perf_report.model.source import Source
from perf_report.outputs.table import Table, TableReport
from perf_report.parse.public_copy import public_copy
from perf_report.parse.travelling_copy import travelling_copy


def report_result(checked: CheckedReport) -> CheckResult:
    """Return the result of checking a report; it has pages if it has a plan and a form."""
    findings, omitted = limit_findings(checked.findings, checked.more)
    result = CheckResult(findings=findings, omitted=omitted, accepted=checked.accepted)
    context, table = checked.context, checked.table
    if context is None or table is None or context.form is None:
        return result
    report, form = context.report, context.form
    scoring = context.scorings.get(report.scoring or "")
    copy = public_copy(checked.source, tuple(private_routes(report, form)))
    parts = (table.vocabulary.form, table.vocabulary.framework, form, scoring)
    return replace(
        result,
        identity=report.of,
        form=form.id,
        languages=table.plan.languages,
        framework=hashlib.sha256(repr(parts).encode()).hexdigest(),
        travelling=travelling_copy(copy).digest,
        commented=copy.digest,
        disclose=table.plan.disclose,
        report=report.id,
        plan=table.source.name,
        plan_travelling=travelling_copy(table.source).digest,
        plan_commented=table.source.digest,
    )


def report_table(checked: CheckedReport, *, with_comments: bool) -> Table:
    """Return the table with the report on it, of one that has pages.

    Without comments, their files are the travelling copies.
    """
    context, table = checked.context, checked.table
    if context is None or table is None or context.form is None:
        raise AssertionError(f"{checked.source.name} had pages when it was checked")
    scoring = context.scorings.get(context.report.scoring or "")
    report = _table_report(checked.source, context.report, context.form, scoring)
    if not with_comments:
        report = replace(report, source=travelling_copy(report.source))
        table = replace(table, source=travelling_copy(table.source))
    return table.with_report(report)


def _table_report(
    source: Source, report: Report, form: Form, scoring: Scoring | None
) -> TableReport:
    """A report and its file without what is not public, and the whole report."""
    public = public_report(report, form)
    return TableReport(
        report=public,
        office=None if public is report else report,
        form=form,
        scoring=scoring,
        source=public_copy(source, tuple(private_routes(report, form))),
    )
