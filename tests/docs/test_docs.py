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


@for_each("path", sorted(REPOSITORY.glob("docs/**/*.zh.md")))
def test_a_chinese_document_and_its_english_one_lead_to_each_other(path: Path) -> None:
    english = path.with_name(path.name.replace(".zh.md", ".md"))
    assert path.name in english.read_text("utf-8")
    assert english.name in path.read_text("utf-8")


# What is for those who work on the code, as ARCHITECTURE.md and CONTRIBUTING.md are.
ENGLISH_ONLY = {"upstream.md"}
PAGES = sorted(
    path
    for path in REPOSITORY.glob("docs/**/*.md")
    if not path.name.endswith(".zh.md") and path.name not in ENGLISH_ONLY
)


@for_each("path", PAGES)
def test_a_page_is_there_in_chinese_with_the_same_parts(path: Path) -> None:
    chinese = path.with_suffix(".zh.md")
    assert chinese.is_file()
    levels = [
        [len(marks) for marks in re.findall("(?m)^(##+) ", prose_of(each))]
        for each in (path, chinese)
    ]
    assert levels[0] == levels[1]


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
