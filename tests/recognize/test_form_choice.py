"""The form of a table is known by its labels where the title says nothing."""

import pytest
import yaml
from makers.grid import LAYOUTS, layout_names, read_layout
from makers.read_table import read_plans

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
