"""Sets of routes: what is at, above or below a place."""

import pytest

from perf_report.model.route import Route, RouteSet

UNREAD = RouteSet([("year",), ("tasks", 1, "funds", "basic"), ("goals", 2)])


@pytest.mark.parametrize(
    "pattern",
    [
        ("year",),
        ("year", "below"),
        ("tasks",),
        ("tasks", "*", "funds"),
        ("tasks", 1, "funds", "basic"),
        ("goals", 2, "indicators", 0, "name"),
        ("goals", "*", "indicators", "*", "name"),
        (),
    ],
    ids=str,
)
def test_a_place_is_touched_by_what_is_at_above_or_below_it(pattern: Route) -> None:
    assert UNREAD.touches(pattern)


@pytest.mark.parametrize(
    "pattern",
    [("framework",), ("tasks", 0), ("tasks", "*", "text"), ("tasks", 1, "funds", "project")],
    ids=str,
)
def test_a_place_beside_is_not_touched(pattern: Route) -> None:
    assert not UNREAD.touches(pattern)


def test_the_root_touches_everything_and_an_empty_set_nothing() -> None:
    assert RouteSet([("year",), ()]).touches(("goals", 0))
    assert not RouteSet([]).touches(())


def test_a_route_below_another_adds_nothing() -> None:
    for routes in ([("a",), ("a", "b")], [("a", "b"), ("a",)]):
        assert RouteSet(routes).touches(("a", "c"))
