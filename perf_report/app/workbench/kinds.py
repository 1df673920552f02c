"""The kinds of values that are typed on the page of a spec."""

from dataclasses import dataclass, fields
from enum import StrEnum

from perf_report.model.text import Text
from perf_report.model.unit import Unit

# The keys of the English of a unit: for one, and for several.
ONE, SEVERAL = (each.name for each in fields(Unit) if each.name != "space")
# The keys of all parts of values, which the page has words for.
PART_KEYS = ("zh", "en", "value", "by", "from", "to", "code", "year", ONE, SEVERAL)


class Kind(StrEnum):
    """How the value of a cell is typed."""

    TEXT = "text"
    PLAIN = "plain"
    AMOUNT = "amount"
    NUMBER = "number"
    CHOICE = "choice"
    YES_NO = "yes-no"
    DATE = "date"
    PERIOD = "period"
    UNIT = "unit"
    TARGET = "target"
    TASKS = "tasks"
    IDS = "ids"
    LANGUAGES = "languages"
    BASELINE = "baseline"
    WORDS = "words"
    # What a report says.
    ACTUAL = "actual"
    TICK = "tick"
    SEVERAL = "several"
    LIST = "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a cell asks for; `choices` are the values that it may have, with their labels.

    `unit` is that of a figure whose form has the unit in a column of its own.
    """

    kind: Kind
    choices: tuple[tuple[str, Text], ...] = ()
    unit: str = ""
