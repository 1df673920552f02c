"""What a code means that a report prints, laid out for a terminal and as a page of `docs/`."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from perf_report.messages import Catalogue
from perf_report.render.terminal import wrap

# The width of a text in a terminal.
COLUMNS = 79
# What Markdown takes for its own signs. Code is shown as it is.
_MARKUP = re.compile(r"(`[^`]*`)|([\\*_<\[|])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Documentation:
    """The documentation of a code in one language.

    `severity` is empty where it is not always the same. `examples` are a text for each of the
    kinds `passes` and `fails`, `remarks` are sentences below them, and `messages` are the messages
    with the code, each with its help.
    """

    id: str
    severity: str = ""
    paragraphs: Sequence[str] = ()
    examples: Sequence[tuple[str, str]] = ()
    remarks: Sequence[str] = ()
    messages: Sequence[tuple[str, str]] = ()


def to_terminal(text: Documentation, say: Catalogue) -> str:
    """Lay out a documentation for a terminal."""
    return "\n\n".join(_terminal_parts(text, say)) + "\n"


def _terminal_parts(text: Documentation, say: Catalogue) -> Iterator[str]:
    head = {"id": text.id, "severity": text.severity}
    yield say.format("rules", "head", **head) if text.severity else text.id
    yield from ("\n".join(wrap(each, COLUMNS)) for each in text.paragraphs)
    for kind, example in text.examples:
        yield _with_indented([say.format("rules", kind)], wrap(example, COLUMNS - 2))
    yield from ("\n".join(wrap(each, COLUMNS)) for each in text.remarks)
    if text.messages:
        yield say.format("rules", "messages")
    for message, help_ in text.messages:
        yield _with_indented(wrap(message, COLUMNS - 2), wrap(help_, COLUMNS - 2))


def _with_indented(lines: Iterable[str], below: Iterable[str]) -> str:
    """Lines with others indented below."""
    return "\n".join([*lines, *(f"  {line}" for line in below)])


def to_page(text: Documentation, say: Catalogue) -> str:
    """Lay out a documentation as what a page in Markdown has below its title."""
    return "\n\n".join(_page_parts(text, say)) + "\n"


def _page_parts(text: Documentation, say: Catalogue) -> Iterator[str]:
    if text.severity:
        yield f"**{say.format('rules', 'severity')}** {text.severity}"
    yield from text.paragraphs
    space = "" if say.language == "zh" else " "
    for kind, example in text.examples:
        yield f"{say.format('rules', kind)}{space}{example}"
    yield from text.remarks
    if text.messages:
        yield say.format("rules", "messages")
    for message, help_ in text.messages:
        yield f"- {_escape(message)}"
        # So far in that it is below the item for every reader of Markdown.
        yield f"    {_escape(help_)}"


def _escape(text: str) -> str:
    return _MARKUP.sub(lambda found: found[1] or f"\\{found[2]}", text)
