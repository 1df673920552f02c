"""What has no cell in a form: what it is called, and how it is shown."""

from collections.abc import Mapping
from typing import Any

from perf_report.app.workbench.kinds import Asked, Kind
from perf_report.app.workbench.page_values import editor_parts, raw_text
from perf_report.app.workbench.readable import Readable
from perf_report.app.workbench.schema_words import key_label
from perf_report.model.route import Route
from perf_report.model.text import Text
from perf_report.render.localized_text import Localizer, TextRuns

# What may be words in two languages.
WORDED = frozenset({Kind.TEXT, Kind.TARGET, Kind.ACTUAL})


def label_beside(route: Route, readable: Readable) -> Text:
    """Return what a value is called that its form has no cell for."""
    if route[0] == "weights":
        return _level_label(str(route[1]), readable)
    label = key_label(route)
    if route[0] == "units":
        label = Text(zh=f"{key_label(route[:1]).zh}：{route[1]}", en=str(route[1]))
    return label


def _level_label(id_: str, readable: Readable) -> Text:
    framework = readable.vocabulary.framework
    labels = {level.id: level.label for level, _ in framework.categories()}
    return (labels | {each.id: each.label for _, each in framework.categories()})[id_]


def written_runs(
    value: Any, asked: Asked, labels: Mapping[str, Text], localizer: Localizer
) -> TextRuns:
    """Return a value as it is written, choices by their labels."""
    if value is None:
        return ()
    if isinstance(value, dict) and asked.kind in WORDED:
        return localizer.text(Text(zh=value.get("zh"), en=value.get("en")))
    parts = editor_parts(value, asked)
    words = [parts["value"]] if parts.get("value") in labels else value
    listed = list(map(str, words if isinstance(words, list) else [words]))
    if labels.keys() >= set(listed):
        return tuple(run for each in listed for run in localizer.text(labels[each]))
    if isinstance(value, dict):
        return localizer.number(" ".join(filter(None, parts.values())))
    return localizer.number(raw_text(value))
