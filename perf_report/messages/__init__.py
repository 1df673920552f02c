"""Every sentence that a person reads, one catalogue a language.

The catalogues are `zh.toml` and `en.toml` beside this module: tables of ids, each a sentence with
named placeholders. A missing id or placeholder is an error at once, by name; a test holds the keys
and placeholders of the two to be equal.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from perf_report.errors import PerfReportError
from perf_report.model.finding import Finding, Term
from perf_report.model.text import Language, Text

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The sentences of one language, by table and id."""

    language: Language
    tables: Mapping[str, Mapping[str, Any]]

    def say(self, table: str, id_: str, **arguments: object) -> str:
        """The sentence with its placeholders filled; Terms among the arguments are translated.

        Raises KeyError, naming it, where the sentence or one of its arguments is missing.
        """
        sentence = self.tables[table][id_]
        return str(sentence).format_map({key: self._word(arg) for key, arg in arguments.items()})

    def _word(self, argument: object) -> object:
        if isinstance(argument, Term):
            return self.say(argument.table, argument.id)
        if isinstance(argument, Text):
            return argument.get(self.language) or argument.zh
        if isinstance(argument, tuple):
            return self.say("word", "or").join(str(self._word(item)) for item in argument)
        # What a file says must not command a terminal, nor break a report.
        return _CONTROL.sub("\ufffd", argument) if isinstance(argument, str) else argument


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """What is wrong, and what to do about it."""

    message: str
    help: str


def describe_finding(catalogue: Catalogue, finding: Finding) -> Sentences:
    """A finding in words."""
    return Sentences(
        message=catalogue.say("finding", finding.message_id, **finding.arguments),
        help=catalogue.say("help", finding.message_id, **finding.arguments),
    )


def describe_error(catalogue: Catalogue, error: PerfReportError) -> Sentences:
    """An inability in words."""
    return Sentences(
        message=catalogue.say("error", error.message, **error.arguments),
        help=catalogue.say("error-help", error.message, **error.arguments),
    )


@cache
def load_catalogue(language: Language) -> Catalogue:
    """The catalogue of a language."""
    text = catalogue_path(language).read_text("utf-8")
    return Catalogue(language=language, tables=tomllib.loads(text))


def catalogue_path(language: Language) -> Path:
    """The file of a language's sentences."""
    return Path(__file__).with_name(f"{language}.toml")
