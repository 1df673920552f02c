"""Money across tables: the projects of a department, and the units below it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Runner

OVERALL = """\
format: 1
year: 2026
languages: [zh]
department: {code: fictional-bureau, name: {zh: 示例市虚构局}}
framework: output-cost
currency_unit: 万元
budget: {basic: 5.00, project: 30.00}
tasks:
  - {id: dikes, text: {zh: 加固虚构堤防。}, funds: {basic: 5.00, project: 20.00}}
  - {id: sluices, text: {zh: 维护虚构水闸。}, funds: {project: 10.00}}
goals:
  - id: sound
    tasks: [dikes, sluices]
    text: {zh: 虚构堤防和水闸达标。}
    indicators:
      - {id: length, category: output.quantity, name: {zh: 加固堤防长度}, target: ≥5公里}
      - {id: passed, category: output.quality, name: {zh: 验收合格率}, target: ＝100%}
      - {id: done, category: output.timeliness, name: {zh: 完成时间}, target: 2026年底前}
      - {id: cost, category: output.cost, name: {zh: 总成本}, target: ≤35万元}
      - {id: safer, category: benefit.social, name: {zh: 安全水平}, target: {zh: 明显提高}}
      - {id: liked, category: satisfaction.beneficiary, name: {zh: 居民满意度}, target: ≥90%}
"""

PROJECT = """\
format: 1
form: project-2021
year: 2026
languages: [zh]
department: {code: fictional-bureau, name: {zh: 示例市虚构局}}
project: {code: walls, name: {zh: 虚构堤防加固项目}, task: dikes}
funds: {fiscal: 12.00, other: 3.00}
goals:
  - {id: repaired, horizon: annual, text: {zh: 完成本年度加固。}}
indicators:
  - {id: metres, horizon: annual, category: output.quantity, name: {zh: 堤防长度}, target: ≥5公里}
  - {id: safe, horizon: annual, category: benefit.social, name: {zh: 安全}, target: {zh: 提高}}
  - {id: liked, horizon: annual, category: satisfaction.beneficiary, name: {zh: 满意度}, target: ≥90%}
"""  # noqa: E501  # an indicator a line

Validate = Callable[..., list[dict[str, Any]]]


def project(code: str, total: str, task: str = "dikes") -> str:
    text = PROJECT.replace("code: walls", f"code: {code}").replace("task: dikes", f"task: {task}")
    return text.replace("{fiscal: 12.00, other: 3.00}", f"{{total: {total}}}")


@pytest.fixture
def validate(here: Runner, tmp_path: Path) -> Validate:
    """What the command finds in specs, each a text; a file is named by its number."""

    def run(*specs: str) -> list[dict[str, Any]]:
        folder = tmp_path / "specs"
        folder.mkdir(exist_ok=True)
        for path in folder.iterdir():
            path.unlink()
        for number, spec in enumerate(specs):
            (folder / f"{number}.yaml").write_text(spec, "utf-8")
        ran = here("--project", tmp_path, "--ui-language", "en", "validate", "--format", "json")
        found: list[dict[str, Any]] = json.loads(ran.stdout)["findings"]
        # The projects have no more than what the sums are made of.
        told = (each for each in found if each["rule"] != "form-empty")
        return [{**each, "file": Path(each["file"]).stem} for each in told]

    return run


def said(findings: list[dict[str, Any]]) -> list[tuple[str, str, int]]:
    return [(each["rule"], each["file"], each["line"]) for each in findings]


def test_projects_within_their_tasks_and_the_budget_are_in_order(validate: Validate) -> None:
    assert validate(OVERALL, PROJECT, project("gates", "5.00")) == []
    assert validate(OVERALL, project("gates", "10.00", "sluices")) == []


def test_a_task_that_the_overall_table_does_not_have_is_an_error(validate: Validate) -> None:
    found = validate(OVERALL, project("gates", "5.00", "dike"))
    assert said(found) == [("project-task", "1", 6)]
    assert found[0]["severity"] == "error"
    assert found[0]["message"] == (
        "the table fictional-bureau/2026 has no task with the id “dike”; did you mean “dikes”?"
    )
    found = validate(OVERALL, project("gates", "5.00", "xyz"))
    assert found[0]["message"].endswith("no task with the id “xyz”")


def test_without_the_overall_table_nothing_is_compared(validate: Validate) -> None:
    assert validate(project("gates", "500.00", "xyz")) == []
    other_year = OVERALL.replace("2026", "2027")
    assert validate(other_year, project("gates", "500.00", "xyz")) == []


def test_the_projects_of_a_task_have_no_more_than_the_task(validate: Validate) -> None:
    # A sum of parts, and a total in its own words: 12 + 3 + 5.01 is more than 20.
    found = validate(OVERALL, PROJECT, project("gates", "5.01"))
    assert said(found) == [("project-funds", "1", 7), ("project-funds", "2", 7)]
    assert {each["severity"] for each in found} == {"warning"}
    assert found[0]["message"] == (
        "the projects of task 1 (dikes) add up to 20.01 万元, "
        "more than its project expenditure of 20.00 万元"
    )


def test_money_in_yuan_is_compared_with_money_in_ten_thousands(validate: Validate) -> None:
    sheet = project("gates", "50000.00").replace("project-2021", "project-sichuan")
    sheet = sheet.replace(", horizon: annual", "")
    assert validate(OVERALL, PROJECT, sheet) == []
    found = validate(OVERALL, PROJECT, sheet.replace("50000.00", "50000.01"))
    assert said(found) == [("project-funds", "1", 7), ("project-funds", "2", 7)]
    assert "20.000001 万元" in found[0]["message"]


def test_a_task_whose_sources_are_not_told_is_not_compared(validate: Validate) -> None:
    open_ = OVERALL.replace("funds: {project: 10.00}", "funds: {total: 10.00}")
    open_ = open_.replace("budget: {basic: 5.00, project: 30.00}\n", "")
    assert said(validate(open_, project("gates", "5.00", "sluices"))) == []
    basic = OVERALL.replace("funds: {project: 10.00}", "funds: {basic: 10.00}")
    basic = basic.replace("{basic: 5.00, project: 30.00}", "{basic: 15.00, project: 20.00}")
    found = validate(basic, project("gates", "5.00", "sluices"))
    assert said(found) == [("project-funds", "1", 7)]
    assert "of 0.00 万元" in found[0]["message"]


def test_all_projects_have_no_more_than_the_budget(validate: Validate) -> None:
    # A project that names no task counts in the budget alone.
    loose = project("pumps", "10.01").replace(", task: dikes", "")
    found = validate(OVERALL, project("walls", "20.00"), loose)
    assert said(found) == [("project-funds", "0", 7)]
    assert "the department’s projects add up to 30.01 万元" in found[0]["message"]
    found = validate(
        OVERALL.replace("budget: {basic: 5.00, project: 30.00}\n", ""),
        project("walls", "20.00"),
        loose,
    )
    assert said(found) == [("project-funds", "0", 7)]


def test_a_comment_with_a_reason_accepts_more_money_than_the_task_has(validate: Validate) -> None:
    comment = "# perf-report: allow project-funds -- 含上年结转资金\n"
    accepted = project("gates", "20.01").replace("funds:", f"{comment}funds:")
    assert validate(OVERALL, accepted) == []
    assert validate(OVERALL, accepted.replace("20.01", "20.00")) == []


def unit(code: str, project: str) -> str:
    text = OVERALL.replace("code: fictional-bureau", f"code: {code}")
    text = text.replace("示例市虚构局}", "示例市虚构所}, parent: fictional-bureau")
    text = text.replace("budget: {basic: 5.00, project: 30.00}\n", "").replace("≤35", "≤17")
    text = text.replace("{basic: 5.00, project: 20.00}", f"{{total: {project}}}")
    return text.replace("{project: 10.00}", "{total: 10.00}")


def test_the_units_below_a_department_have_no_more_than_it_has(validate: Validate) -> None:
    found = validate(OVERALL, unit("office-a", "7.00"), unit("office-b", "8.01"))
    (over,) = [each for each in found if each["rule"] == "unit-funds"]
    assert (over["file"], over["line"], over["severity"]) == ("0", 7, "warning")
    assert over["message"] == (
        "the funds of 2 subordinate units add up to 35.01 万元, "
        "more than the department’s total of 35.00 万元"
    )
    found = validate(OVERALL, unit("office-a", "7.00"), unit("office-b", "8.00"))
    assert [each for each in found if each["rule"] == "unit-funds"] == []


def test_a_second_run_finds_the_same_in_its_cache(validate: Validate) -> None:
    specs = (OVERALL, PROJECT, project("gates", "5.01"), unit("office-a", "36.00"))
    first = validate(*specs)
    assert {each["rule"] for each in first} >= {"project-funds", "unit-funds"}
    assert validate(*specs) == first


def test_a_table_that_is_there_twice_is_not_added_up(validate: Validate) -> None:
    twice = project("gates", "15.00")
    assert {each["rule"] for each in validate(OVERALL, twice, twice)} == {"table-duplicate"}
    assert {each["rule"] for each in validate(OVERALL, OVERALL, project("gates", "99.00"))} == {
        "table-duplicate"
    }
