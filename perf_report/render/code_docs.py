"""What a code means that a report prints: a rule, an error of a file's form, a kind of change."""

from collections.abc import Iterator

from perf_report.diff.change import ChangeKind, ReportChangeKind
from perf_report.messages import Catalogue
from perf_report.model.finding import ACROSS_TABLES, FORM_CODES, TOO_MANY
from perf_report.render.rule_docs import COLUMNS, explain_rule
from perf_report.render.terminal import wrap
from perf_report.score.rules import ALL_RULES, find_any_rule

_CHANGES = (*ChangeKind, *ReportChangeKind)


def known_codes() -> list[str]:
    """Return every code that a report prints: rules, then errors of form, then changes."""
    return [*(rule.id for rule in ALL_RULES), *FORM_CODES, *_CHANGES]


def explain_code(code: str, say: Catalogue) -> str | None:
    """Return the documentation of a code, or None if there is no such code."""
    rule = find_any_rule(code)
    if rule is not None:
        return explain_rule(rule, say)
    if code in FORM_CODES:
        return "\n\n".join(_explain_form(code, say)) + "\n"
    if code in _CHANGES:
        lines = (say.format("change", code), say.format("rules", "change"))
        return "\n\n".join([code, *("\n".join(wrap(line, COLUMNS)) for line in lines)]) + "\n"
    return None


# Of errors of form that are none: `too-many-findings` is as severe as what it stands for.
_SEVERITIES = {
    "category-kind": "warning",
    **dict.fromkeys(ACROSS_TABLES, "warning"),
    TOO_MANY: "",
}


class _Dots(dict[str, str]):
    """Stands in for the arguments of a finding."""

    def __missing__(self, key: str) -> str:
        return "…"


def _explain_form(code: str, say: Catalogue) -> Iterator[str]:
    """The code with its severity, and each of its messages with the help on it."""
    severity = _SEVERITIES.get(code, "error")
    yield _head(code, severity, say) if severity else code
    for id_, message in say.tables["finding"].items():
        if _code_of(id_) == code:
            lines = (text.format_map(_Dots()) for text in (message, say.tables["help"][id_]))
            sentence, advice = (list(wrap(line, COLUMNS - 2)) for line in lines)
            yield "\n".join([*sentence, *(f"  {line}" for line in advice)])


def _head(code: str, severity: str, say: Catalogue) -> str:
    return say.format("rules", "head", id=code, severity=say.format("word", severity))


def _code_of(message: str) -> str:
    """The code that a message belongs to: the longest that it begins with."""
    codes = [code for code in known_codes() if f"{message}-".startswith(f"{code}-")]
    return max(codes, key=len, default="")
