"""The README of the package leads to nothing that lies beside it in the repository alone."""

import re
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from paths import REPOSITORY

RELATIVE = re.compile(r"\]\((?!\w+:|#)[^)]*\)")
ADDRESS = "https://example.org/office/perf-report"


@pytest.fixture(scope="module")
def hatch_build(load_script: Callable[[str], ModuleType]) -> ModuleType:
    return load_script("hatch_build.py")


@pytest.mark.parametrize("address", [None, ADDRESS, f"{ADDRESS}/"])
@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_no_link_of_the_package_is_relative(
    name: str, address: str | None, hatch_build: ModuleType
) -> None:
    written = (REPOSITORY / name).read_text("utf-8")
    text = hatch_build.package_readme(written, address, "1.2.3")
    assert RELATIVE.search(written)
    assert RELATIVE.findall(text) == []
    assert "fill." not in text or address
    assert re.findall(r"^#.*", text, re.MULTILINE) == re.findall(r"^#.*", written, re.MULTILINE)


@pytest.mark.parametrize(
    ("written", "without", "with_address"),
    [
        ("See [a](docs/a.md#b).", "See a.", f"See [a]({ADDRESS}/blob/v1.2.3/docs/a.md#b)."),
        ("[a](https://example.org) [b](#b)", None, None),
        ("```md\n[a](b.md)\n```\n", None, None),
        ("a\n\n[b](b.md) · [c](c.md)\n\nd", "a\n\nd", None),
        ("a\n\n![b](b.png)\n\n*A [picture](b.md).*\n\nc", "a\n\nc", None),
        ("![b](b.png)\n\nc", "c", f"![b]({ADDRESS}/raw/v1.2.3/b.png)\n\nc"),
        ("![b](b.png)\n\n**c** d", "**c** d", None),
    ],
)
def test_a_link_gets_its_address_or_becomes_its_words(
    written: str, without: str | None, with_address: str | None, hatch_build: ModuleType
) -> None:
    assert hatch_build.package_readme(written, None, "1.2.3") == (without or written)
    text = hatch_build.package_readme(written, ADDRESS, "1.2.3")
    assert text == (with_address or (written if without is None else text))


@pytest.mark.parametrize("urls", [{}, {"urls": {"Repository": ADDRESS}}])
def test_the_hook_takes_the_address_and_the_version_of_the_package(
    urls: dict[str, dict[str, str]], hatch_build: ModuleType
) -> None:
    metadata: dict[str, Any] = {"version": "1.2.3", **urls}
    hatch_build.ReadmeHook(str(REPOSITORY), {}).update(metadata)
    assert metadata["readme"]["content-type"] == "text/markdown"
    assert (f"{ADDRESS}/blob/v1.2.3/docs/README.md" in metadata["readme"]["text"]) == bool(urls)
