"""What the made-up spec of every form prints: the published labels, and each block as published."""

import tomllib
from dataclasses import replace
from functools import cache
from xml.etree.ElementTree import Element

import pytest
from html_pages import Page, words
from paths import REPOSITORY
from vocabularies import complete, forms, vocabulary_of

from perf_report import resources
from perf_report.model.form import Stage
from perf_report.model.plan import Plan
from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.jobs import Job, make_output
from perf_report.outputs.output_files import Output
from perf_report.outputs.process_cache import localizer_of
from perf_report.outputs.spec_summary import sheet_table
from perf_report.outputs.table import Table
from perf_report.parse.load import load_plan
from perf_report.parse.source import read_source
from perf_report.render.form_view import build_view
from perf_report.render.localized_text import MODES, Mode
from perf_report.render.page_geometry import A4_LANDSCAPE, A4_PORTRAIT, SMALLEST, Geometry

LABELS = tomllib.loads((REPOSITORY / "tests" / "data" / "form-labels.toml").read_text("utf-8"))
# Those of reports have tests of their own.
PUBLISHED = {id_: labels for id_, labels in LABELS.items() if forms()[id_].stage is Stage.PLAN}


@cache
def table_of(name: str) -> Table:
    source = read_source(resources.example_specs_path() / f"{name}.yaml")
    plan = load_plan(source).plan
    assert plan
    plan = complete(plan)
    return Table(plan=plan, vocabulary=vocabulary_of(plan), source=source)


@cache
def page_of(name: str, mode: Mode = "zh") -> Page:
    return printed(table_of(name), mode)


def printed(table: Table, mode: Mode = "zh") -> Page:
    output = Output(format="html", path=f"table.{mode}.html", mode=mode)
    config = BuildConfig(templates=(resources.templates_path(),))
    return Page(make_output(Job(table=table, output=output, config=config, identifier="")).decode())


def rows(table: Element) -> list[list[str]]:
    """The texts of the cells that begin in each row."""
    return [[words(cell) for cell in row] for row in table.iter("tr")]


def filled(label: str, plan: Plan) -> str:
    for years in range(-9, 10):
        label = label.replace(f"{{year{years:+d}}}", str(plan.year + years))
    return label.replace("{year}", str(plan.year)).replace("{unit}", plan.currency_unit)


@pytest.mark.parametrize("form", PUBLISHED)
def test_every_published_label_is_printed(form: str) -> None:
    page, plan = page_of(form), table_of(form).plan
    cells = {words(cell) for cell in page.root.iter() if cell.tag in {"th", "td"}}
    lines = " ".join(words(line) for line in page.root.iter("p"))

    missing = [
        label
        for label in (filled(each, plan) for each in PUBLISHED[form].split())
        if label not in cells
        and label not in lines
        # A level with its points: 产出指标（45分）.
        and not any(cell.startswith(f"{label}（") for cell in cells)
    ]

    assert missing == []


def test_sources_stand_side_by_side_with_their_totals() -> None:
    assert rows(page_of("project-2021").table("sources")) == [
        ["项目资金（万元）", "资金总额", "2600.00", "当年资金总额", "900.00"],
        ["其中：财政拨款", "2480.00", "其中：当年财政拨款", "860.00"],
        ["其他资金", "120.00", "当年其他资金", "40.00"],
    ]


def test_a_total_that_is_not_written_is_the_sum_of_its_parts() -> None:
    table = table_of("project-2021")
    funds = {id_: cells for id_, cells in table.plan.funds.items() if id_ != "total"}

    page = printed(replace(table, plan=replace(table.plan, funds=funds)))

    assert rows(page.table("sources"))[0][-1] == "900.00"


def test_sources_stand_under_headings_before_their_total_with_past_years() -> None:
    shown = rows(page_of("overall-hubei").table("sources"))

    assert shown[:2] == [["", "", "", "当年金额", "占比", "近两年收支金额"], ["2024年", "2025年"]]
    assert [row[:-4] for row in shown[2:]] == [
        ["部门总体资金情况（单位：万元）", "收入构成", "财政拨款"],
        ["其他资金"],
        ["合计"],
        ["支出构成", "基本支出"],
        ["项目支出"],
        ["合计"],
    ]


def test_goals_of_two_horizons_stand_side_by_side() -> None:
    header, row = rows(page_of("project-2021").table("goals"))

    assert header == ["", "中期目标", "年度目标"]
    assert row[0] == "总体目标"
    assert [text[:7] for text in row[1:]] == ["到2027年底", "2026年完成"]


def test_targets_of_two_horizons_share_the_first_level() -> None:
    shown = rows(page_of("project-2021").table("indicators"))

    assert shown[1] == [
        "绩效指标", "产出指标",
        "数量指标", "累计加固堤防长度", "≥36公里",
        "数量指标", "加固堤防长度", "≥12.5公里",
    ]  # fmt: skip
    # The annual outputs are more than the midterm ones, which leaves blanks.
    assert ["", "", "", "成本指标", "年度投资", "≤900万元"] in shown


def test_sign_figure_and_unit_stand_in_columns_of_their_own() -> None:
    shown = rows(page_of("overall-hunan").table("indicators"))
    header = shown[0]

    assert header[4:7] == ["指标值类型", "指标值", "计量单位"]
    assert any(row[-6:-3] == ["定量", "3～4", "场"] for row in shown)
    assert any(row[-6:-3] == ["定性", "10月底前", ""] for row in shown)


def test_categories_without_indicators_and_points_of_levels_are_printed() -> None:
    shown = rows(page_of("project-chongqing").table("indicators"))

    assert ["生态环境成本", "", "", "", ""] in shown
    assert [row[0] for row in shown if row[0].endswith("分）")] == [
        "年度绩效目标（90分）", "产出指标（45分）", "效益指标（20分）", "满意度指标（10分）",
    ]  # fmt: skip


def test_neighbouring_blocks_with_one_label_share_its_cell() -> None:
    labels = [words(cell) for cell in page_of("project-chongqing").root.iter("th")]

    assert labels.count("项目资金，预算执行（10分）") == 1


def test_a_small_table_has_a_row_of_sums() -> None:
    shown = rows(page_of("project-ezhou").table("small"))

    assert shown[0] == [
        "",
        "名称",
        "金额",
        "测算（公式）依据",
        "2024年实际执行数",
        "2025年实际执行数",
    ]
    assert shown[-1] == ["合计", "159.00", "", "127.70", "143.35"]


def test_the_sheet_of_projects_begins_with_the_sum_of_all() -> None:
    names = ("project-sichuan", "project-sichuan-bridges", "project-sichuan-weather")

    shown = rows(printed(sheet_table(map(table_of, names))).table("indicators"))

    assert shown[1] == ["示例市公路局", "", "8625000.50", *[""] * 9]
    assert [row[1:3] for row in shown[2:] if len(row) == len(shown[1])] == [
        ["危桥改造", "3125000.50"],
        ["国省道路面修复", "4860000.00"],
        ["公路气象监测", "640000.00"],
    ]


@pytest.mark.parametrize(
    ("mode", "words_"),
    [
        ("zh", "2025年1月至2027年12月"),
        ("en", "January 2025 to December 2027"),
        ("zh-en", "2025年1月至2027年12月January 2025 to December 2027"),
    ],
)
def test_a_period_is_printed_in_words(mode: Mode, words_: str) -> None:
    assert words_ in {words(cell) for cell in page_of("project-2021", mode).root.iter("td")}


def sheet_geometry(name: str, mode: Mode) -> Geometry:
    table = table_of(name)
    return build_view(table.plan, table.vocabulary, localizer_of(mode)).geometry


def test_a_wide_form_turns_the_page_and_stays_readable() -> None:
    assert sheet_geometry("overall-hunan", "zh").page is A4_LANDSCAPE
    assert sheet_geometry("project-ezhou", "zh").page is A4_PORTRAIT
    sizes = [sheet_geometry(name, mode).font_size for name in PUBLISHED for mode in MODES]
    assert min(sizes) >= SMALLEST
