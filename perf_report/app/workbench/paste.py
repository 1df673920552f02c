"""A pasted block as values of cells, with labels over it or without."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from perf_report.app.workbench.edits import Draft, EditError
from perf_report.app.workbench.kinds import Asked, Kind
from perf_report.app.workbench.page import SpecPage
from perf_report.app.workbench.page_cells import PageCell, PagePart, PageRow
from perf_report.app.workbench.paste_columns import (
    LEVELS,
    SIGN,
    TARGET,
    TARGET_PARTS,
    TYPE,
    UNIT,
    VALUE,
    Block,
    Columns,
    band_and_name,
    by_labels,
    by_place,
)
from perf_report.app.workbench.paste_names import NamedRows, named_rows
from perf_report.app.workbench.readable import Readable
from perf_report.app.workbench.report_asked import asked_of
from perf_report.app.workbench.routes import split_route
from perf_report.app.workbench.typed import Typed
from perf_report.errors import SourceError
from perf_report.model.framework import Framework
from perf_report.model.target_reading import is_minus, is_readable
from perf_report.model.unit_column import is_without_unit
from perf_report.recognize.cell_text import is_blank, label_key
from perf_report.recognize.label_words import filling_words
from perf_report.recognize.money import stated_units


@dataclass(frozen=True, slots=True, kw_only=True)
class Pasted:
    """The values of cells, by the names of their routes; `unused` are labels that none has."""

    cells: tuple[tuple[str, Typed], ...]
    unused: tuple[str, ...] = ()


def read_block(
    page: SpecPage, readable: Readable, draft: Draft, anchor: str, block: Block
) -> Pasted:
    """Return what a block says that is pasted at a cell of a page.

    It fills the rows of one list, and further ones at its end; in a report, whose rows are those of
    the plan, the rows of the names that the block has. Raises EditError if there is no such cell or
    row, SourceError if its amounts are in another unit of money.
    """
    part, row, cell = _find(page, anchor)
    start = _editable(row)
    columns = by_labels(block, part) or by_place(block, part, start[start.index(cell) :])
    _refuse_other_money(columns, readable)
    if named := named_rows(part, columns):
        return _by_name(named, part, columns, readable, draft)
    places = _Places(part, row, readable, draft)
    found: list[tuple[str, Typed]] = []
    levels: dict[str, str] = {}
    for down, line in enumerate(columns.rows):
        if down >= places.count and not any(text.strip() for text in line):
            continue
        texts = columns.texts(line)
        levels = _carried(levels, texts)
        category = _category(levels, readable.vocabulary.framework)
        found += _values(texts, places.at(down), category)
    unused = [columns.heads_of(name) for name in columns.names.values() if not places.has(name)]
    return Pasted(cells=tuple(found), unused=(*columns.unused, *unused))


def _by_name(
    named: NamedRows, part: PagePart, columns: Columns, readable: Readable, draft: Draft
) -> Pasted:
    """The values of lines whose rows are named; what has no place is told."""
    found: list[tuple[str, Typed]] = []
    for row, line in named.lines:
        place = _Place(part, row, "", readable, draft)
        texts = columns.texts(line)
        found += _values(texts, place, "")
    return Pasted(cells=tuple(found), unused=(*columns.unused, *named.unknown))


def _find(page: SpecPage, anchor: str) -> tuple[PagePart, PageRow, PageCell]:
    for part in page.parts:
        for row in part.rows:
            for cell in row.cells:
                if cell.anchor == anchor and cell.route:
                    return part, row, cell
    raise EditError(anchor)


def _editable(row: PageRow) -> list[PageCell]:
    return [each for each in row.cells if each.route]


class _Places:
    """The rows that the lines of a block go to."""

    def __init__(self, part: PagePart, row: PageRow, readable: Readable, draft: Draft) -> None:
        rows = [each for each in part.rows if _editable(each) and _is_beside(each, row)]
        self._rows = rows[rows.index(row) :]
        self._part, self._readable, self._draft = part, readable, draft
        self._first = self.at(0)
        self.count = len(self._rows)

    def at(self, down: int) -> "_Place":
        """The row so many below the first. Raises EditError if none can be made there."""
        if down < len(self._rows):
            return _Place(self._part, self._rows[down], "", self._readable, self._draft)
        last = self._rows[-1]
        if not last.route:
            raise EditError(last.anchor)
        further = f"{last.route.rpartition('.')[0]}.+{down - len(self._rows)}"
        return _Place(self._part, last, further, self._readable, self._draft)

    def has(self, name: str) -> bool:
        """Whether a column of a block has a place."""
        own = {*TARGET_PARTS, *LEVELS, TYPE}
        return band_and_name(name)[1] in own or bool(self._first.route(name))


def _is_beside(row: PageRow, other: PageRow) -> bool:
    """Whether rows are of one list; below a row of none, such as that of totals, are all."""
    return not other.route or row.route.rpartition(".")[0] == other.route.rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class _Place:
    """The row that a line of a block goes to; `further` is the route of one yet to be made."""

    part: PagePart
    row: PageRow
    further: str
    readable: Readable
    draft: Draft

    def route(self, name: str) -> str:
        """The route of a column or of a key in the row; empty if it has none."""
        for each in _editable(self.row):
            if self.part.columns[each.cell.column] == name:
                return self._moved(each.route)
        route = self.beside(name)
        return route if self.asked(route) else ""

    def target(self, band: str) -> str:
        """The route of the target of a horizon."""
        for each in _editable(self.row):
            found, name = band_and_name(self.part.columns[each.cell.column])
            if found == band and name in TARGET_PARTS:
                return self._moved(each.route)
        return self.beside(TARGET)

    def shown(self, name: str) -> str:
        """What the form prints in a column of the row, if it has that column."""
        if self.further:
            return ""
        for each in _editable(self.row):
            if self.part.columns[each.cell.column] == name and each.cell.runs:
                return each.cell.runs[0].text
        return ""

    def beside(self, key: str) -> str:
        """The route of a key of the row that no column has."""
        return f"{self.further or self.row.route}.{key}"

    def asked(self, route: str) -> Asked | None:
        """What is asked at a route of the row."""
        if self.readable.context is not None:
            return asked_of(tuple(route.split(".")), self.readable)
        return asked_of(split_route(route.replace("+", "")), self.readable)

    @property
    def is_of_indicators(self) -> bool:
        """Whether it is an indicator of a plan, of which a block may have more than the form."""
        return self.part.kind == "indicators" and self.readable.context is None

    def has_unit_apart(self, target: str) -> bool:
        """Whether the unit of a target is written apart from it."""
        if self.further:
            return False
        route = split_route(target)
        unit, written = (self.draft.value((*route[:-1], key)) for key in (UNIT, TARGET))
        is_apart = isinstance(written, str | int) and is_without_unit(str(written))
        return is_apart and (isinstance(unit, str) or "zh" in (unit or {}))

    def _moved(self, route: str) -> str:
        own = f"{self.row.route}."
        if self.further and not route.startswith(own):
            return ""
        return f"{self.further}.{route.removeprefix(own)}" if self.further else route


def _values(
    texts: Mapping[str, str], place: _Place, category: str
) -> Iterator[tuple[str, Typed]]:  # fmt: skip
    if place.is_of_indicators:
        if category and texts.keys() & set(LEVELS):
            yield place.beside("category"), {"value": category}
        for band in dict.fromkeys(band_and_name(name)[0] for name in texts):
            yield from _target(texts, place, band)
    for name, text in texts.items():
        plain = band_and_name(name)[1]
        if place.is_of_indicators and plain in {*TARGET_PARTS, *LEVELS}:
            continue
        route = place.route(name)
        asked = place.asked(route) if route else None
        if asked is not None and asked.kind is not Kind.LIST:
            yield route, {"zh" if asked.kind in {Kind.TEXT, Kind.UNIT} else "value": text}


def _target(texts: Mapping[str, str], place: _Place, band: str) -> Iterator[tuple[str, Typed]]:
    """A target of its parts; those that the block has not are as the row has them."""
    given = {name: texts[f"{band}{name}"] for name in TARGET_PARTS if f"{band}{name}" in texts}
    if not any(text.strip() for text in given.values()):
        return
    whole = _said(given.get(TARGET, ""))
    if not whole:
        parts = (given.get(name, place.shown(f"{band}{name}")) for name in (SIGN, VALUE, UNIT))
        whole = _joined(*map(_said, parts), is_unit_given=UNIT in given)
    route = place.target(band)
    yield route, {"value": whole}
    if place.has_unit_apart(route) and not is_without_unit(whole):
        yield f"{route.rpartition('.')[0]}.{UNIT}", {"zh": ""}


def _joined(sign: str, value: str, unit: str, *, is_unit_given: bool) -> str:
    """A target as one text. What cannot be read is left as it is, for the check to report."""
    has_sign = not is_readable(f"{sign}{value}") and is_readable(value)
    text = value if has_sign or is_minus(sign) else f"{sign}{value}"
    if is_readable(text) and is_without_unit(text):
        return f"{text}{unit}"
    return text if not is_unit_given or text.endswith(unit) else f"{text}{unit}"


def _said(text: str) -> str:
    plain = text.strip()
    return "" if is_blank(plain) or plain in filling_words("worded") else plain


def _carried(levels: Mapping[str, str], texts: Mapping[str, str]) -> dict[str, str]:
    """The labels of levels, which hold until the next one."""
    first, second = ("" if is_blank(texts.get(name, "")) else texts[name] for name in LEVELS)
    kept = {} if first and first != levels.get(LEVELS[0]) else dict(levels)
    return {
        **kept,
        **{name: text for name, text in zip(LEVELS, (first, second), strict=True) if text},
    }


def _category(texts: Mapping[str, str], framework: Framework) -> str:
    """The category of the labels of levels; empty where they are blank or no known ones."""
    first, second = (label_key(texts.get(name, "")) for name in LEVELS)
    if not second:
        return ""
    for level, category in framework.categories():
        if second in _keys(category.label.both) and (not first or first in _keys(level.label.both)):
            return category.id
    return framework.category_of_label(texts[LEVELS[1]]) or ""


def _keys(labels: Sequence[str]) -> set[str]:
    return {label_key(text) for text in labels if text}


def _refuse_other_money(columns: Columns, readable: Readable) -> None:
    """Raise SourceError where the labels of a block state another unit than that of the table."""
    unit = readable.plan.currency_unit
    for other in (found for text in columns.heads for found in stated_units(text)):
        if other != unit:
            raise SourceError("paste-money", found=other, unit=unit)
