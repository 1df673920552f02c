"""Shapes of forms that random ones have shown to be hard: nothing of them is lost in print."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from html_pages import Page, column_count, grid, sections, words
from random_forms import table_of

from perf_report.render.page_geometry import GEOMETRIES, SMALLEST

Data = dict[str, Any]


def text(zh: str, en: str = "-") -> Data:
    return {"zh": zh, "en": en}


def indicator(id_: str, **more: Any) -> Data:
    known = {"id": id_, "category": "output.quantity", "name": text(id_), "target": "≥17台"}
    return known | more


GOALS = [
    {
        "id": "g1",
        "horizon": "annual",
        "text": text("甲"),
        "indicators": [indicator("a", weight=30)],
    },
    {"id": "g2", "horizon": "long", "text": text("乙"), "indicators": [indicator("b", weight=20)]},
]


def page_of(blocks: list[Data], spec: Data, folder: Path) -> Page:
    """The Chinese page of a table; its cells fill its tables, and its ids are unique."""
    page = Page(table_of(blocks, spec, folder).make("table.zh.html", "zh").decode())
    ids = Counter(each.get("id") for each in page.root.iter() if each.get("id"))
    assert [id_ for id_, count in ids.items() if count > 1] == []
    for table in page.tables():
        heads = {head.get("id") for head in table.iter("th")}
        assert {id_ for each in table.iter() for id_ in each.get("headers", "").split()} <= heads
        for section in sections(table):
            rows = range(len(section.findall("tr")))
            assert set(grid(section)) == {(y, x) for y in rows for x in range(column_count(table))}
    return page


def rows_of(page: Page, name: str, section: str = "tbody") -> list[list[str]]:
    rows = page.table(name).findall(f"{section}/tr")
    return [[words(cell) for cell in row] for row in rows]


def test_goals_without_a_horizon_have_that_of_their_indicators_where_the_form_has_no_list_of_goals(
    tmp_path: Path,
) -> None:
    columns = ["level1", "name", "target"]
    block = {"under": "goals", "horizons": ["period"], "columns": columns}
    goals = [{"id": "g1", "text": text("甲"), "indicators": [indicator("a")]}]

    page = page_of([{"indicators": block}], {"goals": goals}, tmp_path)

    assert rows_of(page, "indicators") == [["目标1", "产出指标", "a", "≥17台"]]


@pytest.mark.parametrize("label", [{}, {"label": text("绩效指标")}])
def test_the_last_row_has_the_sum_of_weights_of_each_horizon(label: Data, tmp_path: Path) -> None:
    columns = ["level1", "name", "target", "weight"]
    horizons = ["annual", "long"]
    block = {"under": "goals", "horizons": horizons, "columns": columns, "total_row": True}

    page = page_of([{"indicators": block | label}], {"goals": GOALS}, tmp_path)

    assert rows_of(page, "indicators")[-1][-5:] == ["合计", "30", "", "", "20"]


def test_the_sum_of_weights_may_come_first(tmp_path: Path) -> None:
    block = {"under": "table", "columns": ["weight", "name", "target"], "total_row": True}

    page = page_of([{"indicators": block}], {"indicators": [indicator("a", weight=30)]}, tmp_path)

    assert rows_of(page, "indicators")[-1] == ["30", "", ""]


def test_a_horizon_without_an_indicator_has_a_blank_row_beside_its_label(tmp_path: Path) -> None:
    columns = ["level1", "name", "target"]
    blocks = [
        {
            "indicators": {
                "under": "table",
                "label": text(label),
                "horizons": [id_],
                "columns": columns,
            }
        }
        for label, id_ in (("年度指标", "annual"), ("长期指标", "long"))
    ]

    page = page_of(blocks, {"indicators": [indicator("a")]}, tmp_path)

    assert [words(row) for row in page.tables()[1].findall("tbody/tr")] == ["长期指标"]


def test_neighbours_in_a_small_table_share_the_label_of_their_group(tmp_path: Path) -> None:
    group = {"group": text("近两年")}
    columns = [{"id": id_, "label": text(id_)} for id_ in ("a", "b", "c")]
    columns = [columns[0], *({**each, **group} for each in columns[1:])]

    page = page_of(
        [{"table": {"id": "t", "label": text("小表"), "columns": columns}}], {}, tmp_path
    )

    assert rows_of(page, "small", "thead") == [["", "a", "近两年"], ["b", "c"]]


def test_a_column_of_money_that_is_not_the_amount_has_its_label(tmp_path: Path) -> None:
    tree = [{"id": "s", "label": text("来源")}]
    columns = [{"id": "past", "label": text("上年数"), "type": "money"}]
    block = {"label": text("资金"), "rows": "sources", "tree": tree, "columns": columns}

    page = page_of([{"funds": block}], {"funds": {"s": {"past": 3}}}, tmp_path)

    assert rows_of(page, "sources", "thead") == [["", "", "上年数"]]


def test_a_total_behind_its_parts_has_its_own_amounts_below_it(tmp_path: Path) -> None:
    parts = [{"id": id_, "label": text(id_)} for id_ in ("basic", "project", "other")]
    tree = [{"id": "total", "label": text("total"), "parts": parts, "parts_first": True}]
    tasks = [{"id": "t", "text": text("任务"), "funds": {"basic": 1, "other": 2}}]
    blocks = [{"funds": {"label": text("资金"), "rows": "tasks", "tree": tree}}]

    page = page_of(blocks, {"tasks": tasks}, tmp_path)

    assert rows_of(page, "funds", "thead")[1] == ["basic", "project", "other", "total"]
    assert rows_of(page, "funds")[1][2:] == ["1.00", "", "2.00", "3.00"]


def test_a_row_of_goals_names_the_tasks_of_all_of_them(tmp_path: Path) -> None:
    tasks = [{"id": id_, "text": text(id_), "funds": {"total": 1}} for id_ in ("t1", "t2")]
    goals = [
        {"id": "g1", "horizon": "long", "text": text("甲"), "tasks": ["t1"]},
        {"id": "g2", "horizon": "annual", "text": text("乙"), "tasks": ["t2"]},
    ]
    tree = [{"id": "total", "label": text("合计")}]
    blocks: list[Data] = [
        {"funds": {"label": text("资金"), "rows": "tasks", "tree": tree}},
        {"goals": {"horizons": ["long", "annual"], "tasks": True}},
    ]

    page = page_of(blocks, {"tasks": tasks, "goals": goals}, tmp_path)

    assert rows_of(page, "goals") == [["甲", "乙", "1、2"]]


def test_the_label_of_all_fields_of_a_form_is_printed(tmp_path: Path) -> None:
    rows = [[{"field": "basis", "label": text("依据")}]]

    page = page_of([{"fields": {"label": text("立项情况"), "rows": rows}}], {}, tmp_path)

    assert rows_of(page, "fields") == [["立项情况", "依据", ""]]


IDS: dict[str, tuple[list[Data], Data]] = {
    "a column called like a row": (
        [{"table": {
            "id": "t", "label": text("小表"), "columns": [{"id": "row1", "label": text("甲")}],
        }}],
        {},
    ),
    "an own column called like the third level": (
        [{"indicators": {
            "under": "table", "columns": ["name", "target", {"id": "level3", "label": text("甲")}],
        }}],
        {"indicators": [indicator("row1")]},
    ),
    "a heading called like the label of its block": (
        [{"funds": {
            "label": text("资金"), "rows": "sources",
            "tree": [{
                "id": "label", "label": text("甲"), "heading": True,
                "parts": [{"id": "s", "label": text("乙")}],
            }],
        }}],
        {},
    ),
    "two lists of one horizon": (
        [{"indicators": {"under": "goals", "columns": ["level1", "name", "target"]}}] * 2,
        {"goals": [
            {"id": "g1", "text": text("甲"), "indicators": [indicator("a"), indicator("b")]},
        ]},
    ),
    "fields beside both of two sources": (
        [{"funds": {
            "label": text("资金"), "rows": "sources", "side_by_side": True,
            "tree": [
                {
                    "id": f"s{each}", "label": text("甲"),
                    "beside": {"field": f"f{each}", "label": text("乙")},
                }
                for each in range(2)
            ],
        }}],
        {},
    ),
    "levels repeated for two horizons": (
        [{"indicators": {
            "under": "table", "horizons": ["annual", "long"], "order": "document",
            "columns": ["level1", "level2", "name", "target"],
        }}],
        {"indicators": [indicator("a"), indicator("b", horizon="long")]},
    ),
    "goals that take turns": (
        [
            {"goals": {"horizons": ["annual"]}},
            {"indicators": {"under": "table", "columns": ["goal", "level1", "name", "target"]}},
        ],
        {
            "goals": [{"id": f"g{each}", "text": text("甲")} for each in range(2)],
            "indicators": [indicator(f"i{each}", goal=f"g{each % 2}") for each in range(4)],
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize(("blocks", "spec"), IDS.values(), ids=IDS)
def test_ids_of_a_page_are_unique(blocks: list[Data], spec: Data, tmp_path: Path) -> None:
    assert page_of(blocks, spec, tmp_path).by_id()


def test_columns_of_a_csv_file_have_names_of_their_own(tmp_path: Path) -> None:
    columns = [{"id": id_, "label": text(id_)} for id_ in ("c", "c_en", "label")]
    tree = [{"id": "s", "label": text("来源")}]
    block = {"label": text("资金"), "rows": "sources", "tree": tree, "columns": columns}

    header = table_of([{"funds": block}], {}, tmp_path).make("funds.csv").decode("utf-8-sig")

    assert header.splitlines()[0].split(",") == [
        "id", "label_zh", "label_en", "c", "c_en", "extra_c_en", "extra_c_en_en",
        "extra_label", "extra_label_en",
    ]  # fmt: skip


@pytest.mark.parametrize("size", [10.5, 9.5, 8.5, SMALLEST])
def test_the_second_language_and_remarks_are_no_smaller_than_can_be_read(size: float) -> None:
    sheet = GEOMETRIES["zh-en"].as_sheet().with_type(size)

    assert size * sheet.second_size * sheet.note_size >= SMALLEST
