"""Reports in a build: their files, what makes them again, and what `verify` says of their PDFs."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from conftest import Runner

from perf_report import resources
from perf_report.app.verify.remake import VerifySetup, open_verify_setup
from perf_report.app.verify.run import verify_file
from perf_report.outputs.manifest import MANIFEST, Manifest
from perf_report.outputs.spec_summary import document_of

RIVER = "demo-water/2026/example-river"
EVALUATION, MONITORING = "project-evaluation-2020.yaml", "monitoring-central.yaml"
DATA = ("build", "--format", "json", "--format", "csv")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with its plan, a monitoring report and an evaluation."""
    (tmp_path / "specs").mkdir()
    shutil.copy(resources.example_specs_path() / "project-2021.yaml", tmp_path / "specs")
    for name in (EVALUATION, MONITORING):
        shutil.copy(resources.example_reports_path() / name, tmp_path / "specs")
    return tmp_path


def edit(project: Path, name: str, before: str, after: str) -> None:
    path = project / "specs" / name
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")


def listed(project: Path) -> set[str]:
    return {
        path.rpartition("/")[2]
        for path in Manifest.read(project / "output" / MANIFEST).files
        if document_of(path)
    }


def test_the_data_of_reports_stand_beside_those_of_their_table(project: Path, here: Runner) -> None:
    ran = here(*DATA, cwd=project)
    assert (ran.code, ran.stderr.count("0 unchanged")) == (0, 1), ran.stderr
    names = {"evaluation.json", "evaluation.csv", "monitoring-07.json", "monitoring-07.csv"}
    assert listed(project) == names
    folder = project / "output" / RIVER
    assert names | {"table.json"} <= {path.name for path in folder.iterdir()}
    assert json.loads((folder / "evaluation.json").read_bytes())["total"] == "99.19"


@pytest.mark.parametrize(
    ("name", "before", "after", "made"),
    [
        (EVALUATION, "actual: 12.8公里", "actual: 12.9公里", {"evaluation.json", "evaluation.csv"}),
        (EVALUATION, "# 虚构示例", "# 还是虚构示例", set()),
        (MONITORING, "so_far: 9.2公里", "so_far: 9.3公里",
         {"monitoring-07.json", "monitoring-07.csv"}),
        ("project-2021.yaml", "target: ≥12.5公里", "target: ≥12.6公里", {
            "evaluation.json", "evaluation.csv", "monitoring-07.json", "monitoring-07.csv",
            "table.json", "indicators.csv", "goals.csv", "funds.csv", "fields.csv",
        }),
    ],
)  # fmt: skip
def test_a_report_is_made_again_when_it_or_its_plan_changes(
    name: str, before: str, after: str, made: set[str], project: Path, here: Runner
) -> None:
    assert here(*DATA, cwd=project).code == 0
    edit(project, name, before, after)
    ran = here(*DATA, cwd=project)
    assert ran.code == 0, ran.stderr
    written = {Path(line).name for line in ran.stdout.splitlines()}
    assert written - {"results.csv"} == made
    assert here(*DATA, cwd=project).stdout == ""


def test_the_files_of_a_report_go_with_its_file(project: Path, here: Runner) -> None:
    assert here(*DATA, cwd=project).code == 0
    (project / "specs" / EVALUATION).unlink()
    edit(project, MONITORING, "through: 2026-07", "through: 2026-08")
    ran = here(*DATA, "--prune", cwd=project)
    assert ran.code == 0, ran.stderr
    assert listed(project) == {"monitoring-08.json", "monitoring-08.csv"}


def test_a_build_of_a_report_alone_writes_its_files_alone(project: Path, here: Runner) -> None:
    ran = here(*DATA, f"specs/{EVALUATION}", cwd=project)
    assert (ran.code, {Path(line).name for line in ran.stdout.splitlines()}) == (
        0,
        {"evaluation.json", "evaluation.csv"},
    )


def test_what_a_cached_report_lacks_is_told_again(project: Path, here: Runner) -> None:
    edit(project, EVALUATION, "form: project-evaluation-2020\n", "")
    edit(project, EVALUATION, "  carried-over: {initial: 0, executed: 0}\n", "")
    for _ in range(2):
        ran = here("--ui-language", "en", *DATA, cwd=project)
        assert (ran.code, "info[report-unprinted]" in ran.stderr) == (0, True)
    assert listed(project) == {"monitoring-07.json", "monitoring-07.csv"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, here: Runner) -> Path:
    """The PDF of an evaluation with values that are not public, and its Word and Excel files."""
    folder = tmp_path_factory.mktemp("evaluation")
    (folder / "specs").mkdir()
    shutil.copy(resources.example_specs_path() / "project-sichuan.yaml", folder / "specs")
    shutil.copy(
        resources.example_reports_path() / "project-evaluation-sichuan.yaml", folder / "specs"
    )
    formats = ("--format", "pdf", "--format", "docx", "--format", "xlsx")
    ran = here(
        "build", *formats, "--lang", "zh", "specs/project-evaluation-sichuan.yaml", cwd=folder
    )
    assert ran.code == 0, ran.stderr
    return folder / "output" / "demo-roads/2026/resurfacing"


@pytest.fixture(scope="module")
def setup() -> VerifySetup:
    return open_verify_setup(None)


def test_a_pdf_carries_the_report_its_plan_and_its_data(
    built: Path, setup: VerifySetup, tmp_path: Path, here: Runner
) -> None:
    path = built / "evaluation.zh.pdf"
    assert verify_file(path, setup).state == "genuine"
    assert here("extract", str(path), "-o", str(tmp_path)).code == 0
    assert {each.name for each in tmp_path.iterdir()} == {
        "project-evaluation-sichuan.yaml", "project-sichuan.yaml", "evaluation.json",
        "evaluation.csv",
    }  # fmt: skip
    copy = (tmp_path / "project-evaluation-sichuan.yaml").read_text("utf-8")
    assert "虚构示例" not in copy
    for name in tmp_path.iterdir():
        assert "示例人员" not in name.read_text("utf-8-sig")
    ran = here(
        "extract", "--source", str(built.parents[3] / "specs/project-evaluation-sichuan.yaml")
    )
    assert ran.stdout == copy


def _other_actual(data: bytes) -> bytes:
    return data.replace("26公里".encode(), "27公里".encode())


@pytest.mark.parametrize(
    "name", ["project-evaluation-sichuan.yaml", "project-sichuan.yaml", "evaluation.json"]
)
def test_a_pdf_with_another_file_inside_is_altered(
    name: str, built: Path, setup: VerifySetup, tmp_path: Path
) -> None:
    changed = tmp_path / "changed.pdf"
    change: Callable[[bytes], bytes] = _other_actual
    if name == "project-sichuan.yaml":
        change = lambda data: data.replace("≥27公里".encode(), "≥26公里".encode())  # noqa: E731
    with pikepdf.open(built / "evaluation.zh.pdf") as pdf:
        file = pdf.attachments[name].get_file()
        data = change(file.read_bytes())
        assert data != file.read_bytes()
        file.obj.write(data)
        pdf.save(changed)
    assert verify_file(changed, setup).state == "altered"


def test_word_and_excel_files_of_a_report_are_written_where_asked_for(built: Path) -> None:
    names = {path.name for path in built.iterdir()}
    assert names == {"evaluation.zh.pdf", "evaluation.zh.docx", "evaluation.zh.xlsx"}


def test_the_offices_own_paper_has_what_is_not_public(tmp_path: Path, here: Runner) -> None:
    (tmp_path / "specs").mkdir()
    shutil.copy(resources.example_specs_path() / "project-sichuan.yaml", tmp_path / "specs")
    report = resources.example_reports_path() / "project-evaluation-sichuan.yaml"
    shutil.copy(report, tmp_path / "specs")
    # Nothing else is made: no file has these formats.
    ran = here(
        "build", "--office", "--format", "md", "--lang", "zh", f"specs/{report.name}", cwd=tmp_path
    )
    assert ran.code == 0, ran.stderr
    (paper,) = (tmp_path / "output").rglob("*.pdf")
    assert paper.name == "office.evaluation.zh.pdf"
    said = subprocess.run(["pdftotext", paper, "-"], capture_output=True, text=True, check=True)
    assert "示例人员甲" in said.stdout
    assert not (tmp_path / "output" / MANIFEST).exists()


def test_a_finding_tells_no_value_that_is_not_public(tmp_path: Path, here: Runner) -> None:
    (tmp_path / "specs").mkdir()
    shutil.copy(resources.example_specs_path() / "project-sichuan.yaml", tmp_path / "specs")
    report = resources.example_reports_path() / "project-evaluation-sichuan.yaml"
    text = report.read_text("utf-8")
    secret = text.replace(
        "manager: {name: {zh: 示例人员甲, en: Sample Person A}}", "manager: 13900001"
    )
    assert secret != text
    (tmp_path / "specs" / report.name).write_text(secret, "utf-8")
    ran = here("--ui-language", "en", "validate", cwd=tmp_path)
    assert (ran.code, "error[report-field]" in ran.stdout) == (1, True)
    messages = [line for line in ran.stdout.splitlines() if "[report-field]" in line]
    assert not any("13900001" in line for line in messages)
