"""How a text in two languages changed: both, one of them, or nothing but its year or its marks."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from perf_report.model.text import LANGUAGES, Language, Text

_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Years:
    """The years of the two plans."""

    old: int
    new: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewording:
    """A changed text: the languages that changed, which should have followed, what alone changed.

    `stale` is the language that stayed as it was although the other says something else now.
    """

    changed: tuple[Language, ...]
    stale: Language | None = None
    only: Literal["year", "punctuation"] | None = None


def compare_texts(
    old: Text | None, new: Text | None, languages: Collection[Language], years: Years
) -> Rewording | None:
    """What changed between two texts, in the languages that both plans have; None for nothing."""
    before, after = old or Text(), new or Text()
    changed = tuple(
        language
        for language in LANGUAGES
        if language in languages and before.get(language) != after.get(language)
    )
    if not changed:
        return None
    pairs = [(before.get(language) or "", after.get(language) or "") for language in changed]
    if all(_without_marks(first) == _without_marks(second) for first, second in pairs):
        return Rewording(changed=changed, only="punctuation")
    moved = all(_moves_with_year(first, second, years) for first, second in pairs)
    # A language that names no year has nothing to follow when the year moves on.
    is_followed = moved and not _names_a_year(before, changed, years)
    return Rewording(
        changed=changed,
        stale=None if is_followed else _stale(before, after, changed, languages),
        only="year" if moved else None,
    )


def _stale(
    before: Text, after: Text, changed: tuple[Language, ...], languages: Collection[Language]
) -> Language | None:
    """The language that did not follow.

    A translation may be mended by itself, so English alone is taken for a change of substance
    only where its figures changed.
    """
    if len(changed) == len(languages) or len(languages) == 1:
        return None
    if changed == ("zh",):
        return "en"
    return "zh" if _numbers(before.en or "") != _numbers(after.en or "") else None


def _numbers(text: str) -> list[str]:
    return sorted(_NUMBER.findall(text))


_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_DASHES = re.compile("[-‐-―−]+")
# The marks that figures are written with: 3.5, 2-3, -18, 5%.
_OF_FIGURES = re.compile(r"(?<=[0-9])[\W_]+(?=[0-9])|(?<![0-9a-z])-(?=[0-9])|[%‰]")


def _without_marks(text: str) -> str:
    """The text without punctuation and spaces, in the same case and width; figures stay whole."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = _DASHES.sub("-", _THOUSANDS.sub("", folded))
    kept = {index for match in _OF_FIGURES.finditer(folded) for index in range(*match.span())}
    return "".join(
        char
        for index, char in enumerate(folded)
        if index in kept or unicodedata.category(char)[0] not in "PZC"
    )


def _names_a_year(text: Text, changed: tuple[Language, ...], years: Years) -> bool:
    """Whether a language that did not change names the year of either plan."""
    others = (text.get(language) or "" for language in LANGUAGES if language not in changed)
    named = {str(years.old), str(years.new)}
    return any(named & set(_YEAR.findall(other)) for other in others)


def _moves_with_year(old: str, new: str, years: Years) -> bool:
    """Whether the new text is the old one with every year moved on as the plans' years do."""
    if years.old == years.new or str(years.old) not in _YEAR.findall(old):
        return False
    return _YEAR.sub(lambda match: str(int(match[0]) + years.new - years.old), old) == new


# Four digits that stand alone: 2025年, 2025-12-31. A plan's year is one of them.
_YEAR = re.compile(r"(?<![0-9.,])(?:19|20|21)[0-9]{2}(?![0-9.,]*[0-9])")
