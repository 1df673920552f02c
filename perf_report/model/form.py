"""Forms (表样): what a printed table consists of, as data.

A form is an ordered list of blocks. `docs/forms.md` describes the files; `form.schema.json` is
their schema, and `parse/forms.py` reads them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeVar

from perf_report.model.form_blocks import (
    Block,
    Choice,
    Column,
    Field,
    FieldsBlock,
    FundsBlock,
    FundsNode,
    GoalsBlock,
    Horizon,
    IndicatorColumn,
    IndicatorsBlock,
    LineBlock,
    ShownColumn,
    TableBlock,
    ValueType,
    fields_of,
)
from perf_report.model.report_columns import REPORT_FIELDS
from perf_report.model.source_tree import SourceTree
from perf_report.model.text import Text

__all__ = [
    "AMOUNT",
    "ANY_FRAMEWORK",
    "DEFAULT_FORM",
    "PLAN_FIELDS",
    "Block",
    "Choice",
    "Column",
    "Field",
    "FieldsBlock",
    "Form",
    "FormMoney",
    "FundsBlock",
    "FundsNode",
    "GoalsBlock",
    "Horizon",
    "IndicatorColumn",
    "IndicatorsBlock",
    "LineBlock",
    "ShownColumn",
    "Stage",
    "Subject",
    "TableBlock",
    "ValueType",
    "WeightCheck",
]

# The column of an amount that stands by itself, without the name of a column.
AMOUNT = "amount"

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
    """What a form is about: a department, a project, or all projects of a department.

    A form of reports may be about either of the first two.
    """

    DEPARTMENT = "department"
    PROJECT = "project"
    PROJECTS = "projects"
    ANY = "any"


class Stage(StrEnum):
    """Where in the year a form belongs."""

    PLAN = "plan"
    MONITORING = "monitoring"
    EVALUATION = "evaluation"


_Block = TypeVar(
    "_Block", FieldsBlock, LineBlock, FundsBlock, TableBlock, GoalsBlock, IndicatorsBlock
)


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
    is the name of its file. `entry` are columns that a sheet for entry has before others.
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
    entry: tuple[str, ...] = ()
    file: str = ""

    def blocks_of(self, kind: type[_Block]) -> tuple[_Block, ...]:
        """The blocks of a kind, in the order of print."""
        return tuple(block for block in self.blocks if isinstance(block, kind))

    def fields(self) -> Iterator[Field]:
        """All fields, in the order of print."""
        for block in self.blocks:
            yield from fields_of(block)

    def asked_fields(self) -> dict[str, Field]:
        """The fields that a spec fills under `fields`, by id."""
        own = PLAN_FIELDS | REPORT_FIELDS
        return {field.id: field for field in self.fields() if field.id not in own}

    def funds_columns(self) -> dict[str, Mapping[str, Column]]:
        """The columns of every source of money that stands in a row or a column, by id."""
        rows: dict[str, Mapping[str, Column]] = {
            node.id: {column.id: column for column in block.columns}
            for block in self.blocks_of(FundsBlock)
            if block.rows == "sources"
            for node in block.amounts()
        }
        return rows | {
            node.id: {AMOUNT: Column(id=AMOUNT, label=node.label, type=ValueType.MONEY)}
            for block in self.blocks_of(IndicatorsBlock)
            for column in block.columns
            if (node := column.funds)
        }

    def task_sources(self) -> SourceTree | None:
        """The sources of money of main tasks; None where the form has no tasks."""
        blocks = [block for block in self.blocks_of(FundsBlock) if block.rows == "tasks"]
        return SourceTree.of(root for each in blocks for root in each.tree) if blocks else None

    def source_labels(self) -> dict[str, Text]:
        """The labels of the sources of money of main tasks, by id."""
        blocks = (block for block in self.blocks_of(FundsBlock) if block.rows == "tasks")
        return {node.id: node.label for block in blocks for node in block.amounts()}

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

    @property
    def lists_under_goals(self) -> bool:
        """Whether each goal has its own indicators."""
        return any(block.under == "goals" for block in self.blocks_of(IndicatorsBlock))

    @property
    def lists_under_table(self) -> bool:
        """Whether indicators stand in one list."""
        return any(block.under == "table" for block in self.blocks_of(IndicatorsBlock))

    @property
    def has_tasks(self) -> bool:
        """Whether money stands by main task."""
        return any(block.rows == "tasks" for block in self.blocks_of(FundsBlock))

    @property
    def is_default(self) -> bool:
        """Whether it is the form of a spec that names none."""
        return self.id == DEFAULT_FORM
