"""Compare two PDF documents."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from perf_report.pdf.pdfa_metadata import EmbeddedFile
from perf_report.pdf_inspect.attachments import Attachment
from perf_report.pdf_inspect.pdf_document import PdfDocument
from perf_report.pdf_inspect.structure_text import StructureElement, name_cell

# Two sequences with more pairs than this are not matched item by item: that takes the more steps
# the more items are the same.
_MOST_PAIRS = 4_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfDifference:
    """A difference: `before` is as the data make it, `after` as it is in the document.

    `name` is that of a file or a property; a cell has `row` and `column`. None is something that
    is not there; page 0 is no page.
    """

    kind: str
    name: str = ""
    page: int = 0
    row: str = ""
    column: str = ""
    before: str | None = None
    after: str | None = None


def compare_documents(made: PdfDocument, found: PdfDocument) -> Iterator[PdfDifference]:
    """Yield the differences of a document from the one made from its data."""
    yield from _files(made, found)
    yield from _properties(made, found)
    words = [*_cells(made, found), *_paragraphs(made, found)]
    yield from words
    yield from _pages(made, found, {each.page for each in words})
    yield from _additions(made, found)
    may_differ = bool(words or changed_pages(made, found))
    yield from _entries(made, found, may_differ=may_differ)


def compare_routes(document: PdfDocument) -> Iterator[PdfDifference]:
    """Yield each route to a file of a document on which some reader gets another one."""
    for file in document.info.files:
        for route in file.strays:
            yield PdfDifference(kind="file-route", name=file.name, after=route)


def compare_updates(document: PdfDocument) -> Iterator[PdfDifference]:
    """Yield what stands in a file beside the document, or was appended and is no signature."""
    for stretch in document.layout.outside:
        size = str(stretch.end - stretch.start)
        yield PdfDifference(kind="outside", name=str(stretch.start), after=size)
    if len(document.layout.ends) > 1 and not document.updates.signatures:
        yield PdfDifference(kind="revised", after=str(len(document.layout.ends) - 1))
    for name in document.updates.unsigned:
        yield PdfDifference(kind="signature-absent", name=name)
    if document.updates.appended:
        yield PdfDifference(kind="appended", after=str(document.updates.appended))


def changed_pages(made: PdfDocument, found: PdfDocument) -> tuple[int, ...]:
    """Return the pages with equal words and unequal content."""
    pairs = zip(made.page_digests, found.page_digests, strict=False)
    return tuple(page for page, (one, other) in enumerate(pairs, start=1) if one != other)


def _entries(made: PdfDocument, found: PdfDocument, *, may_differ: bool) -> Iterator[PdfDifference]:
    """Entries of the catalog that were added or changed.

    Those of the structure differ with the words, and with the pages, which may be drawn otherwise
    by another version of a library; then only what was added is told.
    """
    before, after = made.object_digests, found.object_digests
    for name in {**before, **after}:
        if name not in before or (before[name] != after.get(name) and not may_differ):
            yield PdfDifference(
                kind="entry", name=name, before=before.get(name), after=after.get(name)
            )


def _files(made: PdfDocument, found: PdfDocument) -> Iterator[PdfDifference]:
    before = {file.name: file for file in made.info.files}
    after = {file.name: file for file in found.info.files}
    for name in {**before, **after}:
        old, new = before.get(name), after.get(name)
        if old is None or new is None or old.data != new.data:
            kind = "file-added" if old is None else "file-missing" if new is None else "file"
            yield PdfDifference(kind=kind, name=name, before=_hash(old), after=_hash(new))
        else:
            yield from compare_descriptions(old, new)


def compare_descriptions(
    old: Attachment | EmbeddedFile, new: Attachment
) -> Iterator[PdfDifference]:
    """Yield what two files of one name say of themselves otherwise."""
    for kind, before, after in (
        ("file-role", old.relationship, new.relationship),
        ("file-description", old.description, new.description),
        ("file-description", old.media_type, new.media_type),
    ):
        if before != after:
            yield PdfDifference(kind=kind, name=old.name, before=before, after=after)


def _hash(file: Attachment | None) -> str | None:
    return None if file is None else hashlib.sha256(file.data).hexdigest()


def _properties(made: PdfDocument, found: PdfDocument) -> Iterator[PdfDifference]:
    before, after = made.info.properties, found.info.properties
    for name in {**before, **after}:
        if before.get(name) != after.get(name):
            yield PdfDifference(
                kind="property", name=name, before=before.get(name), after=after.get(name)
            )


def _cells(made: PdfDocument, found: PdfDocument) -> Iterator[PdfDifference]:
    before, after = made.structure.cells, found.structure.cells
    headers_by_id = {**found.structure.headers_by_id, **made.structure.headers_by_id}
    for key in {**before, **after}:
        old, new = before.get(key), after.get(key)
        if (old and old.words) != (new and new.words):
            yield _cell(old, new, headers_by_id)


def _cell(
    old: StructureElement | None,
    new: StructureElement | None,
    headers_by_id: Mapping[str, StructureElement],
) -> PdfDifference:
    cell = old or new
    if cell is None:
        raise AssertionError("a cell is in one of two documents")
    name = name_cell(cell, headers_by_id)
    page = new.page if new and new.page else cell.page
    return _words("cell", old, new, page, name.row, name.column)


def _paragraphs(made: PdfDocument, found: PdfDocument) -> Iterator[PdfDifference]:
    before, after = made.structure.paragraphs, found.structure.paragraphs
    for olds, news in _runs([each.words for each in before], [each.words for each in after]):
        for number in range(max(len(olds), len(news))):
            old = before[olds[number]] if number < len(olds) else None
            new = after[news[number]] if number < len(news) else None
            page = next((each.page for each in (new, old) if each is not None), 0)
            yield _words("text", old, new, page)


def _words(
    kind: str,
    old: StructureElement | None,
    new: StructureElement | None,
    page: int,
    row: str = "",
    column: str = "",
) -> PdfDifference:
    """An element before and after: by its stream text, or if that is equal, its structure text."""
    before, after = (each.stream_text if each else None for each in (old, new))
    if before == after:
        kind = f"{kind}-heard"
        before, after = (each.structure_text if each else None for each in (old, new))
    return PdfDifference(kind=kind, page=page, row=row, column=column, before=before, after=after)


def _pages(made: PdfDocument, found: PdfDocument, covered: set[int]) -> Iterator[PdfDifference]:
    """Added and removed pages, and pages whose text outside the structure differs."""
    texts = [page.text for page in made.pages], [page.text for page in found.pages]
    for olds, news in _runs(*texts):
        pairs = min(len(olds), len(news))
        for old, new in zip(olds[:pairs], news[:pairs], strict=True):
            if new + 1 not in covered:
                before, after = _unequal(texts[0][old], texts[1][new])
                yield PdfDifference(kind="page", page=new + 1, before=before, after=after)
        yield from (PdfDifference(kind="page-missing", page=old + 1) for old in olds[pairs:])
        yield from (PdfDifference(kind="page-added", page=new + 1) for new in news[pairs:])


def _additions(made: PdfDocument, found: PdfDocument) -> Iterator[PdfDifference]:
    """Images and annotations that were added or removed."""
    for page, (old, new) in enumerate(zip(made.pages, found.pages, strict=False), start=1):
        if old.images != new.images:
            counts = str(old.images), str(new.images)
            yield PdfDifference(kind="picture", page=page, before=counts[0], after=counts[1])
        if old.annotations != new.annotations:
            counts = str(old.annotations), str(new.annotations)
            yield PdfDifference(kind="note", page=page, before=counts[0], after=counts[1])


def _unequal(before: str, after: str) -> tuple[str, str]:
    """The parts of two texts between their common start and end."""
    old, new = _between(before, after)
    return before[old.start : old.stop], after[new.start : new.stop]


def _runs(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[range, range]]:
    """The ranges in which two sequences differ."""
    if len(before) * len(after) > _MOST_PAIRS:
        yield _between(before, after)
        return
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            yield range(i1, i2), range(j1, j2)


def _between(before: Sequence[str], after: Sequence[str]) -> tuple[range, range]:
    """The ranges between the common start and end of two sequences."""
    shorter = min(len(before), len(after))
    start = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    ends = range(1, shorter - start + 1)
    end = next((at - 1 for at in ends if before[-at] != after[-at]), shorter - start)
    return range(start, len(before) - end), range(start, len(after) - end)
