"""A text in the languages of a plan."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text, in Chinese and, where the plan declares it, in English."""

    zh: str | None = None
    en: str | None = None

    def get(self, language: Language) -> str | None:
        """The text in one language, or None where the plan has none."""
        return self.zh if language == "zh" else self.en
