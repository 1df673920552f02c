"""A report on a table as its own data say it: `evaluation.json`, or `monitoring-07.json`."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from perf_report.model.identity import Identity
from perf_report.model.report import ReportKind
from perf_report.model.text import Text
from perf_report.site.history import RecordFile

# The version of the fixed form of what the author of a report wrote.
_CONTENT_FORM = 1
# What is derived from the plan, the form and the scoring, and no word of the author.
_DERIVED = ("version", "languages", "department", "project", "framework", "currency_unit", "year")
_OF_PLAN = ("goal", "category", "level1", "level2", "name", "target", "label", "text", "number")
# Monitoring names the target of its time once that was adjusted: what it printed at first.
_OF_ITS_TIME = ("initial",)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteResult:
    """What became of an indicator: `actual` as printed, its points, and whether it was met.

    Of monitoring, `actual` is what was reached so far. `is_applicable` is False where the report
    says why the indicator does not apply, in `reason`. `score_reason` is why the score is another
    one than the rule gives.
    """

    actual: Text | None = None
    weight: str = ""
    score: str = ""
    met: bool | None = None
    reason: Text | None = None
    score_reason: Text | None = None
    is_applicable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteReport:
    """A report on a table that was built. `results` are by the ids of indicators.

    `total` and `grade` are those of an evaluation with points, `applicable` the points that apply,
    and `rate` is the execution of the budget in per cent, with its `execution_score` of
    `execution_weight`. `form` is the id of its form. `content`
    is the digest of what its author wrote.
    """

    identity: Identity
    name: Text
    project_name: Text | None
    form: str
    day: str
    results: Mapping[str, SiteResult]
    content: str
    data: Mapping[str, Any] = field(repr=False)
    total: str = ""
    applicable: str = ""
    grade: Text | None = None
    rate: str = ""
    execution_score: str = ""
    execution_weight: str = ""
    revision: int = 1
    note: Text | None = None
    files: Mapping[str, RecordFile] = field(default_factory=dict)

    @property
    def is_evaluation(self) -> bool:
        """Whether it is the evaluation, and no monitoring."""
        return self.identity.report == ReportKind.EVALUATION.value


def parse_site_report(data: Mapping[str, Any], files: Mapping[str, RecordFile]) -> SiteReport:
    """Return the report that the data of a build describe."""
    project = data.get("project", {})
    month = data.get("through", "")[-2:]
    report = f"{data['report']}-{month}" if month else data["report"]
    identity = Identity(
        data["department"]["code"], data["year"], project.get("code", ""), report=report
    )
    grade, execution = data.get("grade"), data.get("execution", {})
    return SiteReport(
        identity=identity,
        name=_text(data["department"]["name"]),
        project_name=_text(project["name"]) if project else None,
        form=data.get("form", ""),
        day=data.get("as_of") or data.get("through", ""),
        results={each["id"]: _result(each) for each in data["indicators"]},
        content=_content_digest(data),
        data=data,
        total=data.get("total", ""),
        applicable=data.get("applicable", ""),
        grade=_text(grade["label"]) if grade else None,
        rate=execution.get("rate", ""),
        execution_score=execution.get("score", ""),
        execution_weight=execution.get("weight", ""),
        revision=data.get("revision", 1),
        note=_maybe(data.get("revision_note")),
        files=files,
    )


def _result(data: Mapping[str, Any]) -> SiteResult:
    reached = data.get("actual") or data.get("so_far")
    left_out = data.get("not_applicable")
    return SiteResult(
        actual=_text(reached["text"]) if reached else None,
        weight=data.get("weight", ""),
        score=data.get("score", ""),
        met=data.get("met"),
        reason=_maybe(left_out or data.get("reason")),
        score_reason=_maybe(data.get("score_reason")),
        is_applicable=left_out is None,
    )


def _content_digest(data: Mapping[str, Any]) -> str:
    """The SHA-256 of what the author wrote and of the points that it came to."""
    written = {key: value for key, value in data.items() if key not in _DERIVED}
    of_plan = _OF_PLAN if data["report"] == ReportKind.EVALUATION else (*_OF_PLAN, *_OF_ITS_TIME)
    written["funds"] = [_written(row, _OF_PLAN) for row in data.get("funds", ())]
    written["goals"] = [_written(goal, of_plan) for goal in data.get("goals", ())]
    written["indicators"] = [_written(each, of_plan) for each in data["indicators"]]
    # Of a grade the word counts, which is what a reader is told.
    written["grade"] = _without_english(data.get("grade") or {})
    written["revision"] = data.get("revision", 1)
    form = json.dumps(
        {"form_version": _CONTENT_FORM, **written},
        ensure_ascii=False, sort_keys=True, separators=(",", ":"),
    )  # fmt: skip
    return hashlib.sha256(form.encode()).hexdigest()


def _written(row: Mapping[str, Any], of_plan: Collection[str]) -> dict[str, Any]:
    """What a row says without labels, and a figure or a day without its derived English."""
    return {
        key: _without_english(value) if _is_derived(value) else value
        for key, value in row.items()
        if key not in of_plan
    }


def _is_derived(value: object) -> bool:
    """Whether the English of a value is made from its Chinese, as that of words is not."""
    return isinstance(value, dict) and "kind" in value and value["kind"] != "statement"


def _without_english(value: Mapping[str, Any]) -> Mapping[str, Any]:
    return dict(_chinese(value))


def _chinese(value: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, item in value.items():
        yield key, item.get("zh") if isinstance(item, dict) else item


def _text(data: Mapping[str, str]) -> Text:
    return Text(zh=data.get("zh"), en=data.get("en"))


def _maybe(data: Mapping[str, str] | None) -> Text | None:
    return None if data is None else _text(data)
