"""`perf-report new`: a project that works at once, and next year's spec beside last year's."""

import codecs
import dataclasses
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from form_example import make_example
from page_reader import path_with_tool
from paths import SMALL_SPEC

from perf_report import resources
from perf_report.app.project import Project
from perf_report.app.settings import Settings
from perf_report.app.site_settings import SITE_KEYS, SiteSettings
from perf_report.diff.change import ChangeKind
from perf_report.model.plan import Indicator, Plan
from perf_report.model.target import Deadline, Quantity, Statement
from perf_report.parse.load import load_plan
from perf_report.parse.source import read_source
from perf_report.rules import RULES

Runner = Callable[..., Any]

FILES = {
    "specs/2025-demo.yaml",
    "specs/2026-demo.yaml",
    "year/2025-demo.yaml",
    "year/2025-demo-monitoring.yaml",
    "year/2025-demo-evaluation.yaml",
    "perf-report.toml",
    "schema.json",
    "form.schema.json",
    "report.schema.json",
    ".github/workflows/review.yml",
    ".github/workflows/approve.yml",
    ".pre-commit-config.yaml",
    ".gitattributes",
    ".gitignore",
}


def files_below(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() or path.is_symlink()
    }


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in files_below(folder)}


def plan_of(path: Path) -> Plan:
    loaded = load_plan(read_source(path))
    assert loaded.plan is not None, loaded.findings
    return loaded.plan


def assert_unable(ran: Any, *words: str) -> None:
    """The command could not run, and says why in one message and what to do in another."""
    assert "Traceback" not in ran.stderr, ran.stderr
    assert (ran.code, ran.stdout) == (3, "")
    message, help_ = ran.stderr.splitlines()
    assert message.startswith("error: ")
    assert help_.startswith("  help: ")
    for word in words:
        assert word in ran.stderr


@pytest.fixture(scope="module")
def started(tool: Runner, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project, as it was started."""
    folder = tmp_path_factory.mktemp("started") / "demo"
    ran = tool("new", folder)
    assert ran.code == 0, ran.stderr
    return folder


@pytest.fixture
def project(started: Path, tmp_path: Path) -> Path:
    """A started project that a test may change."""
    return shutil.copytree(started, tmp_path / "project")


# --- A project ---


def test_the_files_written_are_those_that_are_said(here: Runner, tmp_path: Path) -> None:
    ran = here("new", "demo", cwd=tmp_path)
    assert ran.code == 0, ran.stderr
    assert files_below(tmp_path / "demo") == FILES
    assert set(ran.stdout.splitlines()) == {f"demo/{name}" for name in FILES}


@pytest.mark.parametrize("name", ["demo", "a folder with spaces", "绩效 目标", "it's", "a/b/c"])
def test_the_commands_to_type_next_can_be_typed(here: Runner, tmp_path: Path, name: str) -> None:
    ran = here("new", name, cwd=tmp_path)
    _, entry, *commands = ran.stderr.splitlines()
    assert [command.strip() for command in commands] == ["perf-report build", "perf-report diff"]
    there = subprocess.run(
        ["sh", "-c", f"{entry.strip()} && pwd"], cwd=tmp_path, capture_output=True, check=True
    )
    assert there.stdout.decode().strip() == str((tmp_path / name).resolve())


def test_the_current_folder_needs_no_cd(here: Runner, tmp_path: Path) -> None:
    ran = here("new", cwd=tmp_path)
    assert ran.code == 0, ran.stderr
    assert files_below(tmp_path) == FILES
    assert "cd " not in ran.stderr
    assert ".gitignore" in ran.stdout.splitlines()


def test_the_project_option_names_the_folder_too(here: Runner, tmp_path: Path) -> None:
    assert here("--project", tmp_path / "demo", "new").code == 0
    assert files_below(tmp_path / "demo") == FILES


def test_what_to_do_next_is_said_in_the_readers_language(here: Runner, tmp_path: Path) -> None:
    ran = here("--ui-language", "zh", "new", "demo", cwd=tmp_path)
    assert "请运行：" in ran.stderr


def test_a_new_project_has_nothing_to_correct(here: Runner, started: Path) -> None:
    ran = here("validate", "--fail-on", "info", cwd=started)
    assert (ran.code, ran.stdout) == (0, "")
    assert "2 files checked: 0 errors, 0 warnings, 0 notes" in ran.stderr


def test_a_new_project_builds_both_years(here: Runner, project: Path) -> None:
    ran = here("build", "--format", "html", "--format", "csv", cwd=project)
    assert ran.code == 0, ran.stderr
    folder = project / "output" / "demo-dandelion"
    for year in ("2025", "2026"):
        assert "（虚构）" in (folder / year / "table.zh.html").read_text("utf-8")
        assert "(Fictional)" in (folder / year / "table.en.html").read_text("utf-8")


def test_starting_twice_gives_the_same_bytes(tool: Runner, started: Path, tmp_path: Path) -> None:
    assert tool("new", tmp_path, environment={"LC_ALL": "zh_CN.UTF-8", "TZ": "UTC+9"}).code == 0
    assert contents(tmp_path) == contents(started)


# --- What is there already ---


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_that_is_there_already_is_named_and_nothing_written(
    here: Runner, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("mine")
    assert_unable(here("new", tmp_path), f"already exists: {path}", "Nothing was written")
    assert contents(tmp_path) == {name: b"mine"}


def test_all_files_that_are_there_already_are_named(here: Runner, project: Path) -> None:
    (project / ".gitignore").unlink()
    before = contents(project)
    ran = here("new", cwd=project)
    assert_unable(ran, *(FILES - {".gitignore"}))
    assert ".gitignore" not in ran.stderr
    assert contents(project) == before


def test_a_link_that_leads_nowhere_is_there_already(here: Runner, tmp_path: Path) -> None:
    (tmp_path / ".gitignore").symlink_to(tmp_path / "elsewhere")
    assert_unable(here("new", tmp_path), ".gitignore")
    assert not (tmp_path / "elsewhere").exists()


def test_other_files_of_the_folder_are_left_alone(here: Runner, tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "2024-other.yaml").write_text("mine")
    assert here("new", tmp_path).code == 0
    assert files_below(tmp_path) == FILES | {"specs/2024-other.yaml"}


def test_the_refusal_is_said_in_chinese(here: Runner, project: Path) -> None:
    ran = here("--ui-language", "zh", "new", cwd=project)
    assert ran.code == 3
    assert "错误：已有 " in ran.stderr
    assert "没有写入任何文件" in ran.stderr


def test_a_folder_that_is_a_file_is_named(here: Runner, tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("mine")
    assert_unable(here("new", "demo", cwd=tmp_path), "demo/", "cannot be written")
    assert contents(tmp_path) == {"demo": b"mine"}


def test_a_folder_without_the_right_to_write_is_named_and_left_empty(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    ran = subprocess.run(
        [*without_privileges(), sys.executable, "-m", "perf_report", "new", folder],
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 3
    assert f"{folder}/" in ran.stderr
    assert "Permission denied" in ran.stderr
    assert list(folder.iterdir()) == []


def without_privileges() -> list[str]:
    """What goes before a command so that root, too, is bound by the permissions of files."""
    if os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    assert setpriv, "the tests of permissions, run by root, need setpriv (util-linux)"
    return [setpriv, "--inh-caps=-all", "--bounding-set=-dac_override,-dac_read_search"]


# --- The made-up department ---


@pytest.fixture(scope="module")
def years(started: Path) -> tuple[Plan, Plan]:
    return plan_of(started / "specs/2025-demo.yaml"), plan_of(started / "specs/2026-demo.yaml")


def indicators(plan: Plan) -> dict[str, Indicator]:
    return {item.id: item for goal in plan.goals for item in goal.indicators}


@pytest.mark.parametrize("year", ["2025", "2026"])
def test_the_department_says_that_it_is_made_up(started: Path, year: str) -> None:
    path = started / "specs" / f"{year}-demo.yaml"
    department = plan_of(path).department
    assert department.code.startswith("demo-")
    assert str(department.name.zh).startswith("示例市")
    assert str(department.name.zh).endswith("（虚构）")
    assert str(department.name.en).endswith("(Fictional)")
    head = path.read_text("utf-8").splitlines()[1:3]
    assert head[0].startswith("# 虚构示例")
    assert head[1].startswith("# A made-up example")


def test_the_specs_find_their_schema(started: Path) -> None:
    for path in (started / "specs").iterdir():
        first = path.read_text("utf-8").splitlines()[0]
        schema = path.parent / first.partition("$schema=")[2]
        assert schema.read_bytes() == resources.schema_path().read_bytes()


def test_the_first_spec_explains_each_part_in_both_languages(started: Path) -> None:
    lines = (started / "specs/2025-demo.yaml").read_text("utf-8").splitlines()
    for key in ("format", "year", "framework", "currency_unit", "published", "units", "budget"):
        (place,) = (number for number, line in enumerate(lines) if line.startswith(f"{key}:"))
        assert re.fullmatch("# .*[\u4e00-\u9fff].* / .*[a-z]+.*", lines[place - 1]), key
    # Among them what a goal, a quantity, a deadline, a statement and an own unit are.
    assert sum(line.lstrip().startswith("#") for line in lines) > 20


def test_the_two_years_differ_in_what_a_reviewer_should_learn_to_see(
    years: tuple[Plan, Plan],
) -> None:
    old, new = map(indicators, years)
    funds = [{task.id: task.funds.sum or 0 for task in plan.tasks} for plan in years]
    values = [
        {id_: item.target.value for id_, item in each.items() if isinstance(item.target, Quantity)}
        for each in (old, new)
    ]
    assert values[1]["meadows-tended"] < values[0]["meadows-tended"]
    assert funds[1]["meadows"] > funds[0]["meadows"]
    assert values[1]["kite-strings"] > values[0]["kite-strings"]
    assert funds[1]["kite-festival"] < funds[0]["kite-festival"]
    assert funds[1].keys() - funds[0].keys() == {"wish-hotline"}
    assert old.keys() - new.keys() == {"kite-workshops", "kite-visitors"}
    assert new.keys() - old.keys() == {"kite-schools", "kite-participants"}
    assert new["kite-participants"].formerly == ("kite-visitors",)
    assert isinstance(old["snack-stalls"].target, Statement)
    assert isinstance(new["snack-stalls"].target, Quantity)
    assert isinstance(old["forecast-accuracy"].target, Quantity)
    assert isinstance(new["forecast-accuracy"].target, Statement)


def test_the_same_quantity_stands_in_another_unit(years: tuple[Plan, Plan]) -> None:
    before, after = (indicators(plan)["forecast-lookups"].target for plan in years)
    assert isinstance(before, Quantity)
    assert (before, after) == (
        dataclasses.replace(before, figure="39", unit="万次"),
        dataclasses.replace(before, figure="390000", unit="次"),
    )


def test_one_deadline_moves_with_the_year_and_one_is_later(years: tuple[Plan, Plan]) -> None:
    def day(plan: Plan, id_: str) -> tuple[int, int]:
        target = indicators(plan)[id_].target
        assert isinstance(target, Deadline)
        assert target.by.year == plan.year
        return target.by.month, target.by.day

    old, new = years
    assert day(old, "yearbook") == day(new, "yearbook") == (12, 31)
    assert day(old, "spring-upkeep") < day(new, "spring-upkeep")


def test_one_text_changes_in_both_languages_and_one_in_chinese_alone(
    years: tuple[Plan, Plan],
) -> None:
    old, new = ({goal.id: goal.text for goal in plan.goals} for plan in years)
    assert old["kites"].zh != new["kites"].zh
    assert old["kites"].en != new["kites"].en
    assert old["green-meadows"].zh != new["green-meadows"].zh
    assert old["green-meadows"].en == new["green-meadows"].en


# --- The settings and the checks ---


def test_the_settings_that_are_shown_are_the_defaults(started: Path) -> None:
    text = (started / "perf-report.toml").read_text("utf-8")
    assert tomllib.loads(text) == {}
    shown = tomllib.loads(re.sub(r"(?m)^# ([a-z_-]+ = |\[)", r"\1", text))
    assert shown.pop("severity").keys() <= {rule.id for rule in RULES if not rule.needed}
    assert shown.pop("significance").keys() <= set(ChangeKind)
    assert shown.pop("title").keys() == {"zh", "en"}
    assert shown.pop("review") == {"fail_on": Project(root=started).review_level()}
    assert shown.pop("changes").keys() == {"lang"}
    assert shown.pop("publish") == {"keep": []}
    site = shown.pop("site")
    assert site.keys() == set(SITE_KEYS)
    assert site["folder"] == SiteSettings().folder
    defaults = dataclasses.asdict(Settings())
    # Tables have no defaults to show, but an example.
    lists = {name: list(value) for name, value in defaults.items() if isinstance(value, tuple)}
    texts = {name: value for name, value in defaults.items() if isinstance(value, str)}
    assert shown == texts | lists


def run_installed(name: str, *arguments: object) -> "subprocess.CompletedProcess[str]":
    """Run a tool of the development environment."""
    return subprocess.run(
        [sys.executable, "-m", name, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_workflow_is_one_that_github_takes(started: Path) -> None:
    workflow = started / ".github" / "workflows" / "review.yml"
    ran = run_installed("check_jsonschema", "--builtin-schema", "vendor.github-workflows", workflow)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_workflow_reviews_the_pull_request_with_no_more_rights_than_it_needs(
    started: Path,
) -> None:
    text = (started / ".github" / "workflows" / "review.yml").read_text("utf-8")
    for line in (
        "on: pull_request\n",
        "permissions: {}\n",
        "    permissions:\n      contents: read\n",
        "    permissions:\n      pull-requests: write\n",
        "ref: ${{ github.event.pull_request.head.sha }}\n",
        "fetch-depth: 0\n",
        "persist-credentials: false\n",
        'review --base "refs/remotes/origin/$GITHUB_BASE_REF"',
        '--format markdown="$GITHUB_STEP_SUMMARY" --format github\n',
        "uses: actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2\n",
    ):
        assert line in text
    # What GitHub fills in must never stand inside a command.
    assert not re.search(r"run:.*\$\{\{", text)


def test_the_outputs_are_not_committed(project: Path) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=project, check=True)
    ignored = subprocess.run(
        ["git", "check-ignore", "output/manifest.json", "specs/2025-demo.yaml"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ignored.stdout.split() == ["output/manifest.json"]


@pytest.mark.slow
def test_the_hook_stops_a_bad_spec_and_lets_a_good_one_pass(project: Path, tmp_path: Path) -> None:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "SKIP"))
    } | {
        "PATH": path_with_tool(tmp_path),
        "PRE_COMMIT_HOME": str(tmp_path / "home"),
    }

    def check() -> "subprocess.CompletedProcess[str]":
        subprocess.run(["git", "add", "--all"], cwd=project, env=environment, check=True)
        return subprocess.run(
            [sys.executable, "-m", "pre_commit", "run", "--all-files"],
            cwd=project,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    subprocess.run(["git", "init", "--quiet"], cwd=project, env=environment, check=True)
    good = check()
    assert good.returncode == 0, good.stdout + good.stderr
    assert good.stdout.rstrip().endswith("Passed")
    spec = project / "specs" / "2026-demo.yaml"
    spec.write_text(spec.read_text("utf-8").replace("basic: 273.20", "basic: 273.21"), "utf-8")
    bad = check()
    assert bad.returncode == 1
    assert "error[funds-total]" in bad.stdout


# --- Next year's spec ---


def test_next_years_spec_stands_beside_last_years(here: Runner, project: Path) -> None:
    before = contents(project)
    ran = here("new", "--from", "specs/2026-demo.yaml", cwd=project)
    assert (ran.code, ran.stdout) == (0, "specs/2027-demo.yaml\n")
    assert (
        "funds: 6; targets: 19; weights and baselines: 1; texts that mention 2026: 0." in ran.stderr
    )
    assert "perf-report diff" in ran.stderr
    assert plan_of(project / "specs" / "2027-demo.yaml").year == 2027
    after = contents(project)
    assert after.pop("specs/2027-demo.yaml")
    assert after == before
    ran = here("validate", "--fail-on", "error", "--format", "json", cwd=project)
    assert ran.code == 0
    findings = json.loads(ran.stdout)["findings"]
    assert {finding["rule"] for finding in findings} == {"review-mark"}
    assert len(findings) == 26


def test_the_marks_speak_both_languages(here: Runner, project: Path) -> None:
    assert here("new", "--from", "specs/2026-demo.yaml", cwd=project).code == 0
    text = (project / "specs" / "2027-demo.yaml").read_text("utf-8")
    carried = "target: ≥12片  # 待核：沿用2026年 / to review: carried over from 2026\n"
    moved = "by: 2027-12-31}  # 待核：由2026年顺延 / to review: moved on from 2026\n"
    assert carried in text
    assert moved in text


def test_a_text_that_mentions_the_old_year_is_counted(
    here: Runner, real_spec: Path, tmp_path: Path
) -> None:
    output = tmp_path / "next.yaml"
    ran = here("--ui-language", "zh", "new", "--from", real_spec, "--output", output)
    assert ran.code == 0, ran.stderr
    assert "资金8处，指标值79处，权重和基期值0处，提及2025年的文字1处" in ran.stderr
    text = output.read_text("utf-8")
    assert "做好2025年日本大阪世博会中国馆天津活动周相关活动" in text
    assert text.count("# 待核：提及2025年 / to review: mentions 2025\n") == 1


@pytest.mark.parametrize(
    ("name", "options", "new"),
    [
        ("2025-demo.yaml", [], "2026-demo.yaml"),
        ("2025-demo.yaml", ["--year", "2030"], "2030-demo.yaml"),
        ("2025-demo.yaml", ["--year", "2024"], "2024-demo.yaml"),
        ("demo_2025.yml", [], "demo_2026.yml"),
        ("demo.yaml", [], "2026-demo.yaml"),
        ("12025.yaml", [], "2026-12025.yaml"),
        ("示例 2025.yaml", [], "示例 2026.yaml"),
        ("2025.yaml", ["--output", "a b/新.yaml"], "a b/新.yaml"),
    ],
)
def test_the_new_file_is_named_after_the_old_one(
    here: Runner, tmp_path: Path, name: str, options: list[str], new: str
) -> None:
    shutil.copy(SMALL_SPEC, tmp_path / name)
    ran = here("new", "--from", name, *options, cwd=tmp_path)
    assert (ran.code, ran.stdout) == (0, f"{new}\n"), ran.stderr
    expected = int(options[1]) if options[:1] == ["--year"] else 2026
    assert plan_of(tmp_path / new).year == expected


def test_line_ends_of_windows_and_the_byte_order_mark_stay(here: Runner, tmp_path: Path) -> None:
    lines = SMALL_SPEC.read_text("utf-8").replace("\n", "\r\n")
    (tmp_path / "2025.yaml").write_bytes(codecs.BOM_UTF8 + lines.encode())
    assert here("new", "--from", "2025.yaml", cwd=tmp_path).code == 0
    new = (tmp_path / "2026.yaml").read_bytes()
    assert new.startswith(codecs.BOM_UTF8 + b"format: 1\r\nyear: 2026\r\n")
    assert new.count(b"\r\n") == new.count(b"\n") == lines.count("\n")
    assert plan_of(tmp_path / "2026.yaml").year == 2026


def test_a_spec_that_is_there_already_is_not_touched(here: Runner, project: Path) -> None:
    before = contents(project)
    ran = here("new", "--from", "specs/2025-demo.yaml", cwd=project)
    assert_unable(ran, "already exists: specs/2026-demo.yaml", "Nothing was written")
    assert contents(project) == before


def test_a_folder_is_no_file_to_write(here: Runner, project: Path) -> None:
    ran = here("new", "--from", "specs/2026-demo.yaml", "--output", "specs", cwd=project)
    assert_unable(ran, "already exists: specs")


# --- Baselines from the evaluation ---

EVALUATION = """\
format: 1
report: evaluation
of: {department: demo-dandelion, year: 2026}
scoring: mof-2020
as_of: 2026-12-31
indicators:
  meadows-tended: {actual: 18}
  meadow-cover: {actual: 90.5%}
  spring-upkeep: {actual: 2026-06-20}
  meadow-cost: {actual: -3万元}
  pollinators: {actual: {zh: 增加两种, en: Two more kinds}, tier: achieved, score: 5}
  kite-shows: {not_applicable: {zh: 天气原因取消。, en: Cancelled because of the weather.}}
  kite-schools: {reason: {zh: 尚未统计。, en: Not counted yet.}}
"""


def test_what_was_achieved_is_the_baseline_of_the_next_year(here: Runner, project: Path) -> None:
    (project / "specs" / "2026-evaluation.yaml").write_text(EVALUATION, "utf-8")
    ran = here("--ui-language", "en", "new", "--from", "specs/2026-demo.yaml", cwd=project)
    assert ran.code == 0
    assert "Baselines from the evaluation of 2026, specs/2026-evaluation.yaml: 5.\n" in ran.stderr
    assert "has no actual value of: meadow-visitors, kite-shows, kite-schools" in ran.stderr
    # The old baseline has gone, and with it its mark.
    assert "weights and baselines: 0;" in ran.stderr
    text = (project / "specs" / "2027-demo.yaml").read_text("utf-8")
    assert "        baseline: {year: 2026, value: {zh: 增加两种, en: Two more kinds}}\n" in text
    assert "＝17片" not in text
    reached = {
        each.id: (each.baseline.year, each.baseline.value.printed)
        for each in plan_of(project / "specs" / "2027-demo.yaml").all_indicators()
        if each.baseline
    }
    assert reached == {
        "meadows-tended": (2026, "18片"),
        "meadow-cover": (2026, "90.5%"),
        "spring-upkeep": (2026, "2026年6月20日"),
        "meadow-cost": (2026, "-3万元"),
        "pollinators": (2026, "增加两种"),
    }
    found = here("validate", "--format", "json", "specs/2027-demo.yaml", cwd=project).stdout
    below = [each for each in json.loads(found)["findings"] if "below" in each["rule"]]
    # That of the meadows is accepted with a reason.
    assert [each["message"].partition(" of ")[0] for each in below] == ["the target ≥85%"]


def test_without_an_evaluation_of_the_table_baselines_are_carried_over(
    here: Runner, project: Path
) -> None:
    for index, text in enumerate(
        (
            EVALUATION.replace("year: 2026", "year: 2025"),
            EVALUATION.replace("{department", "{project: works, department"),
            EVALUATION.replace("demo-dandelion", "demo-office") + "bad: 1\n",
        )
    ):
        (project / "specs" / f"evaluation-{index}.yaml").write_text(text, "utf-8")
    ran = here("--ui-language", "en", "new", "--from", "specs/2026-demo.yaml", cwd=project)
    assert ran.code == 0
    assert "weights and baselines: 1;" in ran.stderr
    assert "evaluation" not in ran.stderr


@pytest.mark.parametrize("bad", ["bad: 1\n", "  windows: {actual: ≥18}\n", "@"])
def test_an_evaluation_with_errors_is_not_passed_over(
    here: Runner, project: Path, bad: str
) -> None:
    (project / "specs" / "2026-evaluation.yaml").write_text(EVALUATION + bad, "utf-8")
    ran = here("new", "--from", "specs/2026-demo.yaml", cwd=project)
    assert_unable(ran, "2026-evaluation.yaml is not a valid spec", "perf-report validate")
    assert not (project / "specs" / "2027-demo.yaml").exists()


def test_two_evaluations_of_a_table_are_refused(here: Runner, project: Path) -> None:
    for name in ("a", "b"):
        (project / "specs" / f"{name}.yaml").write_text(EVALUATION, "utf-8")
    ran = here("new", "--from", "specs/2026-demo.yaml", cwd=project)
    assert_unable(ran, "more than one evaluation of demo-dandelion/2026", "one evaluation")


BAD_SOURCES = {
    "garbage": (b"@@@ not: [yaml", "bad.yaml is not a valid spec", "perf-report validate bad.yaml"),
    "not text": (bytes(range(256)), "not a valid spec", "validate"),
    "empty": (b"", "not a valid spec", "validate"),
    "of another form": (b"year: 2025\n", "not a valid spec", "validate"),
    "an amount in words": (
        SMALL_SPEC.read_bytes().replace(b"13.00", b"some"), "not a valid spec", "validate"
    ),
}  # fmt: skip


@pytest.mark.parametrize("bad", BAD_SOURCES.values(), ids=BAD_SOURCES)
def test_what_is_not_a_valid_spec_has_no_next_year(
    here: Runner, tmp_path: Path, bad: tuple[bytes, str, str]
) -> None:
    data, message, help_ = bad
    (tmp_path / "bad.yaml").write_bytes(data)
    assert_unable(here("new", "--from", "bad.yaml", cwd=tmp_path), message, help_)
    assert contents(tmp_path) == {"bad.yaml": data}


def test_a_missing_spec_is_named(here: Runner, tmp_path: Path) -> None:
    assert_unable(here("new", "--from", "nowhere.yaml", cwd=tmp_path), "no file nowhere.yaml")


def test_a_spec_has_no_next_year_that_is_its_own(here: Runner, project: Path) -> None:
    ran = here("new", "--from", "specs/2026-demo.yaml", "--year", "2026", cwd=project)
    assert_unable(ran, "already the spec of 2026", "--year")


def test_the_last_year_of_the_format_has_none_after_it(here: Runner, tmp_path: Path) -> None:
    text = SMALL_SPEC.read_text("utf-8").replace("year: 2025", "year: 2100")
    (tmp_path / "2100.yaml").write_text(text, "utf-8")
    assert_unable(here("new", "--from", "2100.yaml", cwd=tmp_path), "2101", "2000 to 2100")
    assert files_below(tmp_path) == {"2100.yaml"}


@pytest.mark.parametrize(
    ("arguments", "english", "chinese"),
    [
        (["demo", "--from", "a.yaml"], "FOLDER cannot be used with --from", "同时使用"),
        (["--year", "2026"], "--year and --output can only be used with --from", "须与 --from"),
        (["--output", "a.yaml"], "--year and --output can only be used with --from", "须与 --from"),
        (
            ["--from", "a.yaml", "--year", "1999"],
            "“1999” is not a valid value for --year",
            "“1999”",
        ),
        (
            ["--from", "a.yaml", "--year", "next"],
            "“next” is not a valid value for --year",
            "“next”",
        ),
    ],
)
def test_wrong_usage_writes_nothing(
    here: Runner, tmp_path: Path, arguments: list[str], english: str, chinese: str
) -> None:
    for language, words in (("en", english), ("zh", chinese)):
        ran = here("--ui-language", language, "new", *arguments, cwd=tmp_path)
        assert (ran.code, ran.stdout) == (2, "")
        assert words in ran.stderr.splitlines()[0]
    assert files_below(tmp_path) == set()


def test_next_years_spec_of_another_form_says_what_is_marked(tmp_path: Path, here: Any) -> None:
    example = make_example(tmp_path)

    ran = here("new", "--from", example.spec, cwd=tmp_path)

    assert ran.code == 0, ran.stderr
    assert Path(ran.stdout.strip()).name == "2026-dikes.yaml"
    assert "own columns): 14." in ran.stderr
