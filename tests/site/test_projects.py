"""Projects and units on the site: shown beside the tables of departments, never added to them."""

import csv
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frictionless
import pytest
from built_projects import project_data, project_name, put_project, put_table
from conftest import Ran, Runner
from paths import REPOSITORY
from sites import ONE

from perf_report.model.text import Text
from perf_report.site import department as department_module
from perf_report.site.built_files import read_built_file
from perf_report.site.built_table import parse_site_table
from perf_report.site.department import PageConfig, open_frame
from perf_report.site.department_pages import make_department_pages
from perf_report.site.history import Action, History
from perf_report.site.search_documents import search_documents
from perf_report.site.series import indicator_series
from perf_report.site.sums import UnitTable
from perf_report.site.table_summary import summarize

pytestmark = pytest.mark.usefixtures("papers_kept")

DEPARTMENT = {"code": ONE, "name": {"zh": "示例市蒲公英局（虚构）", "en": "Dandelion Bureau"}}
HUSHED = "hushed"
HIDDEN = "disclose: false\ndisclose_basis: {zh: 依法不公开。, en: Exempt by law.}\n"


@pytest.fixture
def office(office_built: Path, tmp_path: Path) -> Path:
    """A project that was built, to which tables are added."""
    return Path(shutil.copytree(office_built, tmp_path / "office"))


@pytest.fixture
def make(here: Runner, office: Path) -> Callable[..., Ran]:
    """Makes the site of what was built."""

    def run(*arguments: object) -> Ran:
        ran = here("site", "--no-build", "--no-search", *arguments, cwd=office)
        assert ran.code == 0, ran.stderr
        return ran

    return run


def text_of(office: Path, path: str) -> str:
    """The words of a page."""
    page = (office / "site" / path).read_text("utf-8")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("<main")[2]))


def lines_of(office: Path, name: str) -> list[dict[str, str]]:
    with (office / "site" / "data" / name).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


# --- A table without tasks, budget or indicators of goals ---


def test_a_table_of_a_project_is_read_with_its_money_and_its_indicators() -> None:
    built = parse_site_table(project_data(DEPARTMENT, 2026, "bridge"), {})
    assert str(built.identity) == f"{ONE}/2026/bridge"
    assert (built.subject.zh, built.name.zh) == (project_name("bridge"), "示例市蒲公英局（虚构）")
    assert (str(built.total), built.tasks) == ("12.50", ())
    assert [each.id for each in built.indicators] == ["piers", "spans"]
    assert parse_site_table(project_data(DEPARTMENT, 2026, "bridge", None), {}).total is None


def test_indicators_under_the_table_are_compared_by_the_goal_that_they_name() -> None:
    built = [parse_site_table(project_data(DEPARTMENT, year, "b"), {}) for year in (2025, 2026)]
    groups = [
        (text and text.zh, [each.id for each in series]) for text, series in indicator_series(built)
    ]
    assert groups == [("长期目标", ["piers"]), (None, ["spans"])]


def test_a_search_finds_a_project_by_its_name_and_its_indicators() -> None:
    built = parse_site_table(project_data(DEPARTMENT, 2026, "bridge"), {})
    document, english = search_documents([built])
    assert document.path == f"{ONE}/2026/bridge/index.html"
    assert project_name("bridge") in document.title
    assert "Dandelion Bureau · Example Project bridge" in english.title
    assert [each.anchor for each in document.sections] == [
        "goal-whole", "goal-part", "indicator-piers", "indicator-spans",
    ]  # fmt: skip


# --- Pages ---


def test_a_department_lists_its_projects_and_their_sum_beside_its_own_table(
    office: Path, make: Callable[..., Ran]
) -> None:
    make()
    before = text_of(office, f"{ONE}/index.html")
    total = re.search(r"2026年度 ([0-9.]+) 万元", before)
    assert total is not None
    put_project(office / "output", DEPARTMENT, 2026, "bridge", "12.50")
    put_project(office / "output", DEPARTMENT, 2026, "tower", "0.75")
    put_project(office / "output", DEPARTMENT, 2026, "survey", None)
    make()

    page = text_of(office, f"{ONE}/index.html")
    # The department's own total stands as it was, and the sum of the projects beside it.
    assert f"2026年度 {total[1]} 万元" in page
    assert re.search(r"2026年度 [^年]* 3 13\.25 万元", page)
    assert "3个项目 · 项目资金合计：13.25 万元" in page
    for code in ("bridge", "tower", "survey"):
        assert re.search(rf"{project_name(code)} {code} (\S+ 万元 )?2 项目支出绩效目标表", page)
    assert 'href="2026/bridge/index.html"' in (
        (office / "site" / ONE / "index.html").read_text("utf-8")
    )


def test_a_page_of_a_project_names_it_its_department_and_its_form(
    office: Path, make: Callable[..., Ran]
) -> None:
    put_project(office / "output", DEPARTMENT, 2026, "bridge")
    put_project(office / "output", DEPARTMENT, 2025, "bridge", "11.00")
    make()
    page = (office / "site" / "en" / ONE / "2026" / "bridge" / "index.html").read_text("utf-8")
    assert "<title>Example Project bridge · 2026" in page
    assert "<h1>Project Expenditure Performance Targets" in page
    assert "Dandelion Bureau" in page
    (record,) = re.findall(r'ld\+json">(.*?)</script>', page)
    assert json.loads(record)["creator"]["name"] == "Dandelion Bureau"
    assert json.loads(record)["name"].startswith("Example Project bridge · 2026 · Project Exp")
    assert 'href="../../compare/bridge/index.html"' in page

    compared = text_of(office, f"{ONE}/compare/bridge/index.html")
    assert "历年资金总额 （万元）" in compared
    assert "11.00" in compared
    assert "各主要工作任务的资金" not in compared
    # Years of the department itself are compared as before.
    assert "示例项目" not in text_of(office, f"{ONE}/compare/index.html")


def test_the_lists_of_a_year_count_projects_apart(office: Path, make: Callable[..., Ran]) -> None:
    alone = {"code": "demo-yarrow", "name": {"zh": "示例市蓍草局", "en": "Yarrow Bureau"}}
    put_project(office / "output", DEPARTMENT, 2026, "bridge")
    put_project(office / "output", alone, 2026, "garden", "3.00")
    make()
    front = text_of(office, "index.html")
    assert "2个部门 · 2张部门表 · 2张项目表 · 2个年度" in front
    assert "1张部门表、2张项目表" in front
    assert "2025 1张表" in front

    year = text_of(office, "years/2026/index.html")
    assert "1张表" in year
    assert "查看全部2个项目 · 项目资金合计：15.50 万元" in year
    # A department without a table of its own has its projects alone.
    assert re.search(r"示例市蓍草局 1 3\.00 万元", year)
    projects = text_of(office, "years/2026/projects/index.html")
    assert f"{project_name('garden')} 示例市蓍草局 garden" in projects
    assert not (office / "site" / "years" / "2025" / "projects").exists()
    assert "示例市蓍草局" in text_of(office, "demo-yarrow/index.html")
    assert project_name("bridge") in text_of(office, "data/2026/index.html")


def test_hundreds_of_projects_have_lists_of_their_own_and_cost_the_same_each(
    office: Path, make: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = {"read": 0, "walk": 0}
    announced = History.announced

    def count_read(*arguments: Any) -> bytes:
        calls["read"] += 1
        return read_built_file(*arguments)

    def count_walk(self: History) -> Any:
        calls["walk"] += 1
        return announced(self)

    monkeypatch.setattr(department_module, "read_built_file", count_read)
    monkeypatch.setattr(History, "announced", count_walk)
    count = 101
    for number in range(count):
        put_project(office / "output", DEPARTMENT, 2026, f"project-{number:03}", "1.00")
    make("--jobs", 1)

    page = (office / "site" / ONE / "index.html").read_text("utf-8")
    assert 'href="projects/2026/index.html"' in page
    assert "project-000" not in page
    listed = text_of(office, f"{ONE}/projects/2026/index.html")
    assert "101个项目 · 项目资金合计：101.00 万元" in listed
    assert all(f"project-{number:03}" in listed for number in range(count))
    # Each page of a table is read once, and the ledger a fixed number of times.
    assert calls["read"] == 2 * (count + 2)
    assert calls["walk"] < 10


# --- Open data ---


def test_projects_have_data_files_of_their_own(office: Path, make: Callable[..., Ran]) -> None:
    make()
    before = {
        name: (office / "site" / "data" / name).read_bytes()
        for name in ("funds.csv", "goals.csv", "indicators.csv")
    }
    there = {path.name for path in (office / "site" / "data").glob("*.csv")}
    assert there == {*before, "results.csv"}
    put_project(office / "output", DEPARTMENT, 2026, "bridge")
    put_project(office / "output", DEPARTMENT, 2026, "survey", None)
    make()

    assert {name: (office / "site" / "data" / name).read_bytes() for name in before} == before
    assert [(each["project"], each["form"], each["total"], each["indicators"])
            for each in lines_of(office, "projects.csv")] == [
        ("bridge", "project-2021", "12.50", "2"), ("survey", "project-2021", "", "2"),
    ]  # fmt: skip
    first, second = lines_of(office, "project-indicators.csv")[:2]
    assert (first["goal"], first["id"], first["horizon"]) == ("1", "piers", "midterm")
    assert (second["goal"], second["id"], second["project_en"]) == (
        "", "spans", "Example Project bridge",
    )  # fmt: skip
    # The goals of each horizon have numbers of their own.
    assert [(each["goal"], each["id"], each["horizon"])
            for each in lines_of(office, "project-goals.csv")] == 2 * [
        ("1", "whole", "midterm"), ("1", "part", "annual"),
    ]  # fmt: skip
    (source,) = lines_of(office, "sources.csv")
    assert (source["project"], source["row"], source["column"], source["amount"]) == (
        "bridge", "total", "amount", "12.50",
    )  # fmt: skip

    package = frictionless.Package(str(office / "site" / "datapackage.json"))
    report = package.validate()
    assert report.flatten(["rowNumber", "fieldName", "type", "message"]) == []
    assert {resource.name for resource in package.resources} == {
        "funds", "goals", "indicators", "projects", "project-goals", "project-indicators",
        "sources", "results",
    }  # fmt: skip
    for name in ("projects", "project-goals", "project-indicators", "sources"):
        assert f"{name}.csv" in (office / "site" / "data" / "index.html").read_text("utf-8")


# --- What is not to be disclosed ---


def test_a_table_that_is_not_to_be_disclosed_leaves_no_trace(
    office: Path, make: Callable[..., Ran]
) -> None:
    put_project(office / "output", DEPARTMENT, 2026, "bridge")
    put_project(office / "output", DEPARTMENT, 2026, HUSHED, "77.77", HIDDEN)
    # A department of which nothing else is on the site.
    alone = {"code": f"demo-{HUSHED}", "name": {"zh": HUSHED, "en": HUSHED}}
    put_project(office / "output", alone, 2026, "garden", "3.00", HIDDEN)
    ran = make()
    assert "not disclosed: 2 tables" in ran.stderr or "不予公开：2张表" in ran.stderr
    assert HUSHED not in ran.stderr
    for path in (office / "site").rglob("*"):
        if path.is_file():
            assert HUSHED.encode() not in path.read_bytes(), path
            assert HUSHED not in path.name
    page = text_of(office, f"{ONE}/index.html")
    assert "1个项目 · 项目资金合计：12.50 万元" in page


def test_nothing_tells_what_changed_since_a_table_that_is_not_to_be_disclosed(
    here: Runner, office: Path
) -> None:
    changes = office / "output" / ONE / "2026" / "changes.html"
    assert changes.is_file()
    earlier = office / "specs" / "2025-demo.yaml"
    earlier.write_text(earlier.read_text("utf-8") + HIDDEN, "utf-8")
    ran = here("build", cwd=office)
    assert ran.code == 0, ran.stderr
    assert not changes.exists()
    assert (office / "output" / ONE / "2025" / "table.zh.pdf").is_file()


# --- Units ---


def put_unit(office: Path, code: str, total: str, parent: str = ONE) -> None:
    """A built table of a unit of a department."""
    folder = office / "output" / ONE / "2026"
    data = json.loads((folder / "table.json").read_bytes())
    data["department"] = {"code": code, "name": {"zh": f"示例单位{code}", "en": code}}
    data["budget"] = {"total": total}
    spec = (folder / "spec.yaml").read_text("utf-8")
    spec = spec.replace(f"code: {ONE}", f"code: {code}\n  parent: {parent}", 1)
    put_table(office / "output", f"{code}/2026", data, spec)


def test_a_department_lists_its_units_and_the_sum_of_their_totals(
    office: Path, make: Callable[..., Ran]
) -> None:
    put_unit(office, "demo-burdock", "10.00")
    put_unit(office, "demo-clover", "20.50")
    make()
    page = text_of(office, f"{ONE}/index.html")
    assert "2026年度所属单位" in page
    assert "示例单位demo-burdock 10.00 万元" in page
    assert "合计 30.50 万元" in page
    written = make().stderr
    assert re.search(r"写入0个|, 0 of them written", written)

    put_unit(office, "demo-clover", "21.50")
    make()
    assert "合计 31.50 万元" in text_of(office, f"{ONE}/index.html")
    put_unit(office, "demo-burdock", "10.00", parent="demo-clover")
    make()
    assert "合计 21.50 万元" in text_of(office, f"{ONE}/index.html")
    assert "合计 10.00 万元" in text_of(office, "demo-clover/index.html")


def test_more_units_than_fit_the_page_have_lists_of_their_own() -> None:
    config = PageConfig(
        templates=(REPOSITORY / "templates",), title=Text(zh="公开", en="Site"),
        address="", has_search=False, has_ledger=False, digest="",
    )  # fmt: skip
    built = parse_site_table(project_data(DEPARTMENT, 2026, "bridge"), {})
    units = [
        UnitTable(code=f"unit-{number:03}", name=Text(zh=f"第{number:03}校"), year=2026,
                  total="1.50", currency="万元")
        for number in range(101)
    ]  # fmt: skip

    pages = make_department_pages(open_frame(config), [summarize(built, None)], [built], units)

    page, listed = pages[f"{ONE}/index.html"].decode(), pages[f"{ONE}/units/2026/index.html"]
    assert 'href="units/2026/index.html">查看全部101个所属单位' in page
    assert "第000校" not in page
    assert all(f"第{number:03}校" in listed.decode() for number in range(101))
    assert "151.50" in page
    assert "151.50" in listed.decode()


# --- Publication ---


def test_a_project_is_disclosed_and_withdrawn_by_its_own_name(
    here: Runner, office: Path, tmp_path: Path
) -> None:
    www = tmp_path / "www"

    def publish(*arguments: object) -> Ran:
        return here("publish", www, "--no-build", "--no-search", *arguments, cwd=office)

    put_project(office / "output", DEPARTMENT, 2026, "bridge")
    ran = publish()
    assert ran.code == 0, ran.stderr
    assert f"{ONE}/2026/bridge" in ran.stdout
    assert (www / ONE / "2026" / "bridge" / "r1" / "table.json").is_file()
    feed = (www / "en" / "feed.xml").read_text("utf-8")
    assert "Dandelion Bureau · Example Project bridge · 2026" in feed
    assert here("publish", "--check", www, cwd=office).code == 0

    # The table is not to be disclosed any more.
    put_project(office / "output", DEPARTMENT, 2026, "bridge", extra=HIDDEN)
    ran = publish()
    assert ran.code == 1
    assert "disclose: false" in ran.stderr
    ran = publish("--withdraw", f"{ONE}/2026/bridge", "--reason", "依法不公开。")
    assert ran.code == 0, ran.stderr
    assert not (www / ONE / "2026" / "bridge" / "r1").exists()
    notice = (www / ONE / "2026" / "bridge" / "index.html").read_text("utf-8")
    assert project_name("bridge") in notice
    last = [json.loads(line) for line in (www / "ledger.jsonl").read_text("utf-8").splitlines()]
    (withdrawn,) = [line for line in last if line["action"] == Action.WITHDRAW]
    assert (withdrawn["project"], withdrawn["project_name"]["zh"]) == (
        "bridge", project_name("bridge"),
    )  # fmt: skip
    assert here("publish", "--check", www, cwd=office).code == 0


@pytest.mark.parametrize("name", ["a", "a/26", "a/2026/", "a/2026/b/c", "a/2026/B", "/2026"])
def test_what_names_no_table_is_not_withdrawn(here: Runner, office: Path, name: str) -> None:
    ran = here("publish", "www", "--withdraw", name, "--reason", "x", cwd=office)
    assert ran.code == 2
