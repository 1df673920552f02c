"""The documents: links that lead somewhere, and tables that name everything."""

import re
from pathlib import Path

import pytest
from cases import for_each
from paths import REPOSITORY

from perf_report.diff.assessment import Significance
from perf_report.diff.change import COMBINED_KINDS, ChangeKind
from perf_report.messages import load_catalogue
from perf_report.render.changes import TEXT_REPORTS

DOCUMENTS = sorted([*REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/**/*.md")])
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)(?:#[^)\s]*)?\)")


def test_there_are_documents() -> None:
    assert len(DOCUMENTS) > 30


@for_each("path", DOCUMENTS)
def test_every_link_of_a_document_leads_to_a_file(path: Path) -> None:
    links = LINK.findall(path.read_text("utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("name", ["diff.md", "diff.zh.md"])
def test_the_kinds_of_change_are_all_documented(name: str) -> None:
    text = (REPOSITORY / "docs" / name).read_text("utf-8")
    rows = "\n".join(line for line in text.splitlines() if line.startswith("| `"))
    assert {kind for kind in ChangeKind if f"`{kind}`" not in rows} == set()
    assert {name for name in (*TEXT_REPORTS, "html", "pdf") if f"`{name}`" not in rows} == set()


@pytest.mark.parametrize(("name", "language"), [("diff.md", "en"), ("diff.zh.md", "zh")])
def test_a_judgement_is_documented_in_the_words_of_the_reports(name: str, language: str) -> None:
    say = load_catalogue("zh" if language == "zh" else "en")
    text = (REPOSITORY / "docs" / name).read_text("utf-8")
    words = {say.format("significance", each) for each in Significance}
    for kind in COMBINED_KINDS:
        row = next(line for line in text.splitlines() if line.startswith(f"| `{kind}`"))
        assert row.split(" | ")[1] in words


PAGES = [path for path in DOCUMENTS if not path.name.endswith(".zh.md")]
# In Chinese it is shorter, or has other parts; THIRD-PARTY.md is a list of names.
OWN_PARTS = {"README.md", "CHANGELOG.md"}
ONE_LANGUAGE = {"THIRD-PARTY.md"}


@for_each("path", [path for path in PAGES if path.name not in ONE_LANGUAGE])
def test_a_page_is_there_in_chinese_with_the_same_parts(path: Path) -> None:
    chinese = path.with_suffix(".zh.md")
    assert chinese.is_file()
    levels = [
        [len(marks) for marks in re.findall("(?m)^(##+) ", prose_of(each))]
        for each in (path, chinese)
    ]
    assert levels[0] == levels[1] or (path.parent == REPOSITORY and path.name in OWN_PARTS)
    # They lead to each other, and otherwise to pages of their own language.
    assert leads_to(path) & set(DOCUMENTS) <= {chinese, *PAGES}
    assert chinese in leads_to(path)
    assert leads_to(chinese) & set(PAGES) <= {
        path,
        *(page for page in PAGES if page.name in ONE_LANGUAGE),
    }
    assert path in leads_to(chinese)


def leads_to(path: Path) -> set[Path]:
    """The files that a document has links to."""
    return {(path.parent / link).resolve() for link in LINK.findall(path.read_text("utf-8"))}


def test_the_shorter_changelog_has_each_release_and_each_change_of_a_contract() -> None:
    english, chinese = (
        (REPOSITORY / f"CHANGELOG{end}").read_text("utf-8") for end in (".md", ".zh.md")
    )
    releases = re.compile(r"(?m)^## (\[\d.*)$")
    assert releases.findall(english) == releases.findall(chinese)
    contracts = [entry.partition("**Contract:**")[2] for entry in re.split("(?m)^- ", english)]
    named = {name for contract in contracts for name in re.findall("`([^`]+)`", contract)}
    assert {name for name in named if name not in chinese} == set()
    assert len(named) > 50


def prose_of(path: Path) -> str:
    """A document without its blocks of code."""
    return CODE.sub("", path.read_text("utf-8"))


CODE = re.compile(r"(?ms)^ *```(\w+)\n(.*?)^ *```$")
NAMES = re.compile(r"`([a-z][a-z_0-9.-]*)`")


@pytest.mark.parametrize("name", ["spec", "output"])
def test_a_reference_says_the_same_in_both_languages(name: str) -> None:
    """The YAML, the JSON and the commands are equal but for comments, and no key is left out."""
    english, chinese = (
        (REPOSITORY / "docs" / f"{name}{end}").read_text("utf-8") for end in (".md", ".zh.md")
    )
    first, second = (
        [_uncommented(*each) for each in CODE.findall(text)] for text in (english, chinese)
    )
    assert first == second
    assert len(first) >= 3
    assert set(NAMES.findall(english)) - set(NAMES.findall(chinese)) == set()
    assert len(re.findall("(?m)^## ", english)) == len(re.findall("(?m)^## ", chinese))


def _uncommented(language: str, code: str) -> tuple[str, str]:
    return language, re.sub(r" +# (?!yaml).*", "", code)
