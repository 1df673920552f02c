"""Scores of single indicators, each worked out by hand, at a weight of 10 and two places.

A row has the target, the actual value, the score and whether the target is met, by the scoring with
`overrun` (1 − (actual − target) ÷ target) and then by the one with `inverse` (target ÷ actual).
"""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from perf_report.model.actual_reading import read_actual
from perf_report.model.category_kind import Better
from perf_report.model.plan import Indicator
from perf_report.model.report import IndicatorReport
from perf_report.model.scoring import (
    AboveEqual,
    AtLeast,
    AtMost,
    Excess,
    ExecutionRule,
    Lateness,
    OverCompletion,
    Scoring,
    Tier,
)
from perf_report.model.target import Statement
from perf_report.model.target_reading import read_target
from perf_report.model.text import Text
from perf_report.score.indicators import score_indicator, tier_bounds
from perf_report.score.rounding import round_half_up
from perf_report.score.score import IndicatorScore
from perf_report.score.weights import spread

WEIGHT = Decimal(10)
NAME = Text(zh="示例")
OVERRUN = Scoring(
    id="overrun",
    name=NAME,
    source=NAME,
    execution=ExecutionRule(weight=Decimal(10)),
    over_completion=OverCompletion(start=Decimal(130)),
    tiers=(
        Tier(id="achieved", label=NAME, start=Decimal(80), end=Decimal(100)),
        Tier(id="missed", label=NAME, start=Decimal(0), end=Decimal(80)),
    ),
)
INVERSE = replace(OVERRUN, at_most=AtMost.INVERSE)
STRICT = replace(OVERRUN, at_least=AtLeast.ALL_OR_NOTHING, at_most=AtMost.ALL_OR_NOTHING)
EXACT = replace(OVERRUN, above_equal=AboveEqual.AS_AT_MOST)
LATE = replace(
    OVERRUN,
    late=(Lateness(days=10, deduct=Decimal(20)), Lateness(days=30, deduct=Decimal("55.5"))),
)


FAR = replace(
    OVERRUN,
    over_completion=OverCompletion(
        start=Decimal(130),
        deductions=(
            Excess(start=Decimal(130), deduct=Decimal(10)),
            Excess(start=Decimal(200), deduct=Decimal("33.3")),
        ),
    ),
)


def indicator(target: str, better: str = "") -> Indicator:
    read = read_target(target, 2025)
    assert read is not None, target
    return Indicator(
        id="one",
        category="output.quantity",
        name=NAME,
        target=read,
        better=Better(better) if better else None,
    )


def scored(scoring: Scoring, target: str, actual: str, better: str = "") -> IndicatorScore:
    reported = IndicatorReport(actual=read_actual(actual, 2025))
    assert reported.actual is not None, actual
    return score_indicator(scoring, indicator(target, better), reported, WEIGHT)


@pytest.mark.parametrize(
    ("target", "actual", "overrun", "inverse", "met"),
    [
        # ≥: reached is full, else actual ÷ target.
        ("≥17台", "17台", "10.00", "10.00", True),
        ("≥17台", "18台", "10.00", "10.00", True),
        ("≥17台", "170台", "10.00", "10.00", True),
        ("≥17台", "16台", "9.41", "9.41", False),  # 160 ÷ 17 = 9.4117…
        ("≥17台", "0台", "0.00", "0.00", False),
        ("≥17台", "-3台", "0.00", "0.00", False),
        ("≥3%", "-1%", "0.00", "0.00", False),
        ("≥0个", "0个", "10.00", "10.00", True),
        ("≥0个", "5个", "10.00", "10.00", True),
        ("≥0个", "-1个", "0.00", "0.00", False),
        ("≥8家", "5家", "6.25", "6.25", False),
        ("≥1,600人", "1,601人", "10.00", "10.00", True),
        ("≥800人", "399人", "4.99", "4.99", False),  # 4.9875 up
        ("≥2000人", "1001人", "5.01", "5.01", False),  # 5.005 half up
        ("≥39万次", "390000次", "10.00", "10.00", True),
        ("≥39万次", "195000次", "5.00", "5.00", False),
        ("≥2%", "15‰", "7.50", "7.50", False),
        ("≥17台", "16", "9.41", "9.41", False),  # without a unit it has the target's
        # ＞: the figure itself does not meet it, and gets all of the proportion.
        ("＞10个", "11个", "10.00", "10.00", True),
        ("＞10个", "10个", "10.00", "10.00", False),
        ("＞10个", "9个", "9.00", "9.00", False),
        ("超过10个", "8个", "8.00", "8.00", False),
        ("＞0个", "0个", "0.00", "0.00", False),
        # ≤: reached is full, else one of two rules.
        ("≤100万元", "100万元", "10.00", "10.00", True),
        ("≤100万元", "60万元", "10.00", "10.00", True),
        ("≤100万元", "0万元", "10.00", "10.00", True),
        ("≤100万元", "-5万元", "10.00", "10.00", True),
        ("≤100万元", "120万元", "8.00", "8.33", False),
        ("≤100万元", "150万元", "5.00", "6.67", False),
        ("≤100万元", "200万元", "0.00", "5.00", False),
        ("≤100万元", "300万元", "0.00", "3.33", False),
        ("≤100万元", "1100000元", "9.00", "9.09", False),
        ("≤5%", "6%", "8.00", "8.33", False),
        ("≤0起", "0起", "10.00", "10.00", True),
        ("≤0起", "1起", "0.00", "0.00", False),
        # ＜: the figure itself does not meet it.
        ("＜5%", "4.9%", "10.00", "10.00", True),
        ("＜5%", "5%", "10.00", "10.00", False),
        ("＜5%", "6%", "8.00", "8.33", False),
        ("＜5%", "0%", "10.00", "10.00", True),
        ("＜0起", "0起", "0.00", "0.00", False),
        # ＝: beyond is full, below as ≥; a target of 0 is reached or not.
        ("＝1场", "1场", "10.00", "10.00", True),
        ("＝4场", "3场", "7.50", "7.50", False),
        ("＝4场", "9场", "10.00", "10.00", True),
        ("＝4场", "0场", "0.00", "0.00", False),
        ("＝4场", "-1场", "0.00", "0.00", False),
        ("＝0起", "0起", "10.00", "10.00", True),
        ("＝0起", "1起", "0.00", "0.00", False),
        ("＝0起", "-1起", "0.00", "0.00", False),
        # Without a sign and a direction as ＝.
        ("4场", "3场", "7.50", "7.50", False),
        ("4场", "5场", "10.00", "10.00", True),
        # A range: inside full, outside by the bound that is missed.
        ("80～90分", "80分", "10.00", "10.00", True),
        ("80～90分", "90分", "10.00", "10.00", True),
        ("80～90分", "60分", "7.50", "7.50", False),
        ("80～90分", "99分", "9.00", "9.09", False),
        ("80～90分", "180分", "0.00", "5.00", False),
        ("±3%以内", "-3%", "10.00", "10.00", True),
        ("±3%以内", "-4%", "0.00", "0.00", False),
        ("±3%以内", "4%", "6.67", "7.50", False),
        # A target below zero: reached or nothing; of a range, only its upper bound is above it.
        ("≥-3%", "-3%", "10.00", "10.00", True),
        ("≥-3%", "2%", "10.00", "10.00", True),
        ("≥-3%", "-4%", "0.00", "0.00", False),
        ("＞-3%", "-3%", "0.00", "0.00", False),
        ("≤-5%", "－6%", "10.00", "10.00", True),
        ("≤-5%", "负4%", "0.00", "0.00", False),
        ("≤-5%", "0%", "0.00", "0.00", False),
        ("＝-2", "−2", "10.00", "10.00", True),
        ("＝-2", "-1", "0.00", "0.00", False),
        ("＝-2", "2", "0.00", "0.00", False),
        ("负3%", "-3%", "10.00", "10.00", True),
        ("负3%", "-2%", "0.00", "0.00", False),
        ("-3%至5%", "-3%", "10.00", "10.00", True),
        ("-3%至5%", "-4%", "0.00", "0.00", False),
        ("-3%至5%", "6%", "8.00", "8.33", False),
        ("-8%～-3%", "-2%", "0.00", "0.00", False),
        ("≥-1000万元", "-10000000元", "10.00", "10.00", True),
        # A rate: after conversion to the target's period.
        ("≥12次/年", "1次/月", "10.00", "10.00", True),
        ("≥12次/年", "2次/季度", "6.67", "6.67", False),
        ("每月1次", "9次/年", "7.50", "7.50", False),
        # A duration as ≤, by the value after conversion.
        ("≤4小时", "300分钟", "7.50", "8.00", False),
        ("12个月内", "1年", "10.00", "10.00", True),
        ("≤3个工作日", "2工作日", "10.00", "10.00", True),
        # A ratio by its value, without a direction as ＝.
        ("1:4", "1:4", "10.00", "10.00", True),
        ("1:4", "1:5", "8.00", "8.00", False),
        ("1:4", "1:2", "10.00", "10.00", True),
        # Days: by the day all, later nothing.
        ("2025-12-31", "2025-12-31", "10.00", "10.00", True),
        ("2025年10月底前", "2025-10-31", "10.00", "10.00", True),
        ("2025年10月底前", "2025-11-01", "0.00", "0.00", False),
    ],
)
def test_a_score_by_both_rules(
    target: str, actual: str, overrun: str, inverse: str, *, met: bool
) -> None:
    for scoring, wanted in ((OVERRUN, overrun), (INVERSE, inverse)):
        score = scored(scoring, target, actual)
        assert (str(score.score), score.met) == (wanted, met)


@pytest.mark.parametrize(
    ("target", "better", "actual", "score", "met"),
    [
        ("10个", "more", "12个", "10.00", True),
        ("10个", "more", "9个", "9.00", False),
        ("10个", "less", "9个", "10.00", True),
        ("10个", "less", "12个", "8.00", False),
        ("1:4", "less", "1:5", "10.00", True),
        ("1:4", "less", "1:2", "0.00", False),
        # The sign goes before the direction.
        ("≤10个", "more", "9个", "10.00", True),
    ],
)
def test_a_target_without_a_sign_goes_by_what_is_better(
    target: str, better: str, actual: str, score: str, *, met: bool
) -> None:
    found = scored(OVERRUN, target, actual, better)
    assert (str(found.score), found.met) == (score, met)


@pytest.mark.parametrize(
    ("target", "actual", "score"),
    [
        ("≥17台", "16台", "0.00"),
        ("≥17台", "17台", "10.00"),
        ("＞17台", "17台", "0.00"),
        ("≤5%", "5.1%", "0.00"),
        ("≤5%", "5%", "10.00"),
        ("＝4场", "3场", "0.00"),
        ("＝4场", "5场", "10.00"),
    ],
)
def test_a_score_by_all_or_nothing(target: str, actual: str, score: str) -> None:
    assert str(scored(STRICT, target, actual).score) == score


@pytest.mark.parametrize(
    ("actual", "score", "met"),
    [
        ("4场", "10.00", True),
        ("5场", "7.50", False),
        ("8场", "0.00", False),
        ("3场", "7.50", False),
    ],
)
def test_more_than_exactly_may_count_as_too_much(actual: str, score: str, *, met: bool) -> None:
    found = scored(EXACT, "＝4场", actual)
    assert (str(found.score), found.met) == (score, met)


@pytest.mark.parametrize(
    ("actual", "score"),
    [
        ("2025-10-31", "10.00"),
        ("2025-11-01", "8.00"),
        ("2025-11-10", "8.00"),
        ("2025-11-11", "4.45"),
        ("2025-11-30", "4.45"),
        ("2025-12-01", "0.00"),
    ],
)
def test_days_late_are_deducted_by_the_table(actual: str, score: str) -> None:
    assert str(scored(LATE, "2025年10月底前", actual).score) == score


@pytest.mark.parametrize(
    ("target", "better", "actual", "is_far"),
    [
        ("≥10个", "", "13个", True),
        ("≥10个", "", "12.9个", False),
        ("10个", "more", "13个", True),
        ("10个", "", "13个", False),
        ("≥10个", "less", "13个", False),
        ("≤10个", "", "1个", False),
        ("≥0个", "", "13个", False),
        ("80～90分", "more", "200分", False),
    ],
)
def test_a_target_is_far_exceeded_where_more_is_better(
    target: str, better: str, actual: str, *, is_far: bool
) -> None:
    found = scored(OVERRUN, target, actual, better)
    assert found.terms is not None
    assert found.terms.is_far is is_far


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("≥17台", "17个"),
        ("≥17台", "2025-12-31"),
        ("2025-12-31", "17台"),
        ("1:4", "0.25"),
        ("80～90分", "85%"),
        ("≥2次/年", "2次"),
    ],
)
def test_what_cannot_be_compared_has_no_score(target: str, actual: str) -> None:
    found = scored(OVERRUN, target, actual)
    assert (found.score, found.met) == (None, None)


def test_what_is_not_applicable_has_no_score() -> None:
    reported = IndicatorReport(not_applicable=NAME)
    found = score_indicator(OVERRUN, indicator("≥17台"), reported, WEIGHT)
    assert (found.is_applicable, found.score, found.met) == (False, None, None)


@pytest.mark.parametrize(
    ("tier", "score", "met"), [("achieved", "9.5", True), ("missed", "3", False)]
)
def test_words_have_the_score_of_the_office(tier: str, score: str, *, met: bool) -> None:
    words = replace(indicator("≥17台"), target=Statement(text=NAME))
    reported = IndicatorReport(actual=Statement(text=NAME), tier=tier, score=Decimal(score))
    found = score_indicator(OVERRUN, words, reported, WEIGHT)
    assert (found.score, found.computed, found.met) == (Decimal(score), None, met)


@pytest.mark.parametrize(
    ("tier", "written", "reason", "score"),
    [
        ("achieved", "7.99", None, "8.00"),
        ("achieved", "11", None, "10.00"),
        ("missed", "9", None, "8.00"),
        ("missed", "9", NAME, "9.00"),
        ("missed", "11", NAME, "8.00"),
    ],
)
def test_the_score_of_words_is_held_inside_its_tier_but_for_a_reason(
    tier: str, written: str, reason: Text | None, score: str
) -> None:
    words = replace(indicator("≥17台"), target=Statement(text=NAME))
    reported = IndicatorReport(
        actual=Statement(text=NAME), tier=tier, score=Decimal(written), score_reason=reason
    )
    assert str(score_indicator(OVERRUN, words, reported, WEIGHT).score) == score


@pytest.mark.parametrize(
    ("target", "actual", "better", "score", "is_far"),
    [
        ("≥10个", "12.9个", "", "10.00", False),
        ("≥10个", "13个", "", "9.00", True),
        ("≥10个", "19.99个", "", "9.00", True),
        ("≥10个", "20个", "", "6.67", True),  # 10 × (1 − 33.3 %) = 6.67
        ("10个", "15个", "more", "9.00", True),
        ("＝10个", "15个", "more", "9.00", True),
        # Only where more is better, and never beside a target of zero or for one that is missed.
        ("≤10个", "1个", "", "10.00", False),
        ("≥10个", "15个", "less", "10.00", False),
        ("＝10个", "15个", "", "10.00", False),
        ("≥0个", "5个", "", "10.00", False),
        ("3～5个", "5个", "more", "10.00", False),
        ("≥10个", "9个", "", "9.00", False),
    ],
)
def test_what_is_far_beyond_its_target_may_lose_points(
    target: str, actual: str, better: str, score: str, *, is_far: bool
) -> None:
    found = scored(FAR, target, actual, better)
    assert found.terms is not None
    assert (str(found.score), found.terms.is_far, found.met) == (score, is_far, actual != "9个")


@pytest.mark.parametrize(
    ("points", "count", "parts"),
    [
        ("50", 3, ["16.67", "16.67", "16.66"]),
        ("10", 4, ["2.5"] * 4),
        ("0", 2, ["0", "0"]),
        ("0.01", 2, ["0.01", "0"]),
        ("30", 7, ["4.29", "4.29", "4.29", "4.29", "4.28", "4.28", "4.28"]),
    ],
)
def test_the_points_of_a_level_are_spread_in_hundredths(
    points: str, count: int, parts: list[str]
) -> None:
    found = spread(Decimal(points), count)
    assert found == list(map(Decimal, parts))
    assert sum(found) == Decimal(points)


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        (Fraction(5005, 1000), 2, "5.01"),
        (Fraction(5004, 1000), 2, "5.00"),
        (Fraction(1, 3), 4, "0.3333"),
        (Fraction(1, 2), 0, "1"),
        (Fraction(0), 2, "0.00"),
    ],
)
def test_scores_are_rounded_half_up(value: Fraction, places: int, rounded: str) -> None:
    assert str(round_half_up(value, places)) == rounded


def test_the_bounds_of_a_tier_print_as_plain_figures() -> None:
    bounds = tier_bounds(OVERRUN.tiers[0], WEIGHT)
    assert list(map(str, bounds)) == ["8", "10"]
