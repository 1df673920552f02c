"""Routes as a page names them, and what tells a value in every year."""

import re
from collections.abc import Mapping

from perf_report.app.workbench.readable import Readable
from perf_report.model.route import Route

# Rows of these lists can be added, copied, moved and removed.
_LISTS = frozenset({"tasks", "goals", "indicators"})

_NUMBER = re.compile("[0-9]{1,9}")
# In place of a dot within a key, such as that of a category.
_DOT = "~"
# The page's name of the head of a spec, which has no route.
HEAD = "head"


def is_number(text: str) -> bool:
    """Whether a text is a whole number of ASCII digits that is no longer than any that is meant."""
    return bool(_NUMBER.fullmatch(text))


def join_route(route: Route) -> str:
    """Return a route as a page names it: goals.0.text."""
    return ".".join(str(step).replace(".", _DOT) for step in route)


def split_route(text: str) -> Route:
    """Return the route that a page names."""
    return tuple(
        int(step) if is_number(step) else step.replace(_DOT, ".") for step in text.split(".")
    )


def row_of(route: Route) -> Route:
    """Return the route of the row that a cell belongs to; empty if it is no row of a list."""
    if route[:1] == ("tables",):
        return route[:3]
    ends = [at + 2 for at, step in enumerate(route) if step in _LISTS]
    # A row of goals that has indicators in it is not moved by a cell of theirs.
    return route[: ends[-1]] if ends and ends[-1] <= len(route) else ()


def ids_of(readable: Readable) -> Mapping[Route, str]:
    """Return the ids of tasks, goals and indicators by route."""
    plan = readable.plan
    found: dict[Route, str] = {("tasks", at): each.id for at, each in enumerate(plan.tasks)}
    found |= {("goals", at): each.id for at, each in enumerate(plan.goals)}
    for route, _, listed in plan.indicator_lists():
        found |= {(*route, at): each.id for at, each in enumerate(listed)}
    return found


def path_of(route: Route, kind: str, ids: Mapping[Route, str]) -> tuple[str, ...]:
    """Return what tells the value of a cell in every year: the id of its row, and keys."""
    item = row_of(route)
    rest = route[len(item) :]
    name = ids.get(item, "")
    lead = (str(item[-2]), name) if name else tuple(map(str, item))
    return (*lead, *map(str, rest), kind)
