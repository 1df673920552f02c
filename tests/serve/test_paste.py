"""Pasted blocks: columns by their labels or by their place, targets in one column or in several."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from cases import for_each
from paths import PACKAGE, SMALL_SPEC

from perf_report.app.project import Project
from perf_report.app.workbench import edits
from perf_report.app.workbench.drafts import DraftStore
from perf_report.app.workbench.edits import EditError
from perf_report.app.workbench.paste import read_block
from perf_report.app.workbench.routes import split_route
from perf_report.app.workbench.workbench import Opened, Workbench
from perf_report.errors import SourceError
from perf_report.messages import load_catalogue
from perf_report.model.source import Source
from perf_report.parse import text_edits
from perf_report.parse.document import Document, parse_document

SAY = load_catalogue("zh")
EXAMPLES = PACKAGE / "data" / "examples"
ROW = "goals.0.indicators.0"
NEW = "goals.0.indicators.1"
SPLIT = "indicators.0"

Block = Sequence[Sequence[str]]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Workbench, dict[str, Opened]]]:
    """A workbench with a table of one column for targets, and one of a form with three."""
    specs = tmp_path / "specs"
    specs.mkdir()
    files = {"one": SMALL_SPEC, "three": EXAMPLES / "project-sichuan.yaml"}
    for name, path in files.items():
        (specs / f"{name}.yaml").write_bytes(path.read_bytes())
    workbench = Workbench(Project(root=tmp_path), DraftStore(tmp_path / "drafts"))
    found = {name: workbench.open(f"{name}.yaml") for name in files}
    yield workbench, {name: each for name, each in found.items() if each}
    workbench.close()


def paste(
    opened: tuple[Workbench, dict[str, Opened]], name: str, route: str, block: Block
) -> tuple[Any, tuple[str, ...]]:
    workbench, specs = opened
    specs[name].session.discard()
    page = workbench.page(specs[name], SAY)
    anchor = next(cell.anchor for cell in page.cells() if cell.route == route)
    unused = workbench.paste(specs[name], anchor, block, SAY)
    return specs[name].session.draft, unused


@for_each(
    "name,at,block,expected",
    [
        # By place: the sign, the figure and the unit in columns of their own, or all in one.
        ("one", f"{ROW}.name", [["甲", "≥", "17", "台"]],
         {f"{ROW}.name.zh": "甲", f"{ROW}.target": "≥17台"}),
        ("one", f"{ROW}.name", [["甲", "≥17台"]], {f"{ROW}.target": "≥17台"}),
        ("one", f"{ROW}.target", [["≥", "17", "台"], ["＝", "100", "%"]],
         {f"{ROW}.target": "≥17台", f"{NEW}.target": "＝100%",
          f"{NEW}.category": "output.quantity"}),
        ("one", f"{ROW}.target", [["17", "台"]], {f"{ROW}.target": "17台"}),
        ("one", f"{ROW}.target", [["大于等于", "17", "台"], ["定性", "优良", ""]],
         {f"{ROW}.target": "大于等于17台", f"{NEW}.target": {"zh": "优良"}}),
        ("one", f"{ROW}.target", [["≥", "3", "万元"], ["", "12月底前", ""]],
         {f"{ROW}.target": "≥3万元", f"{NEW}.target": "12月底前"}),
        # By labels, in any order, from any cell, with levels and what the form does not print.
        ("one", f"{ROW}.target",
         [["序号", "二级指标", "三级指标", "指标值", "", "", "权重", "备注"],
          ["", "", "", "计算符号", "数值", "计量单位", "", ""],
          ["1", "质量指标", "合格率", "≥", "95", "%", "10", "新增"],
          ["2", "", "覆盖率", "＝", "100", "%", "", ""],
          ["3", "时效指标", "办结时间", "≤", "3", "天", "5", ""]],
         {f"{ROW}.name.zh": "合格率", f"{ROW}.target": "≥95%", f"{ROW}.weight": 10,
          f"{ROW}.category": "output.quality", f"{ROW}.note.zh": "新增",
          f"{NEW}.name.zh": "覆盖率", f"{NEW}.category": "output.quality",
          "goals.0.indicators.2.category": "output.timeliness",
          "goals.0.indicators.2.target": "≤3天"}),
        ("one", "tasks.0.text",
         [["主要工作任务", "项目支出", "基本支出"], ["甲", "1,000.5", "2"], ["乙", "3", ""]],
         {"tasks.0.text.zh": "甲", "tasks.0.funds.project": 1000.5, "tasks.0.funds.basic": 2,
          "tasks.1.text.zh": "乙", "tasks.1.funds.project": 3}),
        # A form with three columns takes one, or only some of the three.
        ("three", f"{SPLIT}.name", [["甲", "≥20个"]], {f"{SPLIT}.target": "≥20个"}),
        ("three", f"{SPLIT}.name", [["甲", "≤", "20", "次"]], {f"{SPLIT}.target": "≤20次"}),
    ],
)  # fmt: skip
def test_a_block_is_understood(
    name: str,
    at: str,
    block: Block,
    expected: dict[str, object],
    opened: tuple[Workbench, dict[str, Opened]],
) -> None:
    draft, unused = paste(opened, name, at, block)
    assert unused == ()
    found = {route: draft.value(split_route(route)) for route in expected}
    assert found == expected


def test_columns_without_a_place_are_told(opened: tuple[Workbench, dict[str, Opened]]) -> None:
    block = [["三级指标", "指标值", "完成值"], ["甲", "≥1台", "2台"]]
    draft, unused = paste(opened, "one", f"{ROW}.name", block)
    assert unused == ("完成值",)
    assert draft.value(split_route(f"{ROW}.target")) == "≥1台"
    _, unused = paste(opened, "one", f"{ROW}.name", [["甲", "≥1台", "多余"]])
    assert unused == ("多余",)


def test_amounts_in_another_unit_are_refused(opened: tuple[Workbench, dict[str, Opened]]) -> None:
    block = [["主要工作任务", "基本支出（元）"], ["甲", "10000"]]
    with pytest.raises(SourceError) as refused:
        paste(opened, "one", "tasks.0.text", block)
    assert refused.value.message == "paste-money"
    assert not opened[1]["one"].session.is_changed


def test_a_block_fills_one_list_and_no_rows_of_others(
    opened: tuple[Workbench, dict[str, Opened]],
) -> None:
    workbench, specs = opened
    workbench.change_row(specs["one"], "copy", "goals.0")
    page = workbench.page(specs["one"], SAY)
    anchor = next(cell.anchor for cell in page.cells() if cell.route == f"{ROW}.name")
    workbench.paste(specs["one"], anchor, [["甲"], ["乙"], ["丙"]], SAY)
    goals = specs["one"].session.draft.data["goals"]
    names = [[each["name"]["zh"] for each in goal["indicators"]] for goal in goals]
    assert names == [["甲", "乙", "丙"], ["窗口数量"]]
    with pytest.raises(EditError):
        workbench.paste(specs["one"], "nothing", [["x"]], SAY)


def test_a_value_goes_to_the_cell_at_which_it_is_pasted_on_every_form(tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    for path in EXAMPLES.glob("*.yaml"):
        (tmp_path / "specs" / path.name).write_bytes(path.read_bytes())
    workbench = Workbench(Project(root=tmp_path), DraftStore(tmp_path / "drafts"))
    for path in EXAMPLES.glob("*.yaml"):
        spec = workbench.open(path.name)
        assert spec
        session = spec.session
        page = workbench.page(spec, SAY)
        readable = workbench.read(spec).readable
        assert readable
        for cell in page.cells():
            if cell.route:
                pasted = read_block(page, readable, session.draft, cell.anchor, [["17台"]])
                assert pasted.unused == ()
                assert [route for route, _ in pasted.cells if route == cell.route], cell.route
    workbench.close()


def test_a_long_block_is_pasted_by_reading_the_text_a_few_times(
    opened: tuple[Workbench, dict[str, Opened]], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[object] = []

    def counted(source: Source) -> Document:
        read.append(source)
        return parse_document(source)

    for module in (edits, text_edits):
        monkeypatch.setattr(module, "parse_document", counted)
    draft, _ = paste(opened, "one", "tasks.0.text", [[f"任务{at}", "1"] for at in range(20)])
    assert [each["text"]["zh"] for each in draft.value(("tasks",))] == [
        f"任务{at}" for at in range(20)
    ]
    assert len(read) < 12
    with pytest.raises(SourceError):
        paste(opened, "one", "tasks.0.text", [["x"]] * 2001)
