"""`import` of a report's form that another office filled in: with `--plan`, and with `--into`."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from example_reports import NAMES, made, table_of
from filled_forms import (
    CENTRAL,
    CHONGQING,
    DEPARTMENT,
    HUBEI,
    MONITORING,
    SICHUAN,
    UNPRINTED,
    doubts,
    import_paper,
    paper_of,
    texts,
)  # fmt: skip
from vocabularies import forms

from perf_report.app.import_paper import batch
from perf_report.app.import_paper.batch import read_known
from perf_report.app.import_paper.form_into_report import BroughtForm
from perf_report.app.import_paper.into_file import bring_file_into
from perf_report.app.import_paper.report_of_plan import make_report
from perf_report.app.project import Project
from perf_report.errors import SourceError
from perf_report.messages import load_catalogue
from perf_report.model.form import Form, FundsBlock, IndicatorColumn, IndicatorsBlock, ValueType
from perf_report.model.paper import Paper, PaperCell, PaperTable
from perf_report.model.report import Report
from perf_report.model.source import Source
from perf_report.office.open_paper import open_paper
from perf_report.outputs.output_files import Format
from perf_report.parse.reports import load_report
from perf_report.render.report_funds import funds_rows

HALF_YEAR = "monitoring-hubei"
Runner = Callable[..., Any]
Change = Callable[[Paper], Paper]

# --- What a report says, in Chinese and without what forms do not print ---


def facts(form: str, report: Report) -> dict[str, Any]:
    known, plan = forms()[form], table_of(form).plan
    rows = [row for block in known.blocks_of(FundsBlock) for row in funds_rows(block, plan, report)]
    printed = {column.id for block in known.blocks_of(FundsBlock) for column in block.columns}
    return {
        "through": report.through,
        "funds": {
            row.id: {key: said(each) for key, each in row.cells.items() if key in printed}
            for row in rows
        },
        "goals": {id_: text.zh for id_, text in report.goals.items()},
        "initial_goals": {id_: text.zh for id_, text in report.initial_goals.items()},
        "indicators": {
            id_: dict(indicator(known, each)) for id_, each in report.indicators.items()
        },
        "texts": [said(each) for each in (report.conclusion, report.problems, report.measures)],
        "fields": dict(fields(known, plan.fields, report.fields)),
    }


def indicator(form: Form, reported: Any) -> Iterator[tuple[str, Any]]:
    columns = {c.builtin for block in form.blocks_of(IndicatorsBlock) for c in block.columns}
    for key in ("actual", "so_far", "expected"):
        value = getattr(reported, key)
        yield key, value and (said(getattr(value, "text", None)) or value.printed)
    # A column of signs has ≥ in place of 不少于.
    yield "initial", reported.initial and (reported.initial.operator, reported.initial.value)
    for key in ("tier", "score", "likelihood", "score_reason", "reason", "remedy"):
        yield key, said(getattr(reported, key))
    yield "causes", reported.causes if IndicatorColumn.CAUSES in columns else ()
    yield "extra", {id_: said(each) for id_, each in reported.extra.items()}


def fields(form: Form, plan: Mapping[str, Any], own: Mapping[str, Any]) -> Iterator[Any]:
    for id_, field in form.asked_fields().items():
        value = own.get(id_, plan.get(id_))
        if field.is_public and value is not None:
            yield id_, said(value)


def said(value: Any) -> Any:
    """A value in Chinese."""
    if hasattr(value, "zh"):
        return value.zh
    return said(value.name) if hasattr(value, "name") and hasattr(value, "code") else value


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
@pytest.mark.parametrize("form", NAMES)
def test_form_is_read_back_as_its_report(form: str, kind: Format) -> None:
    report = table_of(form).report
    assert report is not None
    read = import_paper(form, paper_of(form, kind))
    loaded = load_report(Source(name="report.yaml", data=read.text.encode())).report
    assert loaded is not None
    found, wanted = facts(form, loaded), facts(form, report.report)
    assert read.form == form
    if form == HUBEI:
        # It prints no weights, so that no rule gives the printed scores.
        for each in (*found["indicators"].values(), *wanted["indicators"].values()):
            del each["score"]
        assert doubts(read) <= {*UNPRINTED, "import-weights-missing"}
        (missing,) = (note for note in read.notes if note.id == "import-weights-missing")
        weights = "output: …, cost: …, benefit: …, satisfaction: …"
        assert missing.arguments == {"weights": weights, "sum": "80"}
    else:
        assert doubts(read) <= UNPRINTED
        is_open = "import-scoring-equal" in doubts(read)
        assert is_open or loaded.scoring == report.report.scoring
    assert found == wanted


# --- What other offices do to a form ---


def with_texts(changes: Mapping[str, str]) -> Change:
    """The cells that have one of these texts have another one."""
    left = set(changes)

    def changed(cell: PaperCell) -> PaperCell:
        left.discard(cell.text)
        return replace(cell, text=changes.get(cell.text, cell.text))

    def change(paper: Paper) -> Paper:
        tables = tuple(
            replace(table, cells=tuple(map(changed, table.cells))) for table in paper.tables
        )
        assert not left, left
        return replace(paper, tables=tables)

    return change


def row_of(table: PaperTable, text: str) -> int:
    return next(cell.row for cell in table.cells if cell.text == text)


def without_row(text: str) -> Change:
    """The row with a text is gone; what spans it is one row shorter."""

    def change(paper: Paper) -> Paper:
        (table,) = paper.tables
        gone = row_of(table, text)
        cells = []
        for cell in table.cells:
            spans = cell.row < gone < cell.row + cell.rows
            if cell.row != gone:
                row = cell.row - (cell.row > gone)
                cells.append(replace(cell, row=row, rows=cell.rows - spans))
        return replace(paper, tables=(replace(table, cells=tuple(cells)),))

    return change


def twice(text: str) -> Change:
    """The row with a text is there again, below the table."""

    def change(paper: Paper) -> Paper:
        (table,) = paper.tables
        row, last = row_of(table, text), max(cell.row + cell.rows for cell in table.cells)
        again = [replace(cell, row=last) for cell in table.cells if cell.row == row]
        return replace(paper, tables=(replace(table, cells=(*table.cells, *again)),))

    return change


def with_column(label: str, texts: Mapping[str, str]) -> Change:
    """A column with a label is added at the right, with texts in the rows of these names."""

    def change(paper: Paper) -> Paper:
        (table,) = paper.tables
        last = max(cell.column + cell.columns for cell in table.cells)
        head = row_of(table, "三级指标")
        rows = {head: label} | {row_of(table, name): text for name, text in texts.items()}
        first = table.cells[0]
        added = [
            replace(first, text=rows.get(row, ""), row=row, column=last, rows=1, columns=1)
            for row in range(head, max(rows) + 1)
        ]
        return replace(paper, tables=(replace(table, cells=(*table.cells, *added)),))

    return change


def swapped(first: str, second: str, at: int = 0) -> Change:
    """Two columns, by their labels, have changed places from there on."""

    def change(paper: Paper) -> Paper:
        (table,) = paper.tables
        one, *_ = (cell for cell in table.cells if cell.text == first)
        other = [cell for cell in table.cells if cell.text == second][at]
        places = {(one.column, one.columns): other, (other.column, other.columns): one}

        def moved(cell: PaperCell) -> PaperCell:
            to = places.get((cell.column, cell.columns)) if cell.row >= one.row else None
            return replace(cell, column=to.column, columns=to.columns) if to else cell

        return replace(paper, tables=(replace(table, cells=tuple(map(moved, table.cells))),))

    return change


def merged(text: str, at: int = 0) -> Change:
    """The cell with a text, or one of several, spans the row below it, too."""

    def change(paper: Paper) -> Paper:
        (table,) = paper.tables
        first = [cell for cell in table.cells if cell.text == text][at]
        below = first.row + first.rows, first.column
        cells = (
            replace(cell, rows=cell.rows + 1) if cell is first else cell
            for cell in table.cells
            if (cell.row, cell.column) != below
        )
        return replace(paper, tables=(replace(table, cells=tuple(cells)),))

    return change


def across(text: str, at: int = 0) -> Change:
    """The cell with a text, or one of several, spans the cell to its right, too."""

    def change(paper: Paper) -> Paper:
        (table,) = paper.tables
        first = [cell for cell in table.cells if cell.text == text][at]
        place = first.row, first.column + first.columns
        right = next(cell for cell in table.cells if (cell.row, cell.column) == place)
        cells = (
            replace(cell, columns=cell.columns + right.columns) if cell is first else cell
            for cell in table.cells
            if cell is not right
        )
        return replace(paper, tables=(replace(table, cells=tuple(cells)),))

    return change


def struck_out(text: str, left: str = "") -> Change:
    """The text of a cell is struck out, but for what is left of it."""

    def change(paper: Paper) -> Paper:
        (table,) = paper.tables
        cells = (
            replace(cell, text=left, doubt="import-text-struck") if cell.text == text else cell
            for cell in table.cells
        )
        return replace(paper, tables=(replace(table, cells=tuple(cells)),))

    return change


def with_boxes(paper: Paper) -> Paper:
    """A box stands in each column of ticks, and those that are meant are filled."""
    (table,) = paper.tables
    columns = {each.column for each in table.cells if each.text in {"确定能", "有可能", "其他"}}
    last = row_of(table, "确定能")
    cells = (
        replace(cell, text="■" if cell.text else "□")
        if cell.row > last and cell.column in columns
        else cell
        for cell in table.cells
    )
    return replace(paper, tables=(replace(table, cells=tuple(cells)),))


HALF_YEAR_REASONS = (
    "1．林业有害生物成灾率：暖冬使越冬虫口密度偏高。\n2．火情到场时限：两个林区站点尚未建成。"
)
POINTS = dict.fromkeys(
    ("项目总成本", "绿化单价", "新建口袋公园", "植物成活率", "全部开放时间", "新增公共绿地",
     "步行到公园的时间", "周边居民满意度"), "10",
)  # fmt: skip

WEIGHTS = ["output: 30", "cost: 20", "benefit: 20", "satisfaction: 10", "plants: {actual: 96.2%}"]

# A form, what is changed in it, what the report has and has not, and the marks.
VARIANTS: list[tuple[str, Change, list[str], list[str], set[str]]] = [
    (CENTRAL, with_texts({"实际完成值": "完成值", "年初预算数": "年初预算",
                          "全年预算数": "调整后预算数", "其中：本年财政拨款": "财政拨款",
                          "偏差原因分析及改进措施": "未完成原因分析"}),
     ["dikes: {actual: 12.8公里}", "fiscal: {initial: 860.00, executed: 842.50}",
      "reason: {zh: 汛期水位偏高"], [], set()),
    (CENTRAL, with_texts({"项目资金（万元）": "项目资金（元）", "860": "8600000",
                          "842.5": "8,425,000.00", "900": "9000000", "882.5": "8825000",
                          "40": "400000"}),
     ["fiscal: {initial: 860.00, executed: 842.50}", "other: {initial: 40.00, executed: 40.00}"],
     [], {"import-unit-differs"}),
    (CENTRAL, with_texts({"项目资金（万元）": "项目资金"}), ["fiscal: {initial: 860.00"], [],
     {"import-unit-unstated"}),
    (CENTRAL, with_texts({"842.5": "842.5万元", "项目资金（万元）": "项目资金（元）"}),
     ["executed: 842.50}"], [],
     {"import-unit-differs", "import-amount-other-unit", "import-rate-differs", "import-row-sum"}),
    (CENTRAL, with_texts({"每段堤防均明确管护单位并挂牌": "每段堤防均明确\n管护单位并挂牌"}),
     ["actual: {zh: 每段堤防均明确管护单位并挂牌, en: TODO}"], [], set()),
    (CENTRAL, with_texts({"12.8公里": "12.8"}), ["dikes: {actual: 12.8公里}"], [],
     {"import-answer-unit"}),
    (CENTRAL, with_texts({"12.8公里": "≥12.8公里"}), [], ["12.8公里}"],
     {"import-answer-unread", "import-score-differs", "import-points-total-differs"}),
    (CENTRAL, with_texts({"2026年5月22日": "46164"}), [], ["46164"],
     {"import-answer-unread", "import-score-differs", "import-points-total-differs"}),
    (CENTRAL, with_texts({"≥12.5公里": "≥12公里"}), ["dikes: {actual: 12.8公里}"], [],
     {"import-target-differs"}),
    (CENTRAL, with_texts({"每月2次": "每月1次"}),
     ["inspections: {actual: 每月1次, score: 8.33}"], [],
     {"import-target-differs", "import-score-differs", "import-points-total-differs"}),
    (CENTRAL, with_texts({"7.92": "8"}), ["score: 8.00"], [], {"import-score-differs"}),
    (CENTRAL, with_texts({"7.92": "792"}), ["actual: 7.6万立方米"], ["score: 792"],
     {"import-answer-unread"}),
    (CENTRAL, with_texts({"99.19": "100"}), [], [], {"import-points-total-differs"}),
    (CENTRAL, with_texts({"97.97%": "99%"}), [], [], {"import-rate-differs"}),
    (CENTRAL, with_texts({"882.5": "880"}), ["total: {initial: 900.00, executed: 880.00}"], [],
     {"import-row-sum", "import-rate-differs", "import-execution-differs",
      "import-points-total-differs"}),
    (CENTRAL, with_texts({"清淤量": "清淤总量"}), [], ["silt", "actual: 7.6万立方米"],
     {"import-row-unmatched", "import-row-missing"}),
    (CENTRAL, with_texts({"清淤量": "2. 清 淤 量"}), ["actual: 7.6万立方米"], [], set()),
    (CENTRAL, with_texts({"质量指标": "时效指标"}), ["accepted: {actual: 100%}"], [],
     {"import-level-differs"}),
    (CENTRAL, without_row("清淤量"), ["dikes: {actual: 12.8公里}"], ["silt"],
     {"import-row-missing"}),
    (CENTRAL, without_row("上年结转资金"), ["fiscal: {initial: 860.00"], ["carried-over"],
     {"import-row-missing"}),
    (CENTRAL, with_texts({"预期目标": "目标"}), [], ["river-2026"],
     {"import-row-missing", "import-row-unread"}),
    (CENTRAL, twice("沿河居民满意度"), ["people"], ["residents"], {"import-row-twice"}),
    (CENTRAL, swapped("全年执行数", "年初预算数"), ["fiscal: {initial: 860.00, executed: 842.50}"],
     [], set()),
    (CENTRAL, swapped("实际完成值", "年度指标值"), ["dikes: {actual: 12.8公里}"], [], set()),
    (CENTRAL, merged("12.8公里"), [], ["12.8公里}", "silt: {actual"], {"import-cell-shared"}),
    (CENTRAL, merged("842.5"), [], ["842.50"], {"import-amount-shared"}),
    (CENTRAL, with_texts({"（2026年度）": "（2025年度）"}), [], [], {"import-year-differs"}),
    (CENTRAL, with_texts({"示例市水务局": "示例市林业局"}), [], [], {"import-name-differs"}),
    (SICHUAN, with_texts({"公里": "千米"}), ["actual: 26千米"], ["26公里\n"],
     {"import-target-differs"}),
    (SICHUAN, with_texts({"公里": ""}), [], ["length:\n    actual"],
     {"import-answer-without-unit"}),
    (DEPARTMENT, swapped("年初预算数", "预算执行率"),
     ["initial: 940.00\n    executed: 922.50"], [], set()),
    # 其中：财政拨款 is twice on the form: each is of the column to its left.
    (DEPARTMENT, swapped("全年预算数", "全年执行数"),
     ["initial: 940.00\n    executed: 922.50", "adjusted_fiscal: 882.50, executed_fiscal: 900.00"],
     [], set()),
    (DEPARTMENT, with_texts({"改造农村供水管网。": "改造管网。"}), [], ["352.00"],
     {"import-row-unmatched", "import-row-missing", "import-column-sum"}),
    # Both are behind the budget: which one is of it is not certain.
    (DEPARTMENT, swapped("全年执行数", "其中：财政拨款", at=-1), ["initial: 940.00"],
     ["adjusted_fiscal", "executed_fiscal"], {"import-column-unread"}),
    (MONITORING, with_texts({"1-7月执行数": "1-6月执行数", "1-7月执行率": "执行率",
                             "1-7月执行情况": "1—6月执行情况"}),
     ["through: 2026-06", "so_far: 9.2公里", "executed: 517.40"], [], set()),
    (MONITORING, with_texts({"1-7月执行数": "1月—7月执行数", "1-7月执行率": "预算执行率",
                             "1-7月执行情况": "截至7月底完成情况"}),
     ["through: 2026-07", "so_far: 9.2公里", "executed: 517.40"], [], set()),
    (MONITORING, with_texts({"1-7月执行情况": "1-8月执行情况"}), ["so_far: 9.2公里"], [],
     {"import-months-differ"}),
    # A head that spans the row below it has nothing to say of a goal.
    (CENTRAL, merged("实际完成情况"), ["dikes: {actual: 12.8公里}"], ["goals:"], set()),
    (CHONGQING, across("1．丰富纸质和数字馆藏，抢救破损古籍。", at=1), ["actual: 3.3万册"],
     ["richer-collections"], {"import-cell-shared"}),
    (CHONGQING, with_texts({"2．举办活动131场，到馆66.2万人次。": ""}), ["actual: 3.3万册"],
     ["reading-city"], {"import-achieved-missing"}),
    (CHONGQING, merged("4月底前"), ["actual: 3.3万册"], ["initial: 4月底前", "initial: ≥60万人次"],
     {"import-cell-shared"}),
    (CHONGQING, across("≥", at=6), ["actual: 3.3万册"], ["initial: {zh: ≥", "initial: ≥"],
     {"import-cell-shared"}),
    (CHONGQING, with_texts({"60万人次": "9月底前"}), ["actual: 3.3万册"], ["initial: 9月底前"],
     {"import-answer-not-comparable"}),
    # Amounts in yuan below a head that says 万元.
    (CENTRAL, with_texts({"860": "8600000", "842.5": "8425000", "900": "9000000",
                          "882.5": "8825000", "40": "400000"}),
     ["executed: 8425000.00}"], [], {"import-unit-unlikely"}),
    # A text of several rows is of the first at most, and that of several columns of none.
    (SICHUAN, merged("招标节约资金，并核减一段工程量。"), ["reason: {zh: 招标节约资金"],
     ["  fiscal: {initial: 4860000.00, executed: 4228200.00, reason"], {"import-text-shared"}),
    (SICHUAN, merged("原因"), ["executed: 4228200.00"], ["reason: {zh: 原因"], set()),
    (SICHUAN, across("8.7"), ["executed: 4228200.00"], ["reason: {zh: 8.7", 'reason: {zh: "8.7'],
     {"import-text-shared"}),
    (SICHUAN, merged("项目总体完成较好，资金使用合规。"), ["conclusion:"], ["problems:"],
     {"import-text-shared"}),
    (MONITORING, merged("√", at=1), ["so_far: 9.2公里"], ["causes: [equipment", "causes: [other"],
     {"import-cell-shared"}),
    # What is said of indicators by name, in a cell with more: the mark is on one line.
    (HALF_YEAR, with_texts({HALF_YEAR_REASONS: f"{HALF_YEAR_REASONS}\n其他。"}),
     ["through: 2026-06"], ["暖冬"], {"import-field-unread"}),
    # Points that the form has no place for, and an office prints.
    (HUBEI, with_column("分值", POINTS), WEIGHTS, ["score: 10"], {"import-level-weights"}),
    (HUBEI, with_texts({"成本指标": "成本指标（20分）", "产出指标": "产出指标（30分）",
                        "效益指标": "效益指标（20分）", "满意度指标": "满意度指标（10分）"}),
     WEIGHTS, ["score: 10"], {"import-level-weights"}),
    # Labels without months are of those of the report, which the title may name.
    (MONITORING, with_texts({"1-7月执行数": "累计执行数", "1-7月执行率": "执行率",
                             "1-7月执行情况": "完成情况", "（2026年度）": "（2026年1—8月）"}),
     ["through: 2026-08", "so_far: 9.2公里", "executed: 517.40"], [], set()),
    (MONITORING, with_texts({"1-7月执行数": "执行数", "1-7月执行率": "执行率",
                             "1-7月执行情况": "截至目前完成情况"}),
     ["so_far: 9.2公里", "executed: 517.40"], [],
     {"import-months-unnamed", "import-month-missing"}),
    (MONITORING, with_texts({"1-7月执行数": "全年执行数", "1-7月执行率": "执行率"}),
     ["through: 2026-07", "so_far: 9.2公里", "executed: 517.40, expected: 850.00"], [],
     {"import-months-unnamed"}),
    (MONITORING, with_texts({"（2026年度）": "（截至2026年8月31日）"}), ["so_far: 9.2公里"], [],
     {"import-months-differ"}),
    (HALF_YEAR, with_texts({"1-6月执行数": "累计执行数"}),
     ["through: 2026-06", "executed: 812.60"], [], set()),
    (MONITORING, with_boxes, ["expected: 7.6万立方米", "likelihood: possible",
                              "causes: [equipment, other]"], [], set()),
    (MONITORING, struck_out("9.2公里"), ["dikes: {expected: 12.8公里"], [], {"import-text-struck"}),
    (MONITORING, with_texts({"9.2公里": "100%"}), [], ["so_far: 100%, expected: 12.8"],
     {"import-answer-not-comparable"}),
    # 0 is what a formula shows that finds nothing, and 46164 is a day of a spreadsheet.
    (MONITORING, with_texts({"已落实六成堤段": "0"}), [], ["so_far: {zh: 0"],
     {"import-answer-unread"}),
    (MONITORING, across("517.4"), ["initial: 860.00"], ["executed: 517.40"],
     {"import-amount-shared"}),
    (CENTRAL, with_texts({"全年执行数": "全年执行数（C）", "年初预算数": "年初预算（A）",
                          "执行率": "执行率（C/B）"}),
     ["fiscal: {initial: 860.00, executed: 842.50}"], [], set()),
    (CENTRAL, with_texts({"12.8公里": "１２．８公里"}), ["dikes: {actual: 12.8公里}"], [], set()),
    (CENTRAL, struck_out("7.92", "7.9"), ["score: 7.90"], [], {"import-text-struck"}),
    (MONITORING, with_texts({"有可能": "可能"}), ["so_far: 9.2公里"], ["likelihood: possible"],
     {"import-column-unread", "import-cell-unread"}),
    (CHONGQING, with_texts({"是": "也许"}), ["actual: 3.3万册"], ["core: true"],
     {"import-value-unread"}),
]  # fmt: skip


@pytest.mark.parametrize("case", range(len(VARIANTS)))
def test_what_is_not_certain_is_marked(case: int) -> None:
    form, change, lines, absent, marks = VARIANTS[case]
    read = import_paper(form, change(paper_of(form)))
    said_lines = texts(read)
    assert load_report(Source(name="report.yaml", data=read.text.encode())).report is not None
    assert [line for line in lines if line not in said_lines] == [], said_lines
    assert [line for line in absent if line in said_lines] == [], said_lines
    assert marks <= doubts(read)
    if not marks:
        assert doubts(read) <= UNPRINTED


# --- `--into` a report that is there already ---

HEAD = """format: 1
report: evaluation
of: {department: demo-water, year: 2026, project: example-river}
form: project-evaluation-2020
scoring: mof-2020
as_of: 2026-12-31
indicators:
  dikes: {actual: 12.5公里}  # measured in May
"""


def project_with(folder: Path, form: str, report: str = "") -> Path:
    """A folder with the plan of an example, a report on it, and its page as another office's."""
    plan = table_of(form).source
    (folder / Path(plan.name).name).write_bytes(plan.data)
    (folder / "report.yaml").write_text(report, "utf-8")
    page = made(table_of(form), "zh", "html").decode()
    # The page of a build carries no report.
    page = page.replace("12.8公里", "12.8").replace("≥8万立方米", "≥9万立方米").replace("7.92", "8")
    (folder / "filled.html").write_text(page, "utf-8")
    return folder / "filled.html"


def test_text_in_a_column_of_a_form_is_taken_in_its_language() -> None:
    known, form = read_known((), ()), forms()[CHONGQING]
    blocks = (
        replace(
            block,
            columns=tuple(
                replace(shown, own=replace(shown.own, type=ValueType.TEXT)) if shown.own else shown
                for shown in block.columns
            ),
        )
        if isinstance(block, IndicatorsBlock)
        else block
        for block in form.blocks
    )
    own = {**known.forms, CHONGQING: replace(form, blocks=tuple(blocks))}
    source = Source(name="filled.xlsx", data=b"")
    spec = table_of(CHONGQING).source
    read = make_report(source, paper_of(CHONGQING), spec, replace(known, forms=own))
    said = [each["extra"]["core"] for each in read.data["indicators"].values() if "extra" in each]
    assert said
    assert all(each.keys() == {"zh", "en"} for each in said), said


def test_form_fills_a_report_that_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perf_report.app.import_paper.into_file.open_apart", open_paper)
    file, report = project_with(tmp_path, CENTRAL, HEAD), tmp_path / "report.yaml"
    brought = bring_file_into(Project(root=tmp_path), file, report, remove=False)
    assert isinstance(brought, BroughtForm)
    lines = brought.changed.data.decode().splitlines()
    assert "  dikes: {actual: 12.8公里}  # measured in May" in lines
    assert "    actual: 7.6万立方米" in lines
    marked = lines.index("  silt:")
    assert all(line.startswith("  # 待核") for line in lines[marked - 2 : marked])
    # The rule gives a score: that of the form is listed, and not taken.
    assert "score: 8.00" not in brought.changed.data.decode()
    said_lines = list(brought.undecided(load_catalogue("en")))
    assert any("indicators.silt.score" in line and "scores it 8" in line for line in said_lines)
    assert any("indicators.silt (" in line and "≥9万立方米" in line for line in said_lines)
    assert any("indicators.dikes.actual" in line and "“公里”" in line for line in said_lines)
    assert brought.errors(load_catalogue("en")) == []


def test_form_of_other_months_is_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perf_report.app.import_paper.into_file.open_apart", open_paper)
    head = table_of(MONITORING).report
    assert head is not None
    report = head.source.data.decode().replace("through: 2026-07", "through: 2026-06")
    file = project_with(tmp_path, MONITORING, report)
    path = tmp_path / "report.yaml"
    brought = bring_file_into(Project(root=tmp_path), file, path, remove=False)
    lines = list(brought.undecided(load_catalogue("en")))
    assert any("through 7, and the report those through 6" in line for line in lines), lines


def test_form_on_another_plan_is_refused() -> None:
    paper, plan = paper_of(CENTRAL), table_of(CHONGQING).source
    with pytest.raises(SourceError, match="paper-other-plan"):
        make_report(Source(name="x", data=b""), paper, plan, read_known((), ()))
    with pytest.raises(SourceError, match="paper-no-report"):
        make_report(Source(name="x", data=b""), Paper(), plan, read_known((), ()))
    with pytest.raises(SourceError, match="paper-without-cells"):
        make_report(Source(name="x", data=b""), Paper(is_flat=True), plan, read_known((), ()))


def test_form_in_a_file_of_several_is_the_one_that_names_the_project() -> None:
    papers = [paper_of(form) for form in (SICHUAN, CENTRAL, HUBEI)]
    whole = Paper(tables=tuple(table for paper in papers for table in paper.tables))
    read = import_paper(CENTRAL, whole)
    assert texts(read) == texts(import_paper(CENTRAL, paper_of(CENTRAL)))
    assert [remark.arguments["count"] for remark in read.remarks] == [2]
    with pytest.raises(SourceError, match="paper-several-reports"):
        import_paper(CENTRAL, Paper(tables=(*papers[0].tables, *papers[2].tables)))


@pytest.mark.parametrize("form", [CENTRAL, MONITORING])
@pytest.mark.parametrize("below", [0, 100])
def test_draft_of_a_form_is_not_taken_for_it(form: str, below: int) -> None:
    (table,) = paper_of(form).tables
    # On another sheet, which may be hidden, or below the form on its own.
    draft = tuple(replace(cell, row=cell.row + below) for cell in table.cells)
    tables = (
        (replace(table, cells=(*table.cells, *draft)),)
        if below
        else (table, replace(table, cells=draft, above=()))
    )
    with pytest.raises(SourceError, match="paper-several-reports"):
        import_paper(form, Paper(tables=tables))


def test_command_writes_a_report_beside_its_plan(
    tmp_path: Path, here: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    # In this process, which takes a fifth of the time.
    monkeypatch.setattr(batch, "_import_apart", lambda task, _: batch.run_task(task))
    file = project_with(tmp_path, CENTRAL)
    (tmp_path / "report.yaml").unlink()
    plan = Path(table_of(CENTRAL).source.name).name
    alone = here("import", file, cwd=tmp_path)
    assert alone.code == 3
    assert "--plan" in alone.stderr
    assert "import the table of targets first" in alone.stderr
    ran = here("import", file, "--plan", plan, cwd=tmp_path)
    written = tmp_path / f"{Path(plan).stem}-evaluation.yaml"
    assert f"{written.name}\n" in ran.stdout + ran.stderr
    # A score that the rule does not give is an error until there is a reason for it.
    assert ran.code == 1
    assert "score-written" in ran.stderr
    assert "# 待核 / to review" in written.read_text("utf-8")
    assert here("import", file, "--plan", plan, cwd=tmp_path).code == 3
    assert here("import", file, "--plan", plan, "--into", written, cwd=tmp_path).code == 2
