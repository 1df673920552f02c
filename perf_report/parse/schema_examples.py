"""Examples of what the schema asks for, as they would be written in a spec."""

from typing import Any

from perf_report.parse.yaml_writer import write_inline

_OF_TYPE = {"array": "[…, …]", "string": "…", "integer": "2025", "boolean": "true"}


def write_example(schema: dict[str, Any]) -> str:
    """Return the first example of a schema on one line, or else its keys or its type."""
    examples = schema.get("examples")
    if examples:
        return write_inline(examples[0])
    keys = schema.get("required") or schema.get("properties")
    if keys:
        return f"{{{', '.join(f'{key}: …' for key in keys)}}}"
    expected = schema.get("type", "")
    return _OF_TYPE.get(expected if isinstance(expected, str) else expected[0], "…")
