"""The package declares what it imports, no more and no less, in ranges that were tested."""

import ast
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import packages_distributions, version
from itertools import chain

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from paths import PACKAGE, REPOSITORY

from perf_report.app import doctor
from perf_report.app.doctor import outside_ranges
from perf_report.messages import load_catalogue

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]

# Declared without being imported: another package looks for it.
LOADED_BY_OTHERS = {"python-multipart", "ruamel-yaml-clib"}


def declared() -> list[Requirement]:
    """The requirements of the package, and those of its extras."""
    extras = chain.from_iterable(PROJECT["optional-dependencies"].values())
    return [Requirement(each) for each in (*PROJECT["dependencies"], *extras)]


@cache
def imported() -> dict[str, set[str]]:
    """The packages that the sources import, inside functions too, with the modules that do."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in PACKAGE.rglob("*.py"):
        for name in imports(ast.parse(path.read_text("utf-8"))):
            found[name].add(path.relative_to(PACKAGE).as_posix())
    return found


def imports(tree: ast.Module) -> Iterator[str]:
    """The top-level names that a module imports from outside the standard library."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        else:
            continue
        tops = {name.partition(".")[0] for name in names}
        yield from tops - sys.stdlib_module_names - {"perf_report", ""}


@cache
def installed() -> Mapping[str, list[str]]:
    """The distributions of each top-level name; to collect them takes a fifth of a second."""
    return packages_distributions()


def distributions(module: str) -> set[str]:
    """The distributions that have a part in a top-level name, such as `ruamel`."""
    return {canonicalize_name(each) for each in installed().get(module, ())}


@pytest.mark.slow
def test_what_is_imported_is_declared() -> None:
    names = {canonicalize_name(each.name) for each in declared()}
    undeclared = {
        name: modules for name, modules in imported().items() if not distributions(name) & names
    }
    assert len(imported()) > 15
    assert undeclared == {}


def test_what_is_declared_is_imported() -> None:
    names = {canonicalize_name(each.name) for each in declared()}
    used = set().union(*map(distributions, imported()))
    assert names - used - LOADED_BY_OTHERS == set()


def test_an_import_inside_a_function_counts() -> None:
    assert list(imports(ast.parse("def f():\n    import fontTools.subset"))) == ["fontTools"]


@pytest.mark.parametrize("requirement", declared(), ids=lambda each: each.name)
def test_a_range_has_both_ends_and_the_version_that_the_tests_run_with(
    requirement: Requirement,
) -> None:
    operators = {each.operator for each in requirement.specifier}
    assert operators == {">=", "<"}
    assert requirement.specifier.contains(version(requirement.name))


# --- The doctor ---


def test_a_version_outside_its_range_is_told_with_both() -> None:
    assert list(outside_ranges(["pydyf>=0.13,<0.14", "nobody-has-this>=1,<2"])) == []
    (outside,) = outside_ranges(["pydyf>=0.1,<0.2", 'segno>=9,<10; extra == "x"'][:1])
    assert outside == ("pydyf", version("pydyf"), "<0.2,>=0.1")
    assert [name for name, _, _ in outside_ranges(['segno>=9,<10; extra == "x"'])] == ["segno"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "pydyf {0} (tested: <0.2,>=0.1)"), ("zh", "pydyf {0}（测试范围：<0.2,>=0.1）")],
)
def test_the_doctor_names_it_in_both_languages(
    monkeypatch: pytest.MonkeyPatch, language: str, expected: str
) -> None:
    monkeypatch.setattr(
        "importlib.metadata.requires", lambda _name: ["pydyf>=0.1,<0.2", "segno>=1,<2"]
    )
    found = doctor._ranges(load_catalogue(language))

    assert (found.found, found.needed) == (False, False)
    assert found.detail == expected.format(version("pydyf"))
    assert load_catalogue(language).format("doctor", f"fix-{found.id}")


def test_the_doctor_finds_the_installed_versions_inside() -> None:
    found = doctor._ranges(load_catalogue("en"))

    assert found.found
    assert "tested" in found.detail
