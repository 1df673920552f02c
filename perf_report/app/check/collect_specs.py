"""Check the specs of a run, and find and check those of the previous years."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from perf_report.app.check.check_reports import BuiltReport, check_reports
from perf_report.app.check.check_result import CheckedSpec
from perf_report.app.check.checker import Checker
from perf_report.app.check.duplicate_tables import report_duplicates
from perf_report.app.check.previous_year import SpecSearch, search_specs
from perf_report.app.check.project_sums import report_sums
from perf_report.app.project import Project
from perf_report.errors import SettingsError
from perf_report.model.finding import FileFindings, LocatedFinding, Severity
from perf_report.model.identity import Identity
from perf_report.model.source import Source
from perf_report.outputs.spec_summary import SpecSummary, sheet_summary
from perf_report.outputs.table import Table
from perf_report.parse.report_files import is_report
from perf_report.parse.source import read_named


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedSpecs:
    """The specs of a run, and those of the previous years by the identity of their tables.

    `siblings` are other projects that a sheet of projects of the run has, too. An invalid spec of a
    previous year, or of such a project, is also in `specs`, so that its errors stop a build: a page
    must not say that there is no earlier year, and a sheet must not lack a project. `reports` are
    the reports of the run.
    """

    specs: tuple[CheckedSpec, ...]
    earlier: Mapping[Identity, CheckedSpec] = field(default_factory=dict)
    siblings: tuple[CheckedSpec, ...] = ()
    reports: tuple[BuiltReport, ...] = ()

    @property
    def errors(self) -> tuple[LocatedFinding, ...]:
        """The findings that stop a build, with file names."""
        return tuple(
            located
            for file in self.files
            if file.counts[Severity.ERROR.value]
            for located in file.findings
            if located.finding.severity is Severity.ERROR
        )

    @property
    def error_count(self) -> int:
        """The number of all findings that stop a build, those that are not shown included."""
        return sum(file.counts[Severity.ERROR.value] for file in self.files)

    @property
    def files(self) -> tuple[FileFindings, ...]:
        """What is wrong with specs, then with reports."""
        specs = (spec.report for spec in self.specs)
        return (*specs, *(report.file_findings for report in self.reports))

    @property
    def digests(self) -> set[str]:
        """The keys of all results: of specs, those of previous years included, and of reports."""
        specs = {spec.source.digest for spec in (*self.specs, *self.earlier.values())}
        return specs | {report.key for report in self.reports}

    @property
    def identities(self) -> set[Identity]:
        """The identities of the specs' tables, and of the reports on them."""
        tables = {spec.result.identity for spec in self.specs if spec.result.identity}
        results = (each.spec.result for each in self.reports)
        return tables | {
            result.identity.with_report(result.report)
            for result in results
            if result.identity and result.report
        }

    def summaries(self, checker: Checker, *, with_comments: bool) -> Iterator[SpecSummary]:
        """Yield the specs without errors, each with that of the previous year.

        Without comments, what goes out is their travelling copies. What changed since a table that
        is not to be disclosed is told in another such table alone.
        """
        for spec in self.specs:
            if not spec.result.has_error and spec.result.identity:
                earlier = self.earlier.get(spec.result.identity.previous)
                if earlier and spec.result.disclose and not earlier.result.disclose:
                    earlier = None
                summary = _summary(checker, spec, earlier, with_comments=with_comments)
                if summary is not None:
                    yield summary
        yield from self._sheets(checker, with_comments=with_comments)
        for report in self.reports:
            yield from report.summaries(with_comments=with_comments)

    def _sheets(self, checker: Checker, *, with_comments: bool) -> Iterator[SpecSummary]:
        """Yield the sheets of projects, each with all that name its form.

        What is not to be disclosed is in no sheet.
        """
        sheets: dict[tuple[Identity, str], list[SpecSummary]] = defaultdict(list)
        for spec in (*self.specs, *self.siblings):
            result = spec.result
            if result.sheet and result.identity and result.disclose and not result.has_error:
                summary = _summary(checker, spec, None, with_comments=with_comments)
                if summary is not None:
                    sheets[result.identity.of_department, result.sheet].append(summary)
        _refuse_two_sheets(sheets)
        for (identity, _), members in sheets.items():
            yield sheet_summary(identity, members)


def _refuse_two_sheets(sheets: Iterable[tuple[Identity, str]]) -> None:
    """Raise SettingsError where the projects of a department name two forms of one sheet."""
    forms: dict[Identity, str] = {}
    for identity, form in sheets:
        other = forms.setdefault(identity, form)
        if other != form:
            raise SettingsError("sheet-two-forms", identity=str(identity), form=form, other=other)


def _summary(
    checker: Checker, spec: CheckedSpec, earlier: CheckedSpec | None, *, with_comments: bool
) -> SpecSummary | None:
    result = spec.result
    if result.identity is None or result.framework is None:
        return None
    return SpecSummary(
        source=spec.source,
        digest=result.commented if with_comments else result.travelling,
        identity=result.identity,
        languages=result.languages,
        framework=result.framework,
        data_files=result.data_files,
        open_table=partial(_open_table, checker, spec, with_comments=with_comments),
        earlier=_summary(checker, earlier, None, with_comments=with_comments) if earlier else None,
    )


def _open_table(checker: Checker, spec: CheckedSpec, *, with_comments: bool) -> Table:
    # The parser, which a build of what is up to date does not need.
    from perf_report.parse.travelling_copy import travelling_copy

    table = checker.open(spec).valid_table
    if table is None:
        raise AssertionError(f"{spec.source.name} was valid when it was checked")
    return table if with_comments else replace(table, source=travelling_copy(table.source))


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectedSources:
    """The files of plans, and those of reports on plans, that stand in one folder."""

    plans: list[Source]
    reports: list[Source]


def collect_files(paths: Iterable[Path]) -> CollectedSources:
    """Read plans and reports; `-` is standard input. Raises SourceError if one cannot be read."""
    found = CollectedSources(plans=[], reports=[])
    for source in map(read_named, paths):
        (found.reports if is_report(source) else found.plans).append(source)
    return found


def check_with_earlier(project: Project, files: CollectedSources, checker: Checker) -> CheckedSpecs:
    """Check the specs and reports of a run, and the specs of the previous years.

    Raises SourceError if one cannot be read.
    """
    specs = tuple(report_sums(report_duplicates(checker.check(files.plans), checker), checker))
    paths = [Path(spec.source.name) for spec in specs]
    search = search_specs(paths, project, without=paths)
    earlier = _find_earlier(specs, search, checker)
    siblings = tuple(_find_siblings(specs, search, checker))
    invalid = (
        spec for spec in (*earlier.values(), *siblings) if not spec.is_valid and spec not in specs
    )
    reports = tuple(check_reports(files.reports, project, checker))
    return CheckedSpecs(
        specs=(*specs, *invalid), earlier=earlier, siblings=siblings, reports=reports
    )


def _find_siblings(
    specs: Sequence[CheckedSpec], search: SpecSearch[Path], checker: Checker
) -> Iterator[CheckedSpec]:
    """The specs beside those of the run that are of one sheet of projects with one of them."""
    sheets = {
        (spec.result.identity.of_department, spec.result.sheet)
        for spec in specs
        if spec.result.sheet and spec.result.identity
    }
    for table, form in sorted(sheets):
        for source in search.find_projects(table):
            found = checker.check_one(source)
            if found.result.sheet in {form, ""}:
                yield found


def _find_earlier(
    specs: Sequence[CheckedSpec], search: SpecSearch[Path], checker: Checker
) -> dict[Identity, CheckedSpec]:
    """The specs of previous years, in this run or in the same folders."""
    known = {spec.result.identity: spec for spec in specs if spec.result.identity}
    for spec in specs:
        previous = spec.result.identity.previous if spec.result.identity else None
        if previous is not None and previous not in known:
            source = search.find(previous, near=spec.source.name)
            if source is not None:
                known[previous] = checker.check_one(source)
    return known
