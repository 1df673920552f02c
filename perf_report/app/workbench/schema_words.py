"""What the schema calls the keys of a spec, in both languages, for keys that no form labels."""

import json
from functools import cache
from typing import Any

from perf_report import resources
from perf_report.model.route import Route
from perf_report.model.text import Text
from perf_report.parse.source import read_source

_BETWEEN = " / "


@cache
def key_label(route: Route) -> Text:
    """Return the title of the key at the end of a route; its name where the schema has none."""
    zh, _, en = str(_at(route).get("title", "")).partition(_BETWEEN)
    return Text(zh=zh, en=en) if zh else Text(zh=str(route[-1]), en=str(route[-1]))


@cache
def _schema() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(read_source(resources.schema_path()).data)
    return data


def _at(route: Route) -> dict[str, Any]:
    """The schema of the value at a route."""
    found = _schema()
    for step in route:
        known = found.get("properties", {})
        below = found.get("items") if isinstance(step, int) else known.get(step)
        if below is None:
            return {}
        found = below
        if "$ref" in found:
            name = str(found["$ref"]).rpartition("/")[2]
            # A title beside the reference is that of the key.
            found = {**_schema()["$defs"][name], **found}
            del found["$ref"]
    return found
