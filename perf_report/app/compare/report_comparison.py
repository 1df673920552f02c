"""Compare reports on plans: two years, monitoring with the evaluation, or one that was edited."""

from collections.abc import Iterable, Iterator, Mapping

from perf_report.app.check.report_check import CheckedReport
from perf_report.app.compare.comparison import ComparisonConfig, InvalidReport
from perf_report.diff.comparison import Comparison
from perf_report.diff.significance import AssessedChange
from perf_report.render.changes.located_changes import locate_changes
from perf_report.render.changes.report import Side, TableChanges
from perf_report.score.changes.facts import find_report_changes, report_added, report_removed
from perf_report.score.changes.report_pair import ReportPair
from perf_report.score.changes.significance import assess_report_change


def compare_reports(
    base: CheckedReport | None, revision: CheckedReport | None, config: ComparisonConfig
) -> TableChanges | InvalidReport:
    """Compare two checked reports; a missing one means that the report was added or removed."""
    for each in (base, revision):
        if each is not None and (each.context is None or each.table is None):
            return InvalidReport(report=each)
    sides = (_side(base), _side(revision))
    comparison = Comparison(
        base=sides[0].plan if sides[0] else None,
        revision=sides[1].plan if sides[1] else None,
        changes=tuple(_changes(base, revision, config)),
    )
    return locate_changes(comparison, sides, config.valid_approvals)


def _changes(
    base: CheckedReport | None, revision: CheckedReport | None, config: ComparisonConfig
) -> Iterator[AssessedChange]:
    before, after = base and base.context, revision and revision.context
    if before and after:
        found = find_report_changes(ReportPair(before, after))
    elif after and after.plan:
        found = iter([report_added(after.report, after.plan)])
    elif before and before.plan:
        found = iter([report_removed(before.report, before.plan)])
    else:
        raise AssertionError("a comparison of nothing with nothing")
    return (assess_report_change(change, config.policy) for change in found)


def _side(checked: CheckedReport | None) -> Side | None:
    if checked is None or checked.context is None or checked.table is None:
        return None
    return Side(
        name=checked.source.name,
        plan=checked.table.plan,
        vocabulary=checked.table.vocabulary,
        document=checked.document,
        report=checked.context.report,
        form=checked.context.form,
    )


def by_identity(reports: Iterable[CheckedReport]) -> Mapping[str, CheckedReport]:
    """Return the reports that can be read by their identity: `CODE/YEAR#evaluation`."""
    return {str(each.context.report): each for each in reports if each.context}


def compare_edited(
    old: Iterable[CheckedReport], new: Iterable[CheckedReport], config: ComparisonConfig
) -> Iterator[TableChanges | InvalidReport]:
    """Compare the reports of two revisions of a project, whatever their files are called."""
    olds, news = list(old), list(new)
    before, after = by_identity(olds), by_identity(news)
    for identity in dict.fromkeys((*after, *before)):
        yield compare_reports(before.get(identity), after.get(identity), config)
    yield from (InvalidReport(report=each) for each in (*olds, *news) if each.context is None)
