"""Where the comments of a YAML text are: every `#` outside of values begins one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ruamel.yaml import YAML
from ruamel.yaml import tokens as yaml_tokens

_COMMENT = re.compile(r"#[^\r\n]*")
_LINE_END = re.compile(r"[\r\n]|\Z")
_OPENING = (yaml_tokens.FlowSequenceStartToken, yaml_tokens.FlowMappingStartToken)
_CLOSING = (yaml_tokens.FlowSequenceEndToken, yaml_tokens.FlowMappingEndToken)
# Deeper than any spec that is read; behind many brackets each token takes longer to scan.
_MOST_DEPTH = 64
# The sign of a block scalar, with which its first line begins.
_SIGN = re.compile(r"[|>][0-9+-]*[ \t]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A comment: its text with the `#`, and where it begins and ends in the file's text.

    `ends_kept` says that it is the first one behind a block scalar that keeps the blank lines
    behind it.
    """

    text: str
    start: int
    end: int
    ends_kept: bool


def find_comments(text: str) -> Iterator[Comment]:
    """Yield the comments of a text without a syntax error, in the order of the file.

    What is too deep to be a spec ends them, as a syntax error does.
    """
    for start, end, ends_kept in _gaps(text):
        for number, match in enumerate(_COMMENT.finditer(text, start, end)):
            yield Comment(
                text=match[0],
                start=match.start(),
                end=match.end(),
                ends_kept=ends_kept and number == 0,
            )


def _gaps(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield where the text between values begins and ends, and whether `|+` stands before it."""
    done, is_kept, depth = 0, False, 0
    for token in YAML(typ="safe").scan(text):
        depth += isinstance(token, _OPENING) - isinstance(token, _CLOSING)
        if depth > _MOST_DEPTH:
            return
        start, end = token.start_mark.index, token.end_mark.index
        yield done, start, is_kept
        is_block = isinstance(token, yaml_tokens.ScalarToken) and token.style in {"|", ">"}
        sign = _SIGN.match(text, start) if is_block else None
        header = _LINE_END.search(text, start) if is_block else None
        if sign is not None and header is not None:
            yield sign.end(), header.start(), False
        # A token without text, such as the end of a mapping, separates nothing.
        is_kept = sign is not None and "+" in sign[0] if end > start else is_kept
        done = max(done, end)
