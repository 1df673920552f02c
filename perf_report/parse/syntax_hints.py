"""Recognise common mistakes behind YAML syntax errors."""

import re

from ruamel.yaml.error import MarkedYAMLError, YAMLError

from perf_report.model.finding import Finding, Span
from perf_report.model.target import suggest_quantity
from perf_report.parse.problem import Problem

_FULL_WIDTH_COLON = re.compile(r"^\s*(?:- )?(?P<key>[a-z_]+)(?P<colon>：)")
_SIGN_AFTER_KEY = re.compile(r":\s+(?P<value>>[=＝]?\s*[0-9][^#]*)")
_TAB = re.compile(r"^ *\t")

# Numbers that YAML allows and an amount must not be: hexadecimal, octal, exponents, infinities,
# a plus sign, a negative zero.
_ODD_NUMBER = re.compile(
    r"0x[0-9a-fA-F]+|0o[0-7]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)[eE][-+]?[0-9]+"
    r"|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)|[-+]?[0-9]{41,}(\.[0-9]*)?|-0+(\.0*)?|\+[0-9.]+"
)


def is_odd_number(text: str) -> bool:
    """Whether a plain scalar is a number in a form that no amount may have."""
    return _ODD_NUMBER.fullmatch(text) is not None


def starts_with_full_width_colon(text: str) -> str | None:
    """Return the key of a text such as `year：2025`, whose colon is full-width; else None."""
    match = _FULL_WIDTH_COLON.match(text)
    return match["key"] if match else None


def explain_syntax_error(error: YAMLError, text: str) -> Problem:
    """Return the problem behind a parser's error: a known mistake, or its place."""
    line, column, detail = _place(error)
    lines = text.split("\n")
    for explain in (_explain_colon, _explain_tab, _explain_sign):
        problem = explain(lines, line)
        if problem is not None:
            return problem
    width = len(lines[line - 1]) if line <= len(lines) else 0
    finding = Finding(rule="yaml-syntax", arguments={"detail": detail})
    return _at(finding, line, min(column, width + 1), 1)


def _place(error: YAMLError) -> tuple[int, int, str]:
    """Line and column from 1, and the parser's message."""
    if isinstance(error, MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        detail = error.problem or error.context or ""
        if mark is not None:
            return mark.line + 1, mark.column + 1, str(detail)
    return 1, 1, str(error).partition("\n")[0]


def _at(finding: Finding, line: int, column: int, width: int) -> Problem:
    span = Span(line=line, column=column, end_line=line, end_column=column + width)
    return Problem(finding=finding, span=span)


def _explain_colon(lines: list[str], line: int) -> Problem | None:
    """A full-width colon on the line of the error or up to three lines above."""
    for number in range(min(line, len(lines)), max(line - 4, 0), -1):
        match = _FULL_WIDTH_COLON.match(lines[number - 1])
        if match:
            finding = Finding(rule="yaml-full-width-colon", arguments={"key": match["key"]})
            return _at(finding, number, match.start("colon") + 1, 1)
    return None


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
