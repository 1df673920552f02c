"""The blocks of a form: fields, lines, amounts of money, small tables, goals and indicators."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, TypeAlias

from perf_report.model.text import Text


class ValueType(StrEnum):
    """What a field or a cell of a form's own column holds."""

    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    PERIOD = "period"
    UNIT = "unit"
    PERSON = "person"
    PHONE = "phone"
    MONEY = "money"
    PERCENT = "percent"
    YES_NO = "yes/no"
    # Points of a report, which no spec and no form of a project's own has.
    POINTS = "points"


class IndicatorColumn(StrEnum):
    """The columns of indicators that need no description: what a spec says of each."""

    LEVEL1 = "level1"
    LEVEL2 = "level2"
    LEVEL3 = "level3"
    GOAL = "goal"
    NAME = "name"
    TARGET = "target"
    SIGN = "sign"
    VALUE = "value"
    UNIT = "unit"
    TYPE = "type"
    DIRECTION = "direction"
    WEIGHT = "weight"
    BASELINE = "baseline"
    DEFINITION = "definition"
    FORMULA = "formula"
    STANDARD = "standard"
    SOURCE = "source"
    BASIS = "basis"
    RESPONSIBLE = "responsible"
    NOTE = "note"
    # What a report says of each.
    INITIAL = "initial"
    ADJUSTED = "adjusted"
    ACTUAL = "actual"
    RATIO = "ratio"
    SCORE = "score"
    REASON = "reason"
    REMEDY = "remedy"
    SO_FAR = "so_far"
    EXPECTED = "expected"
    LIKELIHOOD = "likelihood"
    CAUSES = "causes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value that a field or a cell may have: its id in a spec, and its printed label."""

    id: str
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A label and the value beside it.

    Values with `is_public` False print on the office's own paper alone. `most` is how many
    characters the value may have. `has_boxes` is whether all choices print, the chosen one ticked.
    """

    id: str
    label: Text
    type: ValueType = ValueType.TEXT
    is_public: bool = True
    is_required: bool = False
    choices: tuple[Choice, ...] = ()
    most: int | None = None
    has_boxes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldsBlock:
    """Rows of fields, as many a row as the form has; `label` is that of all of them."""

    rows: tuple[tuple[Field, ...], ...]
    label: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineBlock:
    """A line without a frame, above the table or below it: fields, and words as they are."""

    parts: tuple[Field | Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FundsNode:
    """A source of money, or a total of sources.

    It has an amount of its own unless `is_heading`; with parts, it is their sum, and prints behind
    them if `parts_first`. `beside` is a field that stands in the same row.
    """

    id: str
    label: Text
    parts: tuple["FundsNode", ...] = ()
    is_heading: bool = False
    parts_first: bool = False
    beside: Field | None = None

    def walk(self) -> Iterator["FundsNode"]:
        """The node and all below it, in the order of print."""
        if not self.parts_first:
            yield self
        for part in self.parts:
            yield from part.walk()
        if self.parts_first:
            yield self


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a form's own; `has_total` is whether its amounts are added up below.

    `group` is a label over the column and those beside it with the same one. `most` is how many
    characters a text may have.
    """

    id: str
    label: Text
    group: Text | None = None
    type: ValueType = ValueType.TEXT
    choices: tuple[Choice, ...] = ()
    most: int | None = None
    is_public: bool = True
    has_total: bool = False


FundsRows = Literal["sources", "tasks"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FundsBlock:
    """Amounts of money.

    With `rows` sources, the tree of sources stands downwards and `columns` are beside it; with
    tasks, each main task has a row, the tree stands across, and `total` is the label of the first
    row, which has the totals. `is_side_by_side` is whether the roots of the tree of sources stand
    beside each other.
    """

    label: Text
    rows: FundsRows
    tree: tuple[FundsNode, ...]
    columns: tuple[Column, ...] = ()
    is_side_by_side: bool = False
    number: Text | None = None
    task: Text | None = None
    total: Text | None = None

    def nodes(self) -> Iterator[FundsNode]:
        """All nodes of the tree, in the order of print."""
        for node in self.tree:
            yield from node.walk()

    def amounts(self) -> tuple[FundsNode, ...]:
        """The nodes that have an amount, in the order of print."""
        return tuple(node for node in self.nodes() if not node.is_heading)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableBlock:
    """A small table of a form's own; `total` is the label of a last row with sums."""

    id: str
    label: Text
    columns: tuple[Column, ...]
    total: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """How far a goal or a target reaches: its id, and the label of its column or block.

    `is_labelled` is whether the form words the label. Only then does it stand over the columns of
    indicators.
    """

    id: str
    label: Text
    is_labelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalsBlock:
    """The goals: a row each, or one column a horizon, side by side.

    `number` and `tasks` are the labels of the columns with the goal's number and with the numbers
    of the tasks that it serves, `adjusted` and `achieved` those of a report: the goal after an
    adjustment, and what was achieved; None where the form has no such column. `achieved_most` is
    how many characters the latter may have.
    """

    horizons: tuple[Horizon, ...]
    label: Text | None = None
    heading: Text | None = None
    number: Text | None = None
    tasks: Text | None = None
    adjusted: Text | None = None
    achieved: Text | None = None
    achieved_most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownColumn:
    """A column of indicators: one that a spec fills anyway, or one of the form's own (`own`).

    In a sheet of several tables, `field` is a field and `funds` the amount of a source that the
    column repeats for each of them; `has_total` is whether the amounts are added up. `labels` are
    those under a horizon, where they differ, and `group` is the label over the column and those
    beside it with the same one. A column with `ticks` has a tick where it is the value.
    """

    id: str
    label: Text
    builtin: IndicatorColumn | None = None
    choices: tuple[Choice, ...] = ()
    own: Column | None = None
    labels: Mapping[str, Text] = field(default_factory=dict)
    field: Field | None = None
    funds: FundsNode | None = None
    has_total: bool = False
    group: Text | None = None
    ticks: str = ""

    def label_under(self, horizon: str) -> Text:
        """The label of the column under a horizon."""
        return self.labels.get(horizon, self.label)


Under = Literal["goals", "table"]
Order = Literal["framework", "document"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorsBlock:
    """The indicators, under each goal or in one list.

    With several `horizons`, the columns behind level 1 repeat for each, side by side.
    `prints_empty` is whether a category without an indicator has a row; `total` is the label of a
    last row with the sum of weights. With a `goal_row`, the label and the text of a goal stand in a
    row above its indicators, in place of a column beside them.
    """

    under: Under
    horizons: tuple[Horizon, ...]
    columns: tuple[ShownColumn, ...]
    label: Text | None = None
    order: Order = "framework"
    goal: Text | None = None
    goal_row: Text | None = None
    group: Text | None = None
    prints_empty: bool = False
    total: Text | None = None
    shows_weights: bool = False


Block: TypeAlias = FieldsBlock | LineBlock | FundsBlock | TableBlock | GoalsBlock | IndicatorsBlock


def fields_of(block: Block) -> Iterator[Field]:
    """The fields of a block, in the order of print."""
    match block:
        case FieldsBlock():
            yield from (each for row in block.rows for each in row)
        case LineBlock():
            yield from (part for part in block.parts if isinstance(part, Field))
        case FundsBlock():
            yield from (node.beside for node in block.nodes() if node.beside)
        case IndicatorsBlock():
            yield from (column.field for column in block.columns if column.field)
