"""The indicators of the library as snippets of VS Code, by which its users complete them.

The file is `.vscode/NAME.code-snippets`. A snippet is chosen by the Chinese or the English name or
by the id, and writes a whole indicator of a spec; the targets to choose from are the usual ones.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from perf_report.model.category_kind import Better
from perf_report.model.indicator_library import LibraryIndicator, UsualTarget
from perf_report.model.text import Text
from perf_report.parse.yaml_writer import write_inline
from perf_report.render.json_text import to_json

_SIGNS = {Better.MORE: "≥", Better.LESS: "≤", None: ""}


def render_snippets(indicators: Sequence[LibraryIndicator]) -> bytes:
    """Return a file of snippets, one an indicator."""
    return to_json({f"{item.name.zh} ({item.id})": _snippet(item) for item in indicators})


def _snippet(item: LibraryIndicator) -> dict[str, Any]:
    described = item.definition or item.standard
    return {
        "scope": "yaml",
        "prefix": [name for name in (item.name.zh, item.name.en, item.id) if name],
        "description": (described.zh or "") if described else item.category,
        "body": [*_lines(item), "$0"],
    }


def _lines(item: LibraryIndicator) -> Iterator[str]:
    yield f"- id: ${{1:{item.id}}}"
    yield f"  category: {item.category}"
    yield f"  name: {_written(item.name)}"
    yield f"  target: {_target(item)}"
    if item.better:
        yield f"  better: {item.better}"
    for key in ("definition", "formula", "source"):
        text: Text | None = getattr(item, key)
        if text is not None:
            yield f"  {key}: {_written(text)}"


def _target(item: LibraryIndicator) -> str:
    """The usual targets to choose from, or the sign and the unit with a place for the figure."""
    if not item.targets:
        return f"{_SIGNS[item.better]}${{2}}{_escape(item.unit)}"
    choices = (re.sub(r"([\\,|])", r"\\\1", _inline(target)) for target in item.targets)
    return f"${{2|{','.join(choices)}|}}"


def _written(text: Text) -> str:
    return _escape(_inline(text))


def _inline(value: UsualTarget) -> str:
    """A value as YAML on one line."""
    if isinstance(value, str):
        return write_inline(value)
    return write_inline({key: each for key, each in (("zh", value.zh), ("en", value.en)) if each})


def _escape(text: str) -> str:
    """A text without what a snippet would take for a place to fill in."""
    return re.sub(r"([\\$}])", r"\\\1", text)
