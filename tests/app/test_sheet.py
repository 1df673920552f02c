"""The sheet of a department's projects: made from the specs of all, by every build of one."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from city_project import CODES, ROADS, SHEET, edit, make_city, schema_errors
from conftest import Ran, Runner

from perf_report.app.verify.remake import open_verify_setup
from perf_report.app.verify.run import verify_file

# WeasyPrint leaves its colour profile open, which is noticed where papers are made in this process.
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*sRGB2014:pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning"),
]

BRIDGES = "specs/project-sichuan-bridges.yaml"
WEATHER = "specs/project-sichuan-weather.yaml"
HIDDEN = "\ndisclose: false\ndisclose_basis: {zh: 依法不公开。, en: Exempt by law.}\n"


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return make_city(tmp_path)


@pytest.fixture
def build(here: Runner, city: Path) -> Callable[..., Ran]:
    """Builds the data of some specs, or of all."""

    def run(*arguments: object) -> Ran:
        return here("build", "--format", "json", "--format", "csv", *arguments, cwd=city)

    return run


def codes_of(city: Path) -> list[str]:
    """The projects on the sheet."""
    data = json.loads((city / "output" / f"{SHEET}.json").read_bytes())
    return [each["project"]["code"] for each in data["projects"]]


def test_the_data_of_a_sheet_have_all_projects_with_their_money(
    build: Callable[..., Ran], city: Path
) -> None:
    assert build().code == 0
    data = json.loads((city / "output" / f"{SHEET}.json").read_bytes())
    assert schema_errors("projects", data) == []
    assert (data["department"], data["year"], data["form"]) == (ROADS, 2026, "project-sichuan")
    money = {each["project"]["code"]: each["funds"]["total"]["amount"] for each in data["projects"]}
    assert money == {
        "bridges": "3125000.50", "resurfacing": "4860000.00", "road-weather": "640000.00",
    }  # fmt: skip
    for each in data["projects"]:
        path = city / "output" / ROADS / "2026" / each["project"]["code"] / "table.json"
        assert each == json.loads(path.read_bytes())

    with (city / "output" / f"{SHEET}.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == sum(len(each["indicators"]) for each in data["projects"]) == 18
    assert {(row["project"], row["total"]) for row in rows} == set(money.items())
    assert list(rows[0])[:5] == ["project", "project_zh", "project_en", "total", "goal"]


def test_a_schema_finds_a_sheet_of_another_shape_wrong() -> None:
    head = {"version": 1, "form": "f", "department": "d", "year": 2026}
    assert schema_errors("projects", head | {"projects": []})
    assert schema_errors("projects", head | {"projects": [{"year": 2026}]})


def test_a_build_of_one_project_makes_the_sheet_of_all(
    build: Callable[..., Ran], city: Path
) -> None:
    ran = build(BRIDGES)
    assert ran.code == 0, ran.stderr
    assert f"{ROADS}/2026/bridges/table.json" in ran.stdout
    assert "resurfacing/table.json" not in ran.stdout
    assert codes_of(city) == CODES
    assert build(BRIDGES).stdout == ""

    edit(city / WEATHER, ("640000", "650000"))
    ran = build(BRIDGES)
    assert set(ran.stdout.split()) == {f"output/{SHEET}.json", f"output/{SHEET}.csv"}


def test_an_error_in_another_project_stops_the_sheet(build: Callable[..., Ran], city: Path) -> None:
    edit(city / WEATHER, ("year: 2026", "year: soon"))
    edit(city / WEATHER, ("year: soon", "year: 2026\nunheard: of"))
    ran = build(BRIDGES)
    assert ran.code == 1
    assert "project-sichuan-weather.yaml" in ran.stderr
    assert not (city / "output").exists()


def test_what_is_not_to_be_disclosed_is_on_no_sheet(build: Callable[..., Ran], city: Path) -> None:
    with (city / WEATHER).open("a", encoding="utf-8") as stream:
        stream.write(HIDDEN)
    assert build().code == 0
    assert codes_of(city) == ["bridges", "resurfacing"]
    assert "road-weather" not in (city / "output" / f"{SHEET}.csv").read_text("utf-8-sig")


def test_a_department_has_one_form_of_a_sheet(
    build: Callable[..., Ran], city: Path, here: Runner
) -> None:
    own = here("forms", "project-sichuan", cwd=city).stdout
    (city / "forms").mkdir()
    text = own.replace("id: project-sichuan", "id: ours", 1)
    (city / "forms" / "ours.yaml").write_text(text, "utf-8")
    edit(city / BRIDGES, ("form: project-sichuan", "form: ours"))
    ran = build()
    assert ran.code == 3
    for word in (f"{ROADS}/2026", "ours", "project-sichuan"):
        assert word in ran.stderr


def test_a_sheet_goes_with_its_last_project(build: Callable[..., Ran], city: Path) -> None:
    assert build().code == 0
    for spec in (city / "specs").glob("project-sichuan*"):
        spec.unlink()
    ran = build()
    assert f"output/{ROADS}/2026: 2 files of a deleted spec" in ran.stderr
    assert (city / "output" / f"{SHEET}.json").is_file()
    assert build("--prune").code == 0
    assert not (city / "output" / ROADS).exists()


# --- The paper ---


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory, here: Runner) -> Path:
    """The sheet in Chinese, and the pages of its projects."""
    city = make_city(tmp_path_factory.mktemp("papers"))
    ran = here("build", "--lang", "zh", "--format", "pdf", BRIDGES, cwd=city)
    assert ran.code == 0, ran.stderr
    return city


def verdict(path: Path) -> Any:
    return verify_file(path, open_verify_setup(None))


def test_the_paper_of_a_sheet_is_genuine_and_names_the_address_of_its_page(papers: Path) -> None:
    path = papers / "output" / f"{SHEET}.zh.pdf"
    found = verdict(path)
    assert found.state == "genuine", found
    with pikepdf.open(path) as pdf:
        names = {str(each.UF) for each in pdf.Root.AF}
        assert names >= {"projects.json", "projects.csv"}
        assert sum(name.endswith(".yaml") for name in names) == len(CODES)


def test_a_forged_sheet_is_altered(papers: Path, tmp_path: Path) -> None:
    path = tmp_path / "projects.zh.pdf"
    shutil.copy(papers / "output" / f"{SHEET}.zh.pdf", path)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        file = next(each.EF.F for each in pdf.Root.AF if str(each.UF) == "projects.json")
        file.write(file.read_bytes().replace(b"3125000.50", b"3125000.60"))
        pdf.save(path)
    assert verdict(path).state == "altered"
