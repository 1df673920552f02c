"""The sides of a comparison as they are named: a file, standard input, or a file in git."""

import os
from dataclasses import dataclass
from pathlib import Path

from perf_report.app.check.carried_report import CarriedReport, read_carried_report
from perf_report.app.check.report_check import CheckedReport, ReportChecker
from perf_report.errors import SourceError
from perf_report.model.source import Source
from perf_report.parse.git_objects import Repository
from perf_report.parse.report_files import is_report
from perf_report.parse.source import read_named
from perf_report.pdf_inspect.carried_spec import is_pdf, spec_source


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSide:
    """A spec or a report; one that a PDF `carried` has its plan from there."""

    source: Source
    carried: CarriedReport | None = None

    @property
    def is_report(self) -> bool:
        """Whether it is a report on a plan."""
        return is_report(self.source)

    def check(self, reports: ReportChecker, place: str) -> CheckedReport:
        """Check the report; its plan is looked for beside `place`, unless it was carried."""
        if self.carried is None:
            return reports.check(self.source, place)
        return reports.searching(self.carried.search).check(self.source)


def read_side(name: str) -> NamedSide:
    """Read a file, `-`, or `REV:path` in git, with a path from the repository's top or after `./`.

    Of a PDF, the spec or the report that it carries is read.

    Raises SourceError.
    """
    revision, colon, inside = name.partition(":")
    if is_path(name) or not colon:
        return _carried_side(read_named(Path(name)))
    repository = Repository(Path())
    commit = repository.resolve(revision)
    path = inside
    if inside.startswith(("./", "../")):
        path = path_inside(repository, Path(inside))
    blob = repository.find_file(commit, path)
    if blob is None:
        raise SourceError("source-missing-in", path=inside, revision=revision)
    return NamedSide(source=repository.read(blob, name))


def _carried_side(source: Source) -> NamedSide:
    carried = read_carried_report(source) if is_pdf(source.data) else None
    if carried is None:
        return NamedSide(source=spec_source(source))
    return NamedSide(source=Source(name=source.name, data=carried.report.data), carried=carried)


def is_path(name: str) -> bool:
    """Whether a side is named by a path, and not by a revision."""
    # On Windows a path may begin with a drive.
    return os.path.isabs(name) or os.path.lexists(name)  # noqa: PTH117  # as that system says


def path_inside(repository: Repository, path: Path) -> str:
    """Return a path of the working tree from the repository's top. Raises SourceError."""
    top = repository.top()
    try:
        return (path.parent.resolve() / path.name).relative_to(top.resolve()).as_posix()
    except ValueError:
        raise SourceError("source-outside", path=path, top=top) from None
