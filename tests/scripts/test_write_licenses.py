"""Everything that is shipped and installed is listed, with its license."""

import json
import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from paths import PACKAGE, REPOSITORY

sys.path.insert(0, str(REPOSITORY / "scripts"))

import write_licenses

DATA = write_licenses.read_licenses()
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))


def test_the_lists_are_up_to_date() -> None:
    assert [
        path.name
        for path, text in write_licenses.files().items()
        if path.read_text("utf-8") != text
    ] == []


def test_every_package_that_is_pinned_has_a_license() -> None:
    assert {*DATA["required"], *DATA["build"]} == set(write_licenses.read_pins("requirements.txt"))


def test_every_package_of_an_extra_has_a_license() -> None:
    extras = PROJECT["project"]["optional-dependencies"].values()
    asked = {canonicalize_name(Requirement(each).name) for extra in extras for each in extra}
    assert set(DATA["extras"]) == asked - set(DATA["required"])


@pytest.mark.parametrize("name", [*DATA["required"], *DATA["build"], *DATA["extras"]])
def test_a_license_is_the_one_that_the_package_states(name: str) -> None:
    try:
        stated = metadata(name).json.get("license_expression")
    except PackageNotFoundError:
        assert name == "brotlicffi", "only PyPy installs it"
        return
    listed = {**DATA["required"], **DATA["build"], **DATA["extras"]}[name]
    assert stated in {None, listed}


def fonts_and_scripts_of_others() -> set[str]:
    """The files in the wheel whose kind is one that others make."""
    shipped = [*PACKAGE.rglob("*.otf"), *PACKAGE.rglob("*.ttf"), *PACKAGE.rglob("*.woff*")]
    scripts = (REPOSITORY / "templates").rglob("*.min.*")
    return {path.name for path in (*shipped, *scripts)}


def test_what_others_made_is_listed_with_a_text_that_travels_too() -> None:
    listed = {file for each in DATA["shipped"] for file in each["files"]}
    assert {file.rpartition("/")[2] for file in listed} == fonts_and_scripts_of_others()
    assert {each["text"] for each in DATA["shipped"]} <= set(PROJECT["project"]["license-files"])
    expression = set(PROJECT["project"]["license"].split(" AND "))
    assert expression == {"MIT", *(each["license"] for each in DATA["shipped"])}


def test_the_bill_of_materials_has_every_package_and_a_digest_of_every_file() -> None:
    bill: dict[str, Any] = json.loads((REPOSITORY / "sbom.cdx.json").read_text("utf-8"))
    root = bill["metadata"]["component"]
    assert {each["name"] for each in bill["components"]} == set(DATA["required"])
    files = [file for each in root["components"] for file in each["components"]]
    assert len(files) == 4
    assert all(re.fullmatch("[0-9a-f]{64}", file["hashes"][0]["content"]) for file in files)


def test_a_pin_is_read_with_its_extras() -> None:
    pins = write_licenses.read_pins("requirements-dev.txt")
    assert pins["pytest"].count(".") >= 1
    assert {"moto", "pagefind"} <= set(pins)
