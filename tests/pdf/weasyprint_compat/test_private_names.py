"""Private names of libraries stand in one package, on one list, and none is missed in silence."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from paths import PACKAGE, TESTS
from sampling import tries

from perf_report.pdf.weasyprint_compat.private_names import PRIVATE_NAMES

COMPAT = PACKAGE / "pdf" / "weasyprint_compat"

# What the libraries document, of what the package imports from modules of theirs.
DOCUMENTED = {
    "weasyprint", "weasyprint.Document", "weasyprint.text.fonts.FontConfiguration",
    "weasyprint.urls.URLFetcher", "cssselect2.ElementWrapper",
    "tinycss2", "tinycss2.parse_component_value_list",
    "pydyf", "pydyf.Array", "pydyf.Dictionary", "pydyf.Stream", "pydyf.String", "pydyf.name",
}  # fmt: skip
LIBRARIES = {
    "weasyprint",
    "pydyf",
    "fontTools",
    "cssselect2",
    "tinycss2",
    "tinyhtml5",
    "_ruamel_yaml",
}

# Names with an underscore that Python documents.
PUBLIC = {"os._exit", "parts._replace"}

# Attributes of Python's own objects, in the module of boxes, where every other is WeasyPrint's.
OWN = {"pop", "add", "extend"}


@cache
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


def attributes(tree: ast.Module) -> Iterator[ast.Attribute]:
    """The attributes that a module uses of anything but its own `self` and `cls`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) not in {
            "self", "cls", "super()",
        }:  # fmt: skip
            yield node


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__")


def private_attributes(tree: ast.Module) -> set[str]:
    return {ast.unparse(node) for node in attributes(tree) if is_private(node.attr)} - PUBLIC


def imports(tree: ast.Module) -> Iterator[str]:
    """The dotted names that a module imports from the libraries, or reads of their modules."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Attribute):
            names = [ast.unparse(node).removeprefix("self._")]
        else:
            continue
        yield from (name for name in names if name.partition(".")[0] in LIBRARIES)


def text_of(module: str) -> str:
    return (COMPAT / f"{module}.py").read_text("utf-8")


# --- One place ---


def test_no_module_outside_the_package_touches_a_private_name() -> None:
    found = {
        path.relative_to(PACKAGE): wrong
        for path, tree in trees().items()
        if path.parent != COMPAT
        and (wrong := private_attributes(tree) | (set(imports(tree)) - DOCUMENTED))
    }
    assert found == {}


def test_what_is_documented_is_used() -> None:
    used = {name for tree in trees().values() for name in imports(tree)}
    assert used >= DOCUMENTED


@pytest.mark.parametrize(
    "source",
    ["page._page_box", "def f(box): return box._box", "from weasyprint.css import ComputedStyle",
     "import weasyprint.pdf", "from pydyf import _to_bytes", "import fontTools.subset",
     "import _ruamel_yaml"],
)  # fmt: skip
def test_the_reader_of_sources_finds_private_names(source: str) -> None:
    tree = ast.parse(source)
    assert private_attributes(tree) | (set(imports(tree)) - DOCUMENTED)


# --- One list ---


def test_the_list_has_every_name_that_the_package_uses_and_no_other() -> None:
    wrong: dict[str, set[str]] = {}
    for path, tree in trees().items():
        if path.parent != COMPAT or path.stem in {"__init__", "private_names"}:
            continue
        listed = set(PRIVATE_NAMES.get(path.stem, ()))
        used = {node.attr for node in attributes(tree) if is_private(node.attr)}
        used |= {name.rpartition(".")[2] for name in set(imports(tree)) - DOCUMENTED}
        if path.stem == "boxes":
            used |= {node.attr for node in attributes(tree)} - OWN
        if used - listed:
            wrong[path.stem] = used - listed
    assert wrong == {}
    assert {each.stem for each in COMPAT.glob("*.py")} >= set(PRIVATE_NAMES)


def test_each_piece_says_what_it_needs_why_since_when_and_where_upstream_has_it() -> None:
    upstream = (TESTS.parent / "docs" / "upstream.md").read_text("utf-8")
    for path, tree in trees().items():
        if path.parent != COMPAT or path.stem in {"__init__", "private_names"}:
            continue
        told = ast.get_docstring(tree) or ""
        parts = re.findall(r"^(Needs|Why|Since|Upstream): ", told, re.MULTILINE)
        assert parts == ["Needs", "Why", "Since", "Upstream"], path
        place = told.partition("Upstream: ")[2]
        sections = re.findall(r'"([^"]+)"', place) if "docs/upstream.md" in place else []
        assert sections or re.search(r"[\w-]+/[\w-]+#\d+", place), path
        assert all(f"## {section}\n" in upstream for section in sections), path


# --- Renamed ---

# How some names end: the message of the error, or the same PDF.
ENDS = {
    ("painting", "_tags"): "claim-unmarked",
    ("boxes", "_page_box"): "renderer-changed",
    ("initial_styles", "__missing__"): None,
}

# What ends otherwise than in a sentence of which names are missing, and why.
LOADING = "loading"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where is kept what PDFs say."""
    return tmp_path_factory.mktemp("renamed")


@pytest.fixture(scope="module")
def renamed(folder: Path) -> list[dict[str, Any]]:
    """What becomes of the small table where each name in turn is another; a third of the names.

    Names change with the version of a library, which the weekly run tries.
    """
    cases = [
        (module, name)
        for module, names in PRIVATE_NAMES.items()
        if module != LOADING
        for name in names
        if (module, name) not in ENDS
    ]
    tried = cases[:: -(-len(cases) // tries(len(cases)))]
    return run([*ENDS, *tried, ("boxes", "a name that nobody uses")], folder)


def run(cases: list[tuple[str, str]], folder: Path, *options: str) -> list[dict[str, Any]]:
    program = Path(__file__).with_name("renaming.py")
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", program, TESTS, folder, *options],
        input=json.dumps(cases), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    found: list[dict[str, Any]] = json.loads(ran.stdout)
    assert {(each["module"], each["name"]) for each in found} == set(cases)
    return found


def faults(found: list[dict[str, Any]], normal: dict[str, Any]) -> Iterator[str]:
    """The cases that end neither in a sentence nor in the same PDF."""
    for each in found:
        case = f"{each['module']}: {each['name']}"
        if each.get("crash") or not each.get("count"):
            yield f"{case}: {each.get('crash', 'not used')}"
        elif each["error"]:
            if each["error"] not in {"renderer-changed", "font-subset"} and not each[
                "error"
            ].startswith("claim-"):
                yield f"{case}: {each['error']}"
        elif any(each[part] != normal[part] for part in ("pages", "objects", "properties")):
            yield f"{case}: another PDF"


def test_a_renamed_name_ends_in_a_sentence_or_in_the_same_pdf(
    renamed: list[dict[str, Any]],
) -> None:
    *found, normal = sorted(renamed, key=lambda each: each["name"] == "a name that nobody uses")

    assert normal["error"] is None
    assert len(found) > 10
    assert list(faults(found, normal)) == []
    ends = {(each["module"], each["name"]): each["error"] for each in found}
    assert {case: ends[case] for case in ENDS} == ENDS


def test_a_sentence_names_what_is_missing(renamed: list[dict[str, Any]]) -> None:
    told = {
        each["name"]: each["says"] for each in renamed if each.get("error") == "renderer-changed"
    }
    assert len(told) > 3
    assert [name for name, says in told.items() if f"{name}_gone" not in says] == []


@pytest.mark.parametrize("name", PRIVATE_NAMES[LOADING])
def test_loading_needs_none_of_its_shortcuts(
    name: str, renamed: list[dict[str, Any]], folder: Path
) -> None:
    normal = next(each for each in renamed if each["name"] == "a name that nobody uses")

    assert list(faults(run([(LOADING, name)], folder, "--alone"), normal)) == []
