"""`diff` and `review` of tables whose specs name a form: projects, fields, money by source."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from form_example import SPEC, make_example
from jsonschema import Draft202012Validator
from paths import SMALL_SPEC

from perf_report import resources

Runner = Callable[..., Any]
Starter = Callable[..., Any]

DIKES = """\
format: 1
form: project-2021
year: 2025
department:
  code: example-water
  name: {zh: 示例水务局, en: Example Water Bureau}
project:
  code: dikes
  name: {zh: 堤防加固项目, en: Strengthening of dikes}
fields:
  authority: {code: "120", name: {zh: 示例水务局, en: Example Water Bureau}}
  nature: {zh: 新增项目, en: New project}
  period: {from: 2025-01, to: 2026-12}
funds:
  whole-fiscal: 100.00
  fiscal: 60.00
  other: 5.00
goals:
  - id: safe-dikes
    horizon: midterm
    text: {zh: 三年内完成全部险段加固。, en: Strengthen all dangerous dikes in three years.}
  - id: this-year
    horizon: annual
    text: {zh: 本年完成一期加固。, en: Finish the first part this year.}
indicators:
  - id: length-all
    goal: safe-dikes
    horizon: midterm
    category: output.quantity
    name: {zh: 加固堤防长度, en: Dikes strengthened}
    target: ≥30公里
  - id: length
    goal: this-year
    horizon: annual
    category: output.quantity
    name: {zh: 加固堤防长度, en: Dikes strengthened}
    target: ≥12公里
"""
PONDS = (
    DIKES.replace("code: dikes", "code: ponds")
    .replace("堤防加固项目", "坑塘整治项目")
    .replace("Strengthening of dikes", "Mending of ponds")
)
# A form with a schedule, and without money.
SCHEDULE = (
    DIKES[: DIKES.index("fields:")].replace("project-2021", "project-ningxiang")
    + """\
tables:
  schedule:
    - {step: {zh: 完成勘察设计, en: Survey and design}, from: 2025-01-10, to: 2025-02-28}
    - {step: {zh: 一期主体施工, en: Building}, from: 2025-03-01, to: 2025-10-31}
"""
    + DIKES[DIKES.index("goals:") :].replace("midterm", "long")
)


def next_year(text: str, *edits: tuple[str, str]) -> str:
    for old, new in (("year: 2025", "year: 2026"), *edits):
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


WEAKER = next_year(
    DIKES,
    ("to: 2026-12", "to: 2027-12"),
    ("  fiscal: 60.00", "  fiscal: 80.00"),
    ("≥12公里", "≥10公里"),
)


def write(folder: Path, **specs: str) -> Path:
    (folder / "specs").mkdir(exist_ok=True)
    for name, text in specs.items():
        (folder / "specs" / f"{name}.yaml").write_text(text, "utf-8")
    return folder


def checked(text: str) -> Any:
    """Changes as JSON, which have the shape of their schema."""
    schema = json.loads((resources.PACKAGE / "schemas" / "changes.schema.json").read_bytes())
    data = json.loads(text)
    assert not list(Draft202012Validator(schema).iter_errors(data))
    return data


def kinds(data: Any) -> list[tuple[str, str, str]]:
    found = data["changes"]
    return sorted((each["kind"], each["subject"]["id"], each["significance"]) for each in found)


@pytest.fixture
def two_years(tmp_path: Path) -> Path:
    return write(tmp_path, a=DIKES, b=WEAKER)


@pytest.fixture
def clone(start_repository: Starter) -> Any:
    """A repository with two projects of a department on main, and a branch that is checked out."""
    clone = start_repository()
    clone.write("specs/2025-dikes.yaml", DIKES)
    clone.write("specs/2025-ponds.yaml", PONDS)
    clone.commit("base")
    clone.git("switch", "--quiet", "--create", "topic")
    return clone


# --- diff ---


def test_a_project_is_compared_with_its_own_year_before(two_years: Path, here: Runner) -> None:
    write(two_years, c=next_year(PONDS, ("≥30公里", "≥20公里")), d=PONDS)
    ran = here("diff", "specs/b.yaml", "--format", "json", cwd=two_years)
    data = checked(ran.stdout)
    sides = [(data[side]["year"], data[side]["project"]) for side in ("base", "revision")]
    assert sides == [(2025, "dikes"), (2026, "dikes")]
    assert kinds(data) == [
        ("field-changed", "period", "unclear"),
        ("funds-changed", "dikes", "neutral"),
        ("plan-changed", "dikes", "neutral"),
        ("target-loosened", "length", "weaker"),
    ]
    everything = json.loads(here("diff", "--format", "json", cwd=two_years).stdout)
    projects = [each["revision"]["project"] for each in everything["comparisons"]]
    assert projects == ["dikes", "ponds"]


def test_a_project_without_a_year_before_is_named(tmp_path: Path, here: Runner) -> None:
    write(tmp_path, a=PONDS, b=WEAKER)
    ran = here("diff", "specs/b.yaml", cwd=tmp_path)
    assert ran.code == 3
    assert "example-water/dikes" in ran.stderr


def test_a_table_of_a_department_has_no_project(tmp_path: Path, here: Runner) -> None:
    text = SMALL_SPEC.read_text("utf-8")
    write(tmp_path, a=text, b=next_year(text))
    data = checked(here("diff", "--format", "json", cwd=tmp_path).stdout)
    assert "project" not in data["base"]


def test_changes_are_told_with_the_labels_of_the_form(two_years: Path, here: Runner) -> None:
    ran = here("--ui-language", "zh", "diff", cwd=two_years)
    assert "示例水务局 · 项目 堤防加固项目 · 2025 → 2026" in ran.stdout
    assert "年度目标 · 加固堤防长度\n" in ran.stdout
    assert "项目起止时间" in ran.stdout
    assert "栏目内容变动：2025-01至2026-12 → 2025-01至2027-12" in ran.stdout
    assert "资金变动（其中：当年财政拨款、万元）：60.00 → 80.00  +20.00 (+33.3%)" in ran.stdout


def test_goals_of_several_horizons_are_called_as_they_print(tmp_path: Path, here: Runner) -> None:
    second = (
        "  - {id: next-part, horizon: annual, text: {zh: 二期, en: Second part}}\nindicators:\n"
    )
    base = DIKES.replace("indicators:\n", second)
    edits = (
        ("zh: 二期,", "zh: 二期开工,"),
        ("zh: 本年完成", "zh: 年内完成"),
        ("zh: 三年内", "zh: 3年内"),
    )
    write(tmp_path, a=base, b=next_year(base, *edits))
    ran = here(
        "--ui-language", "zh", "diff", "--format", "text", "--format", "html=c.html", cwd=tmp_path
    )
    page = (tmp_path / "c.html").read_text("utf-8")
    for goal in ("年度目标1 · 年内", "年度目标2 · 二期", "中期目标 · 3年内"):
        assert goal in ran.stdout
        assert goal in page
    assert "Annual goal 2 · Second part" in page


def test_languages_in_a_labelled_cell_stand_apart(tmp_path: Path, here: Runner) -> None:
    example = make_example(tmp_path)
    new = SPEC.replace("year: 2025", "year: 2026").replace("government: true", "government: false")
    new = new.replace("{zh: 水利, en: Water}", "{zh: 农业, en: Farming}")
    (tmp_path / "specs" / "2026-dikes.yaml").write_text(new, "utf-8")
    ran = here(
        "diff",
        example.root / "specs/2026-dikes.yaml",
        "--format",
        "text",
        "--format",
        "html=c.html",
        cwd=tmp_path,
    )
    page = (tmp_path / "c.html").read_text("utf-8")
    assert '>水利</div> <div lang="en" class="second">Water</div>' in page
    assert "Yes → No" in ran.stdout
    assert [line for line in ran.stdout.splitlines() if line != line.rstrip()] == []


def test_every_change_of_a_form_is_at_its_line(two_years: Path, here: Runner) -> None:
    data = checked(here("diff", "--format", "json", cwd=two_years).stdout)
    lines = {each["kind"]: each["location"]["line"] for each in data["changes"]}
    texts = WEAKER.splitlines()
    assert "period:" in texts[lines["field-changed"] - 1]
    assert "fiscal: 80.00" in texts[lines["funds-changed"] - 1]


def test_a_field_that_came_and_one_that_went_are_located(tmp_path: Path, here: Runner) -> None:
    revision = next_year(DIKES, ("  nature: {zh: 新增项目, en: New project}\n", ""))
    revision = revision.replace("funds:", "  implementer: {name: {zh: 管理所, en: Office}}\nfunds:")
    write(tmp_path, a=DIKES, b=revision)
    data = checked(here("diff", "--format", "json", cwd=tmp_path).stdout)
    places = {
        each["subject"]["id"]: (Path(each["location"]["file"]).stem, each["location"]["line"])
        for each in data["changes"]
        if each["kind"] == "field-changed"
    }
    assert places.keys() == {"nature", "implementer"}
    assert "nature" in DIKES.splitlines()[places["nature"][1] - 1]
    assert [places["nature"][0], places["implementer"][0]] == ["a", "b"]


def test_rows_of_a_schedule_are_told_one_by_one(tmp_path: Path, here: Runner) -> None:
    revision = next_year(SCHEDULE, ("to: 2025-02-28", "to: 2025-04-30"))
    building = next(line for line in revision.splitlines(keepends=True) if "主体施工" in line)
    revision = revision.replace(building, "")
    write(tmp_path, a=SCHEDULE, b=revision)
    ran = here("--ui-language", "zh", "diff", cwd=tmp_path)
    assert "项目实施进度计划 · 完成勘察设计" in ran.stdout
    assert "小表内容变动（完成时间）：2025-02-28 → 2025-04-30\n" in ran.stdout
    assert "− 一期主体施工 · 2025-03-01 · 2025-10-31" in ran.stdout
    data = checked(here("diff", "--format", "json", cwd=tmp_path).stdout)
    rows = [each for each in data["changes"] if each["kind"] == "table-changed"]
    assert [each["location"]["line"] for each in rows] == [12, 13]
    assert rows[0]["subject"] == {
        "type": "table", "id": "schedule", "goal": None,
        "name": {"zh": "完成勘察设计", "en": "Survey and design"},
    }  # fmt: skip


@pytest.mark.parametrize("format_", ["markdown", "github", "sarif"])
def test_every_format_names_a_field(two_years: Path, here: Runner, format_: str) -> None:
    ran = here("--ui-language", "zh", "diff", "--format", format_, cwd=two_years)
    assert "项目起止时间" in ran.stdout
    assert "2025-01至2027-12" in ran.stdout


def test_the_page_has_the_forms_title_and_its_sources(two_years: Path, here: Runner) -> None:
    here("diff", "--format", "html=changes.html", cwd=two_years)
    page = (two_years / "changes.html").read_text("utf-8")
    assert "项目支出绩效目标表变动对照表" in page
    assert "示例水务局 · 项目 堤防加固项目" in page
    for word in ("当年资金总额", "85.00", "+20.00"):
        assert word in page
    # Five sources before and after, and the key.
    assert page.count('<rect class="bar') == 5 * 2 + 2


def test_a_page_of_a_table_without_money_has_no_part_for_it(tmp_path: Path, here: Runner) -> None:
    write(tmp_path, a=SCHEDULE, b=next_year(SCHEDULE, ("01-10", "01-11")))
    assert here("diff", "--format", "html=changes.html", cwd=tmp_path).code == 0
    page = (tmp_path / "changes.html").read_text("utf-8")
    assert "项目实施进度计划" in page
    assert "预算资金对照" not in page


# --- review ---


def test_a_new_year_of_a_project_is_reviewed_against_its_own(clone: Any, here: Runner) -> None:
    clone.write("specs/2026-dikes.yaml", WEAKER)
    clone.commit()
    ran = here("review", "--base", "main", "--format", "json", cwd=clone.folder)
    data = checked(ran.stdout)
    assert data["base"]["source"] == "main:specs/2025-dikes.yaml"
    assert data["revision"]["project"] == "dikes"
    assert ("target-loosened", "length", "weaker") in kinds(data)
    assert ran.code == 1


def test_an_approval_for_a_project_is_none_for_another(clone: Any, here: Runner) -> None:
    lower = ("target: ≥12公里", "target: ≥10公里")
    clone.write("specs/2025-dikes.yaml", DIKES.replace(*lower))
    clone.write("specs/2025-ponds.yaml", PONDS.replace(*lower))
    clone.commit()
    data = json.loads(here("review", "--base", "main", "--format", "json", cwd=clone.folder).stdout)
    marks = {
        each["revision"]["project"]: each["changes"][0]["fingerprint"]
        for each in data["comparisons"]
    }
    assert len(set(marks.values())) == 2
    ran = here(
        "review", "--base", "main", "--approve", marks["dikes"],
        "--reason", "Fewer walls.", "--by", "Reviewer", cwd=clone.folder,
    )  # fmt: skip
    assert ran.code == 0, ran.stderr
    noted = (clone.folder / "approvals.yaml").read_text("utf-8")
    assert "table: example-water/2025/dikes" in noted
    clone.commit("approve")
    ran = here("review", "--base", "main", "--trust-branch", "--format", "json", cwd=clone.folder)
    approved = {
        each["revision"]["project"]: "approval" in each["changes"][0]
        for each in json.loads(ran.stdout)["comparisons"]
    }
    assert approved == {"dikes": True, "ponds": False}
    assert ran.code == 1


def test_two_files_of_one_project_collide_and_two_projects_do_not(clone: Any, here: Runner) -> None:
    clone.write("specs/2026-dikes.yaml", WEAKER)
    clone.write("specs/2026-ponds.yaml", next_year(PONDS))
    clone.commit()
    options = ("review", "--base", "main", "--fail-on", "never", "--format", "text")
    assert here(*options, cwd=clone.folder).code == 0
    clone.write("specs/2026-copy.yaml", WEAKER)
    clone.commit()
    ran = here(*options, cwd=clone.folder)
    assert ran.code == 3
    assert "example-water/dikes/2026" in ran.stdout


# --- status ---


def test_the_status_tells_the_project_and_the_form(two_years: Path, here: Runner) -> None:
    data = json.loads(here("status", "--format", "json", cwd=two_years).stdout)
    told = {(each["department"], each["project"], each["form"]) for each in data["items"]}
    assert told == {("example-water", "dikes", "project-2021")}
