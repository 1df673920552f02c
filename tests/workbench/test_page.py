"""The page of a draft: each value of each form can be edited; a finding is at its cell."""

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from cases import for_each
from paths import PACKAGE, REAL_SPEC

from perf_report.app.check.spec_check import open_standards
from perf_report.app.project import Project
from perf_report.app.workbench.edits import Draft
from perf_report.app.workbench.page import SpecPage, build_page
from perf_report.app.workbench.readers import Reader
from perf_report.messages import load_catalogue
from perf_report.model.source import Source
from perf_report.model.text import LANGUAGES, Language
from perf_report.parse.document import parse_document, scalars

EXAMPLES = sorted((PACKAGE / "data" / "examples").glob("*.yaml"))


@pytest.fixture(scope="module")
def reader() -> Reader:
    project = Project(root=Path())
    return Reader(project, open_standards(project, ()))


def page_of(text: str, reader: Reader, language: Language = "zh") -> SpecPage:
    source = Source(name="spec.yaml", data=text.encode())
    return build_page(reader.read(source), Draft(text), load_catalogue(language))


# What no cell of a form prints: a page has other places for it.
_HEAD = {
    "format", "form", "framework", "currency_unit", "languages", "revision", "revision_note",
    "units", "published", "budget_approved", "disclose", "disclose_basis", "weights", "year",
    "department",
}  # fmt: skip
_NOTES = {
    "definition", "formula", "standard", "source", "basis", "weight", "baseline", "responsible",
    "note", "unit", "better",
}  # fmt: skip
_UNSEEN = {"id", "category", "unit", "horizon", "goal", "formerly", "task", "code", "by"}


@for_each("path", [*EXAMPLES, REAL_SPEC])
def test_each_value_of_a_spec_is_in_a_cell_that_can_be_edited(path: Path, reader: Reader) -> None:
    text = path.read_text("utf-8")
    page = page_of(text, reader)
    routes = {cell.route for cell in page.cells() if cell.route}
    missing = []
    for route, _ in scalars(parse_document(Source(name="", data=text.encode()))):
        names = [".".join(map(str, route[:end])) for end in range(1, len(route) + 1)]
        if route[0] not in _HEAD and route[-1] not in _UNSEEN and not routes & set(names):
            missing.append(names[-1])
    assert not [each for each in missing if not _NOTES & set(each.split("."))]


@for_each(
    "old,new,route,shown",
    [
        ("basic: 396.60, project: 13.00", "basic: 约四百, project: 13.00",
         "tasks.0.funds.basic", "约四百"),
        ("target: ≥17台", "target: '≥17 *'", "goals.0.indicators.0.target", "≥17 *"),
        ("category: output.quantity", "category: 坏", "goals.0.indicators.0.target", ""),
        ("tasks: [it-security]", "tasks: [nothing]", "goals.0.tasks", "nothing"),
        ("year: 2025", "year: soon", "goals.0.text", ""),
        ("    text:\n      zh: 开展网络安全和信息化工作。\n", "    text:\n      xx: 开展\n",
         "tasks.0.text", ""),
    ],
)  # fmt: skip
def test_a_spec_with_an_error_is_still_shown_and_the_error_is_at_its_cell(
    old: str, new: str, route: str, shown: str, reader: Reader
) -> None:
    text = REAL_SPEC.read_text("utf-8")
    assert old in text
    page = page_of(text.replace(old, new, 1), reader)
    cells = {cell.route: cell for cell in page.cells()}
    assert len(cells) > 200
    assert cells[route].raw == shown
    assert any(each.severity == "error" for each in page.findings)


def test_a_finding_leads_to_its_cell(reader: Reader) -> None:
    text = REAL_SPEC.read_text("utf-8")
    broken = Draft(text).set(("tasks", 0, "funds", "basic"), Decimal("1.00")).text
    page = page_of(broken, reader)
    cells = {cell.anchor: cell for cell in page.cells()}
    errors = [each for each in page.findings if each.severity == "error"]
    assert errors
    assert all(cells[each.anchor].severity == "error" for each in errors if each.anchor)
    assert any(cells[each.anchor].route.startswith("tasks.0.funds") for each in errors)


MARKS = {
    "待核 / to review：原文没有代码 / the file has no code": ("原文没有代码", "the file has no code"),
    "待核：沿用2025年 / to review: carried over": ("待核：沿用2025年", "to review: carried over"),
    "待核：甲 / 乙 / 丙": ("待核：甲 / 乙 / 丙",) * 2,
}


def test_a_finding_is_worded_for_one_who_sees_cells(reader: Reader) -> None:
    text = REAL_SPEC.read_text("utf-8")
    line = next(line for line in text.split("\n") if "target: ≥17台" in line)
    for mark, words in MARKS.items():
        marked = text.replace(line, f"{line}  # {mark}", 1)
        for language, said in zip(LANGUAGES, words, strict=True):
            page = page_of(marked, reader, language)
            found = next(each for each in page.findings if each.is_mark)
            assert f"“{said}”" in found.message
            assert ("已核对" if language == "zh" else "Reviewed") in found.help
            name = ("硬件采购（维护）数量 · 年度指标值", "Number of hardware")[language == "en"]
            assert found.place.startswith(name)


# What may stand in help on a page though it is a key of a file, too, in a rule that no page meets.
_KEY = re.compile(r"(?<![A-Za-z_-])[a-z]+_[a-z]+(?![A-Za-z_-])|“[a-z_]+:”")


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_on_a_page_names_no_key_of_a_file(language: Language) -> None:
    say = load_catalogue(language)
    shown = {**say.tables["help"], **say.tables["page-help"]}
    # These are met in files of settings, forms and frameworks, or where a file has no form.
    others = ("yaml-", "form-part-of-", "scoring-", "category-kind", "form-unknown", "missing-key")
    with_keys = [id_ for id_, text in shown.items() if _KEY.search(text)]
    assert [id_ for id_ in with_keys if not id_.startswith(others)] == []


def test_a_file_that_is_no_yaml_has_findings_and_no_cells(reader: Reader) -> None:
    page = page_of("[\n", reader)
    assert not page.parts
    assert not page.is_sound
    assert page.findings


def test_a_new_value_changes_no_shape_and_a_new_row_does(reader: Reader) -> None:
    draft = Draft(REAL_SPEC.read_text("utf-8"))
    before = page_of(draft.text, reader)
    value = page_of(draft.set(("goals", 0, "text"), {"zh": "改"}).text, reader)
    row = page_of(draft.add_row(("tasks", 7)).text, reader)
    assert value.shape == before.shape
    assert row.shape != before.shape
    assert replace(before, findings=()) != replace(value, findings=())
