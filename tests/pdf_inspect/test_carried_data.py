"""Whether the data that a paper carries say what its targets say."""

import json
from typing import Any

import pytest
from paths import SMALL_SPEC
from vocabularies import vocabulary

from perf_report.model.source import Source
from perf_report.parse.load import load_plan
from perf_report.pdf_inspect.carried_data import compare_table
from perf_report.render.table_data import render_json

VOCABULARY = vocabulary()
WRITTEN = [
    "2", "2.50", "≥1200", "＞17", "不少于17", "≥2次/季度", "≥1次/年", "不少于2次/年", "3～5", "1:3",
    "2.50\n        unit: 台", "≥39\n        unit: 万页次", "10台（套）以上", "3天/次",
]  # fmt: skip


def table(target: str) -> Any:
    text = SMALL_SPEC.read_text("utf-8").replace("≥17台", target)
    plan = load_plan(Source(name="spec.yaml", data=text.encode())).plan
    assert plan is not None
    return json.loads(render_json(plan, VOCABULARY))


@pytest.mark.parametrize("target", WRITTEN)
def test_what_is_made_of_a_target_agrees_with_itself(target: str) -> None:
    assert list(compare_table(table(target), table(target))) == []


@pytest.mark.parametrize(
    ("target", "key", "value"),
    [
        ("2", "value", "3"), ("≥1200", "value", "1300"), ("≥1200", "operator", "≤"),
        ("≥17台", "unit", None), ("≥17台", "operator", None), ("2", "operator", "≥"),
        ("≥2次/季度", "value", "1"),
    ],
)  # fmt: skip
def test_a_figure_that_is_not_that_of_its_text_is_told(
    target: str, key: str, value: str | None
) -> None:
    made, carried = table(target), table(target)
    found = carried["goals"][0]["indicators"][0]["target"]
    found[key] = value
    if value is None:
        del found[key]
    assert [difference.kind for difference in compare_table(made, carried)][:1] == ["file-value"]
