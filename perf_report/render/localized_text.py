"""Texts in the languages of an output, as one run of text for each language."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from perf_report.messages import Catalogue
from perf_report.model.characters import plain_text
from perf_report.model.text import Language, Text

# The languages of an output: Chinese, English or both.
Mode = Literal["zh", "en", "zh-en"]
MODES: tuple[Mode, ...] = get_args(Mode)

# The BCP 47 language tags of pages and PDFs.
TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en"}
_MODE_LANGUAGES: dict[Mode, tuple[Language, ...]] = {
    "zh": ("zh",),
    "en": ("en",),
    "zh-en": ("zh", "en"),
}


@dataclass(frozen=True, slots=True)
class TextRun:
    """A text in one language; `lang` is its BCP 47 tag."""

    lang: str
    text: str


TextRuns = tuple[TextRun, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Localizer:
    """Gets texts of plans and messages in the languages of a mode.

    Templates have it as `speech`, with `mode`, `lang` and `number`.
    """

    mode: Mode
    catalogues: dict[Language, Catalogue]

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages of the mode; the first one is that of the page."""
        return _MODE_LANGUAGES[self.mode]

    @property
    def lang(self) -> str:
        """The BCP 47 tag of the page."""
        return TAGS[self.languages[0]]

    def text(self, text: Text) -> TextRuns:
        """A text of a plan, without the languages that it does not have."""
        return tuple(
            [
                TextRun(TAGS[language], value)
                for language in self.languages
                if (value := text.get(language))
            ]
        )

    def form_string(self, id_: str, **arguments: object) -> TextRuns:
        """A string of the printed form, from the catalogues' `[form]` table."""
        return self.format("form", id_, **arguments)

    def format(self, table: str, id_: str, **arguments: object) -> TextRuns:
        """A message of the catalogues with its placeholders filled."""
        return self.runs(
            catalogue.format(table, id_, **arguments) for catalogue in self.mode_catalogues
        )

    def runs(self, texts: Iterable[str]) -> TextRuns:
        """The runs of texts that are given in the order of the mode's languages."""
        pairs = zip(self.languages, texts, strict=True)
        return tuple(TextRun(TAGS[language], text) for language, text in pairs)

    @property
    def mode_catalogues(self) -> tuple[Catalogue, ...]:
        """The catalogues of the mode's languages, in their order."""
        return tuple(self.catalogues[language] for language in self.languages)

    def by_language(self) -> Iterator[tuple[Language, Catalogue]]:
        """Yield the languages of the mode, in their order, with their catalogues."""
        yield from zip(self.languages, self.mode_catalogues, strict=True)

    def with_catalogues(self, runs: TextRuns) -> Iterator[tuple[TextRun, Catalogue]]:
        """Each run with the catalogue of its language; a draft may lack a language."""
        for language, catalogue in self.by_language():
            yield from ((run, catalogue) for run in runs if run.lang == TAGS[language])

    def number(self, digits: str) -> TextRuns:
        """Digits, the same in every language, as one run in the language of the page."""
        return (TextRun(self.lang, digits),)


def mode_languages(mode: Mode) -> tuple[Language, ...]:
    """The languages that a plan must have for a mode."""
    return _MODE_LANGUAGES[mode]


def whole_mode(languages: Collection[Language]) -> Mode:
    """Return the mode of all languages that a plan has."""
    return "zh-en" if "en" in languages else "zh"


def deduplicate(runs: TextRuns) -> TextRuns:
    """Only the first run if all have the same text but for its width, such as ＝95% and = 95%."""
    return runs[:1] if len({plain_text(run.text) for run in runs}) == 1 else runs


def join_runs(runs: TextRuns, separator: str = " ") -> str:
    """The runs as one string, for titles, bookmarks and labels, which have no markup."""
    return separator.join(run.text for run in runs)
