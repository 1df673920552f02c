"""Check reports on plans: their YAML, their schema, and their content beside their plans."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from perf_report.app.check.accepted_findings import accept_findings
from perf_report.app.check.checker import Checker
from perf_report.app.check.previous_year import SpecSearch
from perf_report.app.check.private_findings import hide_values_at
from perf_report.app.check.written_values import written_at
from perf_report.model.finding import FileFindings, LocatedFinding, limit_findings
from perf_report.model.framework import level_labels
from perf_report.model.identity import Identity
from perf_report.model.plan_at import plan_at
from perf_report.model.public_report import private_routes
from perf_report.model.report import Report, ReportKind
from perf_report.model.scoring import Scoring
from perf_report.model.source import Source
from perf_report.outputs.table import Table
from perf_report.parse.document import Document
from perf_report.parse.encoding import read_lines
from perf_report.parse.reports import LoadedReport, load_report
from perf_report.parse.review_marks import find_review_marks
from perf_report.parse.scorings import load_scorings
from perf_report.parse.source import STDIN
from perf_report.parse.suppressions import find_suppressions
from perf_report.parse.text_comments import find_text_comments
from perf_report.score.rules import check_report
from perf_report.score.rules.report_rule import ProjectReport, ReportContext, value_routes
from perf_report.score.rules.texts import WrittenReport

if TYPE_CHECKING:
    # Slow to load, and needed only if a spec is not in the cache.
    from perf_report.app.check.spec_check import Standards


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedReport:
    """A checked report: its document, its findings, and what it was compared with if it has a form.

    `more` is how many findings there are beyond those. `accepted` are findings that a comment
    accepts, each with the reason. `table` is that of its plan, if it is valid.
    """

    source: Source
    document: Document
    findings: tuple[LocatedFinding, ...]
    more: int = 0
    accepted: tuple[tuple[LocatedFinding, str], ...] = ()
    context: ReportContext | None = None
    table: Table | None = None

    @property
    def file_findings(self) -> FileFindings:
        """The findings with the file's name, and its lines if there are any."""
        findings, omitted = limit_findings(self.findings, self.more)
        is_clean = self.context is not None
        lines = read_lines(self.source.data, is_clean=is_clean) if findings else ()
        return FileFindings(
            name=self.source.name,
            lines=lines,
            findings=findings,
            accepted=self.accepted,
            omitted=omitted,
        )


class ReportChecker:
    """Checks reports by the standards of a project; plans and other reports are searched."""

    def __init__(self, checker: Checker, search: SpecSearch[Any]) -> None:
        self._checker = checker
        self._search = search
        self._loaded: dict[str, LoadedReport] = {}
        self._others: dict[Identity, Sequence[LoadedReport]] = {}
        self._tables: dict[tuple[Identity, str], tuple[Table | None, bool]] = {}

    def searching(self, search: SpecSearch[Any]) -> "ReportChecker":
        """Return one that looks elsewhere for plans and other reports."""
        return ReportChecker(self._checker, search)

    @property
    def standards(self) -> "Standards":
        """The standards of the plans that reports are on."""
        return self._checker.standards

    @cached_property
    def _scorings(self) -> Mapping[str, Scoring]:
        return load_scorings(self._checker.project.scoring_folders())

    def check(self, source: Source, place: str = "") -> CheckedReport:
        """Check a report; findings are sorted by place. Raises PerfReportError.

        `place` is a path beside which its plan is looked for first, if not its own.
        """
        loaded = self._load(source)
        if loaded.report is None:
            return CheckedReport(
                source=source,
                document=loaded.document,
                findings=loaded.findings,
                more=loaded.more,
            )
        context = self.context_of(source, loaded.report, place)
        kept, accepted = self._check_content(loaded.document, context)
        found = sorted([*loaded.findings, *kept], key=lambda each: each.sort_key)
        private = set(private_routes(loaded.report, context.form))
        findings = hide_values_at(found, private)
        return CheckedReport(
            source=source,
            document=loaded.document,
            findings=tuple(findings),
            more=loaded.more,
            accepted=tuple(accepted),
            context=context,
            table=self._table(loaded.report.of, place or source.name)[0],
        )

    def previous(self, report: Report) -> CheckedReport | None:
        """Return the same report of the year before; None if there is none."""
        before = report.of.previous
        found = (
            each.source
            for each in self._beside(before)
            if each.report and each.report.of == before and each.report.id == report.id
        )
        source = next(found, None)
        return self.check(source) if source else None

    def _load(self, source: Source) -> LoadedReport:
        known = self._loaded.get(source.name)
        if known is None or known.source.data != source.data:
            known = self._loaded[source.name] = load_report(source)
        return known

    def _check_content(
        self, document: Document, context: ReportContext
    ) -> tuple[list[LocatedFinding], list[tuple[LocatedFinding, str]]]:
        standards = self.standards
        written = WrittenReport(
            characters=standards.characters,
            values=written_at(document, value_routes(context.report)),
            text_comments=tuple(find_text_comments(document)),
            suppressions=find_suppressions(document),
            review_marks=find_review_marks(document),
        )
        found = check_report(context, written, standards.severities)
        located = map(document.locate, found)
        kept, accepted, suppressions = accept_findings(located, written.suppressions)
        written = replace(written, suppressions=suppressions)
        last = check_report(context, written, standards.severities, last=True)
        return [*kept, *map(document.locate, last)], accepted

    def table_of(self, source: Source, report: Report) -> Table | None:
        """Return the valid table that a report is on; `source` is its file."""
        return self._table(report.of, source.name)[0]

    def context_of(self, source: Source, report: Report, place: str = "") -> ReportContext:
        """Return what a report is compared with; `source` is its file, `place` as in `check`."""
        table, has_plan = self._table(report.of, place or source.name)
        others = [each for each in self._beside(report.of) if each.source.name != source.name]
        is_named = source.name != str(STDIN)
        return ReportContext(
            report=report,
            scorings=self._scorings,
            forms=self.standards.forms,
            levels=level_labels(self.standards.frameworks.values()),
            plan=plan_at(table.plan, report) if table else None,
            current=table.plan if table else None,
            vocabulary=table.vocabulary if table else None,
            has_invalid_plan=has_plan and table is None,
            others=tuple(
                each.report
                for each in others
                if each.report and each.report.of == report.of and each.report.id != report.id
            ),
            namesakes=tuple(
                each.source.name
                for each in others
                if is_named and each.report and str(each.report) == str(report)
            ),
            projects=tuple(self._projects(report, others)),
        )

    def _table(self, identity: Identity, report: str) -> tuple[Table | None, bool]:
        """The valid table with an identity, and whether there is any spec of it.

        A spec beside the report, of which this is the file, goes before those of other folders.
        """
        key = (identity, str(PurePath(report).parent))
        if key not in self._tables:
            source = self._search.find(identity, near=report, identify=self._identify)
            spec = next(self._checker.check([source], self._search)) if source else None
            table = self._checker.open(spec).valid_table if spec else None
            self._tables[key] = (table, spec is not None)
        return self._tables[key]

    def _identify(self, source: Source) -> Identity | None:
        """The identity of a spec, which is checked already as a rule."""
        return next(self._checker.check([source], self._search)).result.identity

    def _beside(self, identity: Identity) -> Sequence[LoadedReport]:
        """The reports on the table of a department and on those of its projects."""
        key = identity.of_department
        if key not in self._others:
            found = map(self._load, self._search.find_reports(key))
            self._others[key] = [
                each for each in found if each.report and each.report.of.of_department == key
            ]
        return self._others[key]

    def _projects(self, report: Report, others: Sequence[LoadedReport]) -> Iterator[ProjectReport]:
        """The same reports of a department's projects, each with its plan."""
        for each in others if not report.of.project else ():
            if each.report and each.report.of.project and each.report.id == report.id:
                table, _ = self._table(each.report.of, each.source.name)
                if table is not None:
                    yield ProjectReport(
                        plan=table.plan,
                        vocabulary=table.vocabulary,
                        report=each.report,
                        form=self.standards.forms.get(each.report.form or ""),
                    )


def find_monitoring(search: SpecSearch[Any], identity: Identity | None) -> list[Report]:
    """Return the monitoring reports on a table, in no particular order."""
    sources = search.find_reports(identity.of_department) if identity else ()
    reports = (load_report(source).report for source in sources)
    return [
        report
        for report in reports
        if report and report.of == identity and report.kind is ReportKind.MONITORING
    ]
