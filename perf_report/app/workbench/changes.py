"""What a draft changes against another table or report, in words."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from perf_report.app.check.report_check import CheckedReport
from perf_report.app.compare.comparison import (
    ComparisonConfig,
    InvalidReport,
    InvalidSpec,
    collect_changes,
    compare_sources,
    open_comparison_config,
)
from perf_report.app.compare.past_versions import past_commits, read_in_revision
from perf_report.app.compare.report_comparison import compare_reports
from perf_report.app.workbench.page import SpecPage
from perf_report.app.workbench.page_findings import CellPlace, cell_place
from perf_report.app.workbench.partial_comparison import compare_readable
from perf_report.app.workbench.project_list import find_spec, spec_files
from perf_report.app.workbench.readers import Read
from perf_report.app.workbench.report_asked import asked_of
from perf_report.app.workbench.start import read_file, uploaded
from perf_report.app.workbench.workbench import Opened, Workbench
from perf_report.errors import SourceError
from perf_report.messages import Catalogue
from perf_report.model.route import Route
from perf_report.model.source import Source
from perf_report.parse.git_objects import PastCommit
from perf_report.parse.load import load_plan
from perf_report.parse.source import MAX_BYTES, read_source
from perf_report.parse.yaml_files import is_yaml_name
from perf_report.render.changes.report import TableChanges
from perf_report.render.changes.text import TextPart, text_parts

# So many past versions of a table are listed.
_MOST_COMMITS = 50

# The page breaks lines.
_ANY_WIDTH = 1_000_000

# What finds the table that a draft is compared with; None if there is none.
FindBase = Callable[[Workbench, Opened], Source | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageChange:
    """A part of what a draft changes, as a text, with the cell that it is about if it has one."""

    text: str
    cell: CellPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadCell:
    """A cell that could not be compared, and what it is called."""

    name: str
    cell: CellPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class PageChanges:
    """What a draft changes; no parts if there is no other table to compare it with.

    `unread` are the cells that could not be read, so that what depends on them was not compared;
    `base` is the name of the other table, and `base_unread` how many of its values that is so of.
    `is_unreadable` says that nothing of the draft can be read.
    """

    parts: tuple[PageChange, ...] = ()
    unread: tuple[UnreadCell, ...] = ()
    base: str = ""
    base_unread: int = 0
    is_unreadable: bool = False


def changes_since(
    workbench: Workbench, opened: Opened, find: FindBase, say: Catalogue
) -> PageChanges:
    """Return what a draft changes, as far as both tables can be read.

    Raises PerfReportError.
    """
    base = find(workbench, opened)
    if base is None:
        return PageChanges(is_unreadable=workbench.read(opened).readable is None)
    with opened.session.lock:
        after, page = workbench.read(opened), workbench.page(opened, say)
    before = workbench.reader.read(base)
    with open_comparison_config(workbench.project, date.min) as config:
        result = whole = _compare(before, after, config)
        if not isinstance(whole, TableChanges):
            result = compare_readable(before, after, config) or whole
        report = collect_changes([result], config, say)
    parts = text_parts(replace(report, columns=_ANY_WIDTH, has_places=False))
    is_partial = result is not whole
    return PageChanges(
        parts=tuple(PageChange(text=part.text, cell=_cell(part, page, after)) for part in parts),
        unread=_unread_cells(after, page) if is_partial else (),
        base=before.file_name,
        base_unread=len(_unread(before)) if is_partial else 0,
    )


def _unread(read: Read) -> list[Route]:
    """What could not be read, each place once."""
    routes = read.readable.unread if read.readable else ()
    return list(dict.fromkeys(routes))


def _unread_cells(read: Read, page: SpecPage) -> tuple[UnreadCell, ...]:
    """The cells of what could not be read, each once."""
    places = (cell_place(each, page.anchors, is_report=page.is_report) for each in _unread(read))
    cells = {(each.anchor, each.details): each for each in places}
    return tuple(
        UnreadCell(name=page.names.get(each.anchor, ""), cell=each) for each in cells.values()
    )


def _cell(part: TextPart, page: SpecPage, read: Read) -> CellPlace:
    """Where a change is on the page; nowhere if what changed is gone, or cannot be typed."""
    route = part.change.change.new_route if part.change else None
    if not route:
        return CellPlace()
    found = cell_place(route, page.anchors, is_report=page.is_report)
    is_typed = read.readable is not None and asked_of(route, read.readable) is not None
    return found if found.anchor or is_typed else CellPlace()


def _compare(
    before: Read, after: Read, config: ComparisonConfig
) -> TableChanges | InvalidSpec | InvalidReport:
    old, new = before.checked, after.checked
    if isinstance(old, CheckedReport) and isinstance(new, CheckedReport):
        return compare_reports(old, new, config)
    return compare_sources(_with_file_name(old.source), _with_file_name(new.source), config)


def _with_file_name(source: Source) -> Source:
    """A file of the project by its name, since a reader knows the folder."""
    return Source(name=Path(source.name).name, data=source.data)


def last_year(workbench: Workbench, opened: Opened) -> Source | None:
    """Return the table, or the report, of the year before."""
    earlier = workbench.reader.read_earlier(workbench.read(opened))
    return earlier.checked.source if earlier else None


def in_revision(revision: str) -> FindBase:
    """Return what reads a spec as it was in a revision."""
    return lambda _, opened: read_in_revision(opened.session.path, revision)


def in_project(name: str) -> FindBase:
    """Return what reads another file of the project."""

    def find(workbench: Workbench, _: Opened) -> Source:
        path = find_spec(workbench.project, name)
        if path is None:
            raise SourceError("source-missing", path=name)
        return read_source(path)

    return find


def in_upload(name: str, data: bytes) -> FindBase:
    """Return what reads an uploaded file: a spec, or a file of an office as `import` reads it."""
    source = uploaded(name, data)

    def find(workbench: Workbench, opened: Opened) -> Source:
        if is_yaml_name(source.name):
            # Too much is read no further than of a file.
            return Source(name=source.name, data=data[: MAX_BYTES + 1])
        specs = [each.data for each in read_file(workbench.project, source).imported]
        same = [data for data in specs if _holder(data) == _holder(opened.session.source.data)]
        return Source(name=source.name, data=[*same, *specs][0])

    return find


def _holder(data: bytes) -> str:
    plan = load_plan(Source(name="", data=data)).plan
    return plan.identity.holder if plan else ""


def past_versions(opened: Opened) -> list[PastCommit]:
    """Return the past versions of a spec; none without git."""
    with suppress(SourceError):
        return past_commits(opened.session.path, _MOST_COMMITS)
    return []


def other_files(workbench: Workbench, opened: Opened) -> list[str]:
    """Return the names of the other files of the project, those with the most like name first."""
    own = opened.session.path.name
    names = [name for name in spec_files(workbench.project) if name != own]
    holder = own.partition("-")[2]
    return sorted(names, key=lambda name: (name.partition("-")[2] != holder, name))
