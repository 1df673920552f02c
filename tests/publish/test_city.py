"""A city with projects from spec to reader: built, published, corrected, withdrawn and reviewed."""

import csv
import json
import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import frictionless
import pytest
from city_project import CODES, RIVER, ROADS, SHEET, WATER, edit, make_city, schema_errors
from conftest import Ran, Runner
from publishing import PublishingProject

from perf_report.app.verify.remake import open_verify_setup
from perf_report.app.verify.run import verify_file

# WeasyPrint leaves its colour profile open, which is noticed where papers are made in this process.
pytestmark = [
    pytest.mark.usefixtures("papers_kept"),
    pytest.mark.filterwarnings("ignore:.*sRGB2014:pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning"),
]

TABLES = [f"{ROADS}/2026/{code}" for code in CODES] + [f"{WATER}/2026", RIVER]
BRIDGES = "specs/project-sichuan-bridges.yaml"
WEATHER = "specs/project-sichuan-weather.yaml"
RIVER_SPEC = "specs/project-2021.yaml"
NOTE = "revision: 2\nrevision_note: {zh: 更正一项指标值。, en: Corrects one target.}\n"
HIDDEN = "\ndisclose: false\ndisclose_basis: {zh: 依法不公开。, en: Exempt by law.}\n"


class City(PublishingProject):
    """The project of a city, and the folder that it is published to."""

    def edit(self, spec: str, *changes: tuple[str, str]) -> None:
        edit(self.folder / spec, *changes)

    def correct_river(self) -> None:
        """Lower a target of a project, with the reason."""
        self.edit(RIVER_SPEC, ("target: ≥36公里", "target: ≥30公里"),
                  ("year: 2026\n", f"year: 2026\n{NOTE}"))  # fmt: skip

    def ledger(self) -> list[dict[str, Any]]:
        lines = (self.www / "ledger.jsonl").read_text("utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def sheet(self) -> list[str]:
        """The projects on the published sheet."""
        data = json.loads((self.www / SHEET / "projects.json").read_bytes())
        return [each["project"]["code"] for each in data["projects"]]

    def is_sound(self) -> bool:
        return self.run("publish", "--check", self.www).code == 0


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, here: Runner) -> Path:
    """A folder with the project and the target that it was published to, to be copied."""
    folder = tmp_path_factory.mktemp("published")
    make_city(folder / "office")
    with pytest.MonkeyPatch.context() as patch:
        ran = City(folder / "office", here, patch).publish()
    assert ran.code == 0, ran.stderr
    return folder


@pytest.fixture
def city(published: Path, tmp_path: Path, here: Runner, monkeypatch: pytest.MonkeyPatch) -> City:
    shutil.copytree(published, tmp_path, dirs_exist_ok=True, symlinks=True)
    opened = City(tmp_path / "office", here, monkeypatch)
    opened.clock += timedelta(minutes=1)
    return opened


def identity_of(line: dict[str, Any]) -> str:
    parts = (line["department"], str(line["year"]), line.get("project", ""))
    return "/".join(filter(None, parts))


# --- The first publication ---


def test_every_table_is_disclosed_under_its_own_name(city: City) -> None:
    *lines, closing = city.ledger()
    assert sorted(map(identity_of, lines)) == sorted(TABLES)
    assert closing["action"] == "publish"
    assert {line["action"] for line in lines} == {"disclose"}
    for line in city.ledger():
        assert schema_errors("ledger", line) == []
    for line in lines:
        assert "table.zh.pdf" in line["files"]
        assert not any(name.startswith("projects.") for name in line["files"])
    assert city.is_sound()
    assert "is up to date" in city.publish().stderr


def test_the_open_data_have_all_projects_and_count_none_of_them_twice(city: City) -> None:
    report = frictionless.Package(str(city.www / "datapackage.json")).validate()
    assert report.flatten(["rowNumber", "fieldName", "type", "message"]) == []
    with (city.www / "data/projects.csv").open(encoding="utf-8-sig", newline="") as stream:
        money = {row["project"]: (row["total"], row["currency_unit"], row["form"])
                 for row in csv.DictReader(stream)}  # fmt: skip
    assert money == {
        "bridges": ("3125000.50", "元", "project-sichuan"),
        "resurfacing": ("4860000.00", "元", "project-sichuan"),
        "road-weather": ("640000.00", "元", "project-sichuan"),
        "example-river": ("900.00", "万元", "project-2021"),
    }
    with (city.www / "data/funds.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert {row["department"] for row in csv.DictReader(stream)} == {WATER}


def test_a_sheet_is_a_page_with_its_files_which_the_checksums_seal(city: City) -> None:
    page = (city.www / SHEET / "index.html").read_text("utf-8")
    for words in ("危桥改造", "国省道路面修复", "公路气象监测", "8625000.50", "全部项目"):
        department = (city.www / ROADS / "index.html").read_text("utf-8")
        assert words in page + department
    assert 'href="2026/projects/index.html"' in department
    assert "No table of the previous year" not in page
    files = {f"projects.{kind}" for kind in ("json", "csv")} | {
        f"projects.{mode}.{kind}" for mode in ("zh", "en", "zh-en") for kind in ("html", "pdf")
    }
    sums = (city.www / "SHA256SUMS").read_text("utf-8")
    for name in files:
        assert f'href="{name}"' in page
        assert f"  {SHEET}/{name}\n" in sums
    assert "没有上年" not in (city.www / SHEET / "projects.zh.html").read_text("utf-8")
    english = (city.www / "en" / SHEET / "index.html").read_text("utf-8")
    assert "Repair of Unsafe Bridges" in english
    sitemap = (city.www / "sitemap.xml").read_text("utf-8")
    assert f"/{SHEET}/<" in sitemap
    assert "projects.zh.html" not in sitemap


def test_the_published_papers_are_genuine(city: City) -> None:
    setup = open_verify_setup(None)
    papers = [f"{RIVER}/r1/table.zh.pdf", f"{ROADS}/2026/bridges/r1/table.zh-en.pdf",
              f"{SHEET}/projects.zh.pdf"]  # fmt: skip
    for paper in papers:
        assert verify_file(city.www / paper, setup).state == "genuine", paper


# --- What changes ---


def test_a_changed_project_is_built_alone_and_told_as_its_own_correction(city: City) -> None:
    city.correct_river()
    ran = city.run("build")
    assert {Path(line).parent.as_posix() for line in ran.stdout.splitlines()} == {
        "output",
        f"output/{RIVER}",
    }
    # Of the other tables and the sheet nothing is made.
    assert re.search(r"^\d+ files written and 4[0-9] unchanged", ran.stderr, re.MULTILINE)

    pages = [path for path in (city.folder / "site" / ROADS).rglob("*.*") if "r1" not in path.parts]
    before = {path: path.stat().st_ino for path in pages}
    ran = city.publish()
    assert ran.code == 0, ran.stderr
    assert f"{RIVER}, revision 2" in ran.stdout
    assert {path: path.stat().st_ino for path in before} == before
    (line,) = [each for each in city.ledger() if each["action"] == "correct"]
    assert identity_of(line) == RIVER
    assert "36公里" in json.dumps(line["changes"], ensure_ascii=False)
    report = json.loads((city.www / RIVER / "r2/correction.json").read_bytes())
    assert report["revision"]["project"] == "example-river"
    page = (city.www / RIVER / "r2/correction.html").read_text("utf-8")
    assert "示例河堤防加固和疏浚项目" in page
    assert (city.www / RIVER / "r1/table.zh.pdf").is_file()
    assert city.is_sound()


def test_a_correction_of_a_project_is_on_the_sheet_and_names_no_other(city: City) -> None:
    city.edit(BRIDGES, ("3125000.50", "3025000.50"), ("year: 2026\n", f"year: 2026\n{NOTE}"))
    ran = city.publish()
    assert ran.code == 0, ran.stderr
    (line,) = [each for each in city.ledger() if each["action"] == "correct"]
    assert identity_of(line) == f"{ROADS}/2026/bridges"
    assert "8525000.50" in (city.www / SHEET / "index.html").read_text("utf-8")
    assert city.is_sound()


def test_a_withdrawn_project_leaves_the_sheet_and_a_notice(city: City) -> None:
    with (city.folder / WEATHER).open("a", encoding="utf-8") as stream:
        stream.write(HIDDEN)
    ran = city.publish()
    assert ran.code == 1
    assert f"{ROADS}/2026/road-weather" in ran.stderr
    ran = city.publish("--withdraw", f"{ROADS}/2026/road-weather", "--reason", "依法不公开。")
    assert ran.code == 0, ran.stderr
    assert city.sheet() == ["bridges", "resurfacing"]
    kept = {path.relative_to(city.www).as_posix()
            for path in city.www.rglob("*")
            if path.is_file() and b"weather" in path.read_bytes()}  # fmt: skip
    assert f"{ROADS}/2026/road-weather/index.html" in kept
    assert not any(path.startswith(SHEET) for path in kept)
    assert city.is_sound()


def test_a_sheet_with_a_project_that_waits_for_its_day_waits_too(
    tmp_path: Path, here: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = City(make_city(tmp_path / "office"), here, monkeypatch)
    city.edit(WEATHER, ("year: 2026\n", "year: 2026\npublished: 2027-01-01\n"))
    ran = city.publish()
    assert ran.code == 0, ran.stderr
    assert not (city.www / SHEET).exists()
    assert (city.www / ROADS / "2026/bridges/index.html").is_file()
    assert "2026/projects/index.html" not in (city.www / ROADS / "index.html").read_text("utf-8")


def test_the_deadline_of_a_project_is_counted_from_its_own_approval(city: City) -> None:
    city.edit(RIVER_SPEC, ("year: 2026\n", "year: 2026\nbudget_approved: 2026-10-01\n"))
    ran = city.run("publish", "--check", city.www)
    assert f"{RIVER} was disclosed on 2026-11-24, but was due by 2026-10-21" in ran.stdout
    assert f"{WATER}/2026 was" not in ran.stdout


def test_the_status_has_every_project_with_its_form_and_what_is_disclosed(city: City) -> None:
    city.correct_river()
    ran = city.run("status", "--target", city.www, "--format", "json")
    assert ran.code == 0, ran.stderr
    data = json.loads(ran.stdout)
    assert schema_errors("status", data) == []
    items = {(each["department"], each["project"]): each for each in data["items"]}
    expected: dict[tuple[str, str | None], str] = {
        (WATER, None): "overall-2015",
        (WATER, "example-river"): "project-2021",
        **{(ROADS, code): "project-sichuan" for code in CODES},
    }
    assert {key: each["form"] for key, each in items.items()} == expected
    changed = {key for key, each in items.items() if each["disclosed"]["changed"]}
    assert changed == {(WATER, "example-river")}
    assert {each["disclosed"]["revision"] for each in items.values()} == {1}


# --- Review ---


def test_a_pull_request_that_changes_a_project_is_reviewed_by_its_name(
    start_repository: Callable[..., Any], here: Callable[..., Ran]
) -> None:
    clone = start_repository()
    make_city(clone.folder)
    clone.commit("base")
    clone.git("switch", "--quiet", "--create", "topic")
    edit(clone.folder / BRIDGES, ("target: ＝5座", "target: ＝4座"))
    clone.commit("fewer bridges")
    ran = here("review", "--base", "main", "--format", "json", cwd=clone.folder)
    data = json.loads(ran.stdout)
    assert ran.code == 1
    assert schema_errors("changes", data) == []
    assert [(change["kind"], change["significance"]) for change in data["changes"]] == [
        ("target-loosened", "weaker")
    ]
    assert data["revision"]["project"] == "bridges"
    text = here("review", "--base", "main", "--format", "markdown", cwd=clone.folder).stdout
    assert "Repair of Unsafe Bridges" in text
    assert "Resurfacing" not in text
