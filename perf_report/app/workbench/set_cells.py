"""Set cells of a draft to what was typed, with the rows that they ask for."""

import re
from collections.abc import Sequence
from functools import partial
from typing import Any

from perf_report.app.workbench.edits import Draft
from perf_report.app.workbench.kinds import Kind
from perf_report.app.workbench.readable import Readable
from perf_report.app.workbench.report_asked import asked_of, key_order
from perf_report.app.workbench.routes import split_route
from perf_report.app.workbench.typed import Typed, data_of, ticked
from perf_report.model.route import Route
from perf_report.parse.text_edits import EditError

# The name of a unit may have most signs.
_ROUTE = re.compile(r"units\.[^\s.<>\"'&]{1,64}|[a-z0-9_~-]+(\.([a-z0-9_~-]+|\*)){0,7}")
# A row that is yet to be made, at the end of its list.
_FURTHER = re.compile(r"(?P<list>[a-z0-9_.-]+)\.\+(?P<number>[0-9]{1,3})\.(?P<rest>[a-z0-9_.-]+)")


def has_row(draft: Draft, route: Route) -> bool:
    """Return whether the rows of a route are there.

    The first row of a small table is printed before.
    """
    for at, step in enumerate(route):
        if isinstance(step, int):
            rows = draft.value(route[:at]) or ()
            if step >= len(rows) and (route[0] != "tables" or step):
                return False
    return True


def with_rows(
    draft: Draft, cells: Sequence[tuple[str, Typed]]
) -> tuple[Draft, list[tuple[str, Typed]]]:
    """Return the draft with the rows that cells ask for, and the cells with their routes in it.

    Raises EditError if one of them is no cell of a row.
    """
    found = [(_FURTHER.fullmatch(text), text, typed) for text, typed in cells]
    wanted: dict[str, int] = {}
    for match in (match for match, _, _ in found if match):
        wanted[match["list"]] = max(wanted.get(match["list"], 0), int(match["number"]) + 1)
    starts = {}
    for listed, count in wanted.items():
        starts[listed] = len(draft.value(route_of(listed)) or ())
        draft = _with_more(draft, route_of(listed), count)
    placed = [
        (_in_place(match, starts[match["list"]]) if match else text, typed)
        for match, text, typed in found
    ]
    return draft, placed


def _in_place(match: re.Match[str], start: int) -> str:
    return f"{match['list']}.{start + int(match['number'])}.{match['rest']}"


def _with_more(draft: Draft, listed: Route, count: int) -> Draft:
    """The draft with rows at the end of a list; an indicator is of the category of the last."""
    rows = draft.value(listed) or ()
    route = (*listed, len(rows))
    if not is_row(route):
        raise EditError(str(route))
    last = rows[-1] if rows else {}
    values = {key: last[key] for key in ("category",) if key in last}
    return draft.add_rows(listed, count, values or sample_row(draft, route))


def with_values(readable: Readable, draft: Draft, cells: Sequence[tuple[str, Typed]]) -> Draft:
    """Return the draft with what was typed in cells.

    Raises EditError if one of them cannot be changed.
    """
    order = partial(key_order, readable=readable)
    tasks = [task.id for task in readable.plan.tasks]
    # What is put together: no value is in another one, and none is removed.
    waiting: dict[Route, Any] = {}
    above: set[Route] = set()
    for text, typed in cells:
        route = route_in(draft, text)
        asked = asked_of(route, readable)
        if asked is None or asked.kind is Kind.LIST or not has_row(draft, route):
            raise EditError(text)
        place = route[:-1] if asked.kind is Kind.TICK else route
        leads = [place[:end] for end in range(1, len(place))]
        if place in waiting or place in above or any(lead in waiting for lead in leads):
            draft, waiting, above = draft.set_all(waiting, order), {}, set()
        known = draft.value(place)
        is_tick = asked.kind is Kind.TICK
        value = ticked(typed, route, known) if is_tick else data_of(typed, asked, known, tasks)
        if value is None:
            draft = draft.set_all(waiting, order).set(place, None, order)
            waiting, above = {}, set()
        else:
            waiting[place] = value
            above.update(leads)
    return draft.set_all(waiting, order)


def sample_row(draft: Draft, route: Route) -> dict[str, Any]:
    """Return what a new row begins with.

    A row of a table needs a value, and has that of the row above.
    """
    if route[0] != "tables":
        return {}
    rows = draft.value(route[:-1]) or ()
    return dict(rows[-1]) if rows else {}


def is_row(route: Route) -> bool:
    """Return whether a route is that of a row of a list."""
    match route:
        case ("tasks" | "goals" | "indicators", int()):
            return True
        case ("goals", int(), "indicators", int()) | ("tables", str(), int()):
            return True
    return False


def route_in(draft: Draft, text: str) -> Route:
    """Return the route that a page names; in a report, digits may be an id.

    Raises EditError if it is none.
    """
    route = route_of(text)
    return tuple(text.split(".")) if draft.is_report else route


def route_of(text: str) -> Route:
    """Return the route that a page names. Raises EditError if it is none."""
    if not _ROUTE.fullmatch(text):
        raise EditError(text)
    return split_route(text)
