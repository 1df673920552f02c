"""Comparisons of targets as published tables write them."""

import pytest
from paths import SMALL_SPEC
from random_plans import compare

from perf_report.model.source import Source
from perf_report.parse.load import load_plan

SMALL = SMALL_SPEC.read_text("utf-8")


def verdicts(before: str, after: str, better: str = "") -> list[tuple[str, str]]:
    """The kinds and significances of the changes between two tables with these targets."""

    def plan(target: str) -> object:
        line = f"target: {target}\n        better: {better}" if better else f"target: {target}"
        text = SMALL.replace("target: ≥17台", line)
        loaded = load_plan(Source(name="spec.yaml", data=text.encode()))
        assert loaded.plan is not None, loaded.findings
        return loaded.plan

    comparison = compare(plan(before), plan(after))  # type: ignore[arg-type]
    return [
        (str(item.change.kind), str(item.assessment.significance)) for item in comparison.assessed
    ]


LOOSER, TIGHTER = ("target-loosened", "weaker"), ("target-tightened", "stronger")


@pytest.mark.parametrize(
    ("before", "after", "better", "expected"),
    [
        # A figure without a sign: what is better says which way is weaker.
        ("30公里", "10公里", "more", LOOSER),
        ("30公里", "10公里", "less", TIGHTER),
        ("30公里", "40公里", "more", TIGHTER),
        ("30公里", "10公里", "", ("target-loosened", "unclear")),
        ("30公里", "30000米", "", ("target-reworded", "neutral")),
        # A sign that is dropped, or comes.
        ("≥17台", "17台", "", ("target-operator-changed", "unclear")),
        ("≥17台", "12台", "", ("target-operator-changed", "weaker")),
        ("17台", "≥17台", "", ("target-operator-changed", "unclear")),
        # Words of a bound are signs.
        ("≥17台", "12台以上", "", LOOSER),
        ("不少于17台", "不少于20台", "", TIGHTER),
        ("≥17台", "不少于17台", "", ("target-reworded", "neutral")),
        # A range: what allows more is weaker, whatever is better.
        ("80%-90%", "70%-90%", "", LOOSER),
        ("80%-90%", "80%-85%", "", TIGHTER),
        ("80%-90%", "70%-80%", "more", LOOSER),
        ("80%-90%", "70%-80%", "less", TIGHTER),
        ("80%-90%", "70%-80%", "", ("target-loosened", "unclear")),
        ("80%-90%", "80%～90%", "", ("target-reworded", "neutral")),
        ("≥80%", "80%-90%", "", TIGHTER),
        ("±3%以内", "±5%以内", "", LOOSER),
        # A rate, by its value in one period.
        ("1次/年", "2次/季度", "more", TIGHTER),
        ("1次/月", "11次/年", "more", LOOSER),
        ("4次/年", "1次/季度", "", ("target-reworded", "neutral")),
        ("≥3元/人", "≥2元/人", "", LOOSER),
        ("3元/人", "3元", "", ("target-unit-changed", "unclear")),
        ("≥2次/季度", "≥1次/季度", "", LOOSER),
        ("3～5次/年", "1～2次/季度", "more", TIGHTER),
        # A figure without a unit, and the unit in a key of its own.
        ("30", "10", "more", LOOSER),
        ("30", "10", "less", TIGHTER),
        ("30", "10", "", ("target-loosened", "unclear")),
        ("≥30", "≥10", "", LOOSER),
        ("3～5", "3～4", "", TIGHTER),
        ("30", "30.0", "", ("target-reworded", "neutral")),
        ("30公里", "30\n        unit: 公里", "", None),
        ("30公里", "10\n        unit: 公里", "more", LOOSER),
        ("3～5个", "2～5\n        unit: 个", "", LOOSER),
        # A unit that does not convert: weaker where the figure moved to the weaker side.
        ("30", "30公里", "more", ("target-unit-changed", "unclear")),
        ("30", "10公里", "more", ("target-unit-changed", "weaker")),
        ("30公里", "40", "more", ("target-unit-changed", "unclear")),
        ("30公里", "10", "", ("target-unit-changed", "unclear")),
        ("≥30公里", "≥10处", "", ("target-unit-changed", "weaker")),
        ("3～5公里", "1～2处", "more", ("target-unit-changed", "weaker")),
        ("3～5公里", "4～9处", "more", ("target-unit-changed", "unclear")),
        ("3～5公里", "4～9处", "less", ("target-unit-changed", "weaker")),
        ("3～5公里", "1～2处", "", ("target-unit-changed", "unclear")),
        ("1:3", "3", "more", ("target-unit-changed", "unclear")),
        # Known conversions.
        ("15亩", "1公顷", "", ("target-reworded", "neutral")),
        ("15亩", "2公顷", "more", TIGHTER),
        ("5台套", "5台（套）", "", ("target-reworded", "neutral")),
        ("1吨标准煤", "900千克标准煤", "more", LOOSER),
        ("5%", "50‰", "", ("target-reworded", "neutral")),
        # A ratio, by its value.
        ("1:3", "1:4", "more", LOOSER),
        ("1:3", "1:4", "", ("target-loosened", "unclear")),
        ("2/3", "4/6", "", ("target-reworded", "neutral")),
        ("1:3", "1:2", "more", TIGHTER),
        # Signs with figures in other units are no news.
        ("≥30公里", "≥30000米", "", None),
        # A day.
        ("第三季度", "年底前", "", ("deadline-later", "weaker")),
        ("10月底前", "9月底前", "", ("deadline-earlier", "stronger")),
        ("12个月内", "6个月内", "", TIGHTER),
        ("≤3个工作日", "5个工作日以内", "", LOOSER),
    ],
)
def test_what_is_read_is_compared(
    before: str, after: str, better: str, expected: tuple[str, str] | None
) -> None:
    assert verdicts(before, after, better) == ([expected] if expected else [])


@pytest.mark.parametrize(
    "before", ["30公里", "≥30公里", "3～5公里", "1:3", "1次/年", "30", "≥30", "3～5"]
)
def test_a_figure_that_became_words_is_weaker(before: str) -> None:
    assert verdicts(before, "{zh: 尽力而为, en: as well as we can}") == [
        ("target-unquantified", "weaker")
    ]


def test_words_that_became_the_figure_in_them_are_no_weakening() -> None:
    assert verdicts("{zh: 30公里, en: 30 km}", "30公里") == [("target-quantified", "stronger")]
    assert verdicts("{zh: 30公里, en: 30 km}", "10公里", "more") == [
        ("target-quantified", "weaker")
    ]


OPPOSITE = {"weaker": "stronger", "stronger": "weaker"}


@pytest.mark.parametrize(
    ("before", "after", "better"),
    [
        ("30公里", "10公里", "more"), ("30公里", "10公里", "less"), ("30", "10", "more"),
        ("80%-90%", "70%-90%", ""), ("1次/年", "2次/季度", "more"), ("第三季度", "年底前", ""),
        ("3～5", "2～5", ""), ("1:3", "1:4", "more"), ("12个月内", "6个月内", ""),
        ("3～5次/年", "1～2次/季度", "more"),
    ],
)  # fmt: skip
def test_the_way_back_is_the_opposite(before: str, after: str, better: str) -> None:
    ((_, there),) = verdicts(before, after, better)
    ((_, back),) = verdicts(after, before, better)
    assert back == OPPOSITE[there]
