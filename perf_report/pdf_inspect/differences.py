"""In what one paper differs from another: facts, by their kind and place."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from perf_report.pdf_inspect.attachments import CarriedFile
from perf_report.pdf_inspect.pdf_document import Paper
from perf_report.pdf_inspect.structure_text import Passage, name_cell

# What a signature brings along beside the pages. The structure gets a tag for it; the words in the
# structure are compared by themselves.
_BROUGHT = frozenset({"/AcroForm", "/DSS", "/Extensions", "/Perms", "/StructTreeRoot"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that is not as it should be: `before` as its data make it, `after` as it is.

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


def compare_papers(made: Paper, found: Paper) -> Iterator[Difference]:
    """What is otherwise in a paper than in the one made from its data."""
    yield from _files(made, found)
    yield from _properties(made, found)
    words = [*_cells(made, found), *_paragraphs(made, found)]
    yield from words
    yield from _pages(made, found, {each.page for each in words})
    yield from _additions(made, found)


def changed_drawings(made: Paper, found: Paper) -> tuple[int, ...]:
    """The pages that say the same and are drawn otherwise; 0 stands for what is on none."""
    pairs = zip(made.drawings, found.drawings, strict=False)
    pages = tuple(page for page, (one, other) in enumerate(pairs, start=1) if one != other)
    brought = _BROUGHT if found.appended.signatures else frozenset()
    others = {key for key in {**made.body, **found.body} if key not in brought}
    is_same = all(made.body.get(key) == found.body.get(key) for key in others)
    return pages or (() if is_same else (0,))


def _files(made: Paper, found: Paper) -> Iterator[Difference]:
    before = {file.name: file for file in made.label.files}
    after = {file.name: file for file in found.label.files}
    for name in {**before, **after}:
        old, new = before.get(name), after.get(name)
        if old is None or new is None or old.data != new.data:
            kind = "file-added" if old is None else "file-missing" if new is None else "file"
            yield Difference(kind=kind, name=name, before=_hash(old), after=_hash(new))
        elif old.relationship != new.relationship:
            role = (old.relationship, new.relationship)
            yield Difference(kind="file-role", name=name, before=role[0], after=role[1])


def _hash(file: CarriedFile | None) -> str | None:
    return None if file is None else hashlib.sha256(file.data).hexdigest()


def _properties(made: Paper, found: Paper) -> Iterator[Difference]:
    before, after = made.label.properties, found.label.properties
    for name in {**before, **after}:
        if before.get(name) != after.get(name):
            yield Difference(
                kind="property", name=name, before=before.get(name), after=after.get(name)
            )


def _cells(made: Paper, found: Paper) -> Iterator[Difference]:
    before, after = made.structure.cells, found.structure.cells
    heads = {**found.structure.heads, **made.structure.heads}
    for key in {**before, **after}:
        old, new = before.get(key), after.get(key)
        if (old and old.words) != (new and new.words):
            yield _cell(old, new, heads)


def _cell(old: Passage | None, new: Passage | None, heads: Mapping[str, Passage]) -> Difference:
    cell = old or new
    if cell is None:
        raise AssertionError("a cell is in one of two papers")
    name = name_cell(cell, heads)
    page = new.page if new and new.page else cell.page
    return _words("cell", old, new, page, name.row, name.column)


def _paragraphs(made: Paper, found: Paper) -> Iterator[Difference]:
    before, after = made.structure.others, found.structure.others
    for olds, news in _runs([each.words for each in before], [each.words for each in after]):
        for number in range(max(len(olds), len(news))):
            old = before[olds[number]] if number < len(olds) else None
            new = after[news[number]] if number < len(news) else None
            page = next((each.page for each in (new, old) if each is not None), 0)
            yield _words("text", old, new, page)


def _words(
    kind: str, old: Passage | None, new: Passage | None, page: int, row: str = "", column: str = ""
) -> Difference:
    """A passage before and after: as drawn, or where that is the same, as read out."""
    texts = [None if each is None else (each.drawn, each.heard) for each in (old, new)]
    drawn, heard = ([each and each[part] for each in texts] for part in (0, 1))
    if drawn[0] == drawn[1]:
        kind, drawn = f"{kind}-heard", heard
    before, after = drawn
    return Difference(kind=kind, page=page, row=row, column=column, before=before, after=after)


def _pages(made: Paper, found: Paper, told: set[int]) -> Iterator[Difference]:
    """Pages that came or went, and those whose margins differ, which no passage tells of."""
    texts = [page.text for page in made.pages], [page.text for page in found.pages]
    for olds, news in _runs(*texts):
        pairs = min(len(olds), len(news))
        for old, new in zip(olds[:pairs], news[:pairs], strict=True):
            if new + 1 not in told:
                before, after = _unequal(texts[0][old], texts[1][new])
                yield Difference(kind="page", page=new + 1, before=before, after=after)
        yield from (Difference(kind="page-missing", page=old + 1) for old in olds[pairs:])
        yield from (Difference(kind="page-added", page=new + 1) for new in news[pairs:])


def _additions(made: Paper, found: Paper) -> Iterator[Difference]:
    """Pictures and notes on pages that should have none, or fewer."""
    hidden = len(found.appended.widgets)
    for page, (old, new) in enumerate(zip(made.pages, found.pages, strict=False), start=1):
        if old.pictures != new.pictures:
            counts = str(old.pictures), str(new.pictures)
            yield Difference(kind="picture", page=page, before=counts[0], after=counts[1])
        if not old.notes <= new.notes <= old.notes + hidden:
            yield Difference(kind="note", page=page, before=str(old.notes), after=str(new.notes))


def _unequal(before: str, after: str) -> tuple[str, str]:
    """The middle of two texts that begin and end alike."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return before[start : len(before) - end], after[start : len(after) - end]


def _runs(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[range, range]]:
    """The stretches of two sequences that are not alike."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            yield range(i1, i2), range(j1, j2)
