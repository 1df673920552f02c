"""What the made-up report of every form prints, and what it is as data."""

import csv
import io
import json
import re
import subprocess
import tomllib
from collections import Counter
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from city_project import schema_errors
from example_reports import NAMES, REPORTS, made, page_of, table_of, with_report
from html_pages import Page, column_count, grid, sections, words
from paths import DATA, REPOSITORY
from vocabularies import forms

from perf_report import resources
from perf_report.model.form import Stage
from perf_report.model.text import LANGUAGES
from perf_report.outputs.process_cache import localizer_of
from perf_report.outputs.table import Table
from perf_report.parse.source import read_source
from perf_report.render.form_view import build_view
from perf_report.render.localized_text import Mode
from perf_report.render.page_geometry import SMALLEST
from perf_report.rules.plan_walk import iter_texts

LABELS = tomllib.loads((REPOSITORY / "tests" / "data" / "form-labels.toml").read_text("utf-8"))
RIVER = (resources.example_reports_path() / "project-evaluation-2020.yaml").read_text("utf-8")


def cells(page: Page) -> list[str]:
    return [words(cell) for cell in page.root.iter() if cell.tag in {"th", "td"}]


def rows(table: Element) -> list[list[str]]:
    """The texts of the cells that begin in each row."""
    return [[words(cell) for cell in row] for row in table.iter("tr")]


def row_of(page: Page, name: str) -> list[str]:
    """The row of an indicator, from its name on."""
    found = next(row for row in rows(page.table("indicators")) if name in row)
    return found[found.index(name) :]


def test_every_form_of_reports_has_an_example() -> None:
    assert {form.id for form in forms().values() if form.stage is not Stage.PLAN} == set(NAMES)
    for path in REPORTS:
        assert table_of(path.stem).report.form.id == path.stem  # type: ignore[union-attr]


def filled(label: str, table: Table) -> str:
    reported = table.reported
    assert reported is not None
    own = reported.weight_of(reported.indicators)
    points = {
        "{execution}": str(reported.score.execution.weight) if reported.score else "",
        "{indicators}": f"{own.normalize():f}" if own else "",
        "{unit}": table.plan.currency_unit,
        "{months}": f"1-{reported.report.through.month}月" if reported.report.through else "",
        "{number}": "1",
        "{points}": f"{own.normalize():f}" if own else "",
    }
    for name, value in points.items():
        label = label.replace(name, value)
    return label


@pytest.mark.parametrize("name", NAMES)
def test_every_published_label_is_printed(name: str) -> None:
    table = table_of(name)
    page = page_of(table)
    printed, lines = set(cells(page)), " ".join(words(line) for line in page.root.iter("p"))
    wanted = [filled(each, table) for each in LABELS[name].split()]
    assert [each for each in wanted if each not in printed and each not in lines] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_grid_of_every_page_is_whole_and_its_ids_are_unique(name: str) -> None:
    page = page_of(table_of(name), "zh-en")
    ids = Counter(each.get("id") for each in page.root.iter() if each.get("id"))
    assert [id_ for id_, count in ids.items() if count > 1] == []
    for table in page.tables():
        heads = {head.get("id") for head in page.root.iter("th")}
        assert {id_ for each in table.iter() for id_ in each.get("headers", "").split()} <= heads
        for section in sections(table):
            lines = range(len(section.findall("tr")))
            assert set(grid(section)) == {(y, x) for y in lines for x in range(column_count(table))}


@pytest.mark.parametrize("name", NAMES)
def test_no_word_of_a_report_is_lost_in_print(name: str) -> None:
    table = table_of(name)
    assert table.report is not None
    said = " ".join(words(page_of(table).root).split())
    texts = [text.zh or "" for _, text in iter_texts(table.report.report)]
    assert [text for text in texts if text not in said] == []
    english = " ".join(words(page_of(table, "en").root).split())
    texts = [text.en or "" for _, text in iter_texts(table.report.report)]
    assert [text for text in texts if text not in english] == []


def test_a_long_name_under_the_table_stays_on_the_page(tmp_path: Path) -> None:
    """Printers leave the last four millimeters blank."""
    paper = tmp_path / "page.pdf"
    paper.write_bytes(made(table_of("fund-evaluation-county"), "zh-en", "pdf"))
    told = subprocess.run(["pdftotext", "-bbox", paper, "-"], capture_output=True, check=True)
    height, *ends = map(float, re.findall(r'(?:height|yMax)="([0-9.]+)"', told.stdout.decode()))
    assert height > 840
    assert max(each for each in ends if each != height) < height - 11


@pytest.mark.parametrize("name", NAMES)
def test_every_indicator_of_the_year_has_one_row(name: str) -> None:
    table = table_of(name)
    assert table.reported is not None
    page = page_of(table)
    ids = [row.get("id") for row in page.table("indicators").iter("tr")]
    assert {f"indicator-{each.id}" for each in table.reported.indicators} <= set(ids)


@pytest.mark.parametrize("name", NAMES)
def test_type_stays_readable_in_every_language_mode(name: str) -> None:
    table = table_of(name)
    for mode in ("zh", "en", "zh-en"):
        view = build_view(table.plan, table.vocabulary, localizer_of(mode), reported=table.reported)
        assert view.geometry.font_size >= SMALLEST
        assert not view.geometry.is_crowded


@pytest.mark.parametrize("name", NAMES)
def test_its_data_have_the_shape_of_the_schema_and_a_row_an_indicator(name: str) -> None:
    table = table_of(name)
    assert table.report is not None
    assert table.reported is not None
    stem = table.report.report.id
    data = json.loads(made(table, None, "json", f"{stem}.json"))
    assert schema_errors("report-data", data) == []
    content = made(table, None, "csv", f"{stem}.csv").decode("utf-8-sig")
    header, *lines = csv.reader(io.StringIO(content))
    assert {len(line) for line in lines} == {len(header)} == {len(set(header))}
    ids = [each.id for each in table.reported.indicators]
    assert [line[header.index("id")] for line in lines] == ids
    assert [each["id"] for each in data["indicators"]] == ids


# --- The made-up reports of the real table ---


@pytest.mark.parametrize("mode", ["zh", "en", "zh-en"])
@pytest.mark.parametrize("kind", ["evaluation", "monitoring"])
def test_a_report_of_the_real_table_prints_whole_in_each_language_mode(
    kind: str, mode: Mode
) -> None:
    path = DATA / "reports" / f"2025-ccpit-tianjin-{kind}.yaml"
    text = path.read_text("utf-8")
    assert "MADE UP" in text
    table = with_report(text)
    assert table.report is not None
    page = page_of(table, mode)
    ids = [row.get("id") for row in page.table("indicators").iter("tr")]
    indicators = [each.id for each in table.plan.all_indicators()]
    printed = [id_ for id_ in ids if id_ and id_.startswith("indicator-")]
    assert sorted(printed) == sorted(f"indicator-{id_}" for id_ in indicators)
    assert len(indicators) == 79
    said = " ".join(words(page.root).split())
    languages = [each for each in LANGUAGES if each in mode.split("-")]
    texts = [text.get(each) for _, text in iter_texts(table.report.report) for each in languages]
    # What has no place on a form: conclusion, problems and measures.
    kept = {table.report.report.conclusion, table.report.report.problems}
    kept |= {table.report.report.measures}
    left_out = {text.get(each) for text in kept if text for each in languages}
    assert [text for text in texts if text and text not in said and text not in left_out] == []


# --- Each form as published ---


def test_the_central_form_prints_points_and_a_total() -> None:
    page = page_of(table_of("project-evaluation-2020"))
    assert rows(page.table("sources"))[1] == [
        "项目资金（万元）", "年度资金总额", "900.00", "900.00", "882.50", "10", "98.06%", "9.81",
    ]  # fmt: skip
    assert rows(page.table("sources"))[3] == [
        "上年结转资金",
        "0.00",
        "0.00",
        "0.00",
        "",
        "不适用",
        "",
    ]
    assert row_of(page, "加固堤防长度") == [
        "加固堤防长度",
        "≥12.5公里",
        "12.8公里",
        "8.34",
        "8.34",
        "",
    ]
    assert "产出指标（50分）" in cells(page)
    assert rows(page.table("indicators"))[-1] == ["总分", "100", "99.19", ""]


def test_a_day_prints_in_words() -> None:
    table = table_of("project-evaluation-2020")
    assert row_of(page_of(table), "主体工程完工时间")[2] == "2026年5月22日"
    assert row_of(page_of(table, "en"), "Completion date of the main works")[2] == "22 May 2026"


def test_the_columns_of_a_form_are_in_its_own_order() -> None:
    heads = [words(head) for head in page_of(table_of("department-evaluation"))
             .table("indicators").iter("th") if head.get("scope") == "col"]  # fmt: skip
    assert heads == [
        "一级指标", "二级指标", "三级指标", "分值", "年度指标值", "实际完成值", "得分",
        "备注（偏差原因）",
    ]  # fmt: skip


def test_tasks_stand_below_their_total() -> None:
    table = page_of(table_of("department-evaluation")).table("sources")
    assert rows(table)[1][1:] == [
        "合计", "", "1672.00", "1672.00", "1632.00", "1653.30", "1613.30", "98.88%", "10", "9.89",
    ]  # fmt: skip
    assert rows(table)[2] == [
        "加固示例河堤防，疏浚河道。", "堤防加固全部完成，清淤完成95%。",
        "940.00", "940.00", "900.00", "922.50", "882.50", "98.14%", "", "",
    ]  # fmt: skip


def test_a_sign_and_a_unit_with_columns_of_their_own_are_not_repeated() -> None:
    page = page_of(table_of("project-evaluation-sichuan"))
    assert row_of(page, "修复路面长度")[:5] == ["修复路面长度", "≥", "27", "公里", "26"]
    page = page_of(table_of("department-evaluation-chongqing"))
    assert row_of(page, "新增图书") == [
        "新增图书",
        "≥",
        "3.2万册",
        "",
        "3.3万册",
        "1",
        "5",
        "5",
        "是",
    ]


def test_an_adjusted_target_stands_beside_the_one_of_the_start_of_the_year() -> None:
    page = page_of(table_of("department-evaluation-chongqing"))
    assert row_of(page, "年到馆人次")[1:5] == ["≥", "60万人次", "65万人次", "66.2万人次"]
    assert "2．办好全民阅读活动，开放四个分馆。" in cells(page)


def test_goals_stand_above_their_indicators_with_their_points() -> None:
    page = page_of(table_of("project-evaluation-hubei"))
    lines = rows(page.table("indicators"))
    assert lines[1] == ["年度绩效目标1（80分）", "新建12处口袋公园，让市民出门见绿。"]
    assert lines[-1] == ["总分", "89.4"]
    assert "√ 部门预算项目　□ 专项资金项目　□ 转移支付项目" in cells(page)


def test_indicators_under_the_table_are_printed_under_their_goals_and_the_rest_behind() -> None:
    path = resources.example_specs_path() / "project-ezhou.yaml"
    plan = path.read_text("utf-8").replace("    goal: parks\n", "", 1)
    text = (resources.example_reports_path() / "project-evaluation-hubei.yaml").read_text("utf-8")
    page = page_of(with_report(text, plan))
    ids = [row.get("id", "") for row in page.table("indicators").iter("tr")]
    assert ids[1] == "goal-parks"
    assert ids[-2] == "indicator-parks-built"
    assert "年度绩效目标1（70分）" in cells(page)


def test_causes_and_likelihood_have_a_tick_in_their_column() -> None:
    page = page_of(table_of("monitoring-central"))
    reason = "汛期水位偏高，挖泥船不能作业。改进措施：汛后增加一艘挖泥船。"
    assert row_of(page, "清淤量") == [
        "清淤量", "≥8万立方米", "3.1万立方米", "7.6万立方米", "", "", "", "√", "√", reason, "", "√",
        "", "",
    ]  # fmt: skip
    assert "1-7月执行数" in cells(page)
    english = cells(page_of(table_of("monitoring-central"), "en"))
    assert "Executed, January–July" in english


def test_a_likelihood_has_the_word_of_the_form() -> None:
    page = page_of(table_of("monitoring-hubei"))
    assert row_of(page, "火情到场时限")[:4] == ["火情到场时限", "≤40分钟", "52分钟", "不可能"]
    text = "1．林业有害生物成灾率：暖冬使越冬虫口密度偏高。2．火情到场时限：两个林区站点尚未建成。"
    assert text in cells(page)


@pytest.mark.parametrize(
    ("name", "goal", "wanted"),
    [
        ("project-evaluation-2020", "river-2026", {"now"}),
        ("department-evaluation-chongqing", "richer-collections", {"now", "at first"}),
    ],
)
def test_a_goal_prints_as_adjusted_and_as_at_first_where_there_is_a_column(
    name: str, goal: str, wanted: set[str]
) -> None:
    text = (resources.example_reports_path() / f"{name}.yaml").read_text("utf-8")
    initial = f"  {goal}:\n    initial: {{zh: 年初的目标。, en: The goal at first.}}\n"
    page = page_of(with_report(text.replace(f"  {goal}:\n", initial)))
    plan = table_of(name).plan
    now = next(each.text.zh or "" for each in plan.goals if each.id == goal)
    printed = " ".join(cells(page))
    assert {
        name for name, text in (("now", now), ("at first", "年初的目标。")) if text in printed
    } == wanted


# --- Scores ---


def test_a_score_by_hand_is_printed_with_its_reason() -> None:
    why = "score: 5, score_reason: {zh: 计量口径调整。, en: Measured otherwise.}"
    text = RIVER.replace("dikes: {actual: 12.8公里}", f"dikes: {{actual: 12.8公里, {why}}}")
    row = row_of(page_of(with_report(text)), "加固堤防长度")
    assert row[3:] == ["8.34", "5", "得分理由：计量口径调整。"]


def test_what_is_not_applicable_is_said_with_its_reason_and_the_total_is_scaled() -> None:
    why = "not_applicable: {zh: 本年未安排。, en: Not planned this year.}"
    text = RIVER.replace("dikes: {actual: 12.8公里}", f"dikes: {{{why}}}")
    page = page_of(with_report(text))
    assert row_of(page, "加固堤防长度") == [
        "加固堤防长度", "≥12.5公里", "不适用", "8.34", "不适用", "不适用：本年未安排。",
    ]  # fmt: skip
    last = rows(page.table("indicators"))[-1]
    assert last == ["总分（适用分值91.66分，得90.85分，折算为100分）", "100", "99.12", ""]


def test_where_nothing_applies_the_total_says_so() -> None:
    why = "{not_applicable: {zh: 项目取消。, en: Cancelled.}}"
    head, _, listed = RIVER.partition("indicators:\n")
    ids = re.findall(r"^  ([a-z-]+):", listed, re.MULTILINE)
    rows_of_money = re.sub(r"(initial|executed): [0-9.]+", r"\1: 0", head)
    text = f"{rows_of_money}indicators:\n" + "".join(f"  {id_}: {why}\n" for id_ in ids)
    last = rows(page_of(with_report(text)).table("indicators"))[-1]
    assert last == ["总分（各项指标均不适用，也没有预算）", "100", "", ""]


def test_without_a_scoring_points_are_blank_and_labels_name_none() -> None:
    path = resources.example_reports_path() / "project-evaluation-sichuan.yaml"
    page = page_of(with_report(path.read_text("utf-8").replace("scoring: sichuan\n", "")))
    assert "预算执行情况" in cells(page)
    assert "绩效指标" in cells(page)
    assert row_of(page, "验收合格率")[5:7] == ["", ""]


def test_a_text_without_english_leaves_its_language_out() -> None:
    english = "12.8 km of dikes were strengthened and 76,000 cubic meters of silt removed"
    start = RIVER.index('      en: "12.8 km')
    text = RIVER[:start] + RIVER[RIVER.index("\n", start) + 1 :]
    assert english not in page_of(with_report(text), "zh-en").html


# --- What is not public ---


@pytest.mark.parametrize(
    "name",
    [
        "project-evaluation-sichuan",
        "project-evaluation-county",
        "department-evaluation-chongqing",
        "fund-evaluation-county",
    ],
)
def test_who_is_to_be_called_is_on_no_page_and_in_no_data(name: str) -> None:
    source = read_source(resources.example_reports_path() / f"{name}.yaml")
    assert "示例人员" in source.data.decode()
    table = table_of(name)
    made_files = (made(table), made(table, None, "json", "evaluation.json"),
                  made(table, None, "csv", "evaluation.csv"))  # fmt: skip
    for data in made_files:
        assert "示例人员" not in data.decode("utf-8-sig")
        assert "000-0000" not in data.decode("utf-8-sig")
