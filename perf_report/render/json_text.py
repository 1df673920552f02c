"""JSON that programs read and people look at: indented by two spaces, with a line end."""

from collections.abc import Mapping
from typing import Any

import orjson


def to_json(record: Mapping[str, Any]) -> bytes:
    """A record as UTF-8, in the order of its entries."""
    return orjson.dumps(record, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
