"""`output/results.csv`: what was planned and reached, one row an indicator, year and stage."""

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from cases import for_each
from conftest import Runner

from perf_report.outputs import results_file
from perf_report.render.results import RESULTS_COLUMNS, result_rows

DATA = ("build", "--format", "json", "--format", "csv")
TARGET = {"text": {"zh": "≥17台"}, "operator": "≥", "value": "17", "unit": {"zh": "台"}}


def table(*indicators: dict[str, object], **more: object) -> dict[str, object]:
    plan = {"department": {"code": "water"}, "year": 2025, "indicators": indicators}
    return {**plan, **more}


def indicator(id_: str = "boats", **more: Any) -> dict[str, object]:
    return {"id": id_, "category": "output.quantity", "target": TARGET, **more}


def rows_of(planned: dict[str, Any], reports: dict[str, Any]) -> list[dict[str, object]]:
    rows = result_rows(planned, reports, {"output.quality": "quality"})
    return [dict(zip(RESULTS_COLUMNS, row, strict=True)) for row in rows]


def test_a_plan_has_a_row_for_each_indicator_of_its_goals_and_of_its_table() -> None:
    goals = [{"indicators": [indicator("a")]}, {}]
    found = rows_of(table(indicator("b", weight="5"), goals=goals, project={"code": "works"}), {})
    assert [(each["indicator"], each["stage"], each["weight"]) for each in found] == [
        ("a", "plan", None),
        ("b", "plan", "5"),
    ]
    first = found[0]
    assert (first["department"], first["project"], first["year"]) == ("water", "works", 2025)
    assert (first["target"], first["operator"], first["value"], first["unit"]) == (
        "≥17台",
        "≥",
        "17",
        "台",
    )


@for_each(
    "planned,target,better",
    [
        ({}, "≥", "more"),
        ({}, "＜", "less"),
        ({}, "＝", None),
        ({"better": "less"}, "≥", "less"),
        ({"better": "more"}, None, "more"),
    ],
)
def test_which_way_is_better_is_said_or_shown_by_the_sign(
    planned: dict[str, str], target: str | None, better: str | None
) -> None:
    sign = {**TARGET, "operator": target} if target else {"text": {"zh": "17台"}}
    assert rows_of(table({**indicator(target=sign), **planned}), {})[0]["better"] == better


def test_what_an_indicator_measures_is_said_or_known_from_its_category() -> None:
    own = indicator(category="output.quality", measures="social")
    known, unknown = indicator("b", category="output.quality"), indicator("c", category="own.one")
    found = rows_of(table(own, known, unknown), {})
    assert [each["kind"] for each in found] == ["social", "quality", None]


def test_stages_come_in_the_order_of_the_year() -> None:
    reports = {
        "evaluation": {"report": "evaluation", "indicators": [
            indicator(actual={"text": {"zh": "16台"}, "value": "16"}, weight="10", score="9.41",
                      met=False),
        ]},
        "monitoring-10": {"report": "monitoring", "indicators": [
            indicator(so_far={"text": {"zh": "12台"}, "value": "12"}),
        ]},
        "monitoring-07": {"report": "monitoring", "indicators": [indicator()]},
    }  # fmt: skip
    planned = indicator(
        measures="quantity", baseline={"year": 2024, "value": {"text": {"zh": "9台"}}}
    )
    found = rows_of(table(planned), reports)
    keys = ("stage", "kind", "baseline", "actual", "actual_value", "weight", "score", "met")
    assert [tuple(each[key] for key in keys) for each in found] == [
        ("plan", "quantity", "9台", None, None, None, None, None),
        ("monitoring-07", "quantity", "9台", None, None, None, None, None),
        ("monitoring-10", "quantity", "9台", "12台", "12", None, None, None),
        ("evaluation", "quantity", "9台", "16台", "16", "10", "9.41", "false"),
    ]


def test_a_rate_has_both_units_and_a_range_no_single_figure() -> None:
    rate = {**TARGET, "unit": {"zh": "次"}, "per": {"zh": "年"}}
    spread = {"text": {"zh": "3～5个"}, "value": "3", "upper": "5", "unit": {"zh": "个"}}
    found = rows_of(table(indicator(target=rate), indicator("b", target=spread)), {})
    assert [(each["value"], each["unit"]) for each in found] == [("17", "次/年"), (None, "个")]


@for_each(
    "unit,per,actual,figure",
    [
        ("次", "月", {"value": "21", "unit": {"zh": "次"}, "per": {"zh": "年"}}, "1.75"),
        ("次", "月", {"value": "20", "unit": {"zh": "次"}, "per": {"zh": "年"}}, None),
        ("次", "月", {"value": "2", "unit": {"zh": "次"}, "per": {"zh": "月"}}, "2"),
        ("次", "月", {"value": "2"}, "2"),
        ("万人", "", {"value": "28700", "unit": {"zh": "人"}}, "2.87"),
        ("万元", "", {"value": "0.09612", "unit": {"zh": "亿元"}}, "961.2"),
        ("%", "", {"value": "-995", "unit": {"zh": "‰"}}, "-99.5"),
        ("片", "", {"value": "3", "unit": {"zh": "台"}}, None),
        ("", "", {"value": "3", "unit": {"zh": "台"}}, None),
    ],
)
def test_what_was_reached_is_in_the_unit_of_the_target(
    unit: str, per: str, actual: dict[str, Any], figure: str | None
) -> None:
    target = {"value": "2", "unit": {"zh": unit}, "per": {"zh": per}}
    reported = {"id": "boats", "actual": actual}
    report = {"evaluation": {"report": "evaluation", "indicators": [reported]}}
    found = rows_of(table(indicator(target=target)), report)
    assert found[1]["actual_value"] == figure


def test_targets_of_longer_horizons_are_not_those_of_the_year() -> None:
    both = (indicator("long", horizon="midterm"), indicator("year", horizon="annual"))
    assert [each["indicator"] for each in rows_of(table(*both), {})] == ["year"]
    assert [each["indicator"] for each in rows_of(table(both[0]), {})] == ["long"]


# --- In a build ---


@pytest.fixture
def demo(tmp_path: Path, here: Runner) -> Path:
    assert here("new", "demo", cwd=tmp_path).code == 0
    shutil.copytree(tmp_path / "demo" / "year", tmp_path / "demo" / "specs", dirs_exist_ok=True)
    return tmp_path / "demo"


def written(project: Path) -> list[dict[str, str]]:
    text = (project / "output" / "results.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def cause(here: Runner, project: Path, *options: str) -> str:
    """Why a build makes the file, or not."""
    ran = here("--ui-language", "en", *DATA, "--explain", *options, cwd=project)
    assert ran.code == 0, ran.stderr
    return next(line for line in ran.stdout.splitlines() if line.startswith("output/results.csv"))


def test_a_build_writes_the_year_of_the_demo(demo: Path, here: Runner) -> None:
    assert cause(here, demo) == "output/results.csv: new"
    rows = written(demo)
    assert list(rows[0]) == list(RESULTS_COLUMNS)
    sneezers = [each for each in rows if each["indicator"] == "sneezers"]
    keys = ("year", "stage", "target", "actual", "actual_value", "score", "met")
    assert [tuple(each[key] for key in keys) for each in sneezers] == [
        ("2025", "plan", "≥85%", "", "", "", ""),
        ("2025", "monitoring-07", "≥85%", "80%", "80", "", ""),
        # 3.33 × 81.6 ÷ 85 = 3.1968
        ("2025", "evaluation", "≥85%", "81.6%", "81.6", "3.20", "false"),
        ("2026", "plan", "≥85%", "", "", "", ""),
    ]
    files = json.loads((demo / "output" / "manifest.json").read_text("utf-8"))["files"]
    assert files[-1]["path"] == "results.csv"


def test_only_what_has_changed_is_read_again(
    demo: Path, here: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cause(here, demo) == "output/results.csv: new"
    assert cause(here, demo) == "output/results.csv: up to date"
    before = written(demo)
    spec = demo / "specs" / "2025-demo-evaluation.yaml"
    spec.write_text(spec.read_text("utf-8").replace("81.6%", "80%"), "utf-8")
    read: list[str] = []
    whole = results_file._read_rows  # to see what is read

    def spy(folder: Path, files: dict[str, object]) -> object:
        read.extend(sorted({path.rpartition("/")[0] for path in files}))
        return whole(folder, files)

    monkeypatch.setattr(results_file, "_read_rows", spy)
    said = cause(here, demo)
    assert said.endswith("the table or a report on it has changed: demo-dandelion/2025")
    assert read == ["demo-dandelion/2025"]
    changed = [
        (old["indicator"], new["actual"])
        for old, new in zip(before, written(demo), strict=True)
        if old != new
    ]
    assert changed == [("sneezers", "80%")]


def test_an_edited_and_a_missing_file_are_made_again(demo: Path, here: Runner) -> None:
    cause(here, demo)
    path = demo / "output" / "results.csv"
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"81.6", b"99.9"))
    assert cause(here, demo).endswith("altered after it was built")
    assert path.read_bytes() == whole
    path.unlink()
    assert cause(here, demo).endswith("was missing")
    assert path.read_bytes() == whole


def test_no_orphan_keeps_its_rows_after_a_prune(demo: Path, here: Runner) -> None:
    cause(here, demo)
    for path in (demo / "specs").glob("2025-*"):
        path.unlink()
    cause(here, demo, "--prune")
    assert {each["year"] for each in written(demo)} == {"2026"}


def test_a_build_of_other_formats_leaves_the_file_as_it_is(demo: Path, here: Runner) -> None:
    assert here("build", "--format", "csv", cwd=demo).code == 0
    assert not (demo / "output" / "results.csv").exists()
