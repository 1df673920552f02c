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
