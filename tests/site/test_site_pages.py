"""The pages of the site: texts stay texts, series stay apart, and what is right is left alone."""

import hashlib
import json
import re
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import Runner
from lxml import etree
from paths import ADDRESS, REPOSITORY
from sites import ONE, OTHER, change, copy_spec
from usual_funds import usual_funds

from perf_report.errors import RenderError
from perf_report.messages import load_catalogue
from perf_report.model.funds import Funds
from perf_report.model.text import Text
from perf_report.site.built_table import SiteGoal, SiteIndicator, SiteTable, SiteTask
from perf_report.site.chart import draw_series
from perf_report.site.comparison_pages import compare_years, make_comparison_page
from perf_report.site.department import PageConfig, open_frame
from perf_report.site.paging import list_parts, split
from perf_report.site.series import indicator_series, task_series
from perf_report.site.table_pages import table_body

pytestmark = pytest.mark.usefixtures("papers_kept")

# Markup, script, the ends of comments, attributes and CDATA, entities, a formula, a template.
HOSTILE = """=1+1<script>alert(1)</script><img src=x onerror=alert(2)>"'>]]>--></title>&lt;{{7}}"""
WRITTEN = json.dumps(HOSTILE)
CONFIG = PageConfig(
    templates=(REPOSITORY / "templates",), title=Text(zh="公开", en="Site"),
    address="", has_search=False, has_ledger=False, digest="",
)  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, here: Runner) -> Path:
    """A project of two departments with its site; copies of it need not be built again."""
    project = tmp_path_factory.mktemp("pages") / "office"
    assert here("new", project).code == 0
    copy_spec(project, "2026", "2026-other")
    ran = here("--project", project, "site", "--no-search")
    assert ran.code == 0, ran.stderr
    return project


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "office"
    subprocess.run(["cp", "-a", built, copy], check=True)
    return copy


@pytest.fixture
def make(here: Runner, project: Path) -> Callable[..., Any]:
    """Makes the site of the project anew."""

    def run() -> Any:
        return here("site", "--no-search", cwd=project)

    return run


def state_of(folder: Path) -> dict[str, tuple[int, str]]:
    """When each page was written, and its hash; records are links to what was built."""
    return {
        path.relative_to(folder).as_posix(): (
            path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest(),
        )
        for path in folder.rglob("*")
        if path.is_file() and "r1" not in path.parts and ".perf-report" not in path.parts
    }  # fmt: skip


# --- Hostile texts ---


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, here: Runner) -> Path:
    """A published site of specs with hostile texts; a correction, and a withdrawal."""
    folder = tmp_path_factory.mktemp("hostile")
    project, www = folder / "office", folder / "www"
    text = f"{{zh: {WRITTEN}, en: {WRITTEN}}}"
    changes = [
        ("name: {zh: 示例市蒲公英局（虚构）, en: Dandelion Bureau of Example City (Fictional)}",
         f"name: {text}"),
        ("text: {zh: 养护全市蒲公英草地。, en: Tend the city’s dandelion meadows.}",
         f"text: {text}"),
        (("text: {zh: 养护好草地，保护传粉昆虫。, "
          "en: Tend the meadows well and protect pollinating insects.}"), f"text: {text}"),
        ("name: {zh: 养护草地数量, en: Number of meadows tended}", f"name: {text}"),
        ("target: {zh: 种类保持稳定, en: Variety remains stable}", f"target: {text}"),
    ]  # fmt: skip
    assert here("new", project).code == 0
    settings = project / "perf-report.toml"
    head = f'address = "{ADDRESS}"\nlicence = {WRITTEN}\n'
    title = f"\n[title]\nzh = {WRITTEN}\nen = {WRITTEN}\n"
    settings.write_text(head + settings.read_text("utf-8") + title, "utf-8")
    specs = [project / "specs" / f"{year}-demo.yaml" for year in (2025, 2026)]
    gone = project / "specs" / "2024-demo.yaml"
    for spec in specs:
        change(spec, *[each for each in changes if each[0] in spec.read_text("utf-8")])
    gone.write_bytes(specs[0].read_bytes())
    change(gone, ("year: 2025", "year: 2024"))
    ran = here("--project", project, "publish", www, "--no-search")
    assert ran.code == 0, ran.stderr
    change(specs[1], ("year: 2026", f"year: 2026\nrevision: 2\nrevision_note: {text}"),
           ("target: ≥12片", "target: ≥7片"))  # fmt: skip
    gone.unlink()
    ran = here("--project", project, "publish", www, "--no-search", "--withdraw", f"{ONE}/2024",
               "--reason", HOSTILE, "--reason-en", HOSTILE)  # fmt: skip
    assert ran.code == 0, ran.stderr
    return www


class Elements(HTMLParser):
    """Notes the elements of a page and its text, as a browser would read them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_hostile_texts_stay_texts_on_every_page(hostile: Path) -> None:
    pages = [path for path in hostile.rglob("*.html") if path.name == "index.html"]
    assert len(pages) > 20
    for path in pages:
        page = Elements(path.read_text("utf-8"))
        assert HOSTILE in page.text, path
        assert not any(tag == "img" for tag, _ in page.found), path
        for tag, attributes in page.found:
            assert not any(name.startswith("on") for name in attributes), (path, tag)
            if tag == "script":
                assert "src" in attributes or attributes["type"] == "application/ld+json", path


def test_hostile_texts_come_back_from_what_machines_read(hostile: Path) -> None:
    feed = etree.parse(hostile / "feed.xml").getroot()
    page = (hostile / ONE / "2026" / "index.html").read_text("utf-8")
    record = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])

    assert feed.findtext("{*}author/{*}name") == HOSTILE
    assert any(HOSTILE in entry.findtext("{*}summary") for entry in feed.iterfind("{*}entry"))
    assert record["creator"]["name"] == HOSTILE
    assert json.loads((hostile / "datapackage.json").read_bytes())["licenses"][0]["name"] == HOSTILE


def test_no_cell_of_the_data_runs_as_a_formula(hostile: Path) -> None:
    for name in ("funds", "goals", "indicators"):
        data = (hostile / "data" / f"{name}.csv").read_text("utf-8-sig")
        assert HOSTILE.replace('"', '""') in data
        assert ',"=1+1' not in data


# --- Departments over the years ---


def test_a_department_whose_name_changed_says_so(project: Path, make: Callable[..., Any]) -> None:
    change(project / "specs" / "2025-demo.yaml", ("示例市蒲公英局（虚构）", "示例市飞絮局"),
           ("Dandelion Bureau of Example City (Fictional)", "Drift Bureau"))  # fmt: skip
    ran = make()
    assert ran.code == 0, ran.stderr

    page = (project / "site" / "en" / ONE / "index.html").read_text("utf-8")
    heading, rest = page.split("<h1>")[1].split("</h1>")
    assert heading == "Dandelion Bureau of Example City (Fictional)"
    (told,) = [line for line in rest.splitlines() if "Drift Bureau" in line]
    assert "2025" in told
    assert "示例市飞絮局" in (project / "site" / ONE / "index.html").read_text("utf-8")


def test_a_department_whose_code_the_site_needs_is_refused(
    project: Path, make: Callable[..., Any]
) -> None:
    change(project / "specs" / "2026-other.yaml", (f"code: {OTHER}", "code: data"))
    ran = make()
    assert ran.code == 1
    assert "error[department-code]" in ran.stderr


def sheet(
    year: int, *indicators: SiteIndicator, tasks: Sequence[SiteTask] = (), unit: str = "万元"
) -> SiteTable:
    goal = SiteGoal(number=1, id="g", text=Text(zh="目标"), tasks=(), indicators=indicators)
    return SiteTable(
        department="a", year=year, name=Text(zh="甲"), languages=("zh",), framework=Text(zh="体系"),
        currency_unit=unit, totals=Funds(), tasks=tuple(tasks), goals=(goal,), content="",
    )  # fmt: skip


def indicator(name: str, value: int, unit: str = "场", formerly: str = "") -> SiteIndicator:
    return SiteIndicator(
        id=name, formerly=(formerly,) if formerly else (), category="output.quantity",
        level1=Text(zh="产出"),
        level2=Text(zh="数量"), name=Text(zh=name), target=Text(zh=f"≥{value}{unit}"),
        value=Decimal(value), unit=Text(zh=unit),
    )  # fmt: skip


def task(name: str, amount: int, formerly: str = "") -> SiteTask:
    return SiteTask(
        number=1, id=name, formerly=(formerly,) if formerly else (), text=Text(zh=name),
        funds=usual_funds(basic=Decimal(amount)),
    )  # fmt: skip


def comparison_of(sheets: Sequence[SiteTable]) -> str:
    """The page that compares tables."""
    frame, compared = open_frame(CONFIG), compare_years(sheets)
    return make_comparison_page(frame, sheets, compared, load_catalogue("zh"))[
        "a/compare/index.html"
    ].decode()


def test_an_indicator_that_was_renamed_is_one_series() -> None:
    sheets = [sheet(2025, indicator("old", 3)), sheet(2026, indicator("new", 4, formerly="old"))]

    ((_, series),) = indicator_series(sheets)
    assert [each.id for each in series] == ["new"]
    assert [point.value for point in series[0].points] == [3, 4]
    assert [point.printed for point in series[0].points] == [Text(zh="≥3场"), Text(zh="≥4场")]


def test_bars_stand_in_the_columns_of_their_years_and_one_without_a_figure_has_a_gap() -> None:
    figures = {2025: 4, 2026: None, 2027: 1, 2028: 2}
    sheets = [sheet(year, *([indicator("it", figure)] if figure else []))
              for year, figure in figures.items()]  # fmt: skip

    ((_, (series,)),) = indicator_series(sheets)
    drawing = draw_series(series)
    assert drawing is not None
    assert drawing.width == 100 * len(figures)
    # Where a bar begins from the left, and how high it is, of a hundred.
    bars = re.findall(r"M(\d+) 100v-([0-9.]+)h60v\2z", drawing.earlier + drawing.latest)
    assert [(int(start) // 100, float(height)) for start, height in bars] == [
        (0, 100), (2, 25), (3, 50),
    ]  # fmt: skip
    assert drawing.latest == "M340 100v-50.0h60v50.0z"


def test_figures_below_zero_are_not_drawn() -> None:
    sheets = [sheet(year, indicator("it", figure)) for year, figure in ((2025, -3), (2026, 4))]
    ((_, (series,)),) = indicator_series(sheets)
    assert draw_series(series) is None


@pytest.mark.parametrize(("count", "charts"), [(2, 2), (4, 2), (5, 0)])
def test_few_years_are_small_charts_and_many_are_a_table(count: int, charts: int) -> None:
    sheets = [
        sheet(2020 + number, indicator("it", number + 1), tasks=[task("work", 10 + number)])
        for number in range(count)
    ]
    page = Elements(comparison_of(sheets))

    ids = [attributes.get("id") for _, attributes in page.found]
    assert ids.count("task-work") == ids.count("indicator-it") == 1
    classes = [attributes.get("class") or "" for _, attributes in page.found]
    assert classes.count("series") == charts
    assert classes.count("list over-years") == 2 - charts
    # Every figure is in a cell of a table, whose head names its year; the bars are for the eye.
    for number in range(count):
        assert f"{10 + number}.00" in page.text
        assert f"≥{number + 1}场" in page.text
    drawings = [attributes for tag, attributes in page.found if tag == "svg"]
    assert len(drawings) == 2
    assert all(attributes["aria-hidden"] == "true" for attributes in drawings)


def test_a_unit_that_its_targets_are_printed_without_stands_beside_the_name() -> None:
    apart = [replace(indicator("it", number), target=Text(zh=str(number))) for number in (3, 4)]
    sheets = [sheet(2025, apart[0]), sheet(2026, apart[1])]
    assert "it（场）" in Elements(comparison_of(sheets)).text


def test_an_indicator_that_only_looks_alike_is_another_series() -> None:
    sheets = [sheet(2025, indicator("old", 3)), sheet(2026, indicator("new", 4))]

    ((_, series),) = indicator_series(sheets)
    assert {each.id: [point.value for point in each.points] for each in series} == {
        "new": [None, 4], "old": [3, None],
    }  # fmt: skip


def test_a_task_that_was_renamed_is_one_series() -> None:
    sheets = [sheet(2025, tasks=[task("old", 5)]), sheet(2026, tasks=[task("new", 6, "old")])]

    (series,) = task_series(sheets)
    assert (series.id, [point.value for point in series.points]) == (
        "new", [Decimal(5), Decimal(6)],
    )  # fmt: skip


def test_targets_in_different_units_are_not_drawn() -> None:
    sheets = [sheet(2025, indicator("it", 3, "场")), sheet(2026, indicator("it", 4, "次"))]

    ((_, (series,)),) = indicator_series(sheets)
    assert draw_series(series) is None
    assert [point.printed for point in series.points] == [Text(zh="≥3场"), Text(zh="≥4次")]


def test_funds_in_different_currency_units_are_not_drawn() -> None:
    sheets = [
        sheet(2025, tasks=[task("it", 5)], unit="元"), sheet(2026, tasks=[task("it", 6)]),
    ]  # fmt: skip
    assert draw_series(task_series(sheets)[0]) is None


# --- Long lists ---


def test_a_long_list_is_parted_before_a_page_grows_beyond_500_kb() -> None:
    names = ["很长的部门名称" * 200 + str(number) for number in range(1000)]

    pieces = list(split(names, lambda name: len(name.encode())))
    parts = list_parts("departments", pieces)

    assert [name for piece in pieces for name in piece] == names
    assert all(len("".join(piece).encode()) <= 500_000 for piece in pieces)
    assert [part.path for part in parts[:2]] == ["departments/index.html", "departments/2.html"]
    assert len(parts) == len(pieces) > 10
    assert (parts[0].first, parts[-1].last) == (1, 1000)
    assert all(one.last + 1 == next_.first for one, next_ in pairwise(parts))


@pytest.mark.parametrize(("weights", "counts"), [([], [0]), ([10**7], [1]), ([10**7] * 2, [1, 1])])
def test_a_list_has_a_page_whatever_is_in_it(weights: list[int], counts: list[int]) -> None:
    assert [len(piece) for piece in split(weights, int)] == counts


# --- What is made anew ---


def test_a_changed_spec_costs_the_pages_of_its_department_and_the_lists(
    project: Path, make: Callable[..., Any]
) -> None:
    before = state_of(project / "site")
    change(project / "specs" / "2026-demo.yaml", ("target: ≥12片", "target: ≥7片"))
    assert make().code == 0

    after = state_of(project / "site")
    written = {path for path in after if after[path] != before.get(path)}
    assert f"{ONE}/2026/index.html" in written
    assert f"en/{ONE}/compare/index.html" in written
    assert not any(OTHER in path for path in written)
    assert {path for path in written if ONE not in path} <= {
        "SHA256SUMS", "datapackage.json", "data/indicators.csv", "data/results.csv",
        "index.html", "en/index.html",
        "data/index.html", "en/data/index.html", "data/2026/index.html", "en/data/2026/index.html",
        "years/2026/index.html", "en/years/2026/index.html",
    }  # fmt: skip


def test_nothing_is_written_where_nothing_changed(project: Path, make: Callable[..., Any]) -> None:
    before = state_of(project / "site")
    assert make().code == 0
    assert state_of(project / "site") == before


def test_a_page_that_was_edited_by_hand_is_made_again(
    project: Path, make: Callable[..., Any]
) -> None:
    pages = [project / "site" / path for path in (f"{ONE}/2025/index.html", "index.html")]
    before = [page.read_bytes() for page in pages]
    for page in pages:
        page.unlink()
        page.write_text("mine", "utf-8")
    assert make().code == 0
    assert [page.read_bytes() for page in pages] == before


def test_a_table_whose_spec_is_gone_leaves_the_site(
    project: Path, make: Callable[..., Any]
) -> None:
    (project / "specs" / "2026-other.yaml").unlink()
    assert make().code == 0
    assert not any((project / "site" / place / OTHER).exists() for place in ("", "en"))
    assert OTHER not in (project / "site" / "departments" / "index.html").read_text("utf-8")


def test_a_template_whose_page_has_no_main_part_is_refused() -> None:
    with pytest.raises(RenderError) as refused:
        table_body("<body><p>text</p></body>", "table.zh.html")
    assert refused.value.message == "site-main"


def test_the_table_stands_in_the_sites_page_without_its_own_head_and_foot() -> None:
    page = "<main><header>h</header><p>table</p><footer>f</footer></main>"
    assert table_body(page, "table.zh.html") == "<p>table</p>"
