"""Indicators of a library as text and JSON (`perf_report/schemas/indicators.schema.json`)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from perf_report.messages import Catalogue
from perf_report.model.indicator_library import (
    IndicatorLibrary,
    LibraryFile,
    LibraryIndicator,
    UsualTarget,
)
from perf_report.model.text import Text
from perf_report.render.json_text import to_json
from perf_report.render.terminal import wrap

INDICATORS_VERSION = 1

_INDENT = 4
# The texts about an indicator, by their attributes, each with the message that names it.
_TEXTS = {
    "definition": "indicator-definition",
    "formula": "indicator-formula",
    "standard": "indicator-standard",
    "source": "indicator-source",
}


class Match(StrEnum):
    """How an indicator matches the word of a search, the best first."""

    EXACT = "exact"
    PREFIX = "prefix"
    NAME = "name"
    TEXT = "text"
    NEAR = "near"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundIndicator:
    """An indicator, and how it matches the word of a search, if there is one."""

    indicator: LibraryIndicator
    match: Match | None = None


def list_indicators(found: Sequence[FoundIndicator], say: Catalogue, columns: int) -> str:
    """Return an indicator a paragraph: its name, what it is, its usual targets and its texts."""
    return "".join(
        f"{line}\n" for each in found for line in describe_indicator(each.indicator, say, columns)
    )


def describe_indicator(item: LibraryIndicator, say: Catalogue, columns: int) -> Iterator[str]:
    """Yield the lines of an indicator."""
    # Whoever looks for an indicator knows its Chinese name.
    yield from wrap(" · ".join(filter(None, (item.name.zh, item.name.en))), columns)
    for text in _details(item, say):
        yield from (" " * _INDENT + line for line in wrap(text, columns - _INDENT))


def _details(item: LibraryIndicator, say: Catalogue) -> Iterator[str]:
    separator = say.format("site", "separator")
    better = say.format("cli", f"indicator-{item.better}") if item.better else ""
    yield separator.join(filter(None, (item.id, item.category, item.unit, better)))
    if item.targets:
        between = say.format("word", "and-so")
        targets = between.join(_target_words(target, say) for target in item.targets)
        yield say.format("cli", "indicator-targets", targets=targets)
    for key, message in _TEXTS.items():
        text: Text | None = getattr(item, key)
        if text is not None:
            yield say.format("cli", message, text=text)


def _target_words(target: UsualTarget, say: Catalogue) -> str:
    if isinstance(target, str):
        return target
    return target.get(say.language) or target.zh or ""


def render_json(found: Sequence[FoundIndicator], library: IndicatorLibrary) -> bytes:
    """Return the indicators as JSON, with the libraries that they are from."""
    return to_json(
        {
            "version": INDICATORS_VERSION,
            "libraries": [_library(file) for file in library.files],
            "indicators": [
                {**indicator_data(each.indicator), "match": each.match} for each in found
            ],
        }
    )


def _library(file: LibraryFile) -> dict[str, Any]:
    data = {"id": file.id, "name": text_data(file.name), "file": file.file}
    return {**data, "source": text_data(file.source)} if file.source else data


def indicator_data(item: LibraryIndicator) -> dict[str, Any]:
    """Return an indicator as data; what its file does not state is absent."""
    data: dict[str, Any] = {
        "id": item.id,
        "name": text_data(item.name),
        "category": item.category,
        "library": item.library,
    }
    data |= {key: value for key in ("unit", "better") if (value := getattr(item, key))}
    texts = {key: getattr(item, key) for key in _TEXTS}
    data |= {key: text_data(text) for key, text in texts.items() if text}
    targets = [each if isinstance(each, str) else text_data(each) for each in item.targets]
    return {**data, "targets": targets}


def text_data(text: Text) -> dict[str, str]:
    """Return a text as data, in the languages that it has."""
    return {key: value for key, value in (("zh", text.zh), ("en", text.en)) if value}
