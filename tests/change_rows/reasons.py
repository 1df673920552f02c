"""The reasons that the code gives for its assessments."""

import ast
from pathlib import Path

from perf_report.diff import form_significance, significance
from perf_report.model.text import LANGUAGES

# The functions of the code that make an assessment; the reason is the last thing each is given.
_JUDGES = {"always", "neutral", "unclear", "weaker", "stronger", "Assessment"}
# What the code puts into a reason.
_BLANKS = {"only-": ("year", "punctuation"), "stale-": LANGUAGES}


def reasons_of_the_code() -> set[str]:
    """Every reason that is written in the code."""
    sources = (
        Path(str(each.__file__)).read_text("utf-8") for each in (significance, form_significance)
    )
    nodes = [node for source in sources for node in ast.walk(ast.parse(source))]
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    judges = [node for node in calls if getattr(node.func, "id", "") in _JUDGES]
    assert judges
    return {reason for node in judges for reason in written(node)}


def written(call: ast.Call) -> list[str]:
    last = call.keywords[-1].value if call.keywords else call.args[-1]
    strings = [node for node in ast.walk(last) if isinstance(node, ast.Constant)]
    values = [node.value for node in strings if isinstance(node.value, str)]
    if isinstance(last, ast.JoinedStr):
        return [f"{values[0]}{blank}" for blank in _BLANKS[values[0]]]
    return values
