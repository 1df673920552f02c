"""Find the sources that `diff` compares, and approve changes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from perf_report.app.check.collect_specs import collect_files
from perf_report.app.check.previous_year import SpecSearch, search_specs
from perf_report.app.check.report_check import ReportChecker
from perf_report.app.compare.comparison import (
    ComparisonConfig,
    ComparisonResult,
    InvalidReport,
    InvalidSpec,
    compare_sources,
    compare_specs,
)
from perf_report.app.compare.git_search import search_specs_at
from perf_report.app.compare.report_comparison import compare_edited, compare_reports
from perf_report.app.compare.sides import is_path, path_inside, read_side
from perf_report.app.project import Project, list_specs
from perf_report.errors import SourceError
from perf_report.model.approval import Approval
from perf_report.model.source import Source
from perf_report.outputs.named_file import write_named_files
from perf_report.parse.approvals import add_approval, read_approvals
from perf_report.parse.git_objects import Blob, Repository
from perf_report.parse.report_files import is_report
from perf_report.parse.source import STDIN, read_source
from perf_report.parse.yaml_files import is_yaml_name
from perf_report.render.changes.report import ChangeReport, approval_subject

# The digits of a fingerprint that name a change, if no other fingerprint begins with them.
MIN_DIGITS = 6


def compare_pair(base: str, revision: str, config: ComparisonConfig) -> ComparisonResult:
    """Compare two files, each as `read_side` names it: specs, or reports on them."""
    old, new = read_side(base), read_side(revision)
    if old.is_report != new.is_report:
        report, other = (base, revision) if old.is_report else (revision, base)
        raise SourceError("report-beside-other", report=report, other=other)
    if old.is_report:
        reports = _reports_beside((base, revision), config)
        # Both are on one plan, so a report in git has the one that is beside the other side.
        return compare_reports(
            old.check(reports, base if is_path(base) else revision),
            new.check(reports, revision if is_path(revision) else base),
            config,
        )
    return compare_sources(old.source, new.source, config)


def compare_with_previous_year(
    name: str, project: Project, config: ComparisonConfig
) -> ComparisonResult:
    """Compare a spec with that of the same department or project for the previous year.

    Raises SourceError if there is none.
    """
    source = read_side(name).source
    if is_report(source):
        return _compare_with_previous_report(source, _reports_beside((name,), config), config)
    spec = config.checker.check_one(source)
    if spec.result.identity is None:
        return InvalidSpec(spec=spec)
    previous = spec.result.identity.previous
    beside = project.specs_folder() if Path(name) == STDIN else Path(name).parent
    search = _search_beside(project, beside)
    before = search.find(previous, near=str(Path(name)))
    if before is None:
        whose = {"code": previous.holder, "year": previous.year}
        raise SourceError("year-before-missing", path=name, **whose)
    return compare_specs(config.checker.check_one(before), spec, config)


def _reports_beside(names: Iterable[str], config: ComparisonConfig) -> ReportChecker:
    """What checks reports, with plans and reports of their folders and of the project."""
    return ReportChecker(config.checker, search_specs(map(Path, names), config.checker.project))


def _compare_with_previous_report(
    source: Source, reports: ReportChecker, config: ComparisonConfig
) -> ComparisonResult:
    """Compare a report with the same report of the year before."""
    checked = reports.check(source)
    if checked.context is None:
        return InvalidReport(report=checked)
    before = reports.previous(checked.context.report)
    if before is None:
        previous = checked.context.report.of.previous
        whose = {"code": previous.holder, "year": previous.year}
        raise SourceError("report-before-missing", path=source.name, **whose)
    return compare_reports(before, checked, config)


def compare_years(project: Project, config: ComparisonConfig) -> list[ComparisonResult]:
    """Compare every spec and every evaluation of a project with that of the previous year.

    Raises SourceError if there is none for any.
    """
    files = collect_files(project.spec_paths(()))
    specs = list(config.checker.check(files.plans))
    tables = {spec.result.identity: spec for spec in specs if spec.result.identity}
    compared: list[ComparisonResult] = [
        InvalidSpec(spec=spec) for spec in specs if spec.result.identity is None
    ]
    for identity, spec in tables.items():
        before = tables.get(identity.previous)
        if before is not None:
            compared.append(compare_specs(before, spec, config))
    compared += _compare_evaluations(files.reports, config)
    if not compared:
        raise SourceError("years-missing", path=project.specs_folder())
    return compared


def _compare_evaluations(
    sources: Iterable[Source], config: ComparisonConfig
) -> Iterator[ComparisonResult]:
    reports = _reports_beside((), config)
    for checked in map(reports.check, sources):
        report = checked.context.report if checked.context else None
        before = reports.previous(report) if report and report.as_of else None
        if before is not None:
            yield compare_reports(before, checked, config)


def compare_with_revision(
    revision: str, named: Sequence[Path], project: Project, config: ComparisonConfig
) -> Iterator[ComparisonResult]:
    """Compare the specs that differ between a git revision and the working tree.

    A file that is new or removed is compared with nothing.
    """
    repository = Repository(project.root)
    commit = repository.resolve(revision)
    files = _files_of_both(repository, commit, named, project)
    blobs = [(blob, f"{revision}:{blob.path}") for blob in files.values() if blob is not None]
    sources = iter(repository.read_all(blobs))
    pairs: list[_Sources] = []
    reports: list[_Sources] = []
    for path, blob in files.items():
        old = next(sources) if blob else None
        new = read_source(path) if path.exists() else None
        for sides in _of_one_kind(old, new):
            (reports if any(map(is_report, filter(None, sides))) else pairs).append(sides)
    specs = config.checker.check([source for pair in pairs for source in pair if source])
    for old, new in pairs:
        yield compare_specs(next(specs) if old else None, next(specs) if new else None, config)
    if reports:
        folders = dict.fromkeys([project.specs_folder(), *(path.parent for path in files)])
        inside = [path_inside(repository, folder) for folder in folders]
        search = search_specs_at(repository, commit, revision, inside)
        olds = ReportChecker(config.checker, search)
        news = _reports_beside(map(str, files), config)
        yield from compare_edited(
            [olds.check(old, old.name.removeprefix(f"{revision}:")) for old, _ in reports if old],
            [news.check(new) for _, new in reports if new],
            config,
        )


# A file in a revision and in the working tree; one of the two may be missing.
_Sources = tuple[Source | None, Source | None]


def _of_one_kind(old: Source | None, new: Source | None) -> list[_Sources]:
    """A file that differs: a plan in whose place there is a report is removed, and that is new."""
    if (old and old.data) == (new and new.data):
        return []
    if old and new and is_report(old) != is_report(new):
        return [(old, None), (None, new)]
    return [(old, new)]


def _files_of_both(
    repository: Repository, commit: str, named: Sequence[Path], project: Project
) -> dict[Path, Blob | None]:
    """The specs at the paths, in the working tree or the commit, each with its blob."""
    files: dict[Path, Blob | None] = {}
    for path in named or [project.specs_folder()]:
        inside = path_inside(repository, path)
        if is_yaml_name(path.name) and not path.is_dir():
            files[path] = repository.find_file(commit, inside)
            continue
        blobs = {Path(blob.path).name: blob for blob in repository.list_files(commit, inside)}
        names = {item.name for item in path.iterdir()} if path.is_dir() else set()
        specs = sorted(name for name in names | blobs.keys() if is_yaml_name(name))
        files |= {path / name: blobs.get(name) for name in specs}
    return files


def _search_beside(project: Project, folder: Path) -> SpecSearch[Path]:
    """Search the specs of a folder and of the project."""
    folders = dict.fromkeys([folder, project.specs_folder()])
    return SpecSearch([path for each in folders for path in list_specs(each)], read_source)


def git_user(project: Project) -> str | None:
    """Return the user's name in the git configuration, or None."""
    return Repository(project.root).user_name()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalDetails:
    """Who approves changes, when, why, and until when."""

    by: str
    given: date
    reason: str
    expires: date | None = None


def approve(
    report: ChangeReport, digits: Sequence[str], details: ApprovalDetails, project: Project
) -> list[Approval]:
    """Write approvals of changes, each named by the first digits of its fingerprint.

    Raises SourceError, and writes nothing, if digits name no change or more than one.
    """
    approvals = [_approval(report, named, details) for named in digits]
    path = project.approvals_path()
    source = read_source(path) if path.exists() else Source(name=str(path), data=b"")
    # An expired approval may be given again, a valid one need not.
    valid = {item.fingerprint for item in read_approvals(source) if item.is_valid_on(details.given)}
    for approval in (item for item in approvals if item.fingerprint not in valid):
        source = Source(name=source.name, data=add_approval(source, approval))
    write_named_files({path: source.data})
    return approvals


def _approval(report: ChangeReport, digits: str, details: ApprovalDetails) -> Approval:
    found = {
        reported.fingerprint: (reported, table)
        for table in report.tables
        for reported in table.changes
        if reported.fingerprint.startswith(digits)
    }
    if len(digits) < MIN_DIGITS or not found:
        raise SourceError("approval-unknown", digits=digits, least=MIN_DIGITS)
    if len(found) > 1:
        raise SourceError("approval-ambiguous", digits=digits, found=", ".join(found))
    (fingerprint, (reported, table)) = next(iter(found.items()))
    return Approval(
        fingerprint=fingerprint,
        table=table.table,
        kind=reported.change.kind.value,
        subject=approval_subject(reported.change),
        reason=details.reason,
        by=details.by,
        given=details.given,
        expires=details.expires,
    )
