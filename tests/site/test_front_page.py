"""The front page: how much money for what, what changed since the year before, and examples."""

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from built_projects import put_project
from conftest import Ran, Runner
from paths import REPOSITORY
from sites import ONE, OTHER, Published

from perf_report.messages import load_catalogue
from perf_report.model.text import Language, Text
from perf_report.site.change_counts import ChangeCounts
from perf_report.site.department import PageConfig, open_frame
from perf_report.site.front_page import make_front_page
from perf_report.site.history import History, RecordFile
from perf_report.site.shares import Part, share_out
from perf_report.site.site_data import SiteData
from perf_report.site.table_summary import TableSummary

pytestmark = pytest.mark.usefixtures("papers_kept")

CONFIG = PageConfig(
    templates=(REPOSITORY / "templates",), title=Text(zh="公开", en="Site"),
    address="", has_search=True, has_ledger=False, digest="",
)  # fmt: skip


def table(code: str, total: str = "1.00", year: int = 2026, **more: Any) -> TableSummary:
    named = Text(zh=f"{code}局", en=f"Bureau {code}")
    if "changes" in more:
        more["files"] = {"changes.html": RecordFile(sha256="", size=1)}
    return TableSummary(department=code, year=year, name=named, languages=("zh", "en"),
                        total=total, **more)  # fmt: skip


def front(*tables: TableSummary, language: Language = "zh", parts: tuple[Part, ...] = ()) -> str:
    ordered = sorted(tables, key=lambda each: each.identity)
    site = SiteData(tables=ordered, history=History(), data_files={}, licence="", parts=parts)
    (page,) = make_front_page(open_frame(CONFIG), site, load_catalogue(language)).values()
    return page.decode()


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("<main")[2])).strip()


def bars(page: str) -> list[str]:
    """The rows of bars, each as its words."""
    rows = re.findall(r'<li><span class="name">.*?</li>', page, re.DOTALL)
    return [words(f"<main {row}") for row in rows]


# --- Money ---


def test_the_parts_of_a_sum_have_their_share_and_the_longest_bar_is_whole() -> None:
    parts = [Part(Text(zh=name), Decimal(amount), "") for name, amount in
             (("甲", "20.00"), ("乙", "0.00"), ("丙", "10.00"))]  # fmt: skip
    shares = share_out(parts)
    assert [(share.amount, share.percent, share.length) for share in shares] == [
        ("20.00", "66.7", "100.0"), ("0.00", "0.0", "0.0"), ("10.00", "33.3", "50.0"),
    ]  # fmt: skip


@pytest.mark.parametrize("amounts", [[], ["3.00"], ["0.00", "0.00"]])
def test_what_is_no_sum_of_parts_has_no_bars(amounts: list[str]) -> None:
    assert share_out([Part(Text(zh="甲"), Decimal(amount), "") for amount in amounts]) == ()


def test_departments_stand_by_their_money_each_with_its_share() -> None:
    page = front(table("a", "25.00"), table("b", "75.00"), table("a", "9.00", 2025))
    assert "2026年度资金 100.00 万元 · 按部门" in words(page)
    assert bars(page) == ["b局 75.00 万元 75.0%", "a局 25.00 万元 25.0%"]
    assert 'href="b/index.html"' in page


def test_money_is_counted_once_and_in_one_unit() -> None:
    tables = [
        table("a", "60.00"),
        # Within the department's own total.
        table("a", "50.00", project="p", project_name=Text(zh="项目")),
        # A unit, which is within its department's total; its department is on the site.
        table("school", "5.00", parent="a"),
        # One whose department is not on the site.
        table("clinic", "20.00", parent="elsewhere"),
        # A department with projects alone, in yuan.
        table("r", "150000.50", project="q", project_name=Text(zh="路"), currency="元"),
        table("r", "50000.00", project="s", project_name=Text(zh="桥"), currency="元"),
        table("none", ""),
    ]  # fmt: skip
    page = front(*tables)
    assert "100.00005 万元" in words(page)
    assert bars(page) == [
        "a局 60.00 万元 60.0%", "r局 20.00005 万元 20.0%", "clinic局 20.00 万元 20.0%",
    ]  # fmt: skip


def test_a_city_has_its_largest_departments_and_the_others_together() -> None:
    tables = [table(f"d{number:02}", f"{number + 1}.00") for number in range(40)]
    rows = bars(front(*tables, language="en"))
    assert len(rows) == 13
    assert rows[0].startswith("Bureau d39 40.00")
    assert rows[-1].startswith("28 other departments 406.00")
    # One more than fit is no others.
    assert "other" not in front(*tables[:13], language="en").partition("<main")[2]


def test_a_department_alone_has_its_main_tasks_which_lead_to_their_rows() -> None:
    parts = tuple(Part(Text(zh=name), Decimal(4), f"#task-{name}") for name in ("one", "two"))
    page = front(table("a", "8.00"), parts=parts)
    assert "8.00 万元 · 按主要工作任务" in words(page)
    assert 'href="a/2026/index.html#task-two"' in page
    english = front(replace(table("a", "8.00"), languages=("zh",)), parts=parts, language="en")
    assert 'href="../a/2026/index.html#task-two"' in english


def test_without_money_or_tables_there_is_no_chart() -> None:
    assert 'id="funds"' not in front()
    assert 'id="funds"' not in front(table("a", ""))
    gone = replace(table("a"), status="withdrawn")
    assert 'id="funds"' not in front(gone)


# --- What changed ---


def counted(weaker: int, stronger: int, unclear: int = 0) -> ChangeCounts:
    return ChangeCounts(weaker=weaker, stronger=stronger, unclear=unclear)


def test_counts_of_changes_lead_to_the_changes_those_of_the_weakest_first() -> None:
    page = front(
        table("a", changes=counted(1, 4)), table("b", changes=counted(3, 0, 2)),
        table("c", changes=counted(0, 0, 7)), table("d"),
        table("b", project="p", project_name=Text(zh="项目"), changes=counted(1, 5)),
    )  # fmt: skip
    text = words(page)
    assert "2026年度与上年相比 ▼ 5项减弱 ▲ 9项加强" in text
    order = ["b局 ▼ 3项减弱 ▲ 0项加强 ? 2项待判断", "b局 · 项目 ▼ 1项减弱 ▲ 5项加强",
             "a局 ▼ 1项减弱 ▲ 4项加强"]  # fmt: skip
    places = [text.index(row) for row in order]
    assert places == sorted(places)
    # What only may have changed, and what was compared with nothing, is not in the list.
    assert "c局 ▼" not in text
    assert 'href="b/2026/r1/changes.html"' in page
    assert 'href="b/2026/p/r1/changes.html"' in page
    assert 'href="b/2026/index.html#changes"' in page


def test_a_report_whose_counts_are_not_known_is_linked_and_nothing_is_summed() -> None:
    page = front(table("a", changes=None), table("b", changes=counted(1, 0)))
    assert "2026年度与上年相比 b局 ▼ 1项减弱 ▲ 0项加强 a局 与上年相比的变动" in words(page)
    assert 'href="a/2026/r1/changes.html"' in page


def test_where_nothing_was_compared_nothing_is_said_to_have_changed() -> None:
    assert 'id="changes"' not in front(table("a"))


def test_counts_are_those_of_the_report_that_was_disclosed(published: Published) -> None:
    reports = published.www.glob("demo-*/2026/r*/changes.json")
    latest = {path.parts[-4]: json.loads(path.read_bytes())["summary"] for path in sorted(reports)}
    weaker = sum(summary["weaker"] for summary in latest.values())
    assert weaker > 5
    for language, said in (("", f"▼ {weaker}项减弱"), ("en/", f"▼ {weaker} weaker")):
        page = (published.www / language / "index.html").read_text("utf-8")
        assert said in words(page)
    (href,) = re.findall(rf'href="({ONE}/2026/r2/changes.html)"', page.replace("../", ""))
    assert (published.www / href).is_file()

    own = words((published.www / ONE / "2026" / "index.html").read_text("utf-8"))
    assert f"▼ {latest[ONE]['weaker']}项减弱" in own
    listed = words((published.www / "en" / "years" / "2026" / "index.html").read_text("utf-8"))
    assert re.search(rf"Thistle Bureau .* {latest[OTHER]['weaker']} {latest[OTHER]['stronger']}",
                     listed)  # fmt: skip


def test_counts_of_another_report_than_the_disclosed_one_are_not_told(
    published: Published, here: Runner, tmp_path: Path
) -> None:
    office = tmp_path / "office"
    shutil.copytree(published.project, office, symlinks=True)
    settings = office / "perf-report.toml"
    settings.write_text(
        settings.read_text("utf-8") + '\n[significance]\nfunds-up-targets-flat = "neutral"\n',
        "utf-8",
    )
    ran = here("--project", office, "site", "--no-search", "--target", published.www)
    assert ran.code == 0, ran.stderr
    page = words((office / "site" / ONE / "2026" / "index.html").read_text("utf-8"))
    assert "项减弱" not in page
    assert "与2025年度的表相比" in page


def test_a_report_is_read_once(published: Published, here: Runner, tmp_path: Path) -> None:
    office = tmp_path / "office"
    shutil.copytree(published.project, office, symlinks=True)
    assert here("--project", office, "site", "--no-search").code == 0
    state = json.loads((office / "site" / ".perf-report" / "state.json").read_bytes())
    built = office / "output" / ONE / "2026" / "changes.json"
    summary = json.loads(built.read_bytes())["summary"]
    assert state["changes"][sha256(built.read_bytes()).hexdigest()] == [
        summary["weaker"], summary["stronger"], summary["unclear"],
    ]  # fmt: skip


# --- Counts and examples ---


def test_one_table_is_one_table_and_two_are_two(office_built: Path, here: Runner,
                                                tmp_path: Path) -> None:  # fmt: skip
    office = Path(shutil.copytree(office_built, tmp_path / "office"))
    put_project(office / "output", {"code": "solo", "name": {"zh": "独局", "en": "Solo Bureau"}},
                2026, "garden", "3.00")  # fmt: skip
    assert here("site", "--no-build", "--no-search", cwd=office).code == 0
    site = office / "site" / "en"
    assert "2 departments · 2 tables of departments · 1 of projects · 2 years" in words(
        (site / "index.html").read_text("utf-8")
    )
    assert "2025 1 table " in words((site / "index.html").read_text("utf-8"))
    assert "1 project ·" in words((site / "solo" / "index.html").read_text("utf-8"))


def test_examples_of_a_search_stand_in_the_tables_of_the_latest_year() -> None:
    def named(*names: str) -> tuple[Text, ...]:
        return tuple(Text(zh=name, en=f"the {name} & more") for name in names)

    page = front(
        table("a", examples=named("甲一", "甲二", "甲三")), table("b", examples=named("乙一")),
        table("c", year=2025, examples=named("旧")), language="en",
    )  # fmt: skip
    assert "For example: the 甲一 &amp; more , the 乙一 &amp; more , the 甲二 &amp; more" in words(
        page
    )
    assert "search/index.html?q=the%20%E7%94%B2%E4%B8%80%20%26%20more" in page
    assert "For example" not in words(front(table("a"), language="en"))


def test_a_table_shows_the_money_of_its_tasks_as_bars(published: Published) -> None:
    page = (published.www / ONE / "2026" / "index.html").read_text("utf-8")
    rows = bars(page)
    assert rows[0] == "养护全市蒲公英草地。 205.00 万元 47.7%"
    assert sum(float(row.rsplit(" ", 1)[1].removesuffix("%")) for row in rows) == pytest.approx(100)
    anchors = re.findall(r'class="name"><a href="#(task-[^"]+)"', page)
    assert len(anchors) == len(rows) == 5
    assert all(f'id="{anchor}"' in page for anchor in anchors)


def test_a_file_of_changes_that_is_no_report_is_refused(
    office_built: Path, here: Callable[..., Ran], tmp_path: Path
) -> None:
    office = Path(shutil.copytree(office_built, tmp_path / "office"))
    report = office / "output" / ONE / "2026" / "changes.json"
    manifest = office / "output" / "manifest.json"
    before = RecordFile(sha256=sha256(report.read_bytes()).hexdigest(), size=report.stat().st_size)
    report.write_text("{}", "utf-8")
    written = manifest.read_text("utf-8").replace(
        before.sha256, sha256(report.read_bytes()).hexdigest()
    )
    manifest.write_text(written, "utf-8")
    ran = here("site", "--no-build", "--no-search", cwd=office)
    assert ran.code == 3
    assert "changes.json" in ran.stderr
