"""The wiring of `review`: every spec that a branch changed, validated and compared.

The branch is not trusted. Its specs are read as objects of git and never from the working tree;
settings, frameworks, fonts and approvals come from the base; nothing is run.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath

from perf_report.build.writer import write_files
from perf_report.checking import Outcome, check_source
from perf_report.comparing import (
    Compared,
    Terms,
    Unreadable,
    Unsound,
    collect_changes,
    compare_outcomes,
    open_terms,
)
from perf_report.errors import SourceError
from perf_report.messages import Catalogue
from perf_report.project import SETTINGS_FILE, SPEC_SUFFIXES, Project, find_root, open_project
from perf_report.render.changes.report import ChangeReport
from perf_report.spec.git import Blob, Repository
from perf_report.spec.source import Source
from perf_report.validation import file_report
from perf_report.yearbook import Shelf, identify, year_before

# A font of all Chinese characters is 20 MB.
_LARGEST_FONT = 100_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is to be reviewed: revisions by name, and whose settings and approvals count."""

    folder: Path | None
    base: str
    head: str
    trusts_branch: bool
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class _Review:
    """A review under way: the commit where the branch began, its head, and the terms."""

    repository: Repository
    request: Request
    start: str
    head: str
    specs: str
    terms: Terms


def review(request: Request, say: Catalogue) -> ChangeReport:
    """Review what a branch changed since it left its base. Raises PerfReportError."""
    root = find_root(request.folder)
    repository = Repository(root)
    base, head = repository.resolve(request.base), repository.resolve(request.head)
    start = repository.merge_base(base, head)
    inside = PurePosixPath(root.resolve().relative_to(repository.top().resolve()).as_posix())
    trusted = head if request.trusts_branch else base
    with _trusted_project(repository, trusted, inside) as project:
        reviewed = _Review(
            repository=repository,
            request=request,
            start=start,
            head=head,
            specs=_below(inside, project.settings.specs),
            terms=open_terms(project, request.today),
        )
        return _report(reviewed, say)


def _report(review: _Review, say: Catalogue) -> ChangeReport:
    unreadable, old, new = _read_changed(review)
    compared = [*unreadable, *_compare(review, old, new)]
    report = collect_changes(compared, review.terms, say)
    # Not only what cannot be compared is told of, but all that is wrong with a changed spec.
    failed = [file for file in report.checked if file.name not in {o.source.name for o in new}]
    return replace(report, checked=[*failed, *map(file_report, new)])


def _read_changed(
    review: _Review,
) -> tuple[list[Unreadable], list[Outcome], list[Outcome]]:
    """The old and the new specs at every path that changed, and what is no file."""
    changes = [
        change
        for change in review.repository.changed_files(review.start, review.head, review.specs)
        if _is_spec(change.old or change.new, review.specs)
    ]
    old, no_old = _regular([change.old for change in changes])
    new, no_new = _regular([change.new for change in changes])
    unreadable = [
        Unreadable(name=blob.path, error=SourceError("source-link", path=blob.path))
        for blob in (*no_old, *no_new)
    ]
    return unreadable, _check(review, old, f"{review.request.base}:"), _check(review, new, "")


def _is_spec(blob: Blob | None, folder: str) -> bool:
    """Whether a path is one of a spec, directly in the folder of specs."""
    path = PurePosixPath(blob.path if blob else "")
    return str(path.parent) == folder and path.suffix in SPEC_SUFFIXES


def _regular(blobs: Sequence[Blob | None]) -> tuple[list[Blob], list[Blob]]:
    there = [blob for blob in blobs if blob is not None]
    return [b for b in there if b.is_regular], [b for b in there if not b.is_regular]


def _check(review: _Review, blobs: Sequence[Blob], lead: str) -> list[Outcome]:
    sources = review.repository.read_all([(blob, f"{lead}{blob.path}") for blob in blobs])
    return [check_source(source, review.terms.standards) for source in sources]


def _compare(review: _Review, old: Sequence[Outcome], new: Sequence[Outcome]) -> Iterator[Compared]:
    """Compare what is of one department and year, whatever its file is called now.

    A new table is compared with that of the year before, if there is one.
    """
    gone = {identify(o.plan): o for o in old if o.plan is not None}
    shelf = _shelf(review)
    for outcome in new:
        if outcome.plan is None:
            yield Unsound(outcome=outcome)
            continue
        before = gone.pop(identify(outcome.plan), None) or _year_before(review, shelf, outcome)
        yield compare_outcomes(before, outcome, review.terms)
    for outcome in gone.values():
        if not _is_unsound_now(outcome, new, review.request.base):
            yield compare_outcomes(outcome, None, review.terms)
    yield from (Unsound(outcome=outcome) for outcome in old if outcome.plan is None)


def _is_unsound_now(outcome: Outcome, new: Sequence[Outcome], base: str) -> bool:
    """Whether a table that seems gone is the one of a file that cannot be read any more."""
    unsound = {item.source.name for item in new if item.plan is None}
    return outcome.source.name.removeprefix(f"{base}:") in unsound


def _year_before(review: _Review, shelf: Shelf[str], outcome: Outcome) -> Outcome | None:
    if outcome.plan is None:
        return None
    source = shelf.find(year_before(outcome.plan), near=outcome.source.name)
    return check_source(source, review.terms.standards) if source else None


def _shelf(review: _Review) -> Shelf[str]:
    """The specs of the commit where the branch began, and those that are on the branch alone."""
    repository = review.repository
    blobs = {
        blob.path: (blob, f"{lead}{blob.path}")
        for commit, lead in ((review.head, ""), (review.start, f"{review.request.base}:"))
        for blob in repository.list_files(commit, review.specs)
        if blob.is_regular and _is_spec(blob, review.specs)
    }
    sources: dict[str, Source] = {}

    def read(path: str) -> Source:
        if path not in sources:
            # The likeliest is read alone; if that is not it, all are, by one call of git.
            wanted = list(blobs) if sources else [path]
            found = repository.read_all([blobs[name] for name in wanted])
            sources.update(zip(wanted, found, strict=True))
        return sources[path]

    return Shelf(list(blobs), read)


@contextmanager
def _trusted_project(
    repository: Repository, commit: str, inside: PurePosixPath
) -> Iterator[Project]:
    """The project as a commit has it, without its specs: settings and what these name."""
    with tempfile.TemporaryDirectory(prefix="perf-report-") as name:
        folder = Path(name)
        settings = [_below(inside, file) for file in (SETTINGS_FILE, "pyproject.toml")]
        _take(repository, commit, inside, settings, folder)
        project = open_project(folder)
        frameworks = repository.list_files(commit, _below(inside, project.settings.frameworks))
        named = [
            _below(inside, name) for name in (project.settings.approvals, *project.settings.fonts)
        ]
        _take(repository, commit, inside, [*named, *(blob.path for blob in frameworks)], folder)
        yield project


def _take(
    repository: Repository,
    commit: str,
    inside: PurePosixPath,
    paths: Sequence[str],
    folder: Path,
) -> None:
    """Write files of a commit below a folder, where the project has them."""
    for path in paths:
        blob = repository.find_file(commit, path)
        if blob is not None:
            source = repository.read(blob, path, _LARGEST_FONT)
            write_files({folder / PurePosixPath(path).relative_to(inside): source.data})


def _below(inside: PurePosixPath, name: str) -> str:
    """The path of a file of the project from the top of the repository."""
    return str(inside / name)
