"""Widths of the columns of a table in parts follow what its cells hold."""

from dataclasses import replace

import pytest
from vocabularies import vocabulary_of

from perf_report.model.plan import Plan
from perf_report.model.text import Text
from perf_report.outputs.process_cache import localizer_of
from perf_report.render.form_view import FormView, build_view
from perf_report.render.grid.text_widths import text_width
from perf_report.render.localized_text import MODES, Mode
from perf_report.render.page_geometry import GEOMETRIES


def view_of(plan: Plan, mode: Mode) -> FormView:
    return build_view(plan, vocabulary_of(plan), localizer_of(mode))


@pytest.mark.parametrize("mode", MODES)
def test_labels_in_chinese_stand_in_one_line(real_plan: Plan, mode: Mode) -> None:
    geometry = view_of(real_plan, mode).geometry

    if mode != "en":
        assert geometry.room(geometry.department) >= text_width("部门名称")
        size = geometry.head_size / geometry.font_size
        assert geometry.room(geometry.tasks) >= text_width("对应工作任务") * size


@pytest.mark.parametrize("mode", MODES)
def test_the_widths_of_each_part_add_up_to_that_of_the_page(real_plan: Plan, mode: Mode) -> None:
    view = view_of(real_plan, mode)

    for grid in view.grids:
        widths = view.geometry.widths(grid.kinds)
        assert min(widths) > 8
        assert sum(widths) * 72 / 25.4 == pytest.approx(view.geometry.inner_points)


def test_long_names_take_room_from_short_targets(real_plan: Plan) -> None:
    def with_names_of(plan: Plan, size: int) -> Plan:
        goals = tuple(
            replace(
                goal,
                indicators=tuple(
                    replace(each, name=Text(zh="长" * size, en="long " * size))
                    for each in goal.indicators
                ),
            )
            for goal in plan.goals
        )
        return replace(plan, goals=goals)

    short, long = (
        view_of(with_names_of(real_plan, size), "zh").geometry.columns.name for size in (4, 80)
    )

    assert short < GEOMETRIES["zh"].columns.name < long


@pytest.mark.parametrize("mode", MODES)
def test_no_level_takes_more_than_is_usual(real_plan: Plan, mode: Mode) -> None:
    columns, usual = view_of(real_plan, mode).geometry.columns, GEOMETRIES[mode].columns

    assert columns.level1 <= usual.level1
    assert columns.level2 <= usual.level2


def test_every_text_knows_how_many_characters_its_line_holds(real_plan: Plan) -> None:
    view = view_of(real_plan, "zh")

    for grid in view.grids:
        rooms = [view.geometry.room(width) for width in view.geometry.widths(grid.kinds)]
        for line in grid.lines:
            for cell in line.cells:
                assert cell.room in {None, rooms[cell.column]}
