"""What a build knows of a valid report, and of the plan that it is on."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from perf_report.app.check.report_check import CheckedReport
from perf_report.model.form import Form
from perf_report.model.public_report import private_routes, public_report
from perf_report.model.report import Report
from perf_report.model.scoring import Scoring
from perf_report.model.source import Source
from perf_report.outputs.spec_summary import SpecSummary, report_data
from perf_report.outputs.table import TableReport
from perf_report.parse.public_copy import public_copy
from perf_report.parse.travelling_copy import travelling_copy


def report_summary(checked: CheckedReport, *, with_comments: bool) -> Iterator[SpecSummary]:
    """Yield the summary of a report that has a plan and a form.

    Without comments, what goes out are the travelling copies of its file and of the plan's.
    """
    context, table = checked.context, checked.table
    if context is None or table is None or context.form is None:
        return
    report, form = context.report, context.form
    scoring = context.scorings.get(report.scoring or "")
    plan = table if with_comments else replace(table, source=travelling_copy(table.source))
    printed = _table_report(checked.source, report, form, scoring, with_comments=with_comments)
    summary = SpecSummary(
        source=plan.source,
        digest=plan.source.digest,
        identity=report.of,
        languages=plan.plan.languages,
        framework=_hash((table.vocabulary.form, table.vocabulary.framework, form, scoring)),
        data_files=(),
        open_table=partial(replace, plan.public, report=printed),
    )
    yield replace(
        summary,
        source=checked.source,
        digest=printed.source.digest,
        data_files=report_data(report.id),
        plan=summary,
        report_id=report.id,
    )


def _table_report(
    source: Source, report: Report, form: Form, scoring: Scoring | None, *, with_comments: bool
) -> TableReport:
    """A report without what is not public, with its file as it goes out."""
    public = public_copy(source, tuple(private_routes(report, form)))
    return TableReport(
        report=public_report(report, form),
        form=form,
        scoring=scoring,
        source=public if with_comments else travelling_copy(public),
    )


def _hash(parts: tuple[object, ...]) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()
