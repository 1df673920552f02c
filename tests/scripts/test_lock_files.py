"""The lock files: they hold what `pyproject.toml` declares, and fit each other."""

import itertools
import re
import tomllib
from collections.abc import Iterable
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from paths import REPOSITORY

_KINDS = ("", "-docs", "-dev", "-bundle", "-release")
RUN, DOCS, DEV, BUNDLE, RELEASE = (f"requirements{each}.txt" for each in _KINDS)
PROJECT: dict[str, Any] = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
GROUPS = PROJECT["dependency-groups"]


def entries(name: str) -> list[tuple[Requirement, str]]:
    """Each pinned package, with its digests and what it is there for."""
    text = (REPOSITORY / name).read_text("utf-8")
    blocks = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]
    return [(Requirement(block.splitlines()[0].removesuffix(" \\")), block) for block in blocks]


def declared(*lists: list[Any]) -> list[Requirement]:
    # What another group includes is no requirement of its own.
    return [Requirement(each) for each in itertools.chain(*lists) if isinstance(each, str)]


def names(requirements: Iterable[Requirement]) -> set[str]:
    return {canonicalize_name(requirement.name) for requirement in requirements}


EXTRAS = PROJECT["project"]["optional-dependencies"]
# What `make bundle` brings to a machine without a network.
BUNDLED = ("office", "serve", "sign", "search")
IN_DEV = ("build", "docs", "dev")
ROOTS = {
    BUNDLE: declared(PROJECT["project"]["dependencies"], *(EXTRAS[each] for each in BUNDLED)),
    RUN: declared(PROJECT["project"]["dependencies"], GROUPS["build"]),
    DOCS: declared(GROUPS["docs"]),
    DEV: declared(PROJECT["project"]["dependencies"], *(GROUPS[each] for each in IN_DEV)),
    RELEASE: declared(GROUPS["build"], GROUPS["release"]),
}


@pytest.mark.parametrize("name", ROOTS)
def test_every_package_is_pinned_by_digests_and_comes_from_wherever_pip_looks(name: str) -> None:
    found = entries(name)
    assert len(found) > 10
    assert [str(package) for package, block in found if "--hash=sha256:" not in block] == []
    assert [
        str(package) for package, _ in found if not str(package.specifier).startswith("==")
    ] == []
    text = (REPOSITORY / name).read_text("utf-8")
    assert re.findall(r"://|^-|\s@\s", text, flags=re.MULTILINE) == []


@pytest.mark.parametrize("name", ROOTS)
def test_what_is_pinned_for_its_own_sake_is_what_is_declared(name: str) -> None:
    pattern = re.compile(r"#(?: via)? +(?:perf-report \()?pyproject\.toml")
    roots = [package for package, block in entries(name) if pattern.search(block)]
    assert names(roots) == names(ROOTS[name])


@pytest.mark.parametrize("name", ROOTS)
def test_every_pinned_version_is_within_the_declared_range(name: str) -> None:
    pinned = {canonicalize_name(package.name): package.specifier for package, _ in entries(name)}
    outside = [
        str(requirement)
        for requirement in ROOTS[name]
        for pin in pinned[canonicalize_name(requirement.name)]
        if not requirement.specifier.contains(pin.version, prereleases=True)
    ]
    assert outside == []


@pytest.mark.parametrize("name", [RUN, DOCS, BUNDLE])
def test_the_tools_are_tested_with_the_very_packages_that_others_have(name: str) -> None:
    def digests(name: str) -> dict[str, list[str]]:
        return {
            f"{package.name}{package.specifier}": re.findall(r"sha256:\w+", block)
            for package, block in entries(name)
        }

    some, dev = digests(name), digests(DEV)
    # What Windows alone needs is no part of the others.
    some = {key: value for key, value in some.items() if not key.startswith("tzdata")}
    assert {key: dev.get(key) for key in some} == some
    assert len(dev) > len(some) + 50


def test_the_product_runs_without_its_extras() -> None:
    extras = names(declared(*EXTRAS.values()))
    assert len(extras) >= 5
    assert extras & names(package for package, _ in entries(RUN)) == set()
    assert extras <= names(package for package, _ in entries(DEV))


def test_the_makefile_pins_the_extras_of_the_bundle() -> None:
    makefile = (REPOSITORY / "Makefile").read_text("utf-8")
    assert f"BUNDLE_EXTRAS := {' '.join(BUNDLED)}\n" in makefile
