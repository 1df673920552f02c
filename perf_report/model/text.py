"""Texts in Chinese and English."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text in Chinese, and in English if the plan declares it."""

    zh: str | None = None
    en: str | None = None

    def get(self, language: Language) -> str | None:
        """The text in one language, or None."""
        return self.zh if language == "zh" else self.en

    @property
    def both(self) -> tuple[str, str]:
        """The text in both languages, as two cells of a row; empty where it has none."""
        return self.zh or "", self.en or ""


def uncapitalized(label: Text) -> Text:
    """Return a label as it stands within a sentence: in English without a capital at its start."""
    english = label.en or ""
    start = english[:1].lower()
    # A word of capitals alone, such as CNY, keeps them.
    return label if english[:2].isupper() else Text(zh=label.zh, en=f"{start}{english[1:]}" or None)
