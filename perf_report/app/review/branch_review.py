"""Review of a branch: every spec that it changed is checked and compared.

The branch is not trusted. Its specs are read as objects of git and never from the working tree;
settings, frameworks, fonts and approvals come from the base; nothing is run.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath

from perf_report.app.check.check_result import CheckedSpec
from perf_report.app.check.previous_year import SpecSearch, year_before
from perf_report.app.compare.comparison import (
    Compared,
    Invalid,
    Terms,
    Unreadable,
    collect_changes,
    compare_specs,
    open_terms,
)
from perf_report.app.project import SPEC_SUFFIXES
from perf_report.app.review.base_settings import (
    Trusted,
    below,
    find_place,
    open_repository,
    trusted_project,
)
from perf_report.errors import SourceError
from perf_report.messages import Catalogue
from perf_report.model.plan import Identity
from perf_report.model.source import Source
from perf_report.parse.git_objects import Blob, Repository
from perf_report.render.changes.report import ChangeReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is to be reviewed: revisions by name, and whose settings and approvals count."""

    folder: Path | None
    base: str
    head: str
    trusts_branch: bool
    today: date

    @property
    def base_name(self) -> str:
        """The base as a reader knows it."""
        return self.base.removeprefix("refs/remotes/").removeprefix("refs/heads/")


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
    repository = open_repository(request.folder)
    repository.top()
    base, head = repository.resolve(request.base), repository.resolve(request.head)
    start = repository.merge_base(base, head)
    trusted = Trusted(name=request.base_name, commit=base)
    if request.trusts_branch:
        trusted = Trusted(name=request.head, commit=head)
    place = find_place(repository, request.folder, trusted.commit)
    with trusted_project(repository, trusted, place) as project:
        specs = below(place, project.settings.specs)
        if not any(repository.has_folder(commit, specs) for commit in (start, head)):
            raise SourceError("specs-missing-in", path=specs or ".", revision=request.head)
        with open_terms(project, request.today, folder=repository.top() / place) as terms:
            reviewed = _Review(
                repository=repository,
                request=request,
                start=start,
                head=head,
                specs=specs,
                terms=terms,
            )
            return _report(reviewed, say)


def _report(review: _Review, say: Catalogue) -> ChangeReport:
    unreadable, old, new = _read_changed(review)
    compared = [*unreadable, *_compare(review, old, new)]
    report = collect_changes(compared, review.terms, say)
    # Not only what cannot be compared is told of, but all that is wrong with a changed spec.
    failed = [file for file in report.checked if file.name not in {o.source.name for o in new}]
    return replace(report, checked=[*failed, *(spec.report for spec in new)])


def _read_changed(
    review: _Review,
) -> tuple[list[Unreadable], list[CheckedSpec], list[CheckedSpec]]:
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
    return unreadable, _check(review, old, f"{review.request.base_name}:"), _check(review, new, "")


def _is_spec(blob: Blob | None, folder: str) -> bool:
    """Whether a path is one of a spec, directly in the folder of specs."""
    path = PurePosixPath(blob.path if blob else "")
    return path.parent == PurePosixPath(folder) and path.suffix in SPEC_SUFFIXES


def _regular(blobs: Sequence[Blob | None]) -> tuple[list[Blob], list[Blob]]:
    there = [blob for blob in blobs if blob is not None]
    return [b for b in there if b.is_regular], [b for b in there if not b.is_regular]


def _check(review: _Review, blobs: Sequence[Blob], lead: str) -> list[CheckedSpec]:
    sources = review.repository.read_all([(blob, f"{lead}{blob.path}") for blob in blobs])
    return list(review.terms.checker.check(sources))


def _compare(
    review: _Review, old: Sequence[CheckedSpec], new: Sequence[CheckedSpec]
) -> Iterator[Compared]:
    """Compare what is of one department and year, whatever its file is called now.

    A new table is compared with that of the year before, if there is one.
    """
    base = review.request.base_name
    pairs, gone = _pair(old, new, base)
    search = _search_both(review)
    for spec in new:
        if spec.result.identity is None:
            yield Invalid(spec=spec)
            continue
        before = pairs.get(spec.source.name) or _year_before(review, search, spec)
        yield compare_specs(before, spec, review.terms)
    for spec in gone:
        if not _is_invalid_now(spec, new, base):
            yield compare_specs(spec, None, review.terms)
    yield from (Invalid(spec=spec) for spec in old if spec.result.identity is None)
    yield from _collisions(review, new)


def _pair(
    old: Sequence[CheckedSpec], new: Sequence[CheckedSpec], base: str
) -> tuple[Mapping[str, CheckedSpec], list[CheckedSpec]]:
    """The old table of each new one, that of the same path first; and the old ones left over."""
    left: dict[Identity, list[CheckedSpec]] = {}
    for spec in old:
        if spec.result.identity is not None:
            left.setdefault(spec.result.identity, []).append(spec)
    pairs: dict[str, CheckedSpec] = {}
    for needs_path in (True, False):
        for spec in new:
            name = spec.source.name
            if spec.result.identity is None or name in pairs:
                continue
            alike = left.get(spec.result.identity, [])
            places = [i for i, o in enumerate(alike) if not needs_path or _path(o, base) == name]
            if places:
                pairs[name] = alike.pop(places[0])
    return pairs, [spec for specs in left.values() for spec in specs]


def _collisions(review: _Review, new: Sequence[CheckedSpec]) -> Iterator[Unreadable]:
    """Tables that two files of the branch claim to be: which of them counts, no one can tell."""
    changed = {spec.source.name for spec in new}
    blobs = review.repository.list_files(review.head, review.specs)
    others = _read_later(
        review,
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
        (code, year), name = spec.result.identity, spec.source.name
        twin = others.find((code, year))
        first = seen.setdefault((code, year), twin.name if twin else name)
        if first != name:
            error = SourceError("output-collision", first=first, second=name, code=code, year=year)
            yield Unreadable(name=name, error=error)


def _is_invalid_now(spec: CheckedSpec, new: Sequence[CheckedSpec], base: str) -> bool:
    """Whether a table that seems gone is the one of a file that cannot be read any more."""
    invalid = {item.source.name for item in new if item.result.identity is None}
    return _path(spec, base) in invalid


def _path(spec: CheckedSpec, base: str) -> str:
    """The path of an old spec."""
    return spec.source.name.removeprefix(f"{base}:")


def _year_before(review: _Review, search: SpecSearch[str], spec: CheckedSpec) -> CheckedSpec | None:
    if spec.result.identity is None:
        return None
    source = search.find(year_before(spec.result.identity), near=spec.source.name)
    return review.terms.checker.check_one(source) if source else None


def _search_both(review: _Review) -> SpecSearch[str]:
    """The specs of the commit where the branch began, and those that are on the branch alone."""
    repository = review.repository
    blobs = {
        blob.path: (blob, f"{lead}{blob.path}")
        for commit, lead in ((review.head, ""), (review.start, f"{review.request.base_name}:"))
        for blob in repository.list_files(commit, review.specs)
        if blob.is_regular and _is_spec(blob, review.specs)
    }
    return _read_later(review, blobs)


def _read_later(review: _Review, blobs: Mapping[str, tuple[Blob, str]]) -> SpecSearch[str]:
    """Specs by path that are read when they are looked for."""
    sources: dict[str, Source] = {}

    def read(path: str) -> Source:
        if path not in sources:
            # The likeliest is read alone; if that is not it, all are, by one call of git.
            wanted = list(blobs) if sources else [path]
            found = review.repository.read_all([blobs[name] for name in wanted])
            sources.update(zip(wanted, found, strict=True))
        return sources[path]

    return SpecSearch(list(blobs), read)
