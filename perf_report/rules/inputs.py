"""Whether what a finding depends on could be read."""

from perf_report.model.finding import Finding
from perf_report.model.route import Route, RouteSet
from perf_report.model.text import LANGUAGES
from perf_report.rules.rule import Rule

# Before a key of the indicator that a place is in.
_INDICATOR = "@indicator."


def is_sound(rule: Rule, finding: Finding, unread: RouteSet) -> bool:
    """Return whether nothing that a finding depends on is unread."""
    reads = rule.reads_by_message.get(finding.message_id, rule.reads)
    return not any(unread.touches(_bind(pattern, finding.route)) for pattern in reads)


def _bind(pattern: str, route: Route) -> Route:
    """The pattern with the positions of a finding's route."""
    if pattern == "@":
        return route[:-1] if route[-1:] and route[-1] in LANGUAGES else route
    if pattern == "@^":
        return route[:-1]
    if pattern.startswith(_INDICATOR):
        return (*_indicator_of(route), pattern.removeprefix(_INDICATOR))
    positions = (step for step in route if isinstance(step, int))
    steps = pattern.split(".") if pattern else []
    return tuple(next(positions) if step == "#" else step for step in steps)


def _indicator_of(route: Route) -> Route:
    """The route of the indicator that a route leads into, under a goal or under the table."""
    return route[: route.index("indicators") + 2]
