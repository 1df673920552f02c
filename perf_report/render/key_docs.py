"""What a key of the YAML means, as its schema describes it, for the terminal."""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from perf_report import resources
from perf_report.messages import Catalogue
from perf_report.render.documentation import Documentation, to_terminal

Schema = Mapping[str, Any]


def explain_key(name: str, say: Catalogue) -> str | None:
    """Return the documentation of a key of a spec or a report; None if there is no such key.

    A key below another one has its name in front: `department.code`, `goals.indicators.target`. One
    of reports may mean one thing in monitoring and another in a self-evaluation.
    """
    for path in (resources.schema_path(), resources.report_schema_path()):
        schema = _read(path)
        found = _find(schema, [schema], name.split("."))
        texts = [to_terminal(_document(name, _resolved(schema, each), say), say) for each in found]
        if texts:
            return "\n".join(dict.fromkeys(texts))
    return None


@cache
def _read(path: Path) -> Schema:
    schema: Schema = json.loads(path.read_text("utf-8"), parse_float=Decimal)
    return schema


def _find(schema: Schema, parts: list[Schema], keys: list[str]) -> list[Schema]:
    """Return what describes a key, the last of `keys`, below any of the parts."""
    if not keys:
        return parts
    found = [
        each.get("properties", {})[keys[0]]
        for part in parts
        for each in _alternatives(schema, part)
        if keys[0] in each.get("properties", {})
    ]
    return _find(schema, found, keys[1:]) if found else []


def _alternatives(schema: Schema, part: Schema) -> Iterator[Schema]:
    """A part, what it refers to, its branches, and the items of a list or a mapping."""
    part = _resolved(schema, part)
    yield part
    for key in ("then", "else", "items", "additionalProperties"):
        if isinstance(part.get(key), dict):
            yield from _alternatives(schema, part[key])


def _resolved(schema: Schema, part: Schema) -> Schema:
    if "$ref" not in part:
        return part
    named = schema["$defs"][part["$ref"].rpartition("/")[2]]
    return {**_resolved(schema, named), **part}


def _document(name: str, part: Schema, say: Catalogue) -> Documentation:
    title, description = part.get("title", ""), part.get("description", "")
    # Both are in Chinese, then in English.
    number = 0 if say.language == "zh" else -1
    examples = [each for each in part.get("examples", ()) if isinstance(each, str | int | Decimal)]
    return Documentation(
        id=name,
        severity=title.split(" / ")[number],
        paragraphs=tuple(filter(None, [description.split("\n")[number]])),
        examples=tuple(("example", str(each)) for each in examples[:1]),
    )
