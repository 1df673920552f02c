"""Read the files attached to a PDF, by every route on which some reader reaches them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import PurePosixPath
from typing import Any

from perf_report.errors import SourceError
from perf_report.pdf_inspect.open_pdf import OpenedPdf

# A table has five attachments, its changes three.
MAX_FILES = 100

# All of them together. A spec is at most 4 MB, and its data no more than a few times that.
MAX_ATTACHED_BYTES = 100_000_000

# The nodes of the tree of names that are looked at; a tree of so few files needs one.
_MAX_NODES = 1_000

# What no name may hold: control characters, which command terminals; what parts paths, drives and
# streams; what Windows refuses; marks that turn the direction of writing, and lone surrogates.
_FORBIDDEN = re.compile(
    '[\x00-\x1f\x7f-\x9f/\\\\:<>"|?*\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]'
)

# Devices on Windows, whatever ending is put behind them.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)

# What file systems take as a name, in bytes of UTF-8.
_MAX_NAME = 200

# The keys of a file specification that name the file, and those of `/EF` that hold it, the one that
# a reader of today takes first (ISO 32000-1, tables 44 and 45).
_KEYS = ("/UF", "/F", "/Unix", "/DOS", "/Mac")

# What a file specification and its stream have here. By other keys a reader gets related files, or
# the data of a file beside the document (ISO 32000-1, tables 5, 44 and 46).
_OF_FILE = frozenset({*_KEYS, "/Type", "/EF", "/Desc", "/AFRelationship"})
_OF_STREAM = frozenset({"/Type", "/Subtype", "/Params", "/Length", "/Filter", "/DecodeParms"})

# The lists of a document in which each of its files stands.
_LISTS = ("/AF", "/EmbeddedFiles")

_SPEC_SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """An attached file; `relationship` is its AFRelationship: Source, Data, or another.

    `media_type` and `description` are what it says of itself. `strays` are the routes on which some
    reader gets another name or other bytes, or none: keys of the file specification and of the
    stream, and lists of the document.
    """

    name: str
    relationship: str
    data: bytes
    media_type: str
    description: str
    strays: tuple[str, ...]

    @property
    def is_spec(self) -> bool:
        """Whether it is a spec that the document was made from."""
        return self.relationship == "Source" and PurePosixPath(self.name).suffix in _SPEC_SUFFIXES


@dataclass(slots=True, kw_only=True)
class _Listed:
    """A file specification, the lists that it is in, and its names in the tree of names."""

    specification: Any
    lists: set[str]
    names: list[str]


def is_safe_name(name: str) -> bool:
    """Whether a name is safe as a file name on every system."""
    return (
        bool(name)
        and not _FORBIDDEN.search(name)
        and not _RESERVED.fullmatch(name)
        and not name.startswith((".", " ", "-"))
        and not name.endswith((".", " "))
        and len(name.encode()) <= _MAX_NAME
    )


def read_attachments(opened: OpenedPdf) -> tuple[Attachment, ...]:
    """Return the attached files, the associated files (`/AF`) first.

    Raises SourceError where there are too many, or they are too large, or two have one name.
    """
    path = opened.source.name
    files: list[Attachment] = []
    size = 0
    for listed in _specifications(opened):
        copies = _copies(listed.specification["/EF"])
        size += sum(map(len, copies.values()))
        if size > MAX_ATTACHED_BYTES:
            raise SourceError("pdf-stream", path=path)
        files.append(_file(listed, copies))
    names = [file.name.casefold() for file in files]
    twice = next((file.name for file in files if names.count(file.name.casefold()) > 1), None)
    if twice is not None:
        raise SourceError("attachment-twice", path=path, name=twice)
    return tuple(files)


def _specifications(opened: OpenedPdf) -> list[_Listed]:
    """The file specifications in `/AF`, then those in the name tree."""
    found: dict[Any, _Listed] = {}
    root: Any = opened.pdf.Root
    path = opened.source.name
    associated = ((None, each) for each in root.get("/AF", ()))
    for name, each in chain(associated, _named(root, path)):
        key = each.objgen if each.is_indirect else id(each)
        listed = found.setdefault(key, _Listed(specification=each, lists=set(), names=[]))
        listed.lists.add(_LISTS[name is not None])
        listed.names += [] if name is None else [name]
        if len(found) > MAX_FILES or len(listed.names) > MAX_FILES:
            raise SourceError("attachments-too-many", path=path, limit=MAX_FILES)
    return list(found.values())


def _named(root: Any, path: str) -> Iterator[tuple[str, Any]]:
    """The file specifications in the name tree with their names; its shape is not trusted."""
    names = root.get("/Names", {}).get("/EmbeddedFiles")
    waiting = [] if names is None else [names]
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        pairs = node.get("/Names", ())
        yield from ((str(pairs[at]), pairs[at + 1]) for at in range(0, len(pairs) - 1, 2))
        waiting += islice(node.get("/Kids", ()), _MAX_NODES)
        if len(waiting) > _MAX_NODES:
            break
    raise SourceError("attachment-tree", path=path)


def _copies(embedded: Any) -> dict[str, bytes]:
    """What each key of `/EF` holds; a stream that several keys share is read once."""
    read: dict[Any, bytes] = {}
    copies = {}
    for key in (each for each in _KEYS if each in embedded):
        stream = embedded[key]
        if stream.objgen not in read:
            read[stream.objgen] = stream.read_bytes()
        copies[key] = read[stream.objgen]
    return copies


def _file(listed: _Listed, copies: dict[str, bytes]) -> Attachment:
    specification = listed.specification
    names = [str(specification[key]) for key in _KEYS if key in specification]
    keys = list(copies)
    name, data = names[0], copies[keys[0]]
    return Attachment(
        name=name,
        relationship=_word(specification.get("/AFRelationship", "/Unspecified")),
        data=data,
        media_type=_word(specification["/EF"][keys[0]].get("/Subtype", "")),
        description=str(specification.get("/Desc", "")),
        strays=(
            *_other_bytes(specification["/EF"], copies, data),
            *_other_names(listed, name),
        ),
    )


def _word(name: Any) -> str:
    return str(name).lstrip("/")


def _other_bytes(embedded: Any, copies: dict[str, bytes], data: bytes) -> Iterator[str]:
    """The keys of `/EF` by which a reader may get other bytes."""
    for key in embedded:
        if copies.get(key) != data:
            yield f"/EF {key}"
        else:
            yield from (f"/EF {key} {each}" for each in embedded[key] if each not in _OF_STREAM)


def _other_names(listed: _Listed, name: str) -> Iterator[str]:
    """The keys and lists by which a reader may get another name, or not the file."""
    specification = listed.specification
    for key in specification:
        if key not in _OF_FILE or (key in _KEYS and str(specification[key]) != name):
            yield key
    for each in _LISTS:
        if each not in listed.lists or (each == "/EmbeddedFiles" and listed.names != [name]):
            yield each
