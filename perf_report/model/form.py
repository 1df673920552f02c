"""Forms (表样): what a printed table consists of, as data.

A form is an ordered list of blocks. `docs/forms.md` describes the files; `form.schema.json` is
their schema, and `parse/form.py` reads them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias, TypeVar

from perf_report.model.text import Text

# The form of a spec that names none.
DEFAULT_FORM = "overall-2015"

# How far a target reaches where a form says nothing.
USUAL_HORIZON = "annual"

# The fields that print what a plan has by itself.
PLAN_FIELDS = frozenset(
    {"department.name", "department.code", "project.name", "project.code", "year"}
)

# The word of `frameworks` that admits all of them.
ANY_FRAMEWORK = "any"


class Subject(StrEnum):
    """What a form is about: a department, a project, or all projects of a department."""

    DEPARTMENT = "department"
    PROJECT = "project"
    PROJECTS = "projects"


class Stage(StrEnum):
    """Where in the year a form belongs."""

    PLAN = "plan"
    MONITORING = "monitoring"
    EVALUATION = "evaluation"


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


class IndicatorColumn(StrEnum):
    """The columns of indicators that need no description: what a spec says of each."""

    LEVEL1 = "level1"
    LEVEL2 = "level2"
    LEVEL3 = "level3"
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value that a field or a cell may have: its id in a spec, and its printed label."""

    id: str
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A label and the value beside it.

    Values with `is_public` False print on the office's own paper alone. `most` is how many
    characters the value may have.
    """

    id: str
    label: Text
    type: ValueType = ValueType.TEXT
    is_public: bool = True
    is_required: bool = False
    choices: tuple[Choice, ...] = ()
    most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldsBlock:
    """Rows of fields, as many a row as the form has."""

    rows: tuple[tuple[Field, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FundsNode:
    """A source of money, or a total of sources.

    It has an amount of its own unless `is_heading`; with parts, it is their sum.
    """

    id: str
    label: Text
    parts: tuple["FundsNode", ...] = ()
    is_heading: bool = False

    def walk(self) -> Iterator["FundsNode"]:
        """The node and all below it, in the order of print."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a form's own; `has_total` is whether its amounts are added up below."""

    id: str
    label: Text
    type: ValueType = ValueType.TEXT
    choices: tuple[Choice, ...] = ()
    is_public: bool = True
    has_total: bool = False


FundsRows = Literal["sources", "tasks"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FundsBlock:
    """Amounts of money.

    With `rows` sources, the tree of sources stands downwards and `columns` are beside it; with
    tasks, each main task has a row, the tree stands across, and `total` is the label of the first
    row, which has the totals.
    """

    label: Text
    rows: FundsRows
    tree: tuple[FundsNode, ...]
    columns: tuple[Column, ...] = ()
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
    """How far a goal or a target reaches: its id, and the label of its column or block."""

    id: str
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalsBlock:
    """The goals: a row each, or one column a horizon, side by side.

    `number` and `tasks` are the labels of the columns with the goal's number and with the numbers
    of the tasks that it serves; None where the form has no such column.
    """

    horizons: tuple[Horizon, ...]
    label: Text | None = None
    heading: Text | None = None
    number: Text | None = None
    tasks: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownColumn:
    """A column of indicators: one that a spec fills anyway, or one of the form's own (`own`)."""

    id: str
    label: Text
    builtin: IndicatorColumn | None = None
    choices: tuple[Choice, ...] = ()
    own: Column | None = None


Under = Literal["goals", "table"]
Order = Literal["framework", "document"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorsBlock:
    """The indicators, under each goal or in one list.

    With several `horizons`, the columns behind level 1 repeat for each, side by side.
    `prints_empty` is whether a category without an indicator has a row; `total` is the label of a
    last row with the sum of weights.
    """

    under: Under
    horizons: tuple[Horizon, ...]
    columns: tuple[ShownColumn, ...]
    label: Text | None = None
    order: Order = "framework"
    goal: Text | None = None
    group: Text | None = None
    prints_empty: bool = False
    total: Text | None = None
    shows_weights: bool = False


_Block = TypeVar("_Block", FieldsBlock, FundsBlock, TableBlock, GoalsBlock, IndicatorsBlock)

Block: TypeAlias = FieldsBlock | FundsBlock | TableBlock | GoalsBlock | IndicatorsBlock


@dataclass(frozen=True, slots=True, kw_only=True)
class FormMoney:
    """The unit of a form's amounts, and the decimals that they print at least."""

    unit: str
    decimals: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightCheck:
    """What weights add up to: over the whole table, or over each goal."""

    sum: int
    over: Literal["table", "goal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form: whose table it is, and its blocks in the order of print.

    `frameworks` are the admitted ones, the first is the default; `any` admits all. `money` is None
    where a spec says the unit. `seen` is whether all of the published form was seen, and `file`
    is the name of its file.
    """

    id: str
    title: Text
    subject: Subject
    stage: Stage
    source: Text
    frameworks: tuple[str, ...]
    blocks: tuple[Block, ...]
    money: FormMoney | None = None
    needs_sign: bool = False
    weights: WeightCheck | None = None
    seen: Literal["whole", "partly"] = "whole"
    seen_note: Text | None = None
    file: str = ""

    def blocks_of(self, kind: type[_Block]) -> tuple[_Block, ...]:
        """The blocks of a kind, in the order of print."""
        return tuple(block for block in self.blocks if isinstance(block, kind))

    def fields(self) -> Iterator[Field]:
        """All fields, in the order of print."""
        for block in self.blocks_of(FieldsBlock):
            for row in block.rows:
                yield from row

    def asked_fields(self) -> dict[str, Field]:
        """The fields that a spec fills under `fields`, by id."""
        return {field.id: field for field in self.fields() if field.id not in PLAN_FIELDS}

    def funds_columns(self) -> dict[str, Mapping[str, Column]]:
        """The columns of every source of money that stands in a row, by id."""
        return {
            node.id: {column.id: column for column in block.columns}
            for block in self.blocks_of(FundsBlock)
            if block.rows == "sources"
            for node in block.amounts()
        }

    def table_columns(self) -> dict[str, Mapping[str, Column]]:
        """The columns of every small table, by id."""
        return {
            block.id: {column.id: column for column in block.columns}
            for block in self.blocks_of(TableBlock)
        }

    def own_columns(self) -> dict[str, Column]:
        """The form's own columns of indicators, by id."""
        return {
            column.own.id: column.own
            for block in self.blocks_of(IndicatorsBlock)
            for column in block.columns
            if column.own
        }

    def usual_horizon(self, kind: type[GoalsBlock] | type[IndicatorsBlock]) -> str:
        """How far goals or targets reach that say nothing: the first horizon of the form."""
        blocks = (block for block in self.blocks if isinstance(block, kind))
        return next((block.horizons[0].id for block in blocks), USUAL_HORIZON)

    @property
    def has_tasks(self) -> bool:
        """Whether money stands by main task."""
        return any(block.rows == "tasks" for block in self.blocks_of(FundsBlock))

    @property
    def is_default(self) -> bool:
        """Whether it is the form of a spec that names none."""
        return self.id == DEFAULT_FORM
