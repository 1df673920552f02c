"""Account for each byte of a PDF: the header, objects, cross-reference sections, and nothing else.

A reader that mends a document looks for objects wherever they may stand, and other programs look
for their own kind of file in it. So what was compared with the data of a paper is all that any of
them gets only where each byte belongs to an object that the document itself names.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from perf_report.pdf_inspect.cross_reference import POINTER, Section, is_space, read_section
from perf_report.pdf_inspect.pdf_syntax import (
    SPACE,
    Name,
    NotPlainError,
    Reference,
    SyntaxReader,
    WrittenObject,
    natural,
)
from perf_report.pdf_inspect.work_budget import WorkBudget

# The version, and a line of bytes that are no text (ISO 32000-1, 7.5.2).
_HEADER = re.compile(rb"%PDF-[12]\.[0-9][\r\n]+(?:%[\x80-\xff]{4,8}[\r\n]+)?")
_MAGIC = b"%PDF-"

# A paper has a few signatures, each with an update of its own.
_MAX_SECTIONS = 50

_LINEARIZED = b"/Linearized"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some bytes of a file."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLayout:
    """Which bytes of a document belong to nothing that it names, and where each revision ends.

    `is_plain` is false where it is not written by the book, so that readers may read it otherwise.
    """

    outside: tuple[Stretch, ...]
    ends: tuple[int, ...]
    is_plain: bool


def read_layout(data: bytes, budget: WorkBudget) -> FileLayout:
    """Return the layout of a document. Raises SourceError where it takes too much work."""
    start = max(data.find(_MAGIC), 0)
    reader = _LayoutReader(data[start:], budget)
    try:
        reader.read()
        is_plain = True
    except NotPlainError:
        is_plain = False
    found = [Stretch(each.start + start, each.end + start) for each in reader.outside]
    return FileLayout(
        outside=(*([Stretch(0, start)] if start else []), *found),
        ends=tuple(_behind_line_ends(data, start + each.end) for each in reader.revisions),
        is_plain=is_plain,
    )


@dataclass(slots=True, kw_only=True)
class _Revision:
    """Sections of one revision: two where it is laid out for the web, else one."""

    start: int
    end: int
    sections: Sequence[Section]

    @property
    def used(self) -> dict[Reference, int]:
        return {key: at for each in self.sections for key, at in each.used.items()}

    @property
    def packed(self) -> dict[int, tuple[int, int]]:
        return {key: at for each in self.sections for key, at in each.packed.items()}


@dataclass(slots=True)
class _Graph:
    """What each object names; `roots` are named by trailers, or stand for themselves."""

    names: dict[Reference, set[Reference]] = field(default_factory=dict)
    places: dict[Reference, list[Stretch]] = field(default_factory=dict)
    roots: set[Reference] = field(default_factory=set)

    def add(self, key: Reference, references: frozenset[Reference], place: Stretch) -> None:
        self.names.setdefault(key, set()).update(references)
        self.places.setdefault(key, []).append(place)

    def unnamed(self) -> Iterator[Stretch]:
        """The places of objects to which no way leads."""
        reached, waiting = set(self.roots), list(self.roots)
        while waiting:
            new = self.names.get(waiting.pop(), set()) - reached
            reached |= new
            waiting += new
        yield from (each for key in self.places.keys() - reached for each in self.places[key])


class _LayoutReader:
    """Reads the layout of a document that begins with its header."""

    def __init__(self, data: bytes, budget: WorkBudget) -> None:
        self._data = data
        self._budget = budget
        self._reader = SyntaxReader(data, budget)
        self._graph = _Graph()
        self._parts: list[Stretch] = []
        self.outside: list[Stretch] = []
        self.revisions: list[_Revision] = []

    def read(self) -> None:
        """Find all parts, and what is outside of them. Raises NotPlainError."""
        header = _HEADER.match(self._data)
        last = None
        for last in POINTER.finditer(self._data):  # noqa: B007  # the last one counts
            pass
        if header is None or last is None:
            raise NotPlainError
        if self._data[last.end() :].strip(b"\r\n"):
            self.outside.append(Stretch(last.end(), len(self._data)))
        self._parts.append(Stretch(0, header.end()))
        self.revisions = self._revisions(self._sections(int(last[1])), header.end())
        if self.revisions[-1].end != last.end():
            raise NotPlainError
        for revision in self.revisions:
            self._read_revision(revision)
        self._account(last.end())

    def _sections(self, at: int) -> list[Section]:
        """The sections from the first one on."""
        sections: list[Section] = []
        waiting: int | None = at
        while waiting is not None:
            if len(sections) == _MAX_SECTIONS:
                raise NotPlainError
            sections.append(read_section(self._reader, waiting))
            waiting = sections[-1].before
        return sections[::-1]

    def _revisions(self, sections: Sequence[Section], start: int) -> list[_Revision]:
        """The revisions; each stands behind the one before, and names itself at its end."""
        count = 2 if self._is_linear(start, sections) else 1
        groups = [sections[:count], *([each] for each in sections[count:])]
        revisions: list[_Revision] = []
        for group in groups:
            # Readers begin with the last section of a revision.
            is_named = group[-1].start in {each.pointer for each in group}
            if not is_named or any(each.start < start for each in group):
                raise NotPlainError
            revisions.append(
                _Revision(start=start, end=max(each.end for each in group), sections=group)
            )
            start = revisions[-1].end
        return revisions

    def _is_linear(self, start: int, sections: Sequence[Section]) -> bool:
        """Whether a document begins with its first page (ISO 32000-1, annex F).

        Then its first section stands at its end; the second one, before the other objects, is where
        readers begin.
        """
        first = self._object_at(start)
        if first is None or not isinstance(first.value, dict) or _LINEARIZED not in first.value:
            return False
        if len(sections) < 2:  # noqa: PLR2004  # of the first page, and of the rest
            raise NotPlainError
        rest, page = sections[:2]
        is_plain = (
            is_space(self._data[first.end : page.start])
            and page.end <= rest.start
            and page.pointer in {0, None}
            and rest.pointer == page.start
            and all(page.trailer.get(key, value) == value for key, value in rest.trailer.items()
                    if key in {b"/Root", b"/Info", b"/ID"})
            and not _numbers(page) & _numbers(rest)
        )  # fmt: skip
        if not is_plain:
            raise NotPlainError
        self._graph.roots.add(Reference(first.number, first.generation))
        hints = first.value.get(b"/H")
        if isinstance(hints, list) and hints:
            where = {at: key for each in sections[:2] for key, at in each.used.items()}
            self._graph.roots |= {where[at] for at in hints if at in where}
        return True

    def _object_at(self, at: int) -> WrittenObject | None:
        """The first object of the document, which may be a plain one."""
        start = len(self._data) - len(self._data[at:].lstrip(SPACE))
        try:
            return self._reader.object(start, {})
        except NotPlainError:
            return None

    def _read_revision(self, revision: _Revision) -> None:
        sections = {each.start for each in revision.sections}
        for each in revision.sections:
            self._graph.roots |= each.references
            self._parts.append(Stretch(each.start, each.end))
        used, holders = revision.used, {}
        for key, at in used.items():
            if at in sections:
                continue
            if not revision.start <= at < revision.end:
                raise NotPlainError
            written = self._reader.object(at, used)
            if (written.number, written.generation) != (key.number, key.generation):
                raise NotPlainError
            place = Stretch(at, written.end)
            self._parts.append(place)
            if _is_holder(written):
                holders[key.number] = key
                self._read_packed(key.number, written, place, revision.packed)
                self._graph.roots.add(key)
                continue
            self._graph.add(key, written.references, place)
            if written.stream is not None:
                self._reader.unpack(written)
        if any(holder not in holders for holder, _ in revision.packed.values()):
            raise NotPlainError

    def _read_packed(
        self,
        holder: int,
        written: WrittenObject,
        place: Stretch,
        expected: Mapping[int, tuple[int, int]],
    ) -> None:
        """Read an object stream, which has the objects that the table says, one behind another."""
        if b"/Extends" in written.value or b"/DecodeParms" in written.value:
            raise NotPlainError
        reader = SyntaxReader(self._reader.unpack(written), self._budget)
        first, count = (natural(written.value.get(key)) for key in (b"/First", b"/N"))
        head = reader.data[:first].split()
        if len(head) != 2 * count or not all(each.isdigit() for each in head):
            raise NotPlainError
        numbers = [int(each) for each in head]
        starts = [first + at for at in numbers[1::2]]
        its = {number: each for number, each in expected.items() if each[0] == holder}
        if its != {number: (holder, at) for at, number in enumerate(numbers[::2])}:
            raise NotPlainError
        at = first
        for number, start in zip(numbers[::2], starts, strict=True):
            if start < at or not is_space(reader.data[at:start]):
                raise NotPlainError
            references: set[Reference] = set()
            _, at = reader.value(start, references)
            self._graph.add(Reference(number, 0), frozenset(references), place)
        if not is_space(reader.data[at:]):
            raise NotPlainError

    def _account(self, end: int) -> None:
        """Note what lies between the parts, and the objects that nothing names."""
        parts = sorted(self._parts, key=lambda each: each.start)
        for one, other in pairwise([*parts, Stretch(end, end)]):
            if other.start < one.end:
                raise NotPlainError
            self._note(one.end, other.start)
        self.outside += sorted(set(self._graph.unnamed()), key=lambda each: each.start)

    def _note(self, start: int, end: int) -> None:
        """Note bytes that belong to nothing, unless they are space."""
        if not is_space(self._data[start:end]):
            self.outside.append(Stretch(start, end))


def _behind_line_ends(data: bytes, at: int) -> int:
    """The offset behind the ends of lines, which a signature of the revision covers, too."""
    rest = data[at:]
    return len(data) - len(rest.lstrip(b"\r\n"))


def _numbers(section: Section) -> set[int]:
    return {each.number for each in section.used} | section.packed.keys()


def _is_holder(written: WrittenObject) -> bool:
    is_stream = written.stream is not None
    return is_stream and written.value.get(b"/Type") == Name(b"/ObjStm")
