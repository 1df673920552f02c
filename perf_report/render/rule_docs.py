"""Documentation of the rules from their docstrings, for the terminal and for `docs/`."""

import inspect
import sys
from collections.abc import Iterator

from perf_report.messages import Catalogue
from perf_report.render.terminal import pad, wrap
from perf_report.rules import RULES
from perf_report.rules.rule import Rule

_CHINESE = "中文："
_EXAMPLES = ("Passes: ", "Fails: ")
# The width of a text in a terminal.
COLUMNS = 79


def list_rules(catalogue: Catalogue) -> str:
    """A list of all rules: id, severity, summary."""
    ids = max(len(rule.id) for rule in RULES) + 2
    severities = 9
    lines = []
    for rule in RULES:
        lead = pad(rule.id, ids) + pad(catalogue.format("word", rule.severity.value), severities)
        text = list(wrap(_summary(rule, catalogue), COLUMNS - ids - severities))
        lines.append(lead + text[0])
        lines += [" " * (ids + severities) + line for line in text[1:]]
    return "\n".join(lines) + "\n"


def explain_rule(rule: Rule, catalogue: Catalogue) -> str:
    """A rule's documentation with its two examples, in the language of the catalogue."""
    parts = [f"{rule.id} ({catalogue.format('word', rule.severity.value)})"]
    parts += ["\n".join(wrap(text, COLUMNS)) for text in _paragraphs(rule, catalogue)]
    parts += [
        "\n  ".join([catalogue.format("rules", kind), *wrap(example, COLUMNS - 2)])
        for kind, example in _examples(rule)
    ]
    parts += [
        "\n".join(wrap(catalogue.format("rules", key), COLUMNS))
        for key in ("needed", "fixable")
        if getattr(rule, key)
    ]
    return "\n\n".join(parts) + "\n"


def document_rule(rule: Rule, catalogues: tuple[Catalogue, Catalogue]) -> str:
    """A rule's page in `docs/rules/` as Markdown: Chinese, then English."""
    parts = [f"# {rule.id}"]
    for catalogue in catalogues:
        severity = catalogue.format("word", rule.severity.value)
        parts.append(f"**{catalogue.format('rules', 'severity')}** {severity}")
        parts += _paragraphs(rule, catalogue)
        parts += [
            f"{catalogue.format('rules', kind)} {example}" for kind, example in _examples(rule)
        ]
        parts += [
            catalogue.format("rules", key) for key in ("needed", "fixable") if getattr(rule, key)
        ]
    return "\n\n".join(parts) + "\n"


def _summary(rule: Rule, catalogue: Catalogue) -> str:
    return next(_paragraphs(rule, catalogue))


def _paragraphs(rule: Rule, catalogue: Catalogue) -> Iterator[str]:
    """The paragraphs of a rule's documentation in one language, each on one line."""
    for paragraph in _docstring(rule).split("\n\n"):
        is_chinese = paragraph.startswith(_CHINESE)
        if paragraph.startswith(_EXAMPLES) or is_chinese != (catalogue.language == "zh"):
            continue
        lines = paragraph.removeprefix(_CHINESE).splitlines()
        yield ("" if is_chinese else " ").join(lines)


def _examples(rule: Rule) -> Iterator[tuple[str, str]]:
    for line in _docstring(rule).splitlines():
        for lead in _EXAMPLES:
            if line.startswith(lead):
                yield lead.strip(": ").lower(), line.removeprefix(lead).rstrip(".")


def _docstring(rule: Rule) -> str:
    return inspect.cleandoc(sys.modules[rule.check.__module__].__doc__ or "")
