"""The words of the product: `docs/words.toml` holds for catalogs, data, templates and documents."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from cases import for_each
from paths import PACKAGE, REPOSITORY

from perf_report.messages import catalogue_path
from perf_report.resources import form_schema_path, report_schema_path, schema_path, templates_path

LIST: dict[str, Any] = tomllib.loads((REPOSITORY / "docs" / "words.toml").read_text("utf-8"))
CATALOGS = [catalogue_path("zh"), catalogue_path("en")]
DATA = sorted(
    path
    for path in (PACKAGE / "data").rglob("*")
    # Labels that were printed in the past stay as they were, and offices have words of their own.
    if path.is_file() and path.parent.name not in {"printed", "import"}
)
SCHEMAS = [schema_path(), form_schema_path(), report_schema_path()]
CI = sorted(path for path in REPOSITORY.glob("ci/*") if path.is_file())
TEMPLATES = sorted(path for path in templates_path().rglob("*") if path.is_file())
DOCUMENTS = sorted(
    path
    for path in (*REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/**/*.md"))
    # What a release was told to be is history.
    if path.name != "CHANGELOG.md"
)

NEVER = r"(?!)"
CHINESE = "[\u4e00-\u9fff]"
# The beginning of a line of Markdown that is no plain paragraph, or that begins one.
_BEGINS = re.compile(r"[#>|<!]|[-*] |\d+\. |```|\[[^\]]+\]: ")
# Bold that ends in a full stop needs a space behind it, or Markdown does not see its end.
_BOLD = re.compile(r"(?<=[。：；！？）])\*\* |\*\*")
_LEADS = re.compile(r"^(\s*(#+|[-*>]|\d+\.) )+")
_COMMENT = re.compile(r"\{#.*?#\}|/\*.*?\*/|<!--.*?-->", re.DOTALL)
_CODE = re.compile(r"`[^`]*`|<a id=[^>]*>")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")

Line = tuple[str, str]


def name_of(path: Path) -> str:
    """The name of a file below the package or the repository."""
    folder = PACKAGE if PACKAGE in path.parents else REPOSITORY
    return path.relative_to(folder).as_posix() if folder in path.parents else path.name


# --- What is held of a file ---


@cache
def lines_of(path: Path) -> list[Line]:
    """The lines of a file that are held, each with its place; code in them is gone."""
    if path.suffix == ".md":
        return list(_lines_of_document(path))
    if path in CATALOGS:
        return list(_lines_of_catalog(path))
    text = path.read_text("utf-8")
    if path in TEMPLATES:
        text = "\n".join(_COMMENT.findall(text))
    lines = _CODE.sub("Xx", text).splitlines()
    return [(f"{name_of(path)}:{number}", line) for number, line in enumerate(lines, 1)]


def _lines_of_catalog(path: Path) -> Iterator[Line]:
    for table, messages in tomllib.loads(path.read_text("utf-8")).items():
        for id_, message in messages.items():
            yield f"[{table}] {id_}", re.sub(r"\{\{?([^{}]*)\}\}?", _filled, message)


def _filled(placeholder: re.Match[str]) -> str:
    return "1" if placeholder[1] in LIST["typography"]["figures"] else "X"


def _lines_of_document(path: Path) -> Iterator[Line]:
    for number, line in prose_of(path):
        text = _BOLD.sub("", _LINK.sub(r"\1", _CODE.sub("Xx", line)))
        yield f"{name_of(path)}:{number}", text if text.startswith("#") else _LEADS.sub("", text)


def prose_of(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a document outside of blocks of code, with their numbers."""
    is_code = False
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        is_fence = line.lstrip().startswith("```")
        is_code ^= is_fence
        yield number, "" if is_code or is_fence else line


# --- Words ---


@dataclass(frozen=True, kw_only=True, slots=True)
class Avoided:
    """What not to write, what is right although it holds it, and what to write."""

    found: "re.Pattern[str]"
    but: "re.Pattern[str]"
    right: str

    @classmethod
    def of(cls, entry: dict[str, Any]) -> "Avoided":
        chinese = [re.escape(word) for word in entry.get("not_zh", ())]
        english = [rf"(?<![\w-]){re.escape(word)}(?![\w-])" for word in entry.get("not_en", ())]
        but = [re.escape(word) for word in entry.get("but", ())]
        return cls(
            found=re.compile("|".join(chinese + english) or NEVER, re.IGNORECASE),
            but=re.compile("|".join(but) or NEVER),
            right=entry.get("instead") or f"{entry['zh']}, {entry['en']}",
        )

    @classmethod
    def of_spelling(cls, british: str, american: str) -> "Avoided":
        found = re.compile(rf"\b{british}", re.IGNORECASE)
        return cls(
            found=found, but=re.compile(r"\b(?:licence|organiser) =|cancelled\("), right=american
        )

    def faults(self, line: str) -> list[str]:
        words = self.found.findall(self.but.sub("", line))
        return [f"{word} (write: {self.right})" for word in words]


WORDS = [
    *(Avoided.of(entry) for entry in LIST["term"]),
    *(Avoided.of_spelling(british, american) for british, american in LIST["spelling"].items()),
]
HABITS = [Avoided.of(entry) for entry in LIST["habit"]]
# Most lines have none of them, which one search finds sooner than ninety.
ANY = re.compile("|".join(each.found.pattern for each in (*WORDS, *HABITS)), re.IGNORECASE)


def wrong_words(line: str, avoided: Iterable[Avoided] = (*WORDS, *HABITS)) -> list[str]:
    return [fault for each in avoided for fault in each.faults(line)] if ANY.search(line) else []


@for_each("path", [*CATALOGS, *DOCUMENTS])
def test_a_text_for_readers_has_the_words_of_the_list(path: Path) -> None:
    wrong = [f"{place}: {word}" for place, line in lines_of(path) for word in wrong_words(line)]
    assert not wrong, "\n".join(wrong)


@for_each("path", [*DATA, *SCHEMAS, *CI, *TEMPLATES])
def test_data_and_templates_have_the_terms_of_the_list(path: Path) -> None:
    wrong = [
        f"{place}: {word}" for place, line in lines_of(path) for word in wrong_words(line, WORDS)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("生成它的源文件", "源文件"),
        ("写入目录 output", "目录"),
        ("无法识别指标值，看不懂", "看不懂"),
        ("A directory of specs", "directory"),
        ("Colours of the chart", "Colour"),
        ("The page is made anew", "anew"),
        ("performance targets of a department", "performance targets"),
    ],
)
def test_a_word_that_is_not_to_be_written_is_found(line: str, word: str) -> None:
    assert [found.partition(" (")[0] for found in wrong_words(line)] == [word]


@pytest.mark.parametrize(
    "line",
    [
        "数据源文件在工作目录的 specs 文件夹中",
        "Overall Expenditure Performance Targets",
        "CNY stands for yuan",
        "An amendment, recommended by two",
    ],
)
def test_a_longer_word_that_is_right_is_not_found(line: str) -> None:
    assert wrong_words(line) == []


def test_a_word_is_not_both_right_and_wrong() -> None:
    for entry in LIST["term"]:
        for word in re.split("、|, ", f"{entry['zh']}, {entry['en']}"):
            assert wrong_words(word) == []


# --- Chinese typography ---


def is_chinese(line: str) -> bool:
    """Whether a line of a document in both languages is Chinese."""
    return len(re.findall(CHINESE, line)) * 3 > len(re.findall("[A-Za-z]", line))


def wrong_typography(line: str) -> list[str]:
    for printed in LIST["typography"]["as_printed"]:
        line = re.sub(printed, "", line)
    return [
        f"{wrong['rule']}: {found[0]}"
        for wrong in LIST["typography"]["wrong"]
        for found in re.finditer(wrong["found"], line)
    ]


CHINESE_DOCUMENTS = [
    path for path in DOCUMENTS if path.name.endswith(".zh.md") or path.parent.name == "rules"
]


@for_each("path", [catalogue_path("zh"), *CHINESE_DOCUMENTS])
def test_chinese_is_set_as_the_list_has_it(path: Path) -> None:
    wrong = [
        f"{place}: {fault}"
        for place, line in lines_of(path)
        if is_chinese(line)
        for fault in wrong_typography(line)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "line",
    [
        "共 3 张表",
        "共有3 张表",
        "生成PDF文件",
        "没有这个文件,请检查",
        "请运行（见下文） 命令",
        "表样(可选)",
        "中文 中文",
        "## 公开期限。",
    ],
)
def test_wrong_typography_is_found(line: str) -> None:
    assert wrong_typography(line)


@pytest.mark.parametrize(
    "line",
    [
        "共3张表，生成 PDF 文件",
        "需要 Python 3.11 或更新的版本。",
        "写成 2025-12-31 的形式，或 1,306.00。",
        "| 键 | 含义。 |",
        "PDF/A-3a（可归档）和 SHA-256。",
        "## 公开期限",
    ],
)
def test_right_typography_is_not_found(line: str) -> None:
    assert wrong_typography(line) == []


@for_each("path", [path for path in CHINESE_DOCUMENTS if path.name.endswith(".zh.md")])
def test_a_paragraph_of_a_chinese_document_is_one_line(path: Path) -> None:
    # A break in a paragraph is a space for whoever reads it, which Chinese does not have.
    broken = [
        number
        for (_, before), (number, line) in pairwise(prose_of(path))
        if line.strip()
        and not _BEGINS.match(line.strip())
        and before.strip()
        and not before.startswith(("#", "|", "<"))
    ]
    assert broken == []
