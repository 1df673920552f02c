"""JSON files, indented by two spaces."""

from collections.abc import Mapping
from typing import Any

import orjson


def to_json(record: Mapping[str, Any]) -> bytes:
    """A record as UTF-8 with a final line end, its keys in their order."""
    return orjson.dumps(record, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
