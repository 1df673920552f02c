"""Tell what a correction of a disclosed report changes, by the data of both revisions.

The disclosed data are read from the target, so that what is told does not depend on local files.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from perf_report.app.publish.disclosed_content import read_disclosed_file
from perf_report.diff.assessment import Significance
from perf_report.diff.change import ReportChangeKind
from perf_report.messages import load_catalogue
from perf_report.model.text import LANGUAGES, Language, Text
from perf_report.publish.target import Target
from perf_report.site.history import Event, RecordedChange

_Row = Mapping[str, Any]

# The lists of a report, with the field that names a row.
_LISTS = {"funds": "label", "goals": "text", "indicators": "name"}
_KINDS = {
    "total": ReportChangeKind.TOTAL_CHANGED,
    "score": ReportChangeKind.SCORE_CHANGED,
    "actual": ReportChangeKind.ACTUAL_CHANGED,
    "so_far": ReportChangeKind.ACTUAL_CHANGED,
}
# What an author writes of a whole report and of a row of it, and the points that it comes to.
_OF_REPORT = ("as_of", "through", "scoring", "total", "conclusion", "problems", "measures")
_OF_ROW = (
    "initial", "adjusted", "executed", "expected", "achieved", "actual", "so_far", "likelihood",
    "tier", "score", "reason", "remedy", "score_reason", "not_applicable",
)  # fmt: skip


def describe_report_correction(event: Event, before: Event, target: Target, built: Path) -> Event:
    """Return a correction of a report with what it changes. Raises PublishError."""
    name = f"{event.report}.json"
    disclosed = read_disclosed_file(before, name, target).data
    made = (built / event.identity.folder / name).read_bytes()
    changes = _changes(json.loads(disclosed), json.loads(made))
    return replace(event, changes=tuple(changes))


def _changes(old: _Row, new: _Row) -> Iterator[RecordedChange]:
    yield from _compared(new["department"]["name"], (old, new), _OF_REPORT)
    for list_, naming in _LISTS.items():
        olds, news = ({_id(each): each for each in side.get(list_, ())} for side in (old, new))
        for id_ in dict.fromkeys((*news, *olds)):
            sides = olds.get(id_, {}), news.get(id_, {})
            yield from _compared((sides[1] or sides[0]).get(naming, {}), sides, _OF_ROW)


def _id(row: _Row) -> str:
    """What tells a row; the sum of all has no id."""
    return str(row.get("id", ""))


def _compared(
    subject: Mapping[str, str], sides: tuple[_Row, _Row], fields: tuple[str, ...]
) -> Iterator[RecordedChange]:
    for field in fields:
        before, after = (_text(side.get(field)) for side in sides)
        if before != after:
            said = {
                language: _sentence(field, (_text(subject), before, after), language)
                for language in LANGUAGES
            }
            yield RecordedChange(significance=Significance.UNCLEAR.value, text=Text(**said))


def _text(value: Any) -> Text:
    """A value as printed: a text, or a figure or a word that is the same in both languages."""
    if isinstance(value, Mapping):
        words = value.get("text", value)
        return Text(zh=words.get("zh"), en=words.get("en"))
    return Text(zh=value, en=value)


def _sentence(field: str, texts: tuple[Text, Text, Text], language: Language) -> str:
    say = load_catalogue(language)
    subject, before, after = (
        each.get(language) or each.zh or say.format("site", "no-figure") for each in texts
    )
    kind = say.format("change", _KINDS.get(field, ReportChangeKind.ANSWER_CHANGED))
    return say.format("site", "told-change", subject=subject, kind=kind, before=before, after=after)
