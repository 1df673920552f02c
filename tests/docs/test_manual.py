"""The manual is built without a warning, and reads well in a browser, in both languages."""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote

import pytest
from paths import REPOSITORY
from playwright.sync_api import Browser, Page, expect
from sites import serving

PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+\.png)\)")
READERS = ("fill", "review", "publish", "run", "develop")
ANCHOR = re.compile(r"<a [^>]*>")
# A link without a scheme; what follows `#` is not checked.
ADDRESS = re.compile(r'href="?(?![\w+.-]+:|#)([^"#\s>]+)')
ASKED = ("绩效", "指标值", "公开")


@pytest.fixture(scope="module")
def build_manual(load_script: Callable[[str], ModuleType]) -> ModuleType:
    return load_script("scripts/build_manual.py")


def listed(arranged: list[Any]) -> Iterator[str]:
    for each in arranged:
        if isinstance(each, dict):
            yield from listed(each["pages"])
        else:
            yield each


def test_every_page_is_in_the_manual_once(build_manual: ModuleType) -> None:
    arrangement = build_manual.read_arrangement()
    found = Counter(listed(build_manual.arranged(["README", *arrangement["part"]])))
    assert set(found.values()) == {1}
    assert {page for page in found if not page.startswith("../")} == build_manual.pages()
    assert all({"zh", "en"} <= set(part) for part in arrangement["part"])


@pytest.mark.parametrize("ending", [".md", ".zh.md"])
@pytest.mark.parametrize("reader", READERS)
def test_a_reader_begins_with_a_picture_in_words_and_the_shortest_way(
    reader: str, ending: str
) -> None:
    path = REPOSITORY / "docs" / "readers" / f"{reader}{ending}"
    begins, picture, rest = path.read_text("utf-8").partition("![")
    assert len(begins.splitlines()) < 10
    [(words, name)] = PICTURE.findall(picture + rest)
    assert len(words) > 10
    assert name.endswith(".zh.png" if ending == ".zh.md" else ".en.png")
    assert (path.parent / name).stat().st_size < 120_000
    assert "```console" in rest.partition("\n## ")[2].partition("\n## ")[0]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[a](serve.md#x)", "[a](serve.md#x)"),
        ("[a](../benchmarks/README.md)", "a"),  # a page in one language alone
        ("[`a`](../templates)", "`a`"),  # a folder
        ("[a](../.github/workflows/release.yml)", "a"),  # what the manual leaves out
        ("[a](../README.md)", "[a](repository/index.md)"),
        ("[![a](images/page.png)](images/page.png)", "[![a](images/page.png)](images/page.png)"),
        ("[a](nowhere.md)", None),
        (
            "See [docs/serve.md](serve.md#x) for it",
            "See [Filling in tables on a page](serve.md#x) for it",
        ),
    ],
)
def test_a_link_to_what_the_manual_does_not_show_keeps_its_words(
    written: str, shown: str | None, build_manual: ModuleType, tmp_path: Path
) -> None:
    edition = build_manual.Edition(language="en", work=tmp_path)
    source = REPOSITORY / "docs" / "fonts.md"
    if shown is None:
        with pytest.raises(SystemExit, match="leads nowhere"):
            edition._with_links(written, "fonts.md", source)
    else:
        assert edition._with_links(written, "fonts.md", source) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("见 [install.zh.md](install.zh.md) 的说明", "见[安装](install.md)的说明"),
        ("- [install.zh.md](install.zh.md#x)。", "- [安装](install.md#x)。"),
        ("见 [a.md](typography.zh.md) 的说明", "见 [PDF 的排版](typography.md)的说明"),
        ("| [install.zh.md](install.zh.md) |", "| [安装](install.md) |"),
    ],
)
def test_a_link_that_names_a_file_has_the_title_of_its_page(
    written: str, shown: str, build_manual: ModuleType, tmp_path: Path
) -> None:
    edition = build_manual.Edition(language="zh", work=tmp_path)
    source = REPOSITORY / "docs" / "fonts.zh.md"
    assert edition._with_links(written, "fonts.md", source) == shown


def test_the_pages_of_a_language_lead_to_each_other_and_code_is_left_alone(
    build_manual: ModuleType, tmp_path: Path
) -> None:
    edition = build_manual.Edition(language="zh", work=tmp_path)
    assert edition.add("docs/serve.md") == "serve.md"
    text = (edition.folder / "serve.md").read_text("utf-8")
    assert "](import.md)" in text
    assert "[English]" not in text
    assert edition.files["repository/index.md"].name == "README.zh.md"
    assert all("[English]" not in path.read_text("utf-8") for path in edition.folder.rglob("*.md"))
    edition.add("docs/reference/commands.md")
    options = (edition.folder / "reference" / "commands.md").read_text("utf-8")
    assert "`--color [auto|always|never]`" in options
    code = "```md\n[a](b.md)\n```\n"
    assert [part for is_code, part in build_manual.fenced(f"x\n{code}y") if is_code] == [code[:-4]]


def test_a_link_that_leads_nowhere_ends_the_build(build_manual: ModuleType, tmp_path: Path) -> None:
    settings = tmp_path / "zh.toml"
    settings.write_text('[project]\nsite_name = "x"\ndocs_dir = "zh"\nsite_dir = "built"\n')
    (tmp_path / "zh").mkdir()
    page = tmp_path / "zh" / "index.md"
    page.write_text("# a\n\n[a](#a)\n")
    build_manual.run_zensical(settings)
    page.write_text("# a\n\n[b](#b)\n")
    with pytest.raises(SystemExit, match="anchor does not exist"):
        build_manual.run_zensical(settings)


def search(page: Page, words: str) -> None:
    """Search for words, and expect that what is found first has them as its title."""
    page.locator(".md-search__button").click()
    page.get_by_role("combobox").fill(words)
    expect(page.locator("[role=option] h2").first).to_contain_text(words)
    page.keyboard.press("Escape")


def pages_of(folder: Path) -> dict[str, Path]:
    """The pages of the manual in one language, by name."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.html")}
    return {name: path for name, path in found.items() if not name.startswith("en/")}


def links_astray(page: Path, folder: Path) -> set[str]:
    """What a page leads to outside of its language, or that is not there."""
    links = {
        link
        for tag in ANCHOR.findall(page.read_text("utf-8"))
        if "hreflang=" not in tag
        for link in ADDRESS.findall(tag)
    }
    targets = {link: Path(os.path.normpath(page.parent / unquote(link))) for link in links}
    return {
        f"{page.relative_to(folder)}: {link}"
        for link, target in targets.items()
        if not target.exists() or language_of(target, folder) != language_of(page, folder)
    }


def language_of(path: Path, folder: Path) -> bool:
    """Whether a file is one of this folder, and not of the English one in it."""
    return path.is_relative_to(folder) and not path.is_relative_to(folder / "en")


@pytest.mark.slow
def test_the_manual_is_built_and_its_search_finds_chinese(
    build_manual: ModuleType, tmp_path: Path, browser: Browser
) -> None:
    built = build_manual.build(tmp_path)
    chinese, english = (pages_of(folder) for folder in (built, built / "en"))
    assert set(chinese) == set(english)
    assert len(chinese) > 150
    for folder, pages in ((built, chinese), (built / "en", english)):
        assert {each for page in pages.values() for each in links_astray(page, folder)} == set()
    with serving(built) as address:
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}/spec.html")
        for words in ASKED:
            search(page, words)
        page.get_by_text("English", exact=True).click()
        page.wait_for_url("**/en/spec.html")
        page.get_by_text("中文", exact=True).click()
        page.wait_for_url(f"{address}/spec.html")
        page.close()
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
