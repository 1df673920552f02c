"""What was typed on a page that was behind: it is taken unless the same value was changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from perf_report.app.workbench.edits import Draft
from perf_report.app.workbench.report_asked import TICKED
from perf_report.app.workbench.routes import join_route
from perf_report.app.workbench.set_cells import route_in
from perf_report.app.workbench.typed import Typed
from perf_report.app.workbench.workbench import Opened, Workbench
from perf_report.model.route import Route

Cells = Sequence[tuple[str, Typed]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """What became of cells of a page that was behind; `typed` are the texts that were not taken."""

    typed: tuple[str, ...] = ()

    @property
    def is_taken(self) -> bool:
        """Whether they were taken."""
        return not self.typed


def edit_late(workbench: Workbench, opened: Opened, base: str, cells: Cells) -> Late:
    """Set cells to what was typed on a page that was behind, if nobody changed them since.

    Raises EditError if one of them cannot be changed.
    """
    session = opened.session
    moved = _moved_cells(session.shown(base), session.draft, cells)
    if moved is None:
        return Late(typed=_texts(cells))
    workbench.edit_cells(opened, moved)
    return Late()


def _moved_cells(before: Draft | None, draft: Draft, cells: Cells) -> Cells | None:
    """Cells of a page that showed `before`, with their routes in the draft as it is now.

    None if that page is not known, or if one of the values, or its row, is another one by now.
    """
    if before is None or before.is_report != draft.is_report:
        return None
    moved = []
    for text, typed in cells:
        place = _place(before, draft, route_in(before, text))
        if place is None:
            return None
        moved.append((join_route(place), typed))
    return moved


def _place(before: Draft, draft: Draft, route: Route) -> Route | None:
    """The route now of a value that is still what it was."""
    place: Route = ()
    for at, step in enumerate(route):
        found = _row(before, draft, route[:at], place, step) if isinstance(step, int) else step
        if found is None:
            return None
        place = (*place, found)
    # A tick is one of several in a value.
    end = -1 if route[-2:-1] and route[-2] in TICKED else None
    return place if before.value(route[:end]) == draft.value(place[:end]) else None


def _row(before: Draft, draft: Draft, listed: Route, now: Route, at: int) -> int | None:
    """Where the row of an id is in a list; rows without ids stay where all of them are the same."""
    old, new = before.value(listed) or (), draft.value(now) or ()
    if old == new:
        return at
    ids = [each.get("id") for each in new if isinstance(each, dict)]
    known = old[at].get("id") if at < len(old) and isinstance(old[at], dict) else None
    return ids.index(known) if known is not None and ids.count(known) == 1 else None


def _texts(cells: Cells) -> tuple[str, ...]:
    """What was typed, or a dash for a cell that was emptied."""
    return tuple(" / ".join(filter(None, typed.values())) or "—" for _, typed in cells)
