"""The page of a draft: each value of each form can be edited; a finding is at its cell."""

import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from cases import for_each
from paths import PACKAGE, REAL_SPEC

from perf_report.app.check.spec_check import open_standards
from perf_report.app.project import Project
from perf_report.app.workbench.edits import Draft
from perf_report.app.workbench.page import SpecPage, build_details, build_page
from perf_report.app.workbench.readers import Reader
from perf_report.messages import load_catalogue
from perf_report.model.source import Source
from perf_report.model.text import LANGUAGES, Language
from perf_report.parse.document import parse_document, scalars
from perf_report.resources import report_schema_path, schema_path

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
    assert all(cells[each.cell.anchor].severity == "error" for each in errors if each.cell.anchor)
    assert any(cells[each.cell.anchor].route.startswith("tasks.0.funds") for each in errors)


MARKS = {
    "待核 / to review：原文没有代码 / the file has none": ("原文没有代码", "the file has none"),
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


def _keys(schema: Any) -> set[str]:
    if isinstance(schema, list):
        return set().union(*map(_keys, schema))
    if not isinstance(schema, dict):
        return set()
    return {*schema.get("properties", {})}.union(*map(_keys, schema.values()))


def test_help_on_a_page_names_no_key_of_a_file() -> None:
    schemas = (schema_path(), report_schema_path())
    keys = "|".join(set().union(*(_keys(json.loads(each.read_text())) for each in schemas)))
    tables = {language: load_catalogue(language).tables for language in LANGUAGES}
    shown = {key: {**table["help"], **table["page-help"]} for key, table in tables.items()}
    # In English, most keys are words, too, and one is meant where it is quoted.
    named = {
        "zh": re.compile(rf"(?<![A-Za-z_-])(?:{keys})(?![A-Za-z_-])"),
        "en": re.compile(rf"“(?:{keys}):?”|[a-z]_[a-z]"),
    }
    # These are about files of settings, forms and frameworks, or a table without a form.
    others = ("yaml-", "form-part-of-", "form-unknown", "scoring-", "category-kind", "missing-key")
    for language, helps in shown.items():
        plain = {id_: re.sub(r"\{[^}]*\}", "", text) for id_, text in helps.items()}
        found = [id_ for id_, text in plain.items() if named[language].search(text)]
        assert [id_ for id_ in found if not id_.startswith(others)] == []


@for_each("name,goal", [("project-2021", ()), ("overall-2021", ("goals", 0))])
def test_the_better_direction_is_chosen_on_forms_without_a_column_of_it(
    name: str, goal: tuple[str | int, ...], reader: Reader
) -> None:
    text = next(path for path in EXAMPLES if path.stem == name).read_text("utf-8")
    read = reader.read(Source(name="spec.yaml", data=text.encode()))
    route = (*goal, "indicators", 0)
    part = build_details(read, Draft(text), load_catalogue("zh"), route)
    assert part is not None
    cells = {cell.route.rpartition(".")[2]: cell for row in part.rows for cell in row.cells}
    choices = {id_: label.zh for id_, label in part.choices[cells["better"].choices]}
    assert choices == {"more": "越大越好", "less": "越小越好"}


def test_a_file_that_is_no_yaml_has_findings_and_no_cells(reader: Reader) -> None:
    page = page_of("[\n", reader)
    assert not page.parts
    assert not Draft("[\n").is_sound
    assert page.findings


def test_a_new_value_changes_no_shape_and_a_new_row_does(reader: Reader) -> None:
    draft = Draft(REAL_SPEC.read_text("utf-8"))
    before = page_of(draft.text, reader)
    value = page_of(draft.set(("goals", 0, "text"), {"zh": "改"}).text, reader)
    row = page_of(draft.add_row(("tasks", 7)).text, reader)
    assert value.shape == before.shape
    assert row.shape != before.shape
    assert replace(before, findings=()) != replace(value, findings=())
