"""Scorings as files: what the built-in ones say, and what is wrong with one."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from cases import for_each
from jsonschema import Draft202012Validator

from perf_report import resources
from perf_report.errors import SettingsError
from perf_report.messages import describe_error, load_catalogue
from perf_report.model.scoring import AtMost, Lateness
from perf_report.parse.scorings import load_scorings

SCHEMA = resources.PACKAGE / "schemas" / "scoring.schema.json"

OWN = """\
id: own
name: {zh: 示例市}
source: {zh: 示财绩〔2025〕1号}
execution: {weight: 10}
weights: {output: 60, benefit: 30}
late: [{days: 10, deduct: 20}, {days: 30, deduct: 50}]
tiers:
  - {id: good, label: {zh: 好}, from: 80, to: 100}
  - {id: bad, label: {zh: 差}, from: 0, to: 80}
grades: [{id: good, label: {zh: 优}, from: 90}, {id: bad, label: {zh: 差}, from: 0}]
"""


def load(folder: Path, text: str) -> object:
    (folder / "own.yaml").write_text(text, "utf-8")
    return load_scorings([folder])["own"]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(json.loads(SCHEMA.read_text("utf-8")))


@for_each("id_", sorted(load_scorings(())))
def test_a_built_in_scoring_names_its_source_in_both_languages(id_: str) -> None:
    scoring = load_scorings(())[id_]
    assert scoring.id == id_
    texts = [scoring.name, scoring.source, *(each.label for each in scoring.tiers)]
    assert all(text.zh and text.en for text in [*texts, *(each.label for each in scoring.grades)])


@pytest.mark.parametrize(
    ("id_", "execution", "weights", "at_most", "tiers"),
    [
        ("mof-2020", 10, {"output": 50, "benefit": 30, "satisfaction": 10}, "overrun", [80, 60, 0]),
        (
            "cost-2040",
            10,
            {"cost": 20, "output": 40, "benefit": 20, "satisfaction": 10},
            "overrun",
            [80, 60, 0],
        ),
        ("hubei", 20, {}, "inverse", [80, 50, 0]),
        ("sichuan", 10, {}, "overrun", [80, 60, 0]),
    ],
)
def test_the_built_in_scorings(
    id_: str, execution: int, weights: dict[str, int], at_most: str, tiers: list[int]
) -> None:
    scoring = load_scorings(())[id_]
    assert scoring.execution.weight == execution
    assert scoring.weights == weights
    assert scoring.at_most == AtMost(at_most)
    assert [tier.start for tier in scoring.tiers] == tiers
    assert [grade.label.zh for grade in scoring.grades] == ["优", "良", "中", "差"]


def test_what_is_far_beyond_a_target_may_lose_points(tmp_path: Path) -> None:
    rows = "[{from: 130, deduct: 10}, {from: 200, deduct: 33.3}]"
    load(tmp_path, OWN.replace("late:", f"over_completion: {{from: 130, deduct: {rows}}}\nlate:"))
    rule = load_scorings([tmp_path])["own"].over_completion
    assert rule is not None
    assert [(each.start, each.deduct) for each in rule.deductions] == [
        (Decimal(130), Decimal(10)),
        (Decimal(200), Decimal("33.3")),
    ]


def test_a_project_adds_a_scoring(tmp_path: Path) -> None:
    scoring = load_scorings([tmp_path])
    assert "own" not in scoring
    load(tmp_path, OWN)
    own = load_scorings([tmp_path])["own"]
    assert own.late == (
        Lateness(days=10, deduct=Decimal(20)),
        Lateness(days=30, deduct=Decimal(50)),
    )
    assert (own.places, own.at_most, own.over_completion) == (2, AtMost.OVERRUN, None)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("benefit: 30", "benefit: 20", "line 5 of the scoring file"),
        ("benefit: 30", "benefit: 20", "add up to 90 instead of 100"),
        (
            "id: bad, label: {zh: 差}, from: 0, to",
            "id: good, label: {zh: 差}, from: 0, to",
            "twice",
        ),
        ("deduct: 20}, {days: 30", "deduct: 20}, {days: 10", "out of order"),
        ("deduct: 20}", "deduct: 二十}", "a number is expected here, not “二十”"),
        # The quick validator takes 2.0 for a whole number, and so would the score.
        ("tiers:", "places: 2.0\ntiers:", "line 7 of the scoring file"),
        ("tiers:", "places: 1.0\ntiers:", "a whole number is expected"),
        ("days: 10", "days: 10.0", "a whole number is expected"),
        ("from: 0, to: 80", "from: 90, to: 100", "out of order"),
        ("from: 80, to: 100", "from: 80, to: 80", "out of order"),
        # Tiers from 100 to 0 without gap or overlap, grades for every total, late ever less.
        ("from: 80, to: 100", "from: 85, to: 100", "a bound of 80 leaves a gap or an overlap; 85"),
        ("from: 80, to: 100", "from: 75.5, to: 100", "80 leaves a gap or an overlap; 75.5"),
        ("from: 80, to: 100", "from: 80, to: 95", "a bound of 95 leaves"),
        ("from: 0, to: 80", "from: 10, to: 80", "a bound of 10 leaves"),
        ("label: {zh: 差}, from: 0}]", "label: {zh: 差}, from: 60}]", "starts at 60"),
        ("label: {zh: 差}, from: 0}]", "label: {zh: 差}, from: 95}]", "out of order"),
        ("deduct: 20}", "deduct: 60}", "out of order"),
        *(
            ("late:", f"over_completion: {{from: 130, deduct: [{rows}]}}\nlate:", "out of order")
            for rows in (
                "{from: 120, deduct: 10}",
                "{from: 130, deduct: 10}, {from: 130, deduct: 20}",
                "{from: 130, deduct: 10}, {from: 150, deduct: 5}",
            )
        ),
        # No total is above 100, and no points are finer than a score.
        ("weight: 10", "weight: 10, cap: false", "the total more than 100"),
        ("tiers:", "places: 3\ntiers:", "above the maximum of 2"),
        (
            "weights: {output: 60, benefit: 30}",
            "places: 0\nweights: {output: 59.5, benefit: 30.5}",
            "59.5 points have more decimals",
        ),
        ("weight: 10", "weight: ten", "points must be a number"),
        ("execution: {weight: 10}\n", "", "execution"),
    ],
)
def test_what_is_wrong_with_a_scoring(tmp_path: Path, before: str, after: str, said: str) -> None:
    assert before in OWN
    with pytest.raises(SettingsError) as raised:
        load(tmp_path, OWN.replace(before, after))
    assert said in describe_error(load_catalogue("en"), raised.value).message
