"""The form of a table is known by its labels where the title says nothing."""

import pytest
import yaml
from makers.grid import LAYOUTS, layout_names, read_layout
from makers.read_table import marks_of, read_plans, read_tables

_OVERALL = {"overall-2015", "overall-2021", "overall-national"}


def _expected_form(name: str) -> str:
    expected = yaml.safe_load((LAYOUTS / f"{name}.yaml").read_text("utf-8"))
    first = expected[0] if isinstance(expected, list) else expected
    return str(first["form"])


@pytest.mark.parametrize("name", layout_names())
def test_a_form_is_known_without_a_title(name: str) -> None:
    tables = read_layout(name).tables
    for table in tables:
        table.above, table.below = [], []
    forms = {plan.form for plan in read_plans(*tables)}
    expected = _expected_form(name)
    assert forms == {expected} or (expected in _OVERALL and forms < _OVERALL)


@pytest.mark.parametrize(
    ("title", "is_marked"),
    [
        ("项目支出绩效自评表", True), ("2025年绩效运行监控表", True),
        ("绩效评价表（2025年度）", True),
        ("项目支出绩效目标表", False), ("本表由财政评价中心审核。", False),
    ],
)  # fmt: skip
def test_table_of_results_is_marked(title: str, *, is_marked: bool) -> None:
    tables = read_layout("project-central-annual").tables
    tables[0].above = [title, "（2025年度）"]
    assert ("import-title-of-results" in marks_of(read_tables(*tables))) is is_marked
