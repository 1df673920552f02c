"""What `diff` compares with what, and the approval of changes."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from perf_report.app.check.collect_specs import collect_sources
from perf_report.app.check.previous_year import SpecSearch, year_before
from perf_report.app.compare.comparison import (
    Compared,
    Invalid,
    Terms,
    compare_sources,
    compare_specs,
)
from perf_report.app.project import SPEC_SUFFIXES, Project, list_specs
from perf_report.errors import SourceError
from perf_report.model.approval import Approval
from perf_report.model.source import Source
from perf_report.outputs.writer import write_files
from perf_report.parse.approvals import add_approval, read_approvals
from perf_report.parse.git_objects import Blob, Repository
from perf_report.parse.source import read_source
from perf_report.render.changes.report import ChangeReport, ToldChange

# So many digits of a fingerprint are enough to name a change, where only one begins so.
LEAST_DIGITS = 6


def read_side(name: str) -> Source:
    """A file, or `REV:path` in git, the path from the top of the repository or beginning with `./`.

    Raises SourceError.
    """
    revision, colon, inside = name.partition(":")
    if not colon or os.path.lexists(name):
        return read_source(Path(name))
    repository = Repository(Path())
    commit = repository.resolve(revision)
    path = inside
    if inside.startswith(("./", "../")):
        path = _inside(repository, Path(inside))
    blob = repository.find_file(commit, path)
    if blob is None:
        raise SourceError("source-missing-in", path=inside, revision=revision)
    return repository.read(blob, name)


def compare_pair(base: str, revision: str, terms: Terms) -> Compared:
    """Compare two named sides."""
    return compare_sources(read_side(base), read_side(revision), terms)


def compare_with_year_before(name: str, project: Project, terms: Terms) -> Compared:
    """Compare a spec with the same department's spec of the year before.

    Raises SourceError where there is none.
    """
    spec = terms.checker.check_one(read_side(name))
    if spec.result.identity is None:
        return Invalid(spec=spec)
    code, year = year_before(spec.result.identity)
    search = _search_beside(project, Path(name).parent)
    before = search.find((code, year), near=str(Path(name)))
    if before is None:
        raise SourceError("year-before-missing", path=name, code=code, year=year)
    return compare_specs(terms.checker.check_one(before), spec, terms)


def compare_years(project: Project, terms: Terms) -> list[Compared]:
    """Compare every spec of a project whose year before is there with it.

    Raises SourceError where there is none.
    """
    specs = list(terms.checker.check(collect_sources(project.spec_paths(()))))
    tables = {spec.result.identity: spec for spec in specs if spec.result.identity}
    compared: list[Compared] = [
        Invalid(spec=spec) for spec in specs if spec.result.identity is None
    ]
    for identity, spec in tables.items():
        before = tables.get(year_before(identity))
        if before is not None:
            compared.append(compare_specs(before, spec, terms))
    if not compared:
        raise SourceError("years-missing", path=project.specs_folder())
    return compared


def compare_with_revision(
    revision: str, named: Sequence[Path], project: Project, terms: Terms
) -> Iterator[Compared]:
    """Compare the working tree with a git revision, file by file; files alike are passed over.

    A file that is new is compared with nothing, and so is one that is gone.
    """
    repository = Repository(project.root)
    commit = repository.resolve(revision)
    files = _files_of_both(repository, commit, named, project)
    there = [(blob, f"{revision}:{blob.path}") for blob in files.values() if blob is not None]
    sources = iter(repository.read_all(there))
    pairs = []
    for path, blob in files.items():
        old = next(sources) if blob else None
        new = read_source(path) if path.exists() else None
        if (old is None) != (new is None) or (old and new and old.data != new.data):
            pairs.append((old, new))
    specs = terms.checker.check([source for pair in pairs for source in pair if source])
    for old, new in pairs:
        yield compare_specs(next(specs) if old else None, next(specs) if new else None, terms)


def _files_of_both(
    repository: Repository, commit: str, named: Sequence[Path], project: Project
) -> dict[Path, Blob | None]:
    """The specs that the paths name, in the tree or in the commit, each as the commit has it."""
    files: dict[Path, Blob | None] = {}
    for path in named or [project.specs_folder()]:
        inside = _inside(repository, path)
        if path.suffix in SPEC_SUFFIXES and not path.is_dir():
            files[path] = repository.find_file(commit, inside)
            continue
        blobs = {Path(blob.path).name: blob for blob in repository.list_files(commit, inside)}
        names = {item.name for item in path.iterdir()} if path.is_dir() else set()
        specs = sorted(name for name in names | blobs.keys() if Path(name).suffix in SPEC_SUFFIXES)
        files |= {path / name: blobs.get(name) for name in specs}
    return files


def _inside(repository: Repository, path: Path) -> str:
    """A path of the working tree as the repository names it."""
    top = repository.top()
    try:
        return (path.parent.resolve() / path.name).relative_to(top.resolve()).as_posix()
    except ValueError:
        raise SourceError("source-outside", path=path, top=top) from None


def _search_beside(project: Project, folder: Path) -> SpecSearch[Path]:
    """A search among the specs of a folder and the project's own."""
    folders = dict.fromkeys([folder, project.specs_folder()])
    return SpecSearch([path for each in folders for path in list_specs(each)], read_source)


def git_user(project: Project) -> str | None:
    """The name by which git knows the person at work, or None."""
    return Repository(project.root).user_name()


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """Who accepts changes, when, why, and until when."""

    by: str
    given: date
    reason: str
    expires: date | None = None


def approve(
    report: ChangeReport, digits: Sequence[str], consent: Consent, project: Project
) -> list[Approval]:
    """Note that changes are accepted, each named by the first digits of its fingerprint.

    Raises SourceError where the digits name no change, or more than one, and writes nothing then.
    """
    approvals = [_approval(report, named, consent) for named in digits]
    path = project.approvals_path()
    source = read_source(path) if path.exists() else Source(name=str(path), data=b"")
    # One that has expired may be given again; one that counts says all there is to say.
    standing = {
        item.fingerprint for item in read_approvals(source) if item.counts_on(consent.given)
    }
    for approval in (item for item in approvals if item.fingerprint not in standing):
        source = Source(name=source.name, data=add_approval(source, approval))
    write_files({path: source.data})
    return approvals


def _approval(report: ChangeReport, digits: str, consent: Consent) -> Approval:
    found = {
        told.fingerprint: (told, table)
        for table in report.tables
        for told in table.told
        if told.fingerprint.startswith(digits)
    }
    if len(digits) < LEAST_DIGITS or not found:
        raise SourceError("approval-unknown", digits=digits, least=LEAST_DIGITS)
    if len(found) > 1:
        raise SourceError("approval-ambiguous", digits=digits, found=", ".join(found))
    (fingerprint, (told, table)) = next(iter(found.items()))
    return Approval(
        fingerprint=fingerprint,
        table=table.table,
        kind=told.change.kind.value,
        subject=_subject(told),
        reason=consent.reason,
        by=consent.by,
        given=consent.given,
        expires=consent.expires,
    )


def _subject(told: ToldChange) -> str:
    """What changed, by its ids."""
    subject = told.change.subject
    return "/".join(filter(None, (subject.type, subject.goal, subject.id)))
