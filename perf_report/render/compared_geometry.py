"""Widths of the comparison of funds in the PDF of a report of changes."""

from collections.abc import Sequence
from dataclasses import replace

from perf_report.render.page_geometry import Geometry

# What the chart beside the amounts keeps at least.
_LEAST_CHART = 14.0


def fit_compared(usual: Geometry, longest: Sequence[int]) -> Geometry:
    """Return the geometry for a comparison of funds with such longest texts by column.

    Amounts that do not fit take room from the chart before their type gets smaller.
    """
    before, after, difference, percent = longest
    # A percent sign is nearly as wide as two digits.
    lengths = (max(before, after),) * 2 + (difference, percent + 1)
    chart, (widths, scale) = usual.chart, _fit_beside(usual, usual.chart, lengths)
    if widths == usual.compared:
        return usual
    if scale < 1:
        chart, (widths, scale) = _LEAST_CHART, _fit_beside(usual, _LEAST_CHART, lengths)
    first, second, third, fourth = widths
    return replace(
        usual,
        compared=(first, second, third, fourth),
        chart=chart,
        amount_scale=scale,
        amount_lengths=lengths,
    )


def _fit_beside(
    usual: Geometry, chart: float, longest: Sequence[int]
) -> tuple[tuple[float, ...], float]:
    """The widths of the columns beside a chart, and the scale of their type, that of lists."""
    listed = replace(
        usual,
        font_size=usual.list_size,
        padding_x=usual.list_padding_x,
        number=usual.list_number + chart,
    )
    return listed.fit_amounts(usual.compared, longest)
