"""The site's search: indexes made by Pagefind, which a script reads in the browser.

Pagefind, which the extra `search` brings, is given a small page for each document: its words in
their order, with an anchor where a section begins. English is split at its spaces, and Pagefind
knows its stems. Chinese is given character by character: how Pagefind would split it into words
need not be how a browser splits what a reader asks for, and what the two split differently would
not be found. `search.js` asks for characters that follow each other, so that whatever stands in a
text is found, wherever in a word it begins.

There is an index for each year and language, in parts that keep Pagefind's memory small; the
script joins them, the newest first. So a change of one document leaves the other years alone.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html import escape
from importlib.util import find_spec
from itertools import groupby
from pathlib import PurePosixPath
from typing import Literal

from perf_report.model.characters import usual_characters
from perf_report.site.pagefind import index_pages

# The folder of the search below the site's root, and in it the list of the indexes.
FOLDER = "pagefind"
LIST = f"{FOLDER}/indexes.json"
_SCRIPT = "pagefind.js"

# Pagefind takes up to a megabyte of memory for a document.
_LARGEST = 400
_WORKERS = 2

# Between a section's title and its text, and for a space where characters stand alone. Pagefind
# takes neither for a part of a word; `search.js` knows them, too.
_PART = "␞"
_SPACE = "␠"

# The language that Pagefind is told: one that it does not split into words is none that it knows.
_TAGS = {"zh": "und", "en": "en"}
_PROGRAMS = {"zh": "wasm.unknown.pagefind", "en": "wasm.en.pagefind"}
_ENTRY = "pagefind-entry.json"
# The files whose names have the hash of what is in them.
_HASHED = frozenset({".pf_fragment", ".pf_index", ".pf_filter", ".pf_meta"})

# Pagefind's own marks begin with `___`.
_MARKS = re.compile("_{2,}")
# Full-width letters and digits are found by ordinary ones; Chinese has them and spaces rarely.
_NARROW = {
    wide: wide - 0xFEE0
    for first, last in ("０９", "ＡＺ", "ａｚ")
    for wide in range(ord(first), ord(last) + 1)
} | dict.fromkeys(map(ord, " \t\n\u3000"), _SPACE)
_WIDE = re.compile(f"[{''.join(map(chr, _NARROW))}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSection:
    """A part of a page that can be found: an indicator, a task or a goal; its `anchor` is an id."""

    anchor: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """A page that can be found. `path` is counted from the site's root.

    `filters` are properties by which a search can be narrowed, each with one value. That of `year`
    decides which index the document is in.
    """

    path: str
    language: Literal["zh", "en"]
    title: str
    sections: tuple[SearchSection, ...]
    filters: Mapping[str, str] = field(default_factory=dict)

    @property
    def year(self) -> str:
        """The year that it is about, or nothing."""
        return self.filters.get("year", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """A document as Pagefind reads it: one string, and not the thousands that it was made of."""

    path: str
    language: Literal["zh", "en"]
    year: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchIndex:
    """The pages of an index, in their order; `name` is its folder."""

    name: str
    language: Literal["zh", "en"]
    documents: Sequence[SearchPage]


def has_search() -> bool:
    """Whether Pagefind is installed, and its program with it."""
    if find_spec("pagefind") is None:
        return False
    from pagefind.service import get_executable

    return get_executable() is not None


def is_lasting(path: str) -> bool:
    """Whether a file of the search never changes under its name, which has the hash of its content.

    The others say which of these belong together, so they are to be carried after them.
    """
    return PurePosixPath(path).suffix in _HASHED


def build_search(documents: Iterable[SearchDocument]) -> dict[str, bytes]:
    """Return the files of the search by path; `has_search` has to be true.

    They are the same for the same documents, whatever their order. Raises PerfReportError.
    """
    indexes = list_indexes(map(prepare_document, documents))
    with ThreadPoolExecutor(_WORKERS) as executor:
        files = {path: data for made in executor.map(build_index, indexes)
                 for path, data in made.items()}  # fmt: skip
    return files | {LIST: render_list(indexes)}


def render_list(indexes: Iterable[SearchIndex]) -> bytes:
    """Return the list of indexes, which the script reads."""
    names: dict[str, list[str]] = {"zh": [], "en": []}
    for index in indexes:
        names[index.language].append(index.name)
    return json.dumps(names).encode()


def prepare_document(document: SearchDocument) -> SearchPage:
    """Return a document as a page for Pagefind."""
    return SearchPage(
        path=document.path,
        language=document.language,
        year=document.year,
        html=_page(document),
    )


def list_indexes(documents: Iterable[SearchPage]) -> list[SearchIndex]:
    """Return the indexes of documents, those of the newest year first."""
    ordered = sorted(documents, key=lambda each: each.path)
    ordered.sort(key=_index_key, reverse=True)
    return [
        SearchIndex(name=f"{language}-{year}-{number}", language=language, documents=part)
        for (year, language), group in groupby(ordered, _index_key)
        for number, part in enumerate(_parts(list(group)), start=1)
    ]


def build_index(index: SearchIndex) -> dict[str, bytes]:
    """Return the files of an index, and the script that reads it. Raises PerfReportError."""
    made = index_pages((each.path, each.html) for each in index.documents)
    files = {
        f"{FOLDER}/{index.name}/{name}": data
        for name, data in made.items()
        if is_lasting(name) or name in {_ENTRY, _PROGRAMS[index.language]}
    }
    return files | {f"{FOLDER}/{_SCRIPT}": made[_SCRIPT]}


def _index_key(document: SearchPage) -> tuple[str, Literal["zh", "en"]]:
    return document.year, document.language


def _parts(documents: list[SearchPage]) -> Iterator[list[SearchPage]]:
    """The documents in as few parts as can be, each about as large."""
    count = -(-len(documents) // _LARGEST)
    size = -(-len(documents) // count)
    for start in range(0, len(documents), size):
        yield documents[start : start + size]


def _page(document: SearchDocument) -> str:
    """The page that Pagefind reads instead of a document."""
    split = _words if document.language == "en" else _characters
    properties = {"title": document.title, **document.filters}
    attributes = "".join(f' data-{key}="{escape(text)}"' for key, text in properties.items())
    filters = ",".join(f"{key}[data-{key}]" for key in document.filters)
    body = "".join(
        f' <i id="{escape(each.anchor)}"></i> {split(each.title)} {_PART} {split(each.text)}'
        for each in document.sections
    )
    return (
        f'<!DOCTYPE html><html lang="{_TAGS[document.language]}"><body{attributes}'
        f' data-pagefind-meta="title[data-title]" data-pagefind-filter="{filters}">'
        f"{split(document.title)}{body}</body></html>"
    )


def _words(text: str) -> str:
    """The words of a text, none of which looks like a mark, as HTML."""
    return escape(_MARKS.sub("_", usual_characters(text)), quote=False)


def _characters(text: str) -> str:
    """The characters of a text with spaces between them, as HTML."""
    usual = usual_characters(text)
    narrow = usual.translate(_NARROW) if _WIDE.search(usual) else usual
    return escape(" ".join(narrow), quote=False)
