"""Message catalogues: every sentence that a person reads, by id, one catalogue a language.

The catalogues are `zh.toml` and `en.toml` beside this module: tables of ids, each with a message
with named placeholders. Their keys and placeholders are equal, which a test checks. A missing id or
argument is a KeyError that names it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePath
from typing import Any

from perf_report.errors import PerfReportError
from perf_report.model.finding import Finding, Term
from perf_report.model.text import Language, Text
from perf_report.model.visible_text import visible_name, visible_text

# The arguments that are lists of ids with a comma and a space between them.
_LISTS = frozenset({"allowed", "known"})


class _Count(int):
    """A number whose format may be two words: `{count:table|tables}` is the one that goes with it.

    A message without a second word for one thing, as in Chinese, has the number alone.
    """

    def __format__(self, words: str) -> str:
        if "|" not in words:
            return super().__format__(words)
        one, more = words.split("|")
        return one if self == 1 else more


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The messages of one language, by table and id."""

    language: Language
    tables: Mapping[str, Mapping[str, Any]]

    def format(self, table: str, id_: str, **arguments: object) -> str:
        """The message with its placeholders filled.

        A Term or a Text among the arguments is translated; a tuple is joined by "or"; a Finding has
        its `message` and its `help`; `{count:table|tables}` is the word that goes with a number.
        Raises KeyError if the message or an argument is missing.
        """
        message = self.tables[table][id_]
        values = {key: self._value(argument) for key, argument in arguments.items()}
        separator = self.tables["form"]["list-separator"]
        listed = {key: str(values[key]).replace(", ", separator) for key in _LISTS & values.keys()}
        return str(message).format_map(values | listed)

    def _value(self, argument: object) -> object:
        if isinstance(argument, Term):
            return self.format(argument.table, argument.id)
        if isinstance(argument, Text):
            return argument.get(self.language) or argument.zh
        if isinstance(argument, tuple):
            return self.format("word", "or").join(str(self._value(item)) for item in argument)
        if isinstance(argument, Finding):
            return describe_finding(self, argument)
        return _printable(argument)


def _printable(argument: object) -> object:
    """A number with the words that go with it; a name or a text as it may be shown."""
    if isinstance(argument, int) and not isinstance(argument, bool):
        return _Count(argument)
    # Control characters from a file must not reach a terminal or break a report.
    if isinstance(argument, PurePath):
        return visible_name(str(argument))
    return visible_text(argument) if isinstance(argument, str) else argument


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """The message of a finding or an error, and the help on it."""

    message: str
    help: str


def describe_finding(catalogue: Catalogue, finding: Finding) -> Description:
    """The message and the help of a finding."""
    return Description(
        message=catalogue.format("finding", finding.message_id, **finding.arguments),
        help=catalogue.format("help", finding.message_id, **finding.arguments),
    )


def describe_error(catalogue: Catalogue, error: PerfReportError) -> Description:
    """The message and the help of an error."""
    return Description(
        message=catalogue.format("error", error.message, **error.arguments),
        help=catalogue.format("error-help", error.message, **error.arguments),
    )


@cache
def load_catalogue(language: Language) -> Catalogue:
    """Load the catalogue of a language, once a process."""
    text = catalogue_path(language).read_text("utf-8")
    return Catalogue(language=language, tables=tomllib.loads(text))


def catalogue_path(language: Language) -> Path:
    """The file of a language's messages."""
    return Path(__file__).with_name(f"{language}.toml")
