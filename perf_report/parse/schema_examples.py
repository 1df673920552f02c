"""Examples of what the schema asks for, as they would be written in a spec."""

import json
from decimal import Decimal
from functools import lru_cache
from typing import Any

from perf_report.parse.yaml_writer import write_inline

_OF_TYPE = {"array": "[…, …]", "string": "…", "integer": "2025", "boolean": "true"}
# The key under which JSON holds an exact decimal.
_DECIMAL = "decimal"


def write_example(schema: dict[str, Any]) -> str:
    """Return the first example of a schema on one line, or else its keys or its type."""
    examples = schema.get("examples")
    if examples:
        return _write(json.dumps(examples[0], default=lambda value: {_DECIMAL: str(value)}))
    keys = schema.get("required") or schema.get("properties")
    if keys:
        return f"{{{', '.join(f'{key}: …' for key in keys)}}}"
    expected = schema.get("type", "")
    return _OF_TYPE.get(expected if isinstance(expected, str) else expected[0], "…")


@lru_cache(256)
def _write(example: str) -> str:
    """An example, given as JSON, on one line of YAML; each is written once."""
    return write_inline(json.loads(example, object_hook=_read_decimal))


def _read_decimal(data: dict[str, Any]) -> Any:
    return Decimal(data[_DECIMAL]) if data.keys() == {_DECIMAL} else data
