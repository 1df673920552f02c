"""`import --into` for reports: what an office fills in on each form is taken or reported."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from example_reports import NAMES, office_file, table_of
from paths import REPOSITORY

from perf_report.app.import_paper.into import Brought
from perf_report.app.import_paper.into_file import bring_file_into
from perf_report.app.import_paper.read import KnownForms
from perf_report.app.import_paper.report_merge import merge_report
from perf_report.app.import_paper.run import Given, import_paper
from perf_report.app.project import Project
from perf_report.errors import SourceError
from perf_report.messages import load_catalogue
from perf_report.model.source import Source
from perf_report.office.open_paper import open_paper
from perf_report.outputs.output_files import Format
from perf_report.parse.forms import load_forms
from perf_report.parse.frameworks import load_frameworks
from perf_report.recognize.recognize import recognize, report_forms
from perf_report.render.localized_text import Mode

EXAMPLES = REPOSITORY / "perf_report/data/examples"
SAY = load_catalogue("en")
KINDS: tuple[Format, ...] = ("docx", "xlsx")

Texts = Mapping[str, str]


def bring(
    folder: Path, form: str, kind: Format, texts: Texts, mode: Mode = "zh", now: Texts | None = None
) -> Brought:
    """Bring a file of an example, with other texts in its cells, into the report."""
    report = folder / f"{form}.yaml"
    text = (EXAMPLES / "reports" / report.name).read_text("utf-8")
    for old, new in (now or {}).items():
        assert old in text
        text = text.replace(old, new)
    report.write_text(text, "utf-8")
    plan = EXAMPLES / Path(table_of(form).source.name).name
    (folder / plan.name).write_bytes(plan.read_bytes())
    file = folder / f"filled.{kind}"
    file.write_bytes(office_file(form, kind, mode))
    if texts:
        (edit_word if kind == "docx" else edit_excel)(file, texts)
    return bring_file_into(Project(root=folder), file, report, remove=False)


def edit_word(file: Path, texts: Texts) -> None:
    """Set the cells at `name@offset`: so many cells to the right of the one with the name."""
    document = docx.Document(str(file))
    for place, text in texts.items():
        name, _, offset = place.partition("@")
        rows = (row for table in document.tables for row in table.rows)
        cells, at = next(
            (cells, at)
            for row in rows
            for cells in [list(dict.fromkeys(row.cells))]
            for at, cell in enumerate(cells)
            if cell.text.split("\n")[0] == name
        )
        cell = cells[at + int(offset)]
        cell.paragraphs[0].text = text
        for extra in cell.paragraphs[1:]:
            extra._p.getparent().remove(extra._p)
    document.save(str(file))


def edit_excel(file: Path, texts: Texts) -> None:
    """As `edit_word`."""
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    for place, text in texts.items():
        name, _, offset = place.partition("@")
        row, at = next(
            (row, at)
            for row in sheet.iter_rows()
            for at, cell in enumerate(row)
            if str(cell.value or "").split("\n")[0] == name
        )
        own = [cell for cell in row[at:] if not isinstance(cell, openpyxl.cell.cell.MergedCell)]
        own[int(offset)].value = text
    book.save(file)


def changes(brought: Brought) -> list[str]:
    """The lines that a file adds to the report."""
    old = brought.spec.data.decode().splitlines()
    return [line.strip() for line in brought.changed.data.decode().splitlines() if line not in old]


@pytest.mark.sampled
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", NAMES)
def test_file_that_nobody_edited_changes_nothing(tmp_path: Path, form: str, kind: Format) -> None:
    brought = bring(tmp_path, form, kind, {})
    assert brought.changes_nothing
    assert list(brought.undecided(SAY)) == []
    assert brought.errors(SAY) == []


CENTRAL, SICHUAN, HUBEI = (f"project-evaluation-{name}" for name in ("2020", "sichuan", "hubei"))
MONITORING, DEPARTMENT = "monitoring-central", "department-evaluation"
ACHIEVED = "加固堤防12.8公里，清淤7.6万立方米，主体工程于5月22日完工。"
REASONS = "1．全部开放时间：持续降雨。\n2．绿化单价：苗价上涨。"

# A form, what is put in cells beside the one with a name, and what the report then has.
TAKEN: list[tuple[str, Texts, list[str]]] = [
    (CENTRAL, {"清淤量@2": "8万立方米"}, ["actual: 8万立方米"]),
    (CENTRAL, {"加固堤防长度@2": "12公里", "加固堤防长度@5": "雨水偏多。"},
     ["dikes: {actual: 12公里, reason: {zh: 雨水偏多。, en: TODO}}"]),
    (CENTRAL, {"清淤量@5": "雨水偏多。\n改进措施：增加设备。"},
     ["reason: {zh: 雨水偏多。", "remedy: {zh: 增加设备。"]),
    (CENTRAL, {"加固堤防长度@5": "改进措施：增加设备。"},
     ["dikes: {actual: 12.8公里, remedy: {zh: 增加设备。, en: TODO}}"]),
    (CENTRAL, {"主体工程完工时间@2": "2026年5月20日"}, ["before-floods: {actual: 2026-05-20}"]),
    (CENTRAL, {"管护责任落实@4": "9.5"}, ["score: 9.50"]),
    (CENTRAL, {"其中：本年财政拨款@2": "850", "其中：本年财政拨款@3": "840.5"},
     ["fiscal: {initial: 860.00, executed: 840.50, adjusted: 850.00}"]),
    (CENTRAL, {f"{ACHIEVED}@0": "堤防全部加固。"}, ["zh: 堤防全部加固。"]),
    (MONITORING, {"加固堤防长度@4": "√", "加固堤防长度@9": "款未到。", "加固堤防长度@10": "",
                  "加固堤防长度@11": "√"},
     ["dikes: {so_far: 9.2公里, expected: 12.8公里, likelihood: possible, causes: [funding], re"]),
    (MONITORING, {"清淤量@7": "", "清淤量@5": "✓"}, ["causes: [rules, other]"]),
    (MONITORING, {"其中：本年财政拨款@4": "855"},
     ["fiscal: {initial: 860.00, executed: 517.40, expected: 855.00}"]),
    (SICHUAN, {"修复路面长度@4": "26.5"}, ["actual: 26.5公里"]),
    (SICHUAN, {"评价结论@1": "完成。", "存在问题@1": "勘察粗。"},
     ["conclusion: {zh: 完成。", "problems: {zh: 勘察粗。"]),
    (SICHUAN, {"实施单位（盖章）@1": "示例市公路中心"},
     ["implementer: {name: {zh: 示例市公路中心"]),
    (HUBEI, {"偏差大或目标未完成原因分析@1": REASONS},
     ["reason: {zh: 持续降雨。", "reason: {zh: 苗价上涨。"]),
    (DEPARTMENT, {"改造农村供水管网。@1": "改造管网50公里。"}, ["achieved: {zh: 改造管网50公里。"]),
]  # fmt: skip


@pytest.mark.sampled
@pytest.mark.parametrize(("form", "texts", "lines"), TAKEN)
def test_what_an_office_fills_in_is_taken(
    tmp_path: Path, form: str, texts: Texts, lines: list[str]
) -> None:
    for kind in KINDS:
        brought = bring(tmp_path, form, kind, texts)
        added = changes(brought)
        assert len(added) == len(lines), added
        assert all(found.startswith(line) for found, line in zip(added, lines, strict=True)), added
        assert brought.not_taken == ()


# What is not taken, or is decided by nobody but a person: the words that say so.
LEFT: list[tuple[str, Texts, Texts, str]] = [
    (CENTRAL, {"加固堤防长度@4": "9"}, {}, "not taken: * “9” in place of"),
    (CENTRAL, {"清淤量@2": "≥8万立方米"}, {}, "not taken: * “≥8万立方米” in place of"),
    (CENTRAL, {"清淤量@1": "≥6万立方米"}, {}, "not taken: * “≥6万立方米” in place of"),
    (CENTRAL, {"清淤量@2": "9万立方米", "清淤量@0": "清淤总量"}, {}, "not taken: * “9万立方米”"),
    (MONITORING, {"清淤量@10": "√"}, {}, "not taken: * “√”"),
    (MONITORING, {"清淤量@4": "大概"}, {}, "not taken: * “大概”"),
    (CENTRAL, {"清淤量@2": "8万立方米"}, {"7.6万立方米\n    reason": "7.9万立方米\n    reason"},
     "changed on both sides: indicators.silt.actual"),
    (CENTRAL, {"清淤量@5": "雨水偏多。"}, {}, "out of date: indicators.silt.reason"),
    (HUBEI, {"偏差大或目标未完成原因分析@1": "都是天气。"}, {}, "not taken: * “都是天气。”"),
]  # fmt: skip


@pytest.mark.sampled
@pytest.mark.parametrize(("form", "texts", "now", "words"), LEFT)
def test_what_is_not_taken_is_reported(
    tmp_path: Path, form: str, texts: Texts, now: Texts, words: str
) -> None:
    pattern = ".*".join(map(re.escape, words.split("*")))
    # Excel files that openpyxl saves carry no report, so that there are two versions alone.
    for kind in KINDS[: 1 if now else 2]:
        brought = bring(tmp_path, form, kind, texts, now=now)
        said = list(brought.undecided(SAY))
        assert any(re.search(pattern, line) for line in said), said
        assert brought.changes_nothing == ("out of date" not in words)


def test_change_that_both_sides_made_is_no_conflict(tmp_path: Path) -> None:
    now = {"7.6万立方米\n    reason": "8万立方米\n    reason"}
    brought = bring(tmp_path, CENTRAL, "xlsx", {"清淤量@2": "8万立方米"}, now=now)
    assert brought.changes_nothing
    assert brought.conflicts == ()


def test_error_that_the_report_has_already_is_none_of_the_file(tmp_path: Path) -> None:
    now = {"  people: {actual: 3.1万人}\n": ""}
    taken = bring(tmp_path, CENTRAL, "docx", {"加固堤防长度@2": "13公里"}, now=now)
    assert taken.errors(SAY) == []
    wrong = bring(tmp_path, CENTRAL, "docx", {"加固堤防长度@2": "13吨"})
    assert len(wrong.errors(SAY)) == 1


def test_bilingual_form_takes_both_languages(tmp_path: Path) -> None:
    texts = {"清淤量@2": "8万立方米", "加固堤防长度@5": "雨水偏多。\nMuch rain."}
    brought = bring(tmp_path, CENTRAL, "docx", texts, "zh-en")
    added = changes(brought)
    reason = "{zh: 雨水偏多。, en: Much rain.}"
    assert added == [f"dikes: {{actual: 12.8公里, reason: {reason}}}", "actual: 8万立方米"]


@pytest.mark.parametrize(
    ("ours", "path", "value", "is_conflict"),
    [
        # What is not public is cut out of the file, and so of its report.
        ({"fields": {"manager": {"name": {"zh": "甲"}}}}, ("fields", "manager", "zh"), "乙", True),
        ({"fields": {}}, ("fields", "manager", "zh"), "乙", False),
        ({"indicators": {"a": {"actual": "3台"}}}, ("indicators", "a", "actual", "zh"), "好", True),
        ({"indicators": {"a": {"actual": "3台"}}}, ("indicators", "a", "actual"), "3台", False),
    ],
)
def test_what_only_the_report_has_is_never_replaced(
    ours: Any, path: tuple[str, ...], value: str, *, is_conflict: bool
) -> None:
    merged = merge_report({}, ours, {path: value}, "")
    assert bool(merged.conflicts) == is_conflict
    assert (merged.data == ours) == (is_conflict or value == "3台")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", NAMES)
def test_form_of_a_report_is_no_plan(form: str, kind: Format) -> None:
    frameworks = load_frameworks(())
    known = KnownForms(forms=load_forms((), frameworks.keys()), frameworks=frameworks)
    own = Source(name=f"x.{kind}", data=office_file(form, kind, "zh"))
    with pytest.raises(SourceError, match="paper-own-report"):
        import_paper(own, known, Given())
    assert [each.id for each in report_forms(open_paper(own), known.forms)] == [form]
    assert recognize(open_paper(own), known.forms, known.frameworks) == ()
