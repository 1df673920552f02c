"""The workbench of a project: its specs by file name, and those that are open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock

from perf_report.app.check.spec_check import open_standards
from perf_report.app.import_paper.leaves import Path
from perf_report.app.project import Project
from perf_report.app.workbench.drafts import DraftStore
from perf_report.app.workbench.editor import Editor
from perf_report.app.workbench.edits import Draft
from perf_report.app.workbench.page import (
    SpecPage,
    build_details,
    build_page,
    printed_values,
)
from perf_report.app.workbench.page_cells import PagePart
from perf_report.app.workbench.page_conflicts import conflict_name
from perf_report.app.workbench.paste import read_block
from perf_report.app.workbench.paste_columns import Block
from perf_report.app.workbench.project_list import find_spec
from perf_report.app.workbench.project_states import ProjectStates
from perf_report.app.workbench.readers import Read, Reader
from perf_report.app.workbench.routes import HEAD, is_number
from perf_report.app.workbench.session import Session
from perf_report.app.workbench.set_cells import (
    has_row,
    is_row,
    route_in,
    route_of,
    sample_row,
    with_rows,
    with_values,
)
from perf_report.app.workbench.typed import Typed, clean
from perf_report.errors import SourceError
from perf_report.messages import Catalogue
from perf_report.outputs.writer import remove_leftovers
from perf_report.parse.text_edits import EditError
from perf_report.parse.yaml_files import is_yaml_name
from perf_report.render.localized_text import TextRuns

# A block that is pasted has so many values at most.
_MOST_PASTED = 2_000


@dataclass(slots=True, kw_only=True)
class Opened:
    """An open spec with the page that was shown last, and what last year's table prints."""

    session: Session
    before: Mapping[tuple[str, ...], TextRuns] = field(default_factory=dict)
    shown: dict[str, SpecPage] = field(default_factory=dict)


class Workbench:
    """Opens the specs of a project, and changes them."""

    def __init__(
        self,
        project: Project,
        drafts: DraftStore | None = None,
        editor: Editor | None = None,
        target: str | None = None,
    ) -> None:
        self.project = project
        self.editor = editor
        self.states = ProjectStates(project, target)
        self._drafts = drafts or DraftStore()
        self._opened: dict[str, Opened] = {}
        self._lock = Lock()
        self._reader: Reader | None = None
        remove_leftovers(project.specs_folder(), is_yaml_name)

    def close(self) -> None:
        """Stop what goes on, and leave the drafts to the next session."""
        self.states.stop()
        self._drafts.close()

    def read_standards(self) -> Reader:
        """Read forms, frameworks and settings again. Raises PerfReportError."""
        standards = open_standards(self.project, self.project.fonts())
        self._reader = Reader(self.project, standards)
        return self._reader

    @property
    def reader(self) -> Reader:
        """What reads and checks drafts."""
        return self._reader or self.read_standards()

    def read(self, opened: Opened) -> Read:
        """Return what the draft of an open spec says. Raises PerfReportError."""
        return self.reader.read(opened.session.source)

    def open(self, name: str) -> Opened | None:
        """Return the spec of a file name; None if the project has none of this name.

        One is still open after its file was removed, or something else is in its place. Raises
        SourceError if it cannot be read.
        """
        path = find_spec(self.project, name)
        with self._lock:
            if path is None:
                return self._opened.get(name)
            if name not in self._opened:
                session = Session(path, self._drafts.open(path))
                self._opened[name] = Opened(session=session, before=self._last_year(session))
            return self._opened[name]

    def has_other_plan(self, opened: Opened, say: Catalogue) -> bool:
        """Return whether a report is on another plan than it shows."""
        shown = opened.shown.get(say.language)
        return bool(shown and shown.is_report and self.page(opened, say) != shown)

    def page(self, opened: Opened, say: Catalogue) -> SpecPage:
        """Return the page of an open spec as it is now."""
        return build_page(self.read(opened), opened.session.draft, say, opened.before)

    def name_conflict(self, opened: Opened, path: Path, say: Catalogue) -> str:
        """Return what a value is called that was changed in two ways."""
        return conflict_name(path, self.read(opened), self.page(opened, say), say)

    def details(self, opened: Opened, route: str, say: Catalogue) -> PagePart | None:
        """Return what else is said in a row, or of the whole; None without such a row."""
        read, draft = self.read(opened), opened.session.draft
        is_whole = route == HEAD
        wanted = () if is_whole else route_in(draft, route)
        if not (read.is_report or is_whole or (is_row(wanted) and has_row(draft, wanted))):
            return None
        part = build_details(read, draft, say, wanted)
        return part if part and part.rows else None

    def _last_year(self, session: Session) -> dict[tuple[str, ...], TextRuns]:
        """What the table of the year before prints; empty if there is none."""
        earlier = self.reader.read_earlier(self.reader.read(session.source))
        return printed_values(earlier.readable) if earlier and earlier.readable else {}

    # --- Edits ---

    def edit_cells(self, opened: Opened, cells: Sequence[tuple[str, Typed]]) -> None:
        """Set cells to what was typed. Raises EditError if one of them cannot be changed.

        In place of its number, a row that is yet to be made has a sign: `tasks.+0.text`.
        """
        _refuse_many(len(cells))

        def change(draft: Draft) -> Draft:
            longer, placed = with_rows(draft, cells)
            read = self.read(opened)
            if read.readable is None or not longer.is_sound:
                raise EditError(read.checked.source.name)
            return with_values(read.readable, longer, placed)

        opened.session.edit(change)

    def paste(self, opened: Opened, anchor: str, block: Block, say: Catalogue) -> tuple[str, ...]:
        """Set cells to a block that is pasted at one; return the labels that have no place.

        Raises EditError, SourceError.
        """
        session = opened.session
        _refuse_many(sum(map(len, block)))
        readable = self.read(opened).readable
        if readable is None:
            raise EditError(session.path.name)
        page = self.page(opened, say)
        pasted = read_block(page, readable, session.draft, anchor, block)
        self.edit_cells(opened, pasted.cells)
        return pasted.unused

    def mend(self, opened: Opened, route: str, fix: str) -> None:
        """Put the text that satisfies a rule at a route. Raises EditError."""
        read = self.read(opened)
        known = {(each.finding.route, each.finding.fix) for each in read.checked.findings}
        wanted = route_in(opened.session.draft, route)
        if (wanted, fix) not in known:
            raise EditError(route)
        opened.session.edit(lambda draft: draft.set(wanted, fix))

    def reviewed(self, opened: Opened, line: str) -> None:
        """Remove the mark to review on a line. Raises EditError if there is none."""
        if not is_number(line):
            raise EditError(line)
        opened.session.edit(lambda draft: draft.without_mark(int(line)))

    def change_row(self, opened: Opened, action: str, route: str, category: str = "") -> None:
        """Add, copy, remove or move a row. Raises EditError if there is no such row or action."""
        wanted = route_of(route)
        draft, at = opened.session.draft, wanted[-1]
        rows = draft.value(wanted[:-1]) or ()
        is_known = is_row(wanted) and draft.is_sound and isinstance(rows, list | tuple)
        if not is_known or int(at) >= len(rows) + (
            action == "add" and (bool(rows) or wanted[0] != "tables")
        ):
            raise EditError(route)
        category = clean(category)
        values = {"category": category} if category and wanted[-2] == "indicators" else {}
        actions = {
            "add": lambda draft: draft.add_row(wanted, values or sample_row(draft, wanted)),
            "copy": lambda draft: draft.copy_row(wanted),
            "remove": lambda draft: draft.remove_row(wanted),
            "up": lambda draft: draft.move_row(wanted, -1),
            "down": lambda draft: draft.move_row(wanted, 1),
        }
        if action not in actions or (
            action != "add" and opened.session.draft.value(wanted) is None
        ):
            raise EditError(route)
        opened.session.edit(actions[action])


def _refuse_many(count: int) -> None:
    if count > _MOST_PASTED:
        raise SourceError("paste-too-many", count=count, most=_MOST_PASTED)
