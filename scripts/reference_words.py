"""The words of `docs/reference/` and `docs/rules/`, and the Markdown that they are made of."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from generated_docs import DOCS

from perf_report.messages import Catalogue, load_catalogue

LANGUAGES = ("zh", "en")
_UNSAFE = re.compile(r"[:{}\[\],&*#?|<>=!%@`'\"]|^[-\s]|\s$|^$")
# Chinese characters have a space between them and code.
_SPACELESS = re.compile(r"(?<=或)(?=\[?`)")
# Where the beginning of a description ends.
_CLAUSE = re.compile("[.:;。：；]")
# What a heading leaves out of its address.
_NO_ADDRESS = re.compile(r"[^\w\- ]")


@cache
def read_words() -> dict[str, Any]:
    """Read the words of the pages."""
    return tomllib.loads((DOCS / "manual" / "reference.toml").read_text("utf-8"))


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words in one language. A missing word is a KeyError."""

    language: str

    @property
    def catalog(self) -> Catalogue:
        """The messages of the product in this language."""
        return load_catalogue("zh" if self.language == "zh" else "en")

    def __getitem__(self, word: str) -> str:
        """A word of the pages."""
        return str(read_words()[self.language][word])

    def kind(self, message: str) -> str | None:
        """The word for what is written so that the schema refuses it with a message."""
        word = read_words()[self.language]["kinds"].get(message)
        return None if word is None else str(word)

    def one(self, both: str, separator: str) -> str:
        """The part in this language of a text in Chinese and then in English."""
        chinese, _, english = both.partition(separator)
        return english or chinese if self.language == "en" else chinese

    def listed(self, texts: Iterable[str]) -> str:
        """Texts in a row."""
        return self["comma"].join(texts)

    def sentence(self, title: str, text: str) -> str:
        """A title and what is about it, unless that begins with the words of the title."""
        if not text or title.casefold() in _CLAUSE.split(text, 1)[0].casefold():
            return text or title
        return f"{title}{self['stop']}{text}"

    def either(self, texts: Sequence[str]) -> str:
        """Texts of which one is true."""
        return _SPACELESS.sub(" ", self["or"].join(texts))


def ending(language: str) -> str:
    """How the name of a page in a language ends."""
    return ".zh.md" if language == "zh" else ".md"


def leading(page: str, title: str, language: str) -> str:
    """How a page begins: its title, and the way to the other language."""
    other, name = ("en", "English") if language == "zh" else ("zh", "中文")
    return f"# {title}\n\n[{name}]({page}{ending(other)})\n"


def titled(title: str, id_: str) -> str:
    """A title with the id of what it is about."""
    return f"{title}{'' if title.endswith('）') or not title else ' '}`{id_}`"


def heading(text: str, level: int = 2) -> str:
    """A heading."""
    return f"{'#' * level} {text}\n"


def address(text: str) -> str:
    """The address of a heading, on the pages of a repository and in the manual."""
    return _NO_ADDRESS.sub("", text.lower()).replace(" ", "-")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table, a line each."""
    yield _row(head)
    yield _row(["---"] * len(head))
    yield from map(_row, rows)
    yield ""


def _row(cells: Sequence[str]) -> str:
    escaped = (cell.replace("|", "\\|").replace("\n", " ") for cell in cells)
    return f"| {' | '.join(escaped)} |"


def code(text: str) -> str:
    """A text as code; nothing for none."""
    return f"`{text}`" if text else ""


def anchor(id_: str) -> str:
    """A place that an address may lead to, for a row of a table."""
    return f'<a id="{id_}"></a>'


def flow(value: Any) -> str:
    """A value as YAML in one line."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {flow(each)}' for key, each in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    if isinstance(value, str):
        return f'"{value}"' if _UNSAFE.search(value) else value
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return str(value)
