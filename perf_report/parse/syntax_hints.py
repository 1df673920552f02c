"""Recognise common mistakes behind YAML syntax errors."""

import re

from ruamel.yaml.error import MarkedYAMLError, YAMLError

from perf_report.model.finding import Finding, Span
from perf_report.model.target import suggest_quantity
from perf_report.parse.encoding import CUT_LINE
from perf_report.parse.problem import Problem

# Up to a comment, a bracket or a comma, but for one between thousands.
_SIGN_AFTER_KEY = re.compile(r":\s+(?P<value>>[=＝]?\s*[0-9](?:[^#,}\]]|,(?=[0-9]{3}))*)")
_TAB = re.compile(r"^ *\t")
_CONFLICT = re.compile(r"^(?:[<>|]{7}(?: .*)?|={7})$")
_CONFLICT_MARKS = ("<<<<<<<", ">>>>>>>", "=======", "|||||||")
# A text that begins with a mark that YAML takes for its own.
_MARK = re.compile(
    r"""(?::[ ]+|[\[{,][ ]*|-[ ]+)(?P<text>[*&!%@`][^\s\[\]{},#"'A-Za-z0-9]\S*?)(?=[\s,}\]]|$)"""
)
# A text with a colon in it that YAML takes for that of a key.
_COLON = re.compile(r"""(?<![^\s{,])[a-z_]+:[ ]+(?P<text>[^\s"'{}\[\],|>#][^"'{}\[\],#]*?):[ ]""")
# A quote that opens a value.
_OPENING = re.compile(r"""(?:^|[\s{\[,])(?:[a-z_]+: +|- +|[\[{,] *)(?P<quote>["'])""")

_QUOTED = {
    '"': re.compile(r'"(?:[^"\\]|\\.)*"'),
    "'": re.compile(r"'(?:[^']|'')*'"),
}

_AFTER_QUOTE = re.compile(r"[\s,}\]]*(?:\s#.*)?")

# The rules about slips of typing.
_SLIPS = ("yaml-full-width", "yaml-space")

# Lines below one that a carriage return cuts, on which the parser may notice.
_LINES_BELOW = 2

# Lines above an error at which a quote may have been opened that made it.
_LINES_ABOVE = 20

# Numbers that YAML allows and an amount must not be: hexadecimal, octal, exponents, infinities,
# a plus sign, a negative zero.
_ODD_NUMBER = re.compile(
    r"0x[0-9a-fA-F]+|0o[0-7]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)[eE][-+]?[0-9]+"
    r"|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)|[-+]?[0-9]{41,}(\.[0-9]*)?|-0+(\.0*)?|\+[0-9.]+"
)


def is_odd_number(text: str) -> bool:
    """Whether a plain scalar is a number in a form that no amount may have."""
    return _ODD_NUMBER.fullmatch(text) is not None


def find_conflicts(text: str) -> list[Problem]:
    """Return the merge conflicts that git left in a text, each at the mark that begins it.

    If that is no longer there, the first mark is what is left of one.
    """
    if not any(mark in text for mark in _CONFLICT_MARKS):
        return []
    lines = enumerate(text.split("\n"), start=1)
    marks = [(number, line) for number, line in lines if _CONFLICT.match(line)]
    begins = [mark for mark in marks if mark[1].startswith("<")]
    finding = Finding(rule="yaml-conflict", message="" if begins else "yaml-conflict-rest")
    return [_at(finding, number, 1, len(line)) for number, line in begins or marks[:1]]


def is_explained(error: Problem, others: list[Problem]) -> bool:
    """Whether another problem is the cause of a syntax error: a slip, or a line cut in two."""
    line = error.span.line
    return any(
        other.span.line == line
        or (other.finding.message == CUT_LINE and 0 < line - other.span.line <= _LINES_BELOW)
        for other in others
        if other.finding.rule.startswith(_SLIPS) or other.finding.message == CUT_LINE
    )


def explain_syntax_error(error: YAMLError, text: str) -> Problem:
    """Return the problem behind a parser's error: a known mistake, or its place."""
    line, column, detail = _place(error)
    lines = text.split("\n")
    for explain in (_explain_tab, _explain_sign, _explain_quote, _explain_mark, _explain_colon):
        problem = explain(lines, line)
        if problem is not None:
            return problem
    width = len(lines[line - 1]) if line <= len(lines) else 0
    finding = Finding(rule="yaml-syntax", arguments={"detail": detail})
    return _at(finding, line, min(column, width + 1), 1)


def _place(error: YAMLError) -> tuple[int, int, str]:
    """Line and column from 1, and the parser's message."""
    if isinstance(error, MarkedYAMLError):
        in_quotes = str(error.context).endswith("quoted scalar")
        # At the end of the file nobody looks for the quote that was not closed.
        mark = (in_quotes and error.context_mark) or error.problem_mark or error.context_mark
        detail = error.problem or error.context or ""
        if mark is not None:
            return mark.line + 1, mark.column + 1, str(detail)
    return 1, 1, str(error).partition("\n")[0]


def _at(finding: Finding, line: int, column: int, width: int) -> Problem:
    span = Span(line=line, column=column, end_line=line, end_column=column + width)
    return Problem(finding=finding, span=span)


def _explain_tab(lines: list[str], line: int) -> Problem | None:
    """A tab in the indentation of the line of the error or the line above."""
    for number in (line, line - 1):
        if 1 <= number <= len(lines):
            match = _TAB.match(lines[number - 1])
            if match:
                return _at(Finding(rule="yaml-tab"), number, match.end(), 1)
    return None


def _explain_sign(lines: list[str], line: int) -> Problem | None:
    """`target: >17台`: to YAML, the half-width sign begins a block scalar."""
    for number in (line, line - 1):
        if 1 <= number <= len(lines):
            match = _SIGN_AFTER_KEY.search(lines[number - 1])
            if match:
                value = match["value"].strip()
                meant = suggest_quantity(value) or value
                arguments = {"value": value, "meant": meant}
                finding = Finding(rule="yaml-unquoted-sign", arguments=arguments)
                return _at(finding, number, match.start("value") + 1, len(value))
    return None


def _explain_mark(lines: list[str], line: int) -> Problem | None:
    """`{zh: *重点工作}`: to YAML, such a mark begins something else than a text."""
    match = _MARK.search(lines[line - 1]) if line <= len(lines) else None
    if match is None:
        return None
    text = match["text"]
    arguments = {"value": text, "mark": text[0]}
    finding = Finding(
        rule="yaml-unquoted-sign", message="yaml-unquoted-sign-mark", arguments=arguments
    )
    return _at(finding, line, match.start("text") + 1, len(text))


def _explain_colon(lines: list[str], line: int) -> Problem | None:
    """`{zh: 目标: 完成}`: to YAML, a colon with a space behind it ends a key."""
    match = _COLON.search(lines[line - 1]) if line <= len(lines) else None
    if match is None:
        return None
    arguments = {"before": match["text"]}
    finding = Finding(
        rule="yaml-unquoted-sign", message="yaml-unquoted-sign-colon", arguments=arguments
    )
    return _at(finding, line, match.end("text") + 1, 1)


def _explain_quote(lines: list[str], line: int) -> Problem | None:
    """A quote that is not closed on its line, of all before the error the nearest."""
    for number in range(min(line, len(lines)), max(line - _LINES_ABOVE, 0), -1):
        column = _unclosed_quote(lines[number - 1])
        quote = lines[number - 1][column - 1] if column else ""
        if quote and not _is_closed_below(lines[number : line + 1], quote):
            return _at(Finding(rule="yaml-quote", arguments={"quote": quote}), number, column, 1)
    return None


def _is_closed_below(lines: list[str], quote: str) -> bool:
    """Whether a text in quotes ends on one of the next lines: nothing follows its quote there."""
    rests = (line.partition(quote)[2] for line in lines if quote in line)
    rest = next(rests, None)
    return rest is not None and _AFTER_QUOTE.fullmatch(rest) is not None


def _unclosed_quote(line: str) -> int:
    """The column of a quote that opens a value and is not closed on the line; 0 for none."""
    place = 0
    while opening := _OPENING.search(line, place):
        start = opening.start("quote")
        text = _QUOTED[opening["quote"]].match(line, start)
        if text is None:
            return start + 1
        place = text.end()
    return 0
