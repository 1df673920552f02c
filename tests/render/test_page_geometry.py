"""Columns of amounts hold their longest figures, and those that do stay as they were."""

from dataclasses import replace

import pytest
from cases import for_each

from perf_report.render.compared_geometry import fit_compared
from perf_report.render.page_geometry import GEOMETRIES, Geometry

MM = 72 / 25.4


def room(geometry: Geometry, width: float) -> float:
    """How many digits of the amounts' type a column of this width holds."""
    inner = width * MM - 2 * geometry.padding_x - geometry.border
    # A decimal point is a little more than half as wide as a digit.
    return (inner / (geometry.font_size * geometry.amount_scale) + 0.25) / 0.57 + 1e-9


@for_each("usual", GEOMETRIES.values())
def test_amounts_of_the_usual_length_change_nothing(usual: Geometry) -> None:
    assert usual.with_amounts(9) is usual
    assert fit_compared(usual, [8, 8, 9, 7]) is usual
    assert usual.screen_amounts == ()


@pytest.mark.parametrize("longest", [*range(1, 24)])
def test_a_column_holds_its_longest_amount_and_the_text_keeps_a_fifth(longest: int) -> None:
    for usual in GEOMETRIES.values():
        geometry = usual.with_amounts(longest)
        assert room(geometry, geometry.amount) >= longest
        task = geometry.widths(("number", "task", *["amount"] * 4))[1]
        assert geometry.room(task) > 7
        assert geometry.font_size * geometry.amount_scale >= 6.2


@pytest.mark.parametrize("longest", [(10, 9, 12, 5), (13, 15, 16, 13), (22, 22, 23, 16)])
def test_a_comparison_holds_its_longest_figures(longest: tuple[int, ...]) -> None:
    for usual in GEOMETRIES.values():
        geometry = fit_compared(usual, longest)
        # The comparison is in the type of lists.
        listed = replace(geometry, font_size=geometry.list_size, padding_x=geometry.list_padding_x)
        for count, width in zip(longest, geometry.compared, strict=True):
            assert room(listed, width) >= count
        assert sum(geometry.compared) + geometry.chart < 135
        assert geometry.chart >= 14
        assert geometry.list_size * geometry.amount_scale >= 6.2


def test_the_chart_gives_room_to_amounts_before_their_type_gets_smaller() -> None:
    for usual in GEOMETRIES.values():
        wider = fit_compared(usual, (12, 12, 12, 7))
        longest = fit_compared(usual, (22, 22, 23, 16))
        assert (wider.chart, wider.amount_scale) == (usual.chart, 1)
        assert longest.chart < usual.chart
        assert longest.amount_scale < 1
