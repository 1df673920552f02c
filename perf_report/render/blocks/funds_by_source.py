"""Money by source: a row for each, perhaps under headings, or side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from perf_report.model.form import AMOUNT, FundsBlock, FundsNode, ValueType
from perf_report.model.route import Route
from perf_report.model.source_tree import SourceTree
from perf_report.render.blocks.context import BlockContext, label_cells, label_column
from perf_report.render.blocks.fields import field_route, field_runs
from perf_report.render.blocks.report_funds_cells import amount_value, report_amount
from perf_report.render.blocks.values import cell_kind, choice_runs, print_value
from perf_report.render.form_values import source_cells
from perf_report.render.grid.cells import LABEL, Grid, GridColumn, HeadCell, Line, LineCell
from perf_report.render.grid.heads import grouped_head
from perf_report.render.localized_text import TextRuns
from perf_report.render.report_funds import funds_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class _SourceRow:
    """A source with the headings that it stands under, and how far it is set in."""

    headings: tuple[FundsNode, ...]
    node: FundsNode
    depth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Band:
    """Sources one below the other; bands stand side by side. `start` is the first column."""

    rows: tuple[_SourceRow, ...]
    start: int
    name: str

    @property
    def headings(self) -> int:
        """How many columns of headings there are."""
        return max(len(row.headings) for row in self.rows)

    @property
    def has_fields(self) -> bool:
        """Whether a field stands beside a source."""
        return any(row.node.beside for row in self.rows)

    def width(self, columns: int) -> int:
        """How many columns the band takes."""
        return self.headings + 1 + columns + 2 * self.has_fields


def funds_by_source(block: FundsBlock, context: BlockContext, id_: str) -> Grid:
    """Return the grid of a block with a row for each source."""
    lead = label_column(context, block.label)
    bands = _bands(block, len(lead))
    columns = [*lead, *(each for band in bands for each in _band_columns(band, block))]
    has_head = [column.id for column in block.columns] != [AMOUNT]
    return Grid(
        id=id_,
        kind="sources",
        caption=context.label(block.label),
        bookmark=context.plain_label(block.label),
        columns=tuple(columns),
        head=grouped_head(_heads(block, bands, context, len(lead))) if has_head else (),
        lines=tuple(_source_lines(block, bands, context, id_)),
    )


def _bands(block: FundsBlock, start: int) -> list[_Band]:
    roots = [(root,) for root in block.tree] if block.is_side_by_side else [block.tree]
    bands: list[_Band] = []
    for number, nodes in enumerate(roots):
        name = str(number) if len(roots) > 1 else ""
        bands.append(_Band(rows=tuple(_source_rows(nodes)), start=start, name=name))
        start += bands[-1].width(len(block.columns))
    return bands


def _source_rows(
    nodes: Sequence[FundsNode], headings: tuple[FundsNode, ...] = (), depth: int = 0
) -> Iterator[_SourceRow]:
    """Yield the rows in the order of print; a total is above its parts, or below them."""
    for node in nodes:
        if node.is_heading:
            yield from _source_rows(node.parts, (*headings, node), depth)
            continue
        row = _SourceRow(headings=headings, node=node, depth=depth)
        yield from () if node.parts_first else (row,)
        yield from _source_rows(node.parts, headings, depth + (not node.parts_first))
        yield from (row,) if node.parts_first else ()


def _band_columns(band: _Band, block: FundsBlock) -> Iterator[GridColumn]:
    for number in range(band.headings):
        yield GridColumn(id=f"heading{number}{band.name}", kind="heading")
    yield GridColumn(id=f"source{band.name}", kind="source")
    for column in block.columns:
        yield GridColumn(id=f"{column.id}{band.name}", kind=cell_kind(column.type))
    if band.has_fields:
        yield GridColumn(id=f"beside{band.name}", kind=LABEL)
        yield GridColumn(id=f"value{band.name}", kind="value")


def _heads(
    block: FundsBlock, bands: Sequence[_Band], context: BlockContext, lead: int
) -> Iterator[tuple[HeadCell, TextRuns]]:
    """The cells over all columns, each with the label of its group."""
    for number in range(lead):
        yield HeadCell(id=f"lead{number}", runs=(), of_label=True), ()
    for band in bands:
        for number in range(band.headings + 1):
            yield HeadCell(id=f"blank{number}{band.name}", runs=()), ()
        for column in block.columns:
            head = HeadCell(id=f"{column.id}{band.name}", runs=context.label(column.label))
            yield head, context.label(column.group)
        for number in range(2 * band.has_fields):
            yield HeadCell(id=f"beside{number}{band.name}", runs=()), ()


def _source_lines(
    block: FundsBlock, bands: Sequence[_Band], context: BlockContext, id_: str
) -> Iterator[Line]:
    label = label_cells(context, id_, block.label)
    for number, rows in enumerate(zip_longest(*(band.rows for band in bands)), start=1):
        cells = [
            cell
            for band, row in zip(bands, rows, strict=True)
            for cell in _band_cells(band, row, block, context, id_)
        ]
        yield Line(anchor=f"{id_}-row{number}", cells=(*label, *cells))


def _band_cells(
    band: _Band, row: _SourceRow | None, block: FundsBlock, context: BlockContext, id_: str
) -> Iterator[LineCell]:
    if row is None:
        width = band.width(len(block.columns))
        yield LineCell(column=band.start, runs=(), kind="value", columns=width, band=band.name)
        return
    for number, heading in enumerate(row.headings):
        yield LineCell(
            column=band.start + number, runs=context.label(heading.label), kind="heading",
            key=f"{id_}_{LABEL}_{heading.id}", is_header=True, band=band.name,
        )  # fmt: skip
    start = band.start + band.headings
    room = band.headings - len(row.headings)
    yield LineCell(
        column=start - room, runs=context.label(row.node.label), kind="source",
        name=f"source{band.name}", columns=room + 1, is_header=True, depth=row.depth,
        band=band.name,
    )  # fmt: skip
    yield from _source_amounts(row.node, block, context, band, start + 1)
    if band.has_fields:
        yield from _beside(row.node, context, band, start + 1 + len(block.columns))


def _source_amounts(
    node: FundsNode,
    block: FundsBlock,
    context: BlockContext,
    band: _Band,
    start: int,
) -> Iterator[LineCell]:
    texts = _texts(node, block, context)
    adds = SourceTree.of([node]).parts.get(node.id, ())
    for number, column in enumerate(block.columns, start=start):
        label = context.label(column.label)
        yield LineCell(
            column=number, runs=texts[column.id], kind=cell_kind(column.type), label=label,
            band=band.name, source=node.id, adds=adds if column.type is ValueType.MONEY else (),
            route=() if context.reported else _route(node, column.id, context),
            choices=choice_runs(column.type, column.choices, context.localizer),
            value=amount_value(column, node.id) if context.reported else (),
        )  # fmt: skip


def _route(node: FundsNode, column: str, context: BlockContext) -> Route:
    """Where an amount is in a spec; one by itself has no key of a column."""
    columns = context.vocabulary.form.funds_columns()[node.id]
    is_alone = columns.keys() == {AMOUNT}
    return ("funds", node.id) if is_alone else ("funds", node.id, column)


def _texts(node: FundsNode, block: FundsBlock, context: BlockContext) -> Mapping[str, TextRuns]:
    """What stands in the columns of a source, by column."""
    if context.reported:
        report = context.reported.report
        rows = {row.id: row for row in funds_rows(block, context.plan, report)}
        return {
            column.id: report_amount(column, rows[node.id], context, context.reported)
            for column in block.columns
        }
    cells = source_cells(node, block, context.plan)
    return {
        each.id: print_value(cells.get(each.id), each.type, context.localizer, each.choices)
        for each in block.columns
    }


def _beside(node: FundsNode, context: BlockContext, band: _Band, column: int) -> Iterator[LineCell]:
    """The field beside a source, or a blank over both of its columns."""
    if node.beside is None:
        yield LineCell(column=column, runs=(), kind="value", columns=2, band=band.name)
        return
    label = context.label(node.beside.label)
    yield LineCell(
        column=column,
        runs=label,
        kind=LABEL,
        name=f"beside{band.name}",
        is_header=True,
        band=band.name,
    )
    runs = field_runs(node.beside, context)
    yield LineCell(
        column=column + 1, runs=runs, kind="value", band=band.name,
        choices=choice_runs(node.beside.type, node.beside.choices, context.localizer),
        route=field_route(node.beside),
    )  # fmt: skip
