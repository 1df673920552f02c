"""`perf-report score` and `explain --score`: what they print, and what they exit with."""

import json
import re
import shutil
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from conftest import Runner, Worktree
from jsonschema import Draft202012Validator
from lxml import etree
from paths import DATA, REAL_SPEC, REPOSITORY, SCHEMAS, SMALL_SPEC

from perf_report import resources
from perf_report.model.source import Source
from perf_report.parse.reports import load_report
from perf_report.parse.scorings import load_scorings
from perf_report.render.scores.figures import exact, percentage
from perf_report.render.terminal import width

REAL = DATA / "reports" / "2025-ccpit-tianjin-evaluation.yaml"
SCHEMA = resources.PACKAGE / "schemas" / "score.schema.json"

SMALL = """\
format: 1
report: evaluation
of: {department: example-bureau, year: 2025}
scoring: mof-2020
as_of: 2025-12-31
funds:
  service: {initial: 409.60, executed: 398.21}
weights: {output: 90, benefit: 0, satisfaction: 0}
indicators:
  windows: {actual: 16台, reason: {zh: 招标推迟。, en: Late tender.}}
"""


LEFT_OUT = "{not_applicable: {zh: 项目取消。, en: Cancelled.}}"


@pytest.fixture
def real(tmp_path: Path) -> Path:
    (tmp_path / "specs").mkdir()
    shutil.copy(REAL_SPEC, tmp_path / "specs" / "2025.yaml")
    shutil.copy(REAL, tmp_path / "specs" / "2025-evaluation.yaml")
    return tmp_path


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "specs").mkdir()
    shutil.copy(SMALL_SPEC, tmp_path / "specs" / "2025.yaml")
    write(tmp_path)
    return tmp_path


def write(project: Path, before: str = "", after: str = "") -> None:
    assert before in SMALL
    text = SMALL.replace(before, after, 1) if before else SMALL
    (project / "specs" / "evaluation.yaml").write_text(text, "utf-8")


def scores(here: Runner, project: Path) -> Any:
    return json.loads(here("score", "--format", "json", cwd=project).stdout)


def junit(here: Runner, project: Path) -> etree._Element:
    """The JUnit report, which has the form that Jenkins reads."""
    suites = etree.fromstring(here("score", "--format", "junit", cwd=project).stdout)
    schema = etree.XMLSchema(etree.parse(str(SCHEMAS / "junit-10.14c6e39.xsd")))
    schema.assertValid(suites)
    return suites


def test_the_text_has_total_grade_and_points_lost(small: Path, here: Runner) -> None:
    ran = here("--ui-language", "en", "score", cwd=small)
    assert ran.code == 0
    # 90 × 16 ÷ 17 = 84.7058…, and 10 × 398.21 ÷ 409.60 = 9.7219….
    assert ran.stdout == (
        "specs/evaluation.yaml\n"
        "  Total 94.43, Excellent\n"
        "  Execution of the budget: 9.72 of 10 (rate 97.22%)\n"
        "  Points lost:\n"
        "    5.29  windows  Number of windows\n"
        "          target: ≥17 units; actual: 16 units\n"
    )
    chinese = here("--ui-language", "zh", "score", cwd=small).stdout
    assert "  总分94.43，优\n" in chinese
    assert "指标值：≥17台；实际值：16台\n" in chinese


@pytest.mark.parametrize(
    ("format_", "said"),
    [
        ("text", "actual: 16 units\n          Reason of the score: Made up for.\n"),
        ("markdown", "| 16 units | Late tender. (Reason of the score: Made up for.) |\n"),
    ],
)
def test_a_score_by_hand_has_its_reason_beside_it(
    small: Path, here: Runner, format_: str, said: str
) -> None:
    by_hand = "16台, score: 89, score_reason: {zh: 已补足。, en: Made up for.},"
    write(small, "16台,", by_hand)
    assert said in here("--ui-language", "en", "score", "--format", format_, cwd=small).stdout


def test_points_are_lost_from_the_most_to_the_least(real: Path, here: Runner) -> None:
    ran = here("--ui-language", "en", "score", cwd=real)
    assert ran.code == 0
    assert ran.stderr.endswith("1 file checked: 0 errors, 0 warnings, 7 notes\n")
    lost = [float(each) for each in re.findall(r"(?m)^ {4}(\d+\.\d\d)  ", ran.stdout)]
    assert len(lost) > 20
    assert lost == sorted(lost, reverse=True)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_text_fits_a_terminal_of_80_columns(real: Path, here: Runner, language: str) -> None:
    shown = here("--ui-language", language, "score", cwd=real).stdout
    for indicator in ("system-failure-rate", "service-hours", "exchange-on-time"):
        shown += here("--ui-language", language, "explain", "--score", indicator, cwd=real).stdout
    assert max(map(width, shown.splitlines())) <= 80


def test_json_has_its_schema_and_exact_figures(real: Path, here: Runner) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    data = scores(here, real)
    assert list(Draft202012Validator(schema).iter_errors(data)) == []
    (score,) = data["scores"]
    assert (score["department"], score["year"], score["project"], score["report"]) == (
        "ccpit-tianjin",
        2025,
        None,
        "evaluation",
    )
    assert (score["total"], score["grade"]) == ("97.61", "excellent")
    # 5094.11 ÷ 5230.60 has no end in decimals.
    assert score["execution"] == {"weight": "10", "rate": "2547055/26153", "score": "9.74"}
    (failures,) = (each for each in score["indicators"] if each["id"] == "system-failure-rate")
    assert failures == {
        "id": "system-failure-rate",
        "weight": "1.05",
        "score": "0.84",
        "met": False,
    }


def test_markdown_has_a_row_for_each_loss(small: Path, here: Runner) -> None:
    ran = here("--ui-language", "en", "score", "--format", "markdown", cwd=small)
    assert ran.stdout.startswith("## specs/evaluation.yaml\n\nTotal 94.43, Excellent\n")
    assert "| 5.29 | Number of windows | ≥17 units | 16 units | Late tender. |\n" in ran.stdout


def test_junit_has_a_case_for_each_indicator(small: Path, here: Runner) -> None:
    suites = junit(here, small)
    (suite,) = suites
    assert (suite.get("tests"), suite.get("failures")) == ("1", "0")
    write(small, "16台", "16个")
    suites = junit(here, small)
    (case,) = suites.findall("testsuite/testcase")
    failure = case.find("failure")
    assert (case.get("name"), failure is not None and failure.get("type")) == ("windows", "error")


def test_junit_has_a_case_for_what_is_wrong_elsewhere(small: Path, here: Runner) -> None:
    write(small, "mof-2020", "mof-1999")
    suites = junit(here, small)
    names = [case.get("name") for case in suites.findall("testsuite/testcase")]
    assert names == ["score-scoring:4:10"]


@pytest.mark.parametrize(
    ("before", "after", "code", "said"),
    [
        ("16台", "18台", 0, ""),
        (", reason: {zh: 招标推迟。, en: Late tender.}", "", 0, "10:3: warning[score-reason]"),
        ("16台", "24台", 0, ""),
        ("16台, reason: {zh: 招标推迟。, en: Late tender.}", "23台", 1, "score-over-completion"),
        ("16台,", "16台, score: 90,", 1, "10:33: error[score-written]"),
        ("16台,", "16台, score: 90, score_reason: {zh: 已补足。, en: Made up for.},", 0, ""),
        ("windows:", "window:", 1, "did you mean “windows”?"),
        ("output: 90", "output: 80", 1, "8:1: error[score-weights]"),
        ("mof-2020", "mof-1999", 1, "4:10: error[score-scoring]"),
        ("scoring: mof-2020\n", "", 0, "info[score-none]"),
        ("example-bureau", "other-bureau", 1, "error[report-plan]"),
        ("16台", "≥16台", 1, "error[actual-syntax]"),
        ("executed: 398.21", "adjusted: 400", 1, "7:3: error[score-execution]"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    small: Path, here: Runner, before: str, after: str, code: int, said: str
) -> None:
    write(small, before, after)
    ran = here("--ui-language", "en", "score", cwd=small)
    assert (ran.code, said in ran.stderr) == (code, True), ran.stderr
    assert here("--ui-language", "zh", "score", cwd=small).code == code


@pytest.mark.parametrize(
    ("level", "code"), [("error", 0), ("warning", 1), ("info", 1), ("never", 0)]
)
def test_the_level_that_fails(small: Path, here: Runner, level: str, code: int) -> None:
    write(small, ", reason: {zh: 招标推迟。, en: Late tender.}", "")
    assert here("score", "--fail-on", level, cwd=small).code == code


def test_the_reasons_that_are_missing_are_listed(small: Path, here: Runner) -> None:
    write(small, ", reason: {zh: 招标推迟。, en: Late tender.}", "")
    shown = here("--ui-language", "en", "score", cwd=small).stdout
    assert shown.endswith("  Reasons missing:\n    windows  Number of windows\n")
    table = here("--ui-language", "en", "score", "--format", "markdown", cwd=small).stdout
    assert table.endswith("Reasons missing:\n\n- Number of windows\n")


def test_what_is_not_applicable_is_scaled(small: Path, here: Runner) -> None:
    write(small, "{initial: 409.60, executed: 398.21}", "{initial: 0}")
    shown = here("--ui-language", "en", "score", cwd=small).stdout
    assert "  Total 94.12, Excellent (84.71 × 100 ÷ 90)\n" in shown
    assert "  Execution of the budget: not applicable, nothing was budgeted\n" in shown


def test_where_nothing_applies_there_is_no_total_and_a_warning(small: Path, here: Runner) -> None:
    write(small, "{actual: 16台, reason: {zh: 招标推迟。, en: Late tender.}}", LEFT_OUT)
    report = small / "specs" / "evaluation.yaml"
    text = report.read_text("utf-8").replace("initial: 409.60, executed: 398.21", "initial: 0")
    report.write_text(text, "utf-8")
    ran = here("--ui-language", "en", "score", cwd=small)
    assert "  No total: no indicator is applicable, and nothing was budgeted\n" in ran.stdout
    assert "[score-nothing]" in ran.stderr


def test_a_score_that_is_missing_leaves_no_total(small: Path, here: Runner) -> None:
    write(small, "16台", "16个")
    assert "No total: a score is missing" in here("--ui-language", "en", "score", cwd=small).stdout
    (score,) = scores(here, small)["scores"]
    assert (score["total"], score["grade"]) == (None, None)
    write(small, "executed: 398.21", "adjusted: 400")
    shown = here("--ui-language", "en", "score", cwd=small).stdout
    assert "Execution of the budget: no score, figures are missing" in shown


def test_a_project_has_its_own_scorings(small: Path, here: Runner) -> None:
    (small / "scoring").mkdir()
    builtin = resources.scorings_path() / "mof-2020.yaml"
    text = (
        builtin.read_text("utf-8")
        .replace("id: mof-2020", "id: ours")
        .replace("from: 90", "from: 95")
    )
    (small / "scoring" / "ours.yaml").write_text(text, "utf-8")
    write(small, "mof-2020", "ours")
    assert scores(here, small)["scores"][0]["grade"] == "good"
    (small / "scoring" / "ours.yaml").write_text(text.replace("weight: 10", "weight: 9"), "utf-8")
    assert here("score", cwd=small).code == 3


def test_a_monitoring_report_has_no_scores(small: Path, here: Runner) -> None:
    shutil.copy(DATA / "reports" / "monitoring.yaml", small / "specs" / "monitoring.yaml")
    assert len(scores(here, small)["scores"]) == 1
    (small / "specs" / "evaluation.yaml").unlink()
    ran = here("--ui-language", "en", "score", cwd=small)
    assert (ran.code, "there is no evaluation in" in ran.stderr) == (3, True)


def test_another_format_is_wrong_usage(small: Path, here: Runner) -> None:
    assert here("score", "--format", "sarif", cwd=small).code == 2


# --- explain --score ---


@pytest.mark.parametrize(
    ("before", "after", "formula"),
    [
        ("16台", "16台", "90 × 16 ÷ 17 = 84.71"),
        ("16台", "20台", "The target is met: the full weight."),
        ("16台", "-1台", "90 × 0 = 0.00"),
        ("16台", "0.125台", "90 × 0.125 ÷ 17 = 0.66"),
        ("actual: 16台", "not_applicable: {zh: 已取消。}", "not applicable"),
        ("16台", "16个", "no score"),
        (
            "16台,",
            "16台, score: 90, score_reason: {zh: 已补足。, en: Made up for.},",
            "Made up for.",
        ),
    ],
)
def test_a_score_is_explained_with_its_figures(
    small: Path, here: Runner, before: str, after: str, formula: str
) -> None:
    write(small, before, after)
    ran = here("--ui-language", "en", "explain", "--score", "windows", cwd=small)
    assert ran.code == 0
    assert ran.stdout.startswith(
        "windows: Number of windows\nexample-bureau/2025#evaluation (mof-2020)\n"
    )
    assert formula in ran.stdout


@pytest.mark.parametrize(
    ("indicator", "sum_"),
    [
        ("system-failure-rate", "1.05 × (1 − (6 − 5) ÷ 5) = 0.84"),
        ("members-recruited", "1.04 × 37 ÷ 40 = 0.96"),
        ("service-hours", "from 0.624 to 0.832."),
        ("exchange-on-time", "actual: 12 December 2025"),
    ],
)
def test_a_score_of_the_real_table(real: Path, here: Runner, indicator: str, sum_: str) -> None:
    ran = here("--ui-language", "en", "explain", "--score", indicator, cwd=real)
    assert sum_ in ran.stdout


def test_inverse_late_and_far_exceeded_scores_are_explained(small: Path, here: Runner) -> None:
    (small / "scoring").mkdir()
    text = (resources.scorings_path() / "mof-2020.yaml").read_text("utf-8")
    text = text.replace("id: mof-2020", "id: ours").replace("overrun", "inverse")
    text = text.replace("reason: required", "deduct: [{from: 130, deduct: 5}]")
    late = f"{text}late: [{{days: 30, deduct: 20}}]\n"
    (small / "scoring" / "ours.yaml").write_text(late, "utf-8")
    spec = small / "specs" / "2025.yaml"
    for target, actual, formula in (
        ("≤10台", "12台", "90 × 10 ÷ 12 = 75.00"),
        ("2025-10-31", "2025-11-05", "90 × (1 − 20%) = 72.00"),
        ("≥10台", "15台", "90 × (1 − 5%) = 85.50"),
    ):
        spec.write_text(SMALL_SPEC.read_text("utf-8").replace("≥17台", target), "utf-8")
        report = SMALL.replace("mof-2020", "ours").replace("16台", actual)
        (small / "specs" / "evaluation.yaml").write_text(report, "utf-8")
        ran = here("--ui-language", "en", "explain", "--score", "windows", cwd=small)
        assert formula in ran.stdout


def test_an_own_weight_is_named(small: Path, here: Runner) -> None:
    spec = small / "specs" / "2025.yaml"
    spec.write_text(f"{spec.read_text('utf-8').rstrip()}\n        weight: 90\n", "utf-8")
    ran = here("--ui-language", "en", "explain", "--score", "windows", cwd=small)
    assert "The weight 90 is the indicator’s own." in ran.stdout


def test_an_indicator_that_no_evaluation_has_is_wrong_usage(small: Path, here: Runner) -> None:
    assert here("explain", "--score", "doors", cwd=small).code == 2
    assert here("explain", cwd=small).code == 2
    named = here("explain", "--score", "windows", "specs/evaluation.yaml", cwd=small)
    assert named.code == 0


def test_an_evaluation_that_cannot_be_scored_is_not_explained(small: Path, here: Runner) -> None:
    write(small, "example-bureau", "other-bureau")
    ran = here("--ui-language", "en", "explain", "--score", "windows", cwd=small)
    assert (ran.code, ran.stdout, "error[report-plan]" in ran.stderr) == (1, "", True)


# --- Figures, and the examples of the documentation ---


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(1, 8), "0.125"),
        (Fraction(2, 3), "2/3"),
        (Fraction(1200), "1200"),
        (Fraction(-5, 2), "-2.5"),
        (Fraction(123456789012345678901, 10**6), "123456789012345.678901"),
        (Fraction(1, 2**20), "0.00000095367431640625"),
    ],
)
def test_a_fraction_is_written_exactly(value: Fraction, text: str) -> None:
    assert exact(value) == text
    assert Fraction(text) == value


def test_a_share_is_written_in_per_cent() -> None:
    assert (percentage(Fraction(39821, 40960)), percentage(Fraction(2, 3))) == (
        "97.21923828125",
        "200/3",
    )


@pytest.mark.parametrize("page", ["score.md", "score.zh.md"])
def test_the_examples_of_the_documentation_are_valid(page: str, tmp_path: Path) -> None:
    text = (REPOSITORY / "docs" / page).read_text("utf-8")
    report, scoring = re.findall(r"(?s)```yaml\n(.*?)```", text)
    assert load_report(Source(name=page, data=report.encode())).findings == ()
    (tmp_path / "ours.yaml").write_text(scoring, "utf-8")
    assert load_scorings([tmp_path])["our-bureau"].late


@pytest.mark.parametrize("folder", ["year", "a"])
def test_a_report_is_on_the_plan_beside_it(folder: str, here: Runner, tmp_path: Path) -> None:
    """`specs/` has the plan of before the adjustment, which is not what was scored."""
    here("new", cwd=tmp_path)
    if folder != "year":
        (tmp_path / "year").rename(tmp_path / folder)
    [scored] = json.loads(here("score", folder, "--format", "json", cwd=tmp_path).stdout)["scores"]
    assert scored["total"] == "98.62"
    assert "0 warnings" in here("validate", folder, cwd=tmp_path).stderr
    (tmp_path / folder / "2025-demo.yaml").unlink()
    [scored] = json.loads(here("score", folder, "--format", "json", cwd=tmp_path).stdout)["scores"]
    assert scored["total"] == "97.85"
    assert "1 warning" in here("validate", folder, cwd=tmp_path).stderr


@pytest.mark.parametrize(
    "named",
    [
        ["--base", "old", "year/2025-demo-evaluation.yaml"],
        ["old:year/2025-demo-evaluation.yaml", "year/2025-demo-evaluation.yaml"],
    ],
)
def test_both_sides_of_a_comparison_have_the_plan_beside_the_report(
    named: list[str], here: Runner, start_repository: Callable[..., Worktree]
) -> None:
    work = start_repository()
    here("new", cwd=work.folder)
    work.commit()
    work.git("branch", "--force", "old")
    report = work.folder / "year" / "2025-demo-evaluation.yaml"
    report.write_text(report.read_text("utf-8").replace("{actual: 8场}", "{actual: 7场}"), "utf-8")
    ran = here("diff", *named, cwd=work.folder)
    assert "total changed: 98.62 → 98.14" in ran.stdout
    assert "score changed: 3.85 → 3.37" in ran.stdout
