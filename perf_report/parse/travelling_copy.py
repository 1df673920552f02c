"""The travelling copy of a spec: what goes out with its table, without the comments.

What is not public was cut out before; see `public_copy`.

It is in PDFs and on the site. A comment is what people of one office write for each other; only
those that the tool reads stay: `# perf-report: allow …` and `# yaml-language-server: …`.
"""

import codecs
import re
from functools import partial

from perf_report.model.source import Source
from perf_report.parse.comments import Comment, find_comments

_LINE_END = re.compile(r"\r\n|\n|\r|\Z")
# A comment that the tool or an editor reads; it may stand behind another one.
_READ = re.compile(
    r"(?:^|(?<=\s))#\s*perf-report:\s*allow\s[^\r\n]*|^#\s*yaml-language-server:[^\r\n]*"
)


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
    for start, end, kept in map(partial(_cut, text), find_comments(text)):
        pieces += [text[done:start], kept]
        done = end
    data = mark + "".join([*pieces, text[done:]]).encode()
    return source if data == source.data else Source(name=source.name, data=data)


def _cut(text: str, comment: Comment) -> tuple[int, int, str]:
    start, end = comment.start, comment.end
    read = _READ.search(comment.text)
    blank = _skip_back(text, start)
    is_whole_line = blank == 0 or text[blank - 1] in "\r\n"
    if read is not None:
        return start, end, read[0] if is_whole_line or blank < start else f" {read[0]}"
    if not is_whole_line:
        return blank, end, ""
    if comment.ends_kept:
        # Without this line, blank lines below it would become part of the value above.
        return start, end, "#"
    line_end = _LINE_END.match(text, end)
    return blank, line_end.end() if line_end else end, ""


def _skip_back(text: str, place: int) -> int:
    """Return where the blanks before a place begin."""
    while place > 0 and text[place - 1] in " \t":
        place -= 1
    return place
