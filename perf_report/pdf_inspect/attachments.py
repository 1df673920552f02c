"""Read the files attached to a PDF."""

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


_SPEC_SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """An attached file; `relationship` is its AFRelationship: Source, Data, or another."""

    name: str
    relationship: str
    data: bytes

    @property
    def is_spec(self) -> bool:
        """Whether it is a spec that the document was made from."""
        return self.relationship == "Source" and PurePosixPath(self.name).suffix in _SPEC_SUFFIXES


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
    for specification in _specifications(opened):
        file = _read_file(specification)
        size += len(file.data)
        if size > MAX_ATTACHED_BYTES:
            raise SourceError("pdf-stream", path=path)
        files.append(file)
    names = [file.name.casefold() for file in files]
    twice = next((file.name for file in files if names.count(file.name.casefold()) > 1), None)
    if twice is not None:
        raise SourceError("attachment-twice", path=path, name=twice)
    return tuple(files)


def _specifications(opened: OpenedPdf) -> list[Any]:
    """The file specifications in `/AF`, then those in the name tree."""
    found: dict[Any, Any] = {}
    root: Any = opened.pdf.Root
    path = opened.source.name
    for each in chain(root.get("/AF", ()), _named(root, path)):
        found.setdefault(each.objgen if each.is_indirect else id(each), each)
        if len(found) > MAX_FILES:
            raise SourceError("attachments-too-many", path=path, limit=MAX_FILES)
    return list(found.values())


def _named(root: Any, path: str) -> Iterator[Any]:
    """The file specifications in the name tree, whose shape is not trusted."""
    names = root.get("/Names", {}).get("/EmbeddedFiles")
    waiting = [] if names is None else [names]
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        yield from islice(node.get("/Names", ()), 1, None, 2)
        waiting += islice(node.get("/Kids", ()), _MAX_NODES)
        if len(waiting) > _MAX_NODES:
            break
    raise SourceError("attachment-tree", path=path)


def _read_file(specification: Any) -> Attachment:
    stream = specification["/EF"].get("/UF", specification["/EF"].get("/F"))
    name = specification.get("/UF", specification.get("/F"))
    return Attachment(
        name=str(name),
        relationship=str(specification.get("/AFRelationship", "/Unspecified")).lstrip("/"),
        data=stream.read_bytes(),
    )
