"""Reports on plans in the folder of specs: validated, and taken for plans by no command."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Runner, Worktree
from jsonschema import Draft202012Validator
from paths import DATA, PACKAGE, SMALL_SPEC

from perf_report.app.check.previous_year import SpecSearch
from perf_report.app.check.report_check import CheckedReport, ReportChecker
from perf_report.model.identity import Identity
from perf_report.model.source import Source

REPORT = DATA / "reports" / "monitoring.yaml"
FILE = "specs/2025-evaluation.yaml"


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


def test_status_lists_reports_after_tables(project: Path, here: Runner) -> None:
    (project / "specs" / "broken.yaml").write_text("format: 1\nreport: wishes\n")
    ran = here("status", "--format", "json", cwd=project)
    told = json.loads(ran.stdout)
    shape = json.loads((PACKAGE / "schemas" / "status.schema.json").read_text("utf-8"))
    Draft202012Validator(shape).validate(told)
    items = {item["file"]: item for item in told["items"]}
    assert [(name, item["kind"]) for name, item in items.items()] == [
        ("specs/2025.yaml", "plan"),
        ("specs/2025-monitoring.yaml", "monitoring"),
        ("specs/broken.yaml", None),
    ]
    monitoring = items["specs/2025-monitoring.yaml"]
    assert (monitoring["department"], monitoring["year"]) == ("example-bureau", 2025)
    assert monitoring["errors"] == 0
    assert items["specs/broken.yaml"]["errors"] > 0
    assert here("status", "--fail-on", "error", cwd=project).code == 1


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


def test_diff_of_a_revision_and_review_tell_what_changed_in_a_report(
    start_repository: Callable[..., Worktree], here: Runner
) -> None:
    tree = start_repository()
    tree.write("specs/2025.yaml", SMALL_SPEC.read_bytes())
    tree.write("specs/monitoring.yaml", REPORT.read_bytes())
    base = tree.commit()
    tree.write("specs/renamed.yaml", REPORT.read_bytes().replace("16台".encode(), "15台".encode()))
    (tree.folder / "specs" / "monitoring.yaml").unlink()
    tree.commit()
    schema = json.loads((PACKAGE / "schemas" / "changes.schema.json").read_bytes())
    for command in (("diff", "--base", base), ("review", "--base", base)):
        ran = here(*command, "--format", "json", cwd=tree.folder)
        assert ran.code == 0, ran.stderr
        data = json.loads(ran.stdout)
        Draft202012Validator(schema).validate(data)
        assert data["revision"]["report"] == "monitoring-07"
        (change,) = data["changes"]
        assert (change["kind"], change["subject"]["id"]) == ("actual-changed", "windows")
        assert (change["significance"], change["detail"]["field"]) == ("unclear", "expected")
        assert change["location"] == {"file": "specs/renamed.yaml", "line": 13, "column": 15}
    told = ("--approve", change["fingerprint"], "--reason", "miscounted", "--by", "A Clerk")
    assert here("diff", "--base", base, *told, cwd=tree.folder).code == 0
    (again,) = json.loads(here("diff", "--base", base, "--format", "json", cwd=tree.folder).stdout)[
        "changes"
    ]
    assert again["approval"]["reason"] == "miscounted"
    failed = here("review", "--base", base, "--fail-on", "unclear", cwd=tree.folder)
    assert failed.code == 1
    for form in ("sarif", "github", "text"):
        shown = here("review", "--base", base, "--format", form, cwd=tree.folder).stdout
        assert "15" in shown, form


def test_diff_compares_reports_that_are_named_and_those_of_two_years(
    evaluated: Path, here: Runner
) -> None:
    specs = evaluated / "specs"
    named = ("specs/2025-monitoring.yaml", FILE)
    said = here("--ui-language", "zh", "diff", *named, "--format", "markdown", cwd=evaluated)
    assert "示例局 · 2025年度监控（截至2025年7月） → 自评" in said.stdout
    assert "| 监控（截至2025年7月） | 自评 |" in said.stdout
    for name in ("2025.yaml", "2025-evaluation.yaml"):
        text = (specs / name).read_text("utf-8").replace("2025", "2026").replace("18台", "17台")
        (specs / name.replace("2025", "2026")).write_text(text, "utf-8")
    for command in (("diff", "specs/2026-evaluation.yaml"), ("diff",)):
        data = json.loads(here(*command, "--format", "json", cwd=evaluated).stdout)
        found = data.get("comparisons", [data])[-1]
        assert [each["kind"] for each in found["changes"]] == ["actual-changed"]
        assert [found[side]["year"] for side in ("base", "revision")] == [2025, 2026]
    page = evaluated / "changes.html"
    ran = here("diff", "specs/2026-evaluation.yaml", "--format", f"html={page}", cwd=evaluated)
    assert ran.code == 0, ran.stderr
    assert "18台" in page.read_text("utf-8")
    (specs / "2025-evaluation.yaml").unlink()
    assert here("diff", "specs/2026-evaluation.yaml", cwd=evaluated).code == 3


def test_review_looks_at_an_unchanged_report_whose_plan_changed(
    start_repository: Callable[..., Worktree], evaluated: Path, here: Runner
) -> None:
    tree = start_repository()
    for path in (evaluated / "specs").iterdir():
        tree.write(f"specs/{path.name}", path.read_bytes())
    base = tree.commit()
    spec = SMALL_SPEC.read_text("utf-8")
    tree.write("specs/2025.yaml", f"{spec}\n# a comment\n")
    tree.commit()
    assert "No changes." in here("review", "--base", base, cwd=tree.folder).stdout
    tree.write("specs/2025.yaml", spec.replace("≥17台", "≥20台"))
    tree.commit()
    ran = here("review", "--base", base, "--format", "json", cwd=tree.folder)
    found = [
        (one["revision"].get("report"), each["kind"])
        for one in json.loads(ran.stdout)["comparisons"]
        for each in one["changes"]
    ]
    assert found == [
        (None, "target-tightened"),
        ("evaluation", "total-changed"),
        ("evaluation", "outcome-changed"),
        ("evaluation", "score-changed"),
        # The target, which is why there are other points.
        ("evaluation", "answer-changed"),
    ]


@pytest.fixture
def evaluated(project: Path) -> Path:
    """A project whose evaluation has one warning, at line 8."""
    text = (
        "format: 1\nreport: evaluation\nof: {department: example-bureau, year: 2025}\n"
        "scoring: mof-2020\nas_of: 2025-12-31\nweights: {output: 90, benefit: 0, satisfaction: 0}\n"
        "funds:\n  service: {initial: 409.60, executed: 410.00}\n"
        "indicators:\n  windows: {actual: 18台}\nform: department-evaluation\n"
        "goals: {better-service: {achieved: {zh: 服务改善。, en: Better service.}}}\n"
    )
    (project / "specs" / "2025-evaluation.yaml").write_text(text, "utf-8")
    return project


def rewrite(project: Path, before: str, after: str) -> None:
    path = project / "specs" / "2025-evaluation.yaml"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")


def test_validate_build_and_score_tell_the_same(evaluated: Path, here: Runner) -> None:
    told = "specs/2025-evaluation.yaml:8:40: warning[report-executed]"
    for command in (("validate",), ("build", "--format", "json"), ("score",)):
        ran = here("--ui-language", "en", *command, cwd=evaluated)
        assert (ran.code, (ran.stdout + ran.stderr).count(told)) == (0, 1), command


def test_an_error_in_a_report_stops_a_build(evaluated: Path, here: Runner) -> None:
    rewrite(evaluated, "18台", "18次")
    ran = here("--ui-language", "en", "build", "--format", "json", cwd=evaluated)
    assert (ran.code, "error[report-comparable]" in ran.stderr) == (1, True)
    assert not (evaluated / "output").exists()


def test_a_comment_with_a_reason_accepts_a_finding(evaluated: Path, here: Runner) -> None:
    comment = "  # perf-report: allow report-executed"
    rewrite(evaluated, "410.00}", f"410.00}}{comment} -- paid from the reserve")
    ran = here("validate", FILE, "--fail-on", "info", cwd=evaluated)
    assert ran.code == 0, ran.stdout
    rewrite(evaluated, "410.00}", "400.00}")
    assert "suppression-unused" in here("validate", cwd=evaluated).stdout
    rewrite(evaluated, " -- paid from the reserve", "")
    assert "suppression-without-reason" in here("validate", cwd=evaluated).stdout


@pytest.mark.parametrize("form", ["json", "sarif", "junit", "github", "gitlab"])
def test_every_format_has_the_findings_of_reports(evaluated: Path, here: Runner, form: str) -> None:
    shown = here("validate", "--format", form, cwd=evaluated).stdout
    assert "report-executed" in shown
    assert "2025-evaluation.yaml" in shown


def test_the_settings_have_the_severity_of_a_rule_on_reports(evaluated: Path, here: Runner) -> None:
    settings = evaluated / "perf-report.toml"
    settings.write_text('[severity]\n"report-executed" = "error"\n', "utf-8")
    assert here("validate", cwd=evaluated).code == 1
    settings.write_text('[severity]\n"report-executed" = "off"\n', "utf-8")
    assert here("validate", FILE, "--fail-on", "info", cwd=evaluated).code == 0
    settings.write_text('[severity]\n"report-plan" = "off"\n', "utf-8")
    assert here("validate", cwd=evaluated).code == 3


def test_what_monitoring_called_certain_is_found_beside_the_evaluation(
    evaluated: Path, here: Runner
) -> None:
    monitoring = evaluated / "specs" / "2025-monitoring.yaml"
    text = monitoring.read_text("utf-8").replace("likelihood: possible", "likelihood: certain")
    monitoring.write_text(text, "utf-8")
    rewrite(evaluated, "18台", "16台")
    shown = here("validate", "specs/2025-evaluation.yaml", cwd=evaluated).stdout
    assert "warning[report-monitoring]" in shown or "警告[report-monitoring]" in shown


def test_a_report_is_checked_again_when_what_it_depends_on_changed(
    evaluated: Path, here: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(evaluated / "cache"))
    seen: list[str] = []

    def check(self: ReportChecker, source: Source) -> CheckedReport:
        seen.append(Path(source.name).name)
        return whole(self, source)

    whole = ReportChecker.check
    monkeypatch.setattr(ReportChecker, "check", check)
    both = ["2025-evaluation.yaml", "2025-monitoring.yaml"]
    first = here("validate", "--format", "json", cwd=evaluated)
    again = here("validate", "--format", "json", cwd=evaluated)
    assert (seen, again.stdout) == (both, first.stdout)
    (evaluated / "specs" / "2024.yaml").write_text(
        SMALL_SPEC.read_text("utf-8").replace("2025", "2024"), "utf-8"
    )
    here("validate", cwd=evaluated)
    assert seen == both
    for name, before, after in (
        ("2025.yaml", "≥17台", "≥18台"),
        ("2025-monitoring.yaml", "9台", "8台"),
    ):
        seen.clear()
        path = evaluated / "specs" / name
        path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")
        assert here("build", "--format", "json", cwd=evaluated).code == 0
        # One is opened again where it has pages to build.
        assert set(seen) == set(both)
        seen.clear()
        assert here("build", "--format", "json", cwd=evaluated).code == 0
        assert seen == []


def test_two_files_of_one_report(evaluated: Path, here: Runner) -> None:
    specs = evaluated / "specs"
    shutil.copy(specs / "2025-evaluation.yaml", specs / "again.yaml")
    found = json.loads(here("validate", "--format", "json", cwd=evaluated).stdout)["findings"]
    twice = [each["file"] for each in found if each["rule"] == "report-duplicate"]
    assert twice == ["specs/2025-evaluation.yaml", "specs/again.yaml"]


@pytest.mark.parametrize(
    ("of", "found"),
    [
        ("of: {department: water, year: 2025}", True),
        ("of: {department: water, year: 2025, project: walls}", True),
        ("of:\n  department: water\n  year: 2025", True),
        ("of:  # the plan\n  department: water\n  year: 2025", True),
        # What no regular expression reads may be on any table.
        ("of: {year: 2025, department: water}", True),
        ('of: {"department": water, year: 2026}', True),
        ("of: {department: water, year: 2024}", False),
        ("of: {department: waters, year: 2025}", False),
    ],
)
def test_the_reports_on_a_table_are_found_in_any_layout(of: str, *, found: bool) -> None:
    text = f"format: 1\nreport: evaluation\n{of}\nas_of: 2025-12-31\n"
    search = SpecSearch(["r.yaml"], lambda name: Source(name=name, data=text.encode()))
    assert bool(list(search.find_reports(Identity("water", 2025)))) == found
