"""The search of the site: an index that a script reads in the browser, made by Pagefind.

Pagefind, which the extra `search` brings, is given a small page for each document: its words in
their order, with an anchor where a section begins. English is split at its spaces, and Pagefind
knows its stems. Chinese is given character by character: how Pagefind would split it into words
need not be how a browser splits what a reader asks for, and a word that the two split differently
would not be found. `search.js` asks for characters that follow each other, so that whatever stands
in a text is found, wherever in a word it begins.
"""

import re
import subprocess
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Literal

from perf_report.build.writer import write_files
from perf_report.errors import PerfReportError

# The folder of the index below the site's root.
FOLDER = "pagefind"

# Between a section's title and its text, and for a space where characters stand alone. Pagefind
# takes neither for a part of a word; `search.js` knows them, too.
_PART = "␞"
_SPACE = "␠"

_MARKS = re.compile("_{2,}")

# Files of the index whose names have a hash, by suffix, and those that the script begins with.
_HASHED = frozenset({".pf_fragment", ".pf_index", ".pf_filter", ".pf_meta"})
_FIXED = frozenset(
    {"pagefind.js", "pagefind-entry.json", "wasm.unknown.pagefind", "wasm.en.pagefind"}
)

_TAGS = {"zh": "zh-CN", "en": "en"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSection:
    """A part of a page that can be found: an indicator, a task or a goal; its `anchor` is an id."""

    anchor: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """A page that can be found. `path` is counted from the site's root.

    `filters` are properties by which a search can be narrowed, each with one value.
    """

    path: str
    language: Literal["zh", "en"]
    title: str
    sections: tuple[SearchSection, ...]
    filters: Mapping[str, str] = field(default_factory=dict)


def has_search() -> bool:
    """Whether Pagefind is installed, and its program with it."""
    if find_spec("pagefind") is None:
        return False
    from pagefind.service import get_executable

    return get_executable() is not None


def is_lasting(path: str) -> bool:
    """Whether a file of the index never changes under its name, which has the hash of its content.

    The others say which of these belong together, so they are to be carried after them.
    """
    return PurePosixPath(path).suffix in _HASHED


def build_search(documents: Iterable[SearchDocument]) -> dict[str, bytes]:
    """The files of the index by their path below the site's root; `has_search` has to be true.

    Raises PerfReportError.
    """
    with TemporaryDirectory(prefix="perf-report-") as name:
        pages, index = Path(name, "pages"), Path(name, FOLDER)
        for document in documents:
            write_files({pages / document.path: _page(document)}, synced=False)
        _run_pagefind(pages, index)
        return {
            path.relative_to(name).as_posix(): path.read_bytes()
            for path in sorted(index.rglob("*"))
            if path.suffix in _HASHED or path.name in _FIXED
        }


def _run_pagefind(pages: Path, index: Path) -> None:
    """Have Pagefind read the pages. It is kept from settings and from talking."""
    from pagefind.service import get_executable

    command = [str(get_executable()), "--site", str(pages), "--output-path", str(index),
               "--keep-index-url", "--silent"]  # fmt: skip
    try:
        ran = subprocess.run(  # noqa: S603  # every argument is our own
            command, cwd=pages, env={}, capture_output=True, check=False
        )
    except OSError as error:
        raise PerfReportError("search-failed", detail=error.strerror or str(error)) from None
    if ran.returncode != 0:
        said = ran.stderr.decode("utf-8", "replace").strip() or f"exit {ran.returncode}"
        raise PerfReportError("search-failed", detail=said.splitlines()[-1])


def _page(document: SearchDocument) -> bytes:
    """The page that Pagefind reads instead of a document."""
    split = _words if document.language == "en" else _characters
    properties = {"title": document.title, **document.filters}
    attributes = "".join(f' data-{key}="{escape(text)}"' for key, text in properties.items())
    filters = ",".join(f"{key}[data-{key}]" for key in document.filters)
    body = "".join(_section(section, split) for section in document.sections)
    return (
        f'<!DOCTYPE html><html lang="{_TAGS[document.language]}"><body{attributes}'
        f' data-pagefind-meta="title[data-title]" data-pagefind-filter="{filters}">'
        f"{_joined(split(document.title))}{body}</body></html>"
    ).encode()


def _section(section: SearchSection, split: Callable[[str], Iterator[str]]) -> str:
    words = (*split(section.title), _PART, *split(section.text))
    return f' <i id="{escape(section.anchor)}"></i> {_joined(words)}'


def _joined(words: Iterable[str]) -> str:
    return escape(" ".join(words), quote=False)


def _words(text: str) -> Iterator[str]:
    """The words of a text. None looks like one of Pagefind's own marks, which begin with `___`."""
    return (_MARKS.sub("_", word) for word in text.split())


def _characters(text: str) -> Iterator[str]:
    """The characters of a text, full-width letters and digits as ordinary ones."""
    return (_SPACE if each.isspace() else _narrow(each) for each in text)


def _narrow(character: str) -> str:
    if character.isalnum():
        return unicodedata.normalize("NFKC", character)
    return character
