"""Routes: paths of values in a spec, such as `goals[1].indicators[0].target`."""

from collections.abc import Iterable
from typing import Any

# Keys and list positions, from the root; empty for the root.
Route = tuple[str | int, ...]

# In a pattern, any position of a list.
ANY = "*"


class RouteSet:
    """Routes, each with all that is below it.

    A look-up takes as long as its route, however many routes there are.
    """

    def __init__(self, routes: Iterable[Route]) -> None:
        self._below: dict[str | int, Any] | None = {}
        self._known: dict[Route, bool] = {}
        for route in routes:
            self._add(route)

    def _add(self, route: Route) -> None:
        if not route:
            self._below = None
        below = self._below
        for step in route[:-1]:
            if below is None:
                return
            below = below.setdefault(step, {})
        if below is not None and route:
            below[route[-1]] = None

    def touches(self, pattern: Route) -> bool:
        """Whether a route of the set is at, above or below one that matches the pattern."""
        if pattern not in self._known:
            self._known[pattern] = _touches(self._below, pattern)
        return self._known[pattern]


def _touches(below: dict[str | int, Any] | None, pattern: Route) -> bool:
    """The same for what is below a place; None there means that all of it is in the set."""
    if below is None:
        return True
    if not pattern:
        return bool(below)
    first, rest = pattern[0], pattern[1:]
    steps = [step for step in below if isinstance(step, int)] if first == ANY else [first]
    return any(step in below and _touches(below[step], rest) for step in steps)
