"""Any form, and any plan of it: what is built has every value once, and nothing else."""

import csv
import io
import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from html_pages import Page, column_count, grid, sections, words
from hypothesis import given
from jsonschema import Draft202012Validator, FormatChecker
from paths import REPOSITORY
from random_forms import RandomTable, block_labels, few, make_table, printed_texts, seeds

from perf_report.model.finding import Severity
from perf_report.model.form_data_files import data_file_names
from perf_report.model.plan import Plan
from perf_report.model.source import Source
from perf_report.model.text import Text
from perf_report.parse.load import load_plan
from perf_report.render.localized_text import mode_languages


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("forms")


@cache
def drawn(seed: int, folder: Path) -> RandomTable:
    """A table that the tests of this module share."""
    return make_table(seed, folder)


def mark(text: str) -> str:
    """What only this text has: its number in brackets, or the whole of a short one."""
    for opening, closing in ("（）", "()"):
        if text.endswith(closing) and opening in text:
            return text[text.rindex(opening) :]
    return text


@few
@given(seed=seeds)
def test_a_plan_of_any_form_has_no_error_and_is_the_same_from_its_yaml(
    seed: int, folder: Path
) -> None:
    table = drawn(seed, folder)
    errors = [
        each.finding for each in table.checked.findings if each.finding.severity is Severity.ERROR
    ]

    assert errors == []
    assert load_plan(Source(name="again", data=table.checked.source.data)).plan == table.plan


@few
@given(seed=seeds)
def test_the_data_files_have_every_public_value(seed: int, folder: Path) -> None:
    table = drawn(seed, folder)
    made = {name: table.make(name).decode("utf-8-sig") for name in data_file_names(table.form)}

    data = json.loads(made.pop("table.json"))
    assert list(_validator().iter_errors(data)) == []
    said = "\n".join(_strings(data))
    _check_texts(table, said, "zh", at_least=True)
    if "en" in table.plan.languages:
        _check_texts(table, said, "en", at_least=True)
    for name, text in made.items():
        header, *rows = csv.reader(io.StringIO(text, newline=""))
        assert len(set(header)) == len(header), name
        assert {len(row) for row in rows} <= {len(header)}, name


@cache
def _validator() -> Any:
    schema = json.loads((REPOSITORY / "perf_report/schemas/table.schema.json").read_bytes())
    return Draft202012Validator(schema, format_checker=FormatChecker())


def _strings(data: Any) -> list[str]:
    if isinstance(data, dict):
        return [text for value in data.values() for text in _strings(value)]
    if isinstance(data, list):
        return [text for value in data for text in _strings(value)]
    return [str(data)]


def _check_texts(table: RandomTable, said: str, language: Any, *, at_least: bool = False) -> None:
    plan = table.table.plan
    for text, count in printed_texts(table.form, plan):
        words = text.get(language) or (text.zh if text.en is None and language == "zh" else None)
        if words and count is not None:
            found = said.count(mark(words))
            assert found == count or (at_least and found >= min(count, 1)), (words, found, count)
    for secret in _secrets(table.plan, plan, table):
        words = secret.get(language)
        assert words is None or mark(words) not in said, words


def _secrets(whole: Plan, public: Plan, table: RandomTable) -> list[Text]:
    shown = {text for text, _ in printed_texts(table.form, public)}
    return [text for text, _ in printed_texts(table.form, whole) if text not in shown]


@few
@given(seed=seeds)
def test_the_pages_have_every_text_once_and_fill_their_tables(seed: int, folder: Path) -> None:
    table = drawn(seed, folder)
    for mode in table.modes:
        page = Page(table.make(f"table.{mode}.html", mode).decode())
        cells = [each for each in page.root.iter() if _is_printed(each)]
        said = "\n".join(map(words, cells))

        for language in mode_languages(mode):
            _check_texts(table, said, language)
            _check_labels(table, said, language)
        _check_grids(page)


def _is_printed(element: Any) -> bool:
    return element.tag in {"th", "td"} or element.get("class") == "line"


def _check_labels(table: RandomTable, said: str, language: Any) -> None:
    for label in block_labels(table.form):
        assert mark(label.get(language) or "") in said, label


def _check_grids(page: Page) -> None:
    ids = Counter(element.get("id") for element in page.root.iter() if element.get("id"))
    assert [id_ for id_, count in ids.items() if count > 1] == []
    for table in page.tables():
        heads = {head.get("id") for head in table.iter("th")}
        for cell in table.iter():
            assert set(cell.get("headers", "").split()) <= heads - {cell.get("id")}
        assert any(sections(table))
        for section in sections(table):
            rows = len(section.findall("tr"))
            covered = set(grid(section))
            wanted = {(row, at) for row in range(rows) for at in range(column_count(table))}
            assert rows
            assert covered == wanted, words(table)[:80]
