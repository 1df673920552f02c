"""Texts in Markdown, in which nothing is taken for markup."""

import re
from collections.abc import Iterable

# Characters with a meaning in Markdown or HTML, and the start of a mention, a reference, a link or
# the name of an emoji.
_SPECIAL = re.compile(
    r"[\\`*_\[\]|~!{}$<>&]|[@#]|:(?=//|[\w+-]+:)|[wW]{3}(?=\.)|[gG][hH](?=-[0-9])"
)
_WHITE = re.compile(r"\s+")
_LINKING = re.compile(r"[@#:wWgGhH]+")


def escape_markdown(text: str) -> str:
    """Return a text with everything escaped that Markdown, HTML or GitHub would interpret."""
    return _SPECIAL.sub(_escape_match, _WHITE.sub(" ", text))


def markdown_row(cells: Iterable[str]) -> str:
    """Return a row of a table."""
    return f"| {' | '.join(cells)} |\n"


def _escape_match(match: re.Match[str]) -> str:
    """A character reference; after the start of a link or a mention, an empty comment."""
    found = match[0]
    return f"{found}<!-- -->" if _LINKING.fullmatch(found) else f"&#{ord(found)};"
