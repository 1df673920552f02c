"""Reports on plans in the folder of specs: validated, and taken for plans by no command."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Runner, Worktree
from paths import DATA, SMALL_SPEC

REPORT = DATA / "reports" / "monitoring.yaml"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    specs = tmp_path / "specs"
    specs.mkdir()
    shutil.copy(SMALL_SPEC, specs / "2025.yaml")
    shutil.copy(REPORT, specs / "2025-monitoring.yaml")
    return tmp_path


def test_validate_checks_a_report_by_its_own_schema(project: Path, here: Runner) -> None:
    ran = here("validate", "--format", "json", cwd=project)
    assert (ran.code, json.loads(ran.stdout)["summary"]["files"]) == (0, 2)
    report = project / "specs" / "2025-monitoring.yaml"
    report.write_text(report.read_text("utf-8").replace("9台", "≥9台"), "utf-8")
    ran = here("validate", "--format", "json", cwd=project)
    found = json.loads(ran.stdout)["findings"]
    assert ran.code == 1
    assert [(each["rule"], each["line"]) for each in found if each["severity"] == "error"] == [
        ("actual-syntax", 12)
    ]


def test_validate_fixes_no_report(project: Path, here: Runner) -> None:
    before = (project / "specs" / "2025-monitoring.yaml").read_bytes()
    assert here("validate", "--fix", cwd=project).code == 0
    assert (project / "specs" / "2025-monitoring.yaml").read_bytes() == before


def test_status_lists_plans_alone(project: Path, here: Runner) -> None:
    ran = here("status", "--format", "json", cwd=project)
    files = [item["file"] for item in json.loads(ran.stdout)["items"]]
    assert files == ["specs/2025.yaml"]


def test_build_writes_the_plan_alone(project: Path, here: Runner) -> None:
    ran = here("build", "--format", "json", cwd=project)
    assert ran.code == 0, ran.stderr
    assert sorted(path.name for path in (project / "output").iterdir()) == [
        "example-bureau",
        "manifest.json",
    ]


def test_a_report_is_no_other_table_of_its_department(project: Path, here: Runner) -> None:
    shutil.copy(SMALL_SPEC, project / "specs" / "2026.yaml")
    newer = project / "specs" / "2026.yaml"
    newer.write_text(newer.read_text("utf-8").replace("year: 2025", "year: 2026"), "utf-8")
    ran = here("diff", "specs/2026.yaml", "--format", "json", cwd=project)
    assert json.loads(ran.stdout)["base"]["source"].endswith("2025.yaml")


def test_diff_of_a_revision_and_review_pass_over_reports(
    start_repository: Callable[..., Worktree], here: Runner
) -> None:
    tree = start_repository()
    tree.write("specs/2025.yaml", SMALL_SPEC.read_bytes())
    tree.write("specs/monitoring.yaml", REPORT.read_bytes())
    base = tree.commit()
    tree.write("specs/monitoring.yaml", REPORT.read_bytes().replace(b"16", b"15"))
    tree.commit()
    for command in (("diff", "--base", base), ("review", "--base", base)):
        ran = here(*command, "--format", "json", cwd=tree.folder)
        assert ran.code == 0, ran.stderr
