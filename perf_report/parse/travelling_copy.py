"""The travelling copy of a spec: what goes out with its table, without the comments.

It is in PDFs and on the site. A comment is what people of one office write for each other; only
those that the tool reads stay: `# perf-report: allow …` and `# yaml-language-server: …`.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ruamel.yaml import YAML
from ruamel.yaml import tokens as yaml_tokens

from perf_report.model.source import Source

_COMMENT = re.compile(r"#[^\r\n]*")
_LINE_END = re.compile(r"\r\n|\n|\r|\Z")
# A comment that the tool or an editor reads; it may stand behind another one.
_READ = re.compile(
    r"(?:^|(?<=\s))#\s*perf-report:\s*allow\s[^\r\n]*|^#\s*yaml-language-server:[^\r\n]*"
)
# The sign of a block scalar, with which its first line begins.
_SIGN = re.compile(r"[|>][0-9+-]*[ \t]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gap:
    """Text outside of values, in which every `#` begins a comment.

    `ends_kept` says that it follows a block scalar that keeps the blank lines behind it.
    """

    start: int
    end: int
    ends_kept: bool = False


def travelling_copy(source: Source) -> Source:
    """Return a spec without its comments; `source` must have no syntax error.

    A comment goes from its `#`, with the blanks before it, to the line's end; a line that held
    nothing else goes whole.
    """
    if b"#" not in source.data:
        return source
    mark = codecs.BOM_UTF8 if source.data.startswith(codecs.BOM_UTF8) else b""
    text = source.data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    pieces, done = [], 0
    for start, end, kept in _cuts(text):
        pieces += [text[done:start], kept]
        done = end
    data = mark + "".join([*pieces, text[done:]]).encode()
    return source if data == source.data else Source(name=source.name, data=data)


def _cuts(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where a comment begins and ends, and what takes its place."""
    for gap in _gaps(text):
        must_part = gap.ends_kept
        for match in _COMMENT.finditer(text, gap.start, gap.end):
            yield _cut(text, match, must_part=must_part)
            must_part = False


def _cut(text: str, match: re.Match[str], *, must_part: bool) -> tuple[int, int, str]:
    start = match.start()
    read = _READ.search(match[0])
    blank = _skip_back(text, start)
    is_whole_line = blank == 0 or text[blank - 1] in "\r\n"
    if read is not None:
        return start, match.end(), read[0] if is_whole_line or blank < start else f" {read[0]}"
    if not is_whole_line:
        return blank, match.end(), ""
    if must_part:
        # Without this line, blank lines below it would become part of the value above.
        return start, match.end(), "#"
    line_end = _LINE_END.match(text, match.end())
    return blank, line_end.end() if line_end else match.end(), ""


def _skip_back(text: str, place: int) -> int:
    """Return where the blanks before a place begin."""
    while place > 0 and text[place - 1] in " \t":
        place -= 1
    return place


def _gaps(text: str) -> Iterator[_Gap]:
    done, is_kept = 0, False
    for token in YAML(typ="safe").scan(text):
        start, end = token.start_mark.index, token.end_mark.index
        yield _Gap(start=done, end=start, ends_kept=is_kept)
        sign = _SIGN.match(text, start) if isinstance(token, yaml_tokens.ScalarToken) else None
        if sign is not None and token.style in {"|", ">"}:
            header = _LINE_END.search(text, start)
            yield _Gap(start=sign.end(), end=header.start() if header else end)
        # A token without text, such as the end of a mapping, separates nothing.
        is_kept = sign is not None and "+" in sign[0] if end > start else is_kept
        done = max(done, end)
