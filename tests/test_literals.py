"""No module and no template knows a form: its labels, its categories, its sources of money.

A string counts if it is a literal of a module, docstrings apart, or stands in quotes or between
tags in a template. What is compared with it:

- a label in Chinese of a built-in form, a framework or `form_labels.yaml`, whatever its length;
- a label in English that has several words or begins with a capital, unless it is the name of a
  type of the module; `more` and `qualitative` are ids, too;
- the id of a category, which has a dot;
- `basic`, also as the name of an attribute or an argument; `other`, which has other meanings in the
  modules of `_OTHER`; and `project`, a key of a spec, beside one of the two in a collection.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from cases import for_each

from perf_report import resources
from perf_report.model.framework import all_category_ids
from perf_report.model.text import Text
from perf_report.parse.document import parse_document
from perf_report.parse.frameworks import load_frameworks
from perf_report.parse.source import read_source

ROOT = resources.PACKAGE
MODULES = sorted(path for path in ROOT.rglob("*.py") if "data" not in path.relative_to(ROOT).parts)
TEMPLATES = sorted(
    path
    for path in resources.templates_path().rglob("*")
    if path.suffix in {".j2", ".js", ".css", ".svg"}
)

# Where the sources of money of a spec without a form are named.
USUAL_SOURCES = "model/usual_sources.py"

# What `other` means in a module, if no source of money.
_OTHER = {
    USUAL_SOURCES: "the sources of format 1",
    "app/check/duplicate_tables.py": "an argument of a message: the other file",
    "model/plan_data.py": "the plural of a unit",
    "model/report.py": "a cause of a deviation",
    "parse/plan.py": "the plural of a unit",
    "signing/state.py": "changes after a signature that are none of the harmless ones",
}

_QUOTED = re.compile(r""""([^"\n]*)"|'([^'\n]*)'|`([^`\n]*)`|>([^<>{}]+)<""")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """The strings of a module with their lines, without docstrings and names of its types."""
    tree = tree_of(path)
    lone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    types = set(_types(tree))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if id(node) not in lone and node.value not in types:
            yield node.lineno, node.value.strip()


def _types(tree: ast.Module) -> Iterator[str]:
    """The classes and aliases that a module defines or imports, which may stand in quotes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.ImportFrom):
            yield from (each.asname or each.name for each in node.names)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def quoted(path: Path) -> Iterator[tuple[int, str]]:
    """The strings of a template with their lines."""
    for line, text in enumerate(path.read_text("utf-8").splitlines(), start=1):
        for match in _QUOTED.finditer(text):
            yield line, next(group for group in match.groups() if group is not None).strip()


def texts_in(value: Any) -> Iterator[Text]:
    """Every text below a value of data: a mapping with `zh` and `en`."""
    if isinstance(value, dict) and "zh" in value:
        yield Text(zh=value["zh"], en=value.get("en"))
    elif isinstance(value, dict):
        for key, below in value.items():
            # What a form or a framework is called in a list, and whence it comes, is no label.
            yield from texts_in(below) if key not in {"source", "seen_note", "name"} else ()
    elif isinstance(value, list):
        for below in value:
            yield from texts_in(below)


@cache
def labels() -> frozenset[str]:
    data = resources.PACKAGE / "data"
    files = [*(data / "forms").glob("*.yaml"), *(data / "frameworks").glob("*.yaml")]
    found = set()
    for path in (*files, data / "form_labels.yaml"):
        root = parse_document(read_source(path)).root
        assert root is not None, path
        for text in texts_in(root.value()):
            found.add(text.zh)
            english = text.en or ""
            if " " in english or english[:1].isupper():
                found.add(english)
    return frozenset(each for each in found if each)


def test_there_are_labels_and_categories_to_look_for() -> None:
    assert {"整体支出绩效目标表", "基本支出", "Main task", "Total", "数量指标"} <= labels()
    assert "more" not in labels()
    assert "output.quantity" in categories()
    assert len(MODULES) > 200
    assert len(TEMPLATES) > 20


@cache
def categories() -> frozenset[str]:
    return frozenset(all_category_ids(load_frameworks(()).values()))


@for_each("path", MODULES)
def test_a_module_has_no_label_and_no_category(path: Path) -> None:
    known = labels() | categories()
    assert [found for found in literals(path) if found[1] in known] == []


@for_each("path", TEMPLATES)
def test_a_template_has_no_label_and_no_category(path: Path) -> None:
    known = labels() | categories()
    assert [found for found in quoted(path) if found[1] in known] == []


def collections(path: Path) -> Iterator[tuple[int, set[str]]]:
    """The strings that stand together in a tuple, a list, a set or the keys of a mapping."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            parts = node.elts
        elif isinstance(node, ast.Dict):
            parts = [key for key in node.keys if key is not None]
        else:
            continue
        strings = {each.value for each in parts if isinstance(each, ast.Constant)}
        yield node.lineno, {each for each in strings if isinstance(each, str)}


def names(path: Path) -> Iterator[tuple[int, str]]:
    """The names of attributes and of arguments."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.value.lineno, node.arg


@for_each("path", MODULES)
def test_a_module_names_no_source_of_money(path: Path) -> None:
    if name_of(path) == USUAL_SOURCES:
        return
    found = [*literals(path), *names(path)]
    assert [each for each in found if each[1] == "basic"] == []
    if name_of(path) not in _OTHER:
        assert [each for each in literals(path) if each[1] == "other"] == []
    together = {"project", "other"}
    assert [each for each in collections(path) if together <= each[1]] == []


@for_each("path", TEMPLATES)
def test_a_template_names_no_source_of_money(path: Path) -> None:
    assert [found for found in quoted(path) if found[1] in {"basic", "other"}] == []
    assert re.search(r"\bfunds\.(basic|project|other)\b", path.read_text("utf-8")) is None


@for_each("name", _OTHER)
def test_a_module_that_may_say_other_says_it(name: str) -> None:
    assert "other" in [text for _, text in literals(ROOT / name)]
