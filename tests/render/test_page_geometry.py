"""Columns of amounts hold their longest figures, and those that do stay as they were."""

import pytest
from cases import for_each

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
    assert usual.with_compared([8, 8, 9, 7]) is usual
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
        geometry = usual.with_compared(longest)
        for count, width in zip(longest, geometry.compared, strict=True):
            assert room(geometry, width) >= count
        assert sum(geometry.compared) < 130
        assert geometry.font_size * geometry.amount_scale >= 6.2
