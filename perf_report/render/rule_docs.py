"""Documentation of the rules from their docstrings, for the terminal and for `docs/`."""

import inspect
import re
import sys
from collections.abc import Iterator, Mapping

from perf_report.messages import Catalogue
from perf_report.model.text import Language
from perf_report.render.documentation import COLUMNS, Documentation
from perf_report.render.terminal import pad, wrap
from perf_report.score.rules import ALL_RULES, AnyRule

_CHINESE = "中文："
# The kind of an example, what begins it and what ends it, by language.
_EXAMPLES: Mapping[Language, tuple[tuple[str, str, str], ...]] = {
    "en": (("passes", "Passes: ", "."), ("fails", "Fails: ", ".")),
    "zh": (("passes", "符合：", "。"), ("fails", "不符合：", "。")),
}
_LEADS = tuple(lead for examples in _EXAMPLES.values() for _, lead, _ in examples)
# Chinese lines are joined without a space, but for one beside Latin words.
_BREAK_AT_LATIN = re.compile(
    "(?<=[\u4e00-\u9fff])\n(?=[`A-Za-z])|(?<=[`A-Za-z])\n(?=[\u4e00-\u9fff])"
)


def list_rules(catalogue: Catalogue) -> str:
    """A list of all rules: id, severity, summary."""
    ids = max(len(rule.id) for rule in ALL_RULES) + 2
    severities = 9
    lines = []
    for rule in ALL_RULES:
        lead = pad(rule.id, ids) + pad(catalogue.format("word", rule.severity.value), severities)
        text = list(wrap(_summary(rule, catalogue), COLUMNS - ids - severities))
        lines.append(lead + text[0])
        lines += [" " * (ids + severities) + line for line in text[1:]]
    return "\n".join(lines) + "\n"


def document_rule(rule: AnyRule, catalogue: Catalogue) -> Documentation:
    """Return a rule's documentation with its two examples, in the language of the catalogue."""
    return Documentation(
        id=rule.id,
        severity=catalogue.format("word", rule.severity.value),
        paragraphs=tuple(_paragraphs(rule, catalogue)),
        examples=tuple(_examples(rule, catalogue)),
        remarks=tuple(
            catalogue.format("rules", key) for key in ("needed", "fixable") if getattr(rule, key)
        ),
    )


def _summary(rule: AnyRule, catalogue: Catalogue) -> str:
    return next(_paragraphs(rule, catalogue))


def _paragraphs(rule: AnyRule, catalogue: Catalogue) -> Iterator[str]:
    """The paragraphs of a rule's documentation in one language, each on one line."""
    for paragraph in _docstring(rule).split("\n\n"):
        is_chinese = paragraph.startswith(_CHINESE)
        if paragraph.startswith(_LEADS) or is_chinese != (catalogue.language == "zh"):
            continue
        text = paragraph.removeprefix(_CHINESE)
        yield _one_line(text) if is_chinese else text.replace("\n", " ")


def _one_line(chinese: str) -> str:
    return _BREAK_AT_LATIN.sub(" ", chinese).replace("\n", "")


def _examples(rule: AnyRule, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """The examples of a rule in one language, each with its kind."""
    for line in _docstring(rule).splitlines():
        for kind, lead, end in _EXAMPLES[catalogue.language]:
            if line.startswith(lead):
                yield kind, line.removeprefix(lead).removesuffix(end)


def _docstring(rule: AnyRule) -> str:
    return inspect.cleandoc(sys.modules[rule.check.__module__].__doc__ or "")
