"""Values of a form's fields and columns, compared by what they say.

A text counts in the languages of both plans alone, and an amount of money in yuan.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal, localcontext

from perf_report.diff.text_changes import Years, compare_texts
from perf_report.model.field_value import Cells, FieldValue, NamedUnit, Period
from perf_report.model.text import LANGUAGES, Language, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the values of a plan are read: the languages that count, and the yuan in its unit."""

    languages: Collection[Language]
    yuan: int

    def value(self, value: FieldValue) -> str:
        """What a value says; values that say the same give the same string."""
        if isinstance(value, bool):
            return repr(value)
        if isinstance(value, Decimal):
            with localcontext(prec=60):
                return f"{(value * self.yuan).normalize():f}"
        if isinstance(value, Period):
            return repr((value.start, value.end))
        if isinstance(value, NamedUnit):
            return repr((value.code, self._words(value.name or Text())))
        return repr(self._words(as_text(value) or Text()))

    def row(self, row: Cells) -> str:
        """What a row says, whatever the order of its cells."""
        return repr(sorted((id_, self.value(value)) for id_, value in row.items()))

    def _words(self, text: Text) -> tuple[str | None, ...]:
        return tuple(text.get(language) for language in LANGUAGES if language in self.languages)


def as_text(value: FieldValue | None) -> Text | None:
    """A text, or a plain string as one that is the same in all languages; None for the rest."""
    if isinstance(value, str):
        return Text(zh=value, en=value)
    return value if isinstance(value, Text) else None


def only_difference(
    old: FieldValue, new: FieldValue, languages: Collection[Language], years: Years
) -> str | None:
    """The only thing that differs, `year` or `punctuation`; None if more does."""
    before, after = _shown(old), _shown(new)
    if before is None or after is None:
        return None
    rewording = compare_texts(before, after, languages, years)
    return rewording.only if rewording else None


def _shown(value: FieldValue) -> Text | None:
    """The value as a text, if it has years and words; a period as its two ends."""
    if isinstance(value, Period):
        ends = f"{value.start or ''}/{value.end or ''}"
        return Text(zh=ends, en=ends)
    return as_text(value)
