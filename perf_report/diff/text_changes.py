"""Changes of texts: in which languages, and whether only the year or punctuation changed."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from perf_report.model.characters import same_width
from perf_report.model.text import LANGUAGES, Language, Text

# A figure in digits or in words, or a month; `may` and `march` are words of their own.
_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
_CARDINALS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    "|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    "|hundreds?|thousands?|millions?|billions?|dozens?|zero|half|halves|double|twice|triple|once"
)
_ORDINALS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
_ENGLISH_NUMBER = re.compile(
    rf"[0-9]+(?:[.,][0-9]+)*|\b(?:{_MONTHS}|(?i:{_CARDINALS}|{_ORDINALS}))\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Years:
    """The years of the two plans."""

    old: int
    new: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewording:
    """How a text changed.

    `changed` are the languages that changed, and `stale` one that did not although the meaning of
    the other did. `only` is set if nothing but the year or punctuation changed.
    """

    changed: tuple[Language, ...]
    stale: Language | None = None
    only: Literal["year", "punctuation"] | None = None


def compare_texts(
    old: Text | None, new: Text | None, languages: Collection[Language], years: Years
) -> Rewording | None:
    """Compare two texts in the given languages, those of both plans; None if they are equal."""
    before, after = old or Text(), new or Text()
    changed = tuple(
        language
        for language in LANGUAGES
        if language in languages and before.get(language) != after.get(language)
    )
    if not changed:
        return None
    pairs = [(before.get(language) or "", after.get(language) or "") for language in changed]
    if all(without_punctuation(first) == without_punctuation(second) for first, second in pairs):
        return Rewording(changed=changed, only="punctuation")
    only_year = all(_follows_year(first, second, years) for first, second in pairs)
    # A language without a year needs no change if only the year changed.
    is_complete = only_year and not _names_a_year(before, changed, years)
    return Rewording(
        changed=changed,
        stale=None if is_complete else _stale_language(before, after, changed, languages),
        only="year" if only_year else None,
    )


def _stale_language(
    before: Text, after: Text, changed: tuple[Language, ...], languages: Collection[Language]
) -> Language | None:
    """The language that should have changed too, or None.

    A translation may be corrected alone, so that a change of the English alone makes the Chinese
    stale only if numbers changed.
    """
    if len(changed) == len(languages) or len(languages) == 1:
        return None
    if changed == ("zh",):
        return "en"
    return "zh" if _numbers(before.en or "") != _numbers(after.en or "") else None


def _numbers(text: str) -> list[str]:
    """The figures of an English text, in digits and in words, and its months."""
    return sorted(match[0].lower() for match in _ENGLISH_NUMBER.finditer(text))


_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_DASHES = re.compile("[-‐-―−]+")
# Punctuation that is part of a number: 3.5, 2-3, -18, 5%.
_NUMBER_PUNCTUATION = re.compile(r"(?<=[0-9])[\W_]+(?=[0-9])|(?<![0-9A-Za-z])-(?=[0-9])|[%‰]")


def without_punctuation(text: str) -> str:
    """The text without punctuation and spaces, except in numbers, and in characters of one width.

    Case stays, as do superscripts: 100MW is not 100mW, and 10⁴ not 104.
    """
    folded = _DASHES.sub("-", _THOUSANDS.sub("", same_width(text)))
    kept = {
        index for match in _NUMBER_PUNCTUATION.finditer(folded) for index in range(*match.span())
    }
    return "".join(
        char
        for index, char in enumerate(folded)
        if index in kept or unicodedata.category(char)[0] not in "PZC"
    )


def _names_a_year(text: Text, changed: tuple[Language, ...], years: Years) -> bool:
    """Whether an unchanged language names the year of either plan."""
    others = (text.get(language) or "" for language in LANGUAGES if language not in changed)
    named = {str(years.old), str(years.new)}
    return any(named & set(_YEAR.findall(other)) for other in others)


def _follows_year(old: str, new: str, years: Years) -> bool:
    """Whether the texts differ only in years, each shifted like the year of the plan."""
    if years.old == years.new or str(years.old) not in _YEAR.findall(old):
        return False
    return _YEAR.sub(lambda match: str(int(match[0]) + years.new - years.old), old) == new


# Four digits that are not part of a larger number: 2025年, 2025-12-31.
_YEAR = re.compile(r"(?<![0-9.,])(?:19|20|21)[0-9]{2}(?![0-9.,]*[0-9])")
