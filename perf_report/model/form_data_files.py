"""The data files of a table: which of them a form has."""

from perf_report.model.form import Form, FundsBlock, GoalsBlock, IndicatorsBlock, TableBlock
from perf_report.model.identity import REPORT_IDS
from perf_report.model.reserved_codes import BUILT_FILES

TABLE = "table.json"
FUNDS = "funds.csv"
SOURCES = "sources.csv"
GOALS = "goals.csv"
INDICATORS = "indicators.csv"
FIELDS = "fields.csv"

# What a small table cannot be called, since each is written to a file of its name.
RESERVED_TABLES = BUILT_FILES | REPORT_IDS | {"sources", "fields"}


def data_file_names(form: Form) -> tuple[str, ...]:
    """The names of the data files of a form's tables; there is none for a block that it lacks."""
    return (
        TABLE,
        *_funds_files(form),
        *([GOALS] if form.blocks_of(GoalsBlock) else []),
        *([INDICATORS] if form.blocks_of(IndicatorsBlock) else []),
        *([FIELDS] if any(field.is_public for field in form.asked_fields().values()) else []),
        *(table_file(block) for block in public_tables(form)),
    )


def _funds_files(form: Form) -> list[str]:
    """`funds.csv`; where a form has both, the tasks are in it and the sources beside it."""
    rows = {block.rows for block in form.blocks_of(FundsBlock)}
    return [FUNDS, SOURCES] if len(rows) > 1 else [FUNDS] * len(rows)


def public_tables(form: Form) -> tuple[TableBlock, ...]:
    """The small tables that have a public column."""
    return tuple(
        block
        for block in form.blocks_of(TableBlock)
        if any(column.is_public for column in block.columns)
    )


def table_file(block: TableBlock) -> str:
    """The name of the file of a small table."""
    return f"{block.id}.csv"
