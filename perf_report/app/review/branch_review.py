"""The use case of `review`: check and compare every spec that a branch changed.

The branch is not trusted. Its specs are read from git objects, never from the working tree;
settings, frameworks, libraries, fonts and approvals come from the base; nothing is run.
"""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path, PurePosixPath

from perf_report.app.check.check_result import CheckedSpec
from perf_report.app.check.previous_year import SpecSearch
from perf_report.app.check.report_check import find_monitoring
from perf_report.app.check.unread_files import FONTS_FOLDER, unread_changes
from perf_report.app.compare.comparison import (
    ComparisonConfig,
    ComparisonResult,
    InvalidSpec,
    UnreadableFile,
    collect_changes,
    compare_specs,
    open_comparison_config,
)
from perf_report.app.compare.git_search import search_blobs
from perf_report.app.project import DATA_FOLDERS, Project
from perf_report.app.review.base_settings import (
    TrustedCommit,
    find_project_root,
    open_repository,
    open_trusted_project,
    path_from_top,
)
from perf_report.app.review.reviewed_reports import check_sides, compare_sides
from perf_report.app.review.spec_pairs import is_invalid_now, pair_specs
from perf_report.errors import SourceError
from perf_report.messages import Catalogue
from perf_report.model.identity import Identity
from perf_report.model.source import Source
from perf_report.parse.git_objects import Blob, Repository
from perf_report.parse.report_files import is_report
from perf_report.parse.yaml_files import is_yaml_name
from perf_report.render.changes.report import ChangeReport
from perf_report.render.changes.verdict import ReviewReport, judge


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRequest:
    """The revisions to review, and whether the branch's settings and approvals are used.

    `fail_on` is the level that fails the review; None for that of the settings.
    """

    folder: Path | None
    base: str
    head: str
    trusts_branch: bool
    today: date
    fail_on: str | None = None

    @property
    def base_name(self) -> str:
        """The base's short name."""
        return self.base.removeprefix("refs/remotes/").removeprefix("refs/heads/")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Review:
    """A running review: the merge base of the branch, its head, folders, and the configuration.

    `folders` are those of the specs, frameworks, libraries and fonts; all but the first are the
    base's.
    """

    repository: Repository
    request: ReviewRequest
    start: str
    head: str
    specs: str
    folders: tuple[str, ...]
    config: ComparisonConfig


def review(request: ReviewRequest, say: Catalogue) -> ReviewReport:
    """Review what a branch changed since it left its base. Raises PerfReportError."""
    repository = open_repository(request.folder)
    repository.top()
    base, head = repository.resolve(request.base), repository.resolve(request.head)
    start = repository.merge_base(base, head)
    trusted = TrustedCommit(name=request.base_name, commit=base)
    if request.trusts_branch:
        trusted = TrustedCommit(name=request.head, commit=head)
    root = find_project_root(repository, request.folder, trusted.commit)
    with open_trusted_project(repository, trusted, root) as project:
        specs = path_from_top(root, project.settings.specs)
        if not any(repository.has_folder(commit, specs) for commit in (start, head)):
            raise SourceError("specs-missing-in", path=specs or ".", revision=request.head)
        with open_comparison_config(
            project, request.today, folder=repository.top() / root
        ) as config:
            reviewed = _Review(
                repository=repository,
                request=request,
                start=start,
                head=head,
                specs=specs,
                folders=_folders(project, root),
                config=config,
            )
            report = _report(_with_monitoring(reviewed), say)
            verdict = judge(report, request.fail_on or project.review_level())
            given = {each.name: getattr(report, each.name) for each in fields(report)}
            return ReviewReport(**given, verdict=verdict, command=_command(request, head))


def _with_monitoring(review: _Review) -> _Review:
    """The review with the monitoring reports of both sides."""
    search = _search_both(review)
    config = replace(
        review.config, monitored=lambda spec: find_monitoring(search, spec.result.identity)
    )
    return replace(review, config=config)


def _folders(project: Project, root: PurePosixPath) -> tuple[str, ...]:
    settings = project.settings
    names = (settings.specs, settings.frameworks, *DATA_FOLDERS, FONTS_FOLDER)
    return tuple(path_from_top(root, name) for name in names)


def _command(request: ReviewRequest, head: str) -> str:
    """The command line of this review, without options of output."""
    folder = ["--project", str(request.folder)] if request.folder else []
    words = ["perf-report", *folder, "review", "--base", request.base, "--head", head]
    return shlex.join(words)


def _report(review: _Review, say: Catalogue) -> ChangeReport:
    unreadable, sources = _read_changed(review)
    base = f"{review.request.base_name}:"
    old, new = (_check(review, each) for each in sources)
    searches = _search_side(review, review.start, base), _search_side(review, review.head, "")
    old_reports, new_reports = check_sides(review.config.checker, sources, searches)
    compared = [
        *unreadable,
        *_compare(review, old, new),
        *compare_sides(old_reports, new_reports, review.config),
    ]
    report = collect_changes(compared, review.config, say)
    # All findings of changed files are reported, not only those of files that were not compared.
    found = [*(spec.report for spec in new), *(each.file_findings for each in new_reports)]
    failed = [file for file in report.checked if file.name not in {o.name for o in found}]
    return replace(
        report,
        checked=[*failed, *found],
        passed_over=unread_changes(review.repository, (review.start, review.head), review.folders),
    )


def _read_changed(
    review: _Review,
) -> tuple[list[UnreadableFile], tuple[list[Source], list[Source]]]:
    """The changed files that are not regular, and the old and new files at changed paths."""
    changes = [
        change
        for change in review.repository.changed_files(review.start, review.head, review.specs)
        if _is_spec(change.old or change.new, review.specs)
    ]
    old, no_old = _regular([change.old for change in changes])
    new, no_new = _regular([change.new for change in changes])
    unreadable = [
        UnreadableFile(name=blob.path, error=SourceError("source-link", path=blob.path))
        for blob in (*no_old, *no_new)
    ]
    prefix = f"{review.request.base_name}:"
    return unreadable, (_read(review, old, prefix), _read(review, new, ""))


def _read(review: _Review, blobs: Sequence[Blob], prefix: str) -> list[Source]:
    return review.repository.read_all([(blob, f"{prefix}{blob.path}") for blob in blobs])


def _is_spec(blob: Blob | None, folder: str) -> bool:
    """Whether a path is that of a spec, directly in the folder of specs."""
    path = PurePosixPath(blob.path if blob else "")
    return path.parent == PurePosixPath(folder) and is_yaml_name(path.name)


def _regular(blobs: Sequence[Blob | None]) -> tuple[list[Blob], list[Blob]]:
    files = [blob for blob in blobs if blob is not None]
    return [b for b in files if b.is_regular], [b for b in files if not b.is_regular]


def _check(review: _Review, sources: Sequence[Source]) -> list[CheckedSpec]:
    plans = [source for source in sources if not is_report(source)]
    return list(review.config.checker.check(plans, _search_both(review)))


def _compare(
    review: _Review, old: Sequence[CheckedSpec], new: Sequence[CheckedSpec]
) -> Iterator[ComparisonResult]:
    """Compare specs of the same department, year and project, even if the file was renamed.

    A new table is compared with that of the previous year, if there is one.
    """
    base = review.request.base_name
    pairs, removed = pair_specs(old, new, base)
    search = _search_both(review)
    for spec in new:
        if spec.result.identity is None:
            yield InvalidSpec(spec=spec)
            continue
        before = pairs.get(spec.source.name) or _find_previous(review, search, spec)
        yield compare_specs(before, spec, review.config)
    for spec in removed:
        if not is_invalid_now(spec, new, base):
            yield compare_specs(spec, None, review.config)
    yield from (InvalidSpec(spec=spec) for spec in old if spec.result.identity is None)
    yield from _collisions(review, new)


def _collisions(review: _Review, new: Sequence[CheckedSpec]) -> Iterator[UnreadableFile]:
    """Errors for tables that are in two files of the branch, so that neither can be compared."""
    changed = {spec.source.name for spec in new}
    blobs = review.repository.list_files(review.head, review.specs)
    others = search_blobs(
        review.repository,
        {
            blob.path: (blob, blob.path)
            for blob in blobs
            if blob.is_regular and _is_spec(blob, review.specs) and blob.path not in changed
        },
    )
    seen: dict[Identity, str] = {}
    for spec in new:
        if spec.result.identity is None:
            continue
        identity, name = spec.result.identity, spec.source.name
        other = others.find(identity)
        first = seen.setdefault(identity, other.name if other else name)
        if first != name:
            whose = {"code": identity.holder, "year": identity.year}
            error = SourceError("output-collision", first=first, second=name, **whose)
            yield UnreadableFile(name=name, error=error)


def _find_previous(
    review: _Review, search: SpecSearch[str], spec: CheckedSpec
) -> CheckedSpec | None:
    if spec.result.identity is None:
        return None
    source = search.find(spec.result.identity.previous, near=spec.source.name)
    return next(review.config.checker.check([source], search)) if source else None


def _search_both(review: _Review) -> SpecSearch[str]:
    """Search the specs of the merge base, and those that are only on the branch."""
    base = f"{review.request.base_name}:"
    blobs = _blobs(review, review.head, "") | _blobs(review, review.start, base)
    return search_blobs(review.repository, blobs)


def _search_side(review: _Review, commit: str, prefix: str) -> SpecSearch[str]:
    return search_blobs(review.repository, _blobs(review, commit, prefix))


def _blobs(review: _Review, commit: str, prefix: str) -> dict[str, tuple[Blob, str]]:
    """The specs of a commit by path, each with its name in reports."""
    return {
        blob.path: (blob, f"{prefix}{blob.path}")
        for blob in review.repository.list_files(commit, review.specs)
        if blob.is_regular and _is_spec(blob, review.specs)
    }
