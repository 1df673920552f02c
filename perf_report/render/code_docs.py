"""What a code means that a report prints: a rule, a finding of no rule, a kind of change."""

from collections.abc import Iterator
from functools import cache

from perf_report.diff.change import ChangeKind, ReportChangeKind
from perf_report.messages import Catalogue
from perf_report.model.finding import ACROSS_TABLES, FORM_CODES, TOO_MANY
from perf_report.render.documentation import Documentation, to_page, to_terminal
from perf_report.render.rule_docs import document_rule
from perf_report.score.rules import ALL_RULES, find_any_rule

CHANGE_CODES = (*ChangeKind, *ReportChangeKind)
# The codes that have a page of their own.
FINDING_CODES = (*(rule.id for rule in ALL_RULES), *FORM_CODES)

# Of findings of no rule that are no errors: `too-many-findings` is as severe as what it stands for.
_SEVERITIES = {
    "category-kind": "warning",
    **dict.fromkeys(ACROSS_TABLES, "warning"),
    TOO_MANY: "",
}


def known_codes() -> list[str]:
    """Return every code that a report prints: rules, then other findings, then changes."""
    return [*FINDING_CODES, *CHANGE_CODES]


def explain_code(code: str, say: Catalogue) -> str | None:
    """Return the documentation of a code for a terminal, or None if there is no such code."""
    if code in FINDING_CODES:
        return to_terminal(document_finding(code, say), say)
    if code in CHANGE_CODES:
        lines = (say.format("change", code), say.format("rules", "change"))
        return to_terminal(Documentation(id=code, paragraphs=lines), say)
    return None


def write_page(code: str, say: Catalogue) -> str:
    """Return what the page of a finding's code in `docs/rules/` has below its title."""
    return to_page(document_finding(code, say), say)


def document_finding(code: str, say: Catalogue) -> Documentation:
    """Return the documentation of a rule, or of another code that findings have."""
    rule = find_any_rule(code)
    if rule is not None:
        return document_rule(rule, say)
    severity = _SEVERITIES.get(code, "error")
    return Documentation(
        id=code,
        severity=say.format("word", severity) if severity else "",
        paragraphs=(say.format("code", code),),
        examples=tuple(_examples(code, say)),
        messages=tuple(_messages(code, say)),
    )


def _examples(code: str, say: Catalogue) -> Iterator[tuple[str, str]]:
    for kind in ("passes", "fails"):
        if code in say.tables[f"code-{kind}"]:
            yield kind, say.format(f"code-{kind}", code)


class _Dot(str):
    """Stands in for an argument of a finding, whatever its format."""

    __slots__ = ()

    def __format__(self, words: str) -> str:
        return words.rpartition("|")[2] or str(self)


class _Dots(dict[str, str]):
    """Stands in for the arguments of a finding."""

    def __missing__(self, key: str) -> str:
        return _Dot("…")


def _messages(code: str, say: Catalogue) -> Iterator[tuple[str, str]]:
    """Each message that comes with the code, with the help on it."""
    for id_, message in say.tables["finding"].items():
        if code_of(id_) == code:
            help_ = say.tables["help"][id_]
            yield message.format_map(_Dots()), help_.format_map(_Dots())


@cache
def code_of(message: str) -> str:
    """The code that a message belongs to: the longest that it begins with."""
    codes = [code for code in FINDING_CODES if f"{message}-".startswith(f"{code}-")]
    return max(codes, key=len, default="")
