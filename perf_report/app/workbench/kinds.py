"""The kinds of values that are typed on the page of a spec."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from perf_report.messages import load_catalogue
from perf_report.model.text import LANGUAGES, Text
from perf_report.model.unit import Unit

# The keys of the English of a unit: for one, and for several.
ONE, SEVERAL = (each.name for each in fields(Unit) if each.name != "space")
# The keys of all parts of values, which the page has words for.
PART_KEYS = ("zh", "en", "value", "by", "from", "to", "code", "year", ONE, SEVERAL)

# What may be chosen, by id, with its labels.
Choices = tuple[tuple[str, Text], ...]


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
    choices: Choices = ()
    unit: str = ""


def worded_choices(table: str, words: Mapping[str, str]) -> Choices:
    """Return choices by id, each called by a message of a table of the catalogs."""
    catalogs = {language: load_catalogue(language) for language in LANGUAGES}
    return tuple(
        (id_, Text(**{language: say.format(table, word) for language, say in catalogs.items()}))
        for id_, word in words.items()
    )
