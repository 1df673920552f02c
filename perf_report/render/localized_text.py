"""Texts as runs of one language each, for one of the three language modes of an output."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from perf_report.messages import Catalogue
from perf_report.model.text import Language, Text

Mode = Literal["zh", "en", "zh-en"]
MODES: tuple[Mode, ...] = get_args(Mode)

# The BCP 47 tags that pages and PDFs carry.
TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en"}
_MODE_LANGUAGES: dict[Mode, tuple[Language, ...]] = {
    "zh": ("zh",),
    "en": ("en",),
    "zh-en": ("zh", "en"),
}


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one language; `lang` is its BCP 47 tag."""

    lang: str
    text: str


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """Says a plan's texts and the form's strings in the languages of a mode."""

    mode: Mode
    catalogues: dict[Language, Catalogue]

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages of the mode, the first one being the page's own."""
        return _MODE_LANGUAGES[self.mode]

    @property
    def lang(self) -> str:
        """The BCP 47 tag of the page."""
        return TAGS[self.languages[0]]

    def text(self, text: Text) -> Runs:
        """A text of the plan; a language that it lacks is left out."""
        return tuple(
            [
                Run(TAGS[language], words)
                for language in self.languages
                if (words := text.get(language))
            ]
        )

    def form(self, id_: str, **arguments: object) -> Runs:
        """A string of the form."""
        return self.format("form", id_, **arguments)

    def format(self, table: str, id_: str, **arguments: object) -> Runs:
        """A string of a table of the catalogues."""
        return self.runs(catalogue.format(table, id_, **arguments) for catalogue in self.voices)

    def runs(self, texts: Iterable[str]) -> Runs:
        """Texts that are given in the languages of the mode, in their order."""
        pairs = zip(self.languages, texts, strict=True)
        return tuple(Run(TAGS[language], text) for language, text in pairs)

    @property
    def voices(self) -> tuple[Catalogue, ...]:
        """The catalogues of the mode's languages, in their order."""
        return tuple(self.catalogues[language] for language in self.languages)

    def number(self, digits: str) -> Runs:
        """Digits that are the same in every language: one run, in the page's own."""
        return (Run(self.lang, digits),)


def mode_languages(mode: Mode) -> tuple[Language, ...]:
    """The languages that a mode needs a plan to have."""
    return _MODE_LANGUAGES[mode]


def once(runs: Runs) -> Runs:
    """A text that is the same in both languages, such as ≥95%, is said once."""
    return runs[:1] if len({run.text for run in runs}) == 1 else runs


def plain(runs: Runs, separator: str = " ") -> str:
    """The runs as one string, where markup cannot be used: titles, bookmarks, labels."""
    return separator.join(run.text for run in runs)
