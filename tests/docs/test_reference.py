"""The reference is made from what it describes, and leaves nothing out, in either language."""

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import click
import pytest
from cases import for_each
from paths import PACKAGE, REPOSITORY

from perf_report.cli import program
from perf_report.messages import load_catalogue
from perf_report.model.target import Operator, Quantity
from perf_report.model.target_reading import WORDS_BEFORE, WORDS_BEHIND, read_target

sys.path.insert(0, str(REPOSITORY / "scripts"))

import generated_docs
import reference_data
import reference_words
import write_reference

PAGES = write_reference.pages()
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
each_page = for_each("name", list(PAGES))


def test_the_pages_are_fresh() -> None:
    assert generated_docs.update(write_reference.FOLDER, PAGES, is_check=True) == []


def test_each_command_that_writes_json_has_its_format_here() -> None:
    say = load_catalogue("en")
    writers = {
        name
        for name, command in program.cli.commands.items()
        for option in command.params
        if "--format" in option.opts and "json" in say.format("cli", option.help or "").lower()
    }
    # What a build writes is there by its files.
    writers -= {"build"}
    assert {"diff", "doctor", "status", "validate"} <= writers
    assert [name for name in writers if f"{name} --format json" not in PAGES["json.md"]] == []


def row(page: str, place: str) -> list[str]:
    """The cells of the row at a place of a page."""
    [line] = [line for line in PAGES[page].splitlines() if f'<a id="{place}"></a>' in line]
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


@pytest.mark.parametrize(
    ("page", "place", "value"),
    [
        ("spec.md", "format", "required; `1`"),
        ("spec.md", "year", "required; integer, 2000 to 2100; such as `2025`"),
        ("spec.md", "department.parent", "code; such as `ccpit-tianjin`"),
        ("spec.zh.md", "tasks", "没有写明 `form` 的必填；列表：[主要工作任务](#主要工作任务-task)"),
        ("spec.md", "disclose", "`true` or `false`"),
        ("spec.md", "goal.formerly", "id, or list of: id; such as `it-work`"),
        ("spec.md", "unit.one", "required; text; such as `report`"),
        ("spec.md", "indicator.baseline.year", "required; integer, 1949 to 2100; such as `2024`"),
        ("reports.md", "through", "required for monitoring; date; such as `2025-07`"),
        ("reports.md", "as_of", "required for a self-evaluation; date; such as `2025-12-31`"),
        ("forms.zh.md", "frameworks", "列表：标识，或 `any`；如 `[national, cost-first]`"),
        ("scorings.md", "late[].days", "required; integer, 1 to 3660; such as `30`"),
        ("json.md", "changes.matches[].likeness", "always; integer, 0 to 100, or null"),
        ("json.md", "report-data.year", "always; integer, 1949 to 2100"),
    ],
)
def test_a_key_has_what_its_schema_asks_for(page: str, place: str, value: str) -> None:
    assert row(page, place)[1] == value


def test_a_key_has_its_meaning_in_the_language_of_the_page() -> None:
    assert row("spec.zh.md", "revision")[2] == "版次。首次公开为第1版；每次更正或调整加1。"
    assert row("spec.md", "year")[2] == "The budget year."


@each_page
def test_every_row_of_a_page_has_an_address_of_its_own(name: str) -> None:
    places = Counter(re.findall(r'<a id="([^"]+)">', PAGES[name]))
    assert [place for place, count in places.items() if count > 1] == []
    if name.endswith(".zh.md"):
        other = PAGES[name.replace(".zh.md", ".md")]
        assert list(places) == re.findall(r'<a id="([^"]+)">', other)


@each_page
def test_the_links_within_a_page_lead_to_its_headings(name: str) -> None:
    titles = [title.replace("`", "") for title in HEADING.findall(PAGES[name])]
    known = Counter(map(reference_words.address, titles))
    assert {
        place for place in re.findall(r"\]\(#([^)]+)\)", PAGES[name]) if known[place] != 1
    } == set()


def test_every_option_of_every_command_is_listed() -> None:
    for name, command in {"": program.cli, **program.cli.commands}.items():
        for option in command.params:
            if isinstance(option, click.Option) and not option.hidden:
                place = ".".join(filter(None, (name, option.opts[-1].lstrip("-"))))
                assert option.opts[-1] in row("commands.md", place)[0]


def test_every_word_of_a_sign_is_read_as_the_sign() -> None:
    read = 0
    for patterns, written in ((WORDS_BEFORE, "{}17台"), (WORDS_BEHIND, "17台{}")):
        for operator, pattern in patterns.items():
            for word in reference_data.matches(pattern):
                target = read_target(written.format(word), 2025)
                # 内办结 and the like are said of times, not of things.
                target = target or read_target(f"17日{word}", 2025)
                assert isinstance(target, Quantity), word
                assert target.operator is operator
                read += 1
    assert read > 30
    assert set(WORDS_BEFORE) == set(Operator)


def variables_read() -> Iterator[str]:
    """The names of variables that the code asks the environment for."""
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text("utf-8")
        if "environ" not in text:
            continue
        tree = ast.parse(text)
        constants = {
            target.id: node.value.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            yield from names_asked(node, constants)


def names_asked(node: ast.AST, constants: dict[str, Any]) -> Iterator[str]:
    is_asked = (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "get"
        and re.search("environ", ast.unparse(node.func.value))
    )
    if is_asked and isinstance(node, ast.Call):
        asked = node.args[0]
        name = asked.value if isinstance(asked, ast.Constant) else None
        name = constants.get(asked.id) if isinstance(asked, ast.Name) else name
        yield from [str(name)] if name else []


def test_every_variable_of_the_environment_is_listed() -> None:
    listed = set(reference_words.read_words()["environment"])
    # An option of its own, and what fontconfig is told.
    asked = set(variables_read()) - {"PERF_REPORT_UI_LANGUAGE", "FONTCONFIG_FILE"}
    assert len(asked) > 5
    assert asked - listed == set()
    sources = "".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    assert {name for name in listed if f'"{name}"' not in sources} == set()
