"""A report on a plan as data: `evaluation.json`, or `monitoring-07.json` and so on."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from perf_report.model.form import FundsBlock
from perf_report.model.form_label import fill_years
from perf_report.model.framework import Category, Level1
from perf_report.model.money import format_amount
from perf_report.model.plan import Indicator, Plan
from perf_report.model.report import Actual
from perf_report.model.text import Text
from perf_report.model.vocabulary import Vocabulary
from perf_report.render.form_values import cells_record, value_record
from perf_report.render.json_text import to_json
from perf_report.render.report_csv import render_report_csv
from perf_report.render.report_funds import FundsRow, funds_rows
from perf_report.render.reported import Reported
from perf_report.render.scores.figures import percentage
from perf_report.render.target_data import figure_text, target_record, text_record

# The version of the data of a report, whose schema is report-data.schema.json.
REPORT_VERSION = 1

Record = dict[str, Any]

_AMOUNTS = ("initial", "adjusted", "executed", "expected")
_TEXTS = ("reason", "remedy", "score_reason", "not_applicable")


def render_report_file(name: str, plan: Plan, vocabulary: Vocabulary, reported: Reported) -> bytes:
    """Return one of the two data files of a report."""
    if name.endswith(".json"):
        return to_json(report_record(plan, vocabulary, reported))
    return render_report_csv(plan, vocabulary, reported)


def report_record(plan: Plan, vocabulary: Vocabulary, reported: Reported) -> Record:
    """Return a report as data, with the goals and targets that it is on, without what it lacks."""
    made = _Records(plan, vocabulary, reported)
    return _omit_none({**made.head(), **made.content(), **made.scores()})


class _Records:
    """Makes the records of a report."""

    def __init__(self, plan: Plan, vocabulary: Vocabulary, reported: Reported) -> None:
        self._plan = plan
        self._vocabulary = vocabulary
        self._reported = reported
        self._report = reported.report

    def head(self) -> Record:
        """What the report is on."""
        plan, report = self._plan, self._report
        project = plan.project
        return {
            "version": REPORT_VERSION,
            "report": str(report.kind),
            "form": self._reported.form.id,
            "scoring": report.scoring,
            "as_of": _day(report.as_of),
            "through": str(report.through) if report.through else None,
            "revision": report.revision,
            "revision_note": self._text(report.revision_note),
            "year": plan.year,
            "department": {
                "code": plan.department.code,
                "name": self._text(plan.department.name),
            },
            "project": project
            and _omit_none({"code": project.code, "name": self._text(project.name)}),
            "framework": {
                "id": self._vocabulary.framework.id,
                "name": self._text(self._vocabulary.framework.name),
            },
            "currency_unit": plan.currency_unit,
            "languages": list(plan.languages),
        }

    def content(self) -> Record:
        """What the report says."""
        report = self._report
        rows = [*self._funds()]
        return {
            "fields": self._fields() or None,
            "funds": [_omit_none(each) for each in rows] or None,
            "goals": list(self._goals()) or None,
            "indicators": list(self._indicators()),
            "conclusion": self._text(report.conclusion),
            "problems": self._text(report.problems),
            "measures": self._text(report.measures),
        }

    def scores(self) -> Record:
        """What the report comes to."""
        score = self._reported.score
        if score is None:
            return {}
        execution, grade = score.execution, score.grade
        return {
            "execution": _omit_none(
                {
                    "weight": figure_text(execution.weight),
                    "rate": None if execution.rate is None else percentage(execution.rate),
                    "score": figure_text(execution.score),
                    "applicable": execution.is_applicable,
                }
            ),
            "applicable": figure_text(score.applicable),
            "total": figure_text(score.total),
            "grade": grade and {"id": grade.id, "label": self._text(grade.label)},
        }

    def _text(self, text: Text | None) -> Record | None:
        return None if text is None else text_record(text, self._plan.languages)

    def _fields(self) -> Record:
        """What the form asks for: what the report says, and else what the plan does."""
        form, plan = self._reported.form, self._plan
        values = {**plan.fields, **self._report.fields}
        return {
            id_: {
                "label": self._text(fill_years(field.label, plan.year)),
                "type": field.type.value,
                "value": value_record(values[id_], field, form, plan.languages),
            }
            for id_, field in form.asked_fields().items()
            if id_ in values and field.is_public
        }

    def _funds(self) -> Iterator[Record]:
        for block in self._reported.form.blocks_of(FundsBlock):
            columns = {column.id: column for column in block.columns}
            own = {id_: column for id_, column in columns.items() if id_ not in _AMOUNTS}
            for row in funds_rows(block, self._plan, self._report):
                extra = {id_: value for id_, value in row.cells.items() if id_ in own}
                yield {
                    **self._funds_row(row),
                    "extra": cells_record(
                        {id_: value for id_, value in extra.items() if id_ != "reason"},
                        own, self._reported.form, self._plan.languages,
                    ) or None,
                }  # fmt: skip

    def _funds_row(self, row: FundsRow) -> Record:
        amounts = {
            id_: format_amount(amount)
            for id_ in _AMOUNTS
            if isinstance(amount := row.cells.get(id_), Decimal)
        }
        reason = row.cells.get("reason")
        return {
            "id": row.id or None,
            "whole": row.is_whole or None,
            "label": self._text(fill_years(row.label, self._plan.year)),
            **amounts,
            "rate": None if row.rate is None else percentage(row.rate),
            "reason": self._text(reason) if isinstance(reason, Text) else None,
        }

    def _goals(self) -> Iterator[Record]:
        report = self._report
        for number, goal in self._reported.goals:
            yield _omit_none(
                {
                    "number": number,
                    "id": goal.id,
                    "text": self._text(goal.text),
                    "initial": self._text(report.initial_goals.get(goal.id)),
                    "achieved": self._text(report.goals.get(goal.id)),
                }
            )

    def _indicators(self) -> Iterator[Record]:
        levels = {each.id: (level, each) for level, each in self._vocabulary.framework.categories()}
        goals = {
            each.id: goal.id for goal in self._plan.goals for each in self._plan.indicators_of(goal)
        }
        for indicator in self._reported.indicators:
            yield _omit_none(
                {
                    "id": indicator.id,
                    "goal": goals.get(indicator.id),
                    **self._category(indicator, levels),
                    "name": self._text(indicator.name),
                    "target": self._value(indicator, indicator.target),
                    **self._said(indicator),
                    **self._score(indicator),
                }
            )

    def _category(
        self, indicator: Indicator, levels: Mapping[str, tuple[Level1, Category]]
    ) -> Record:
        level, category = levels[indicator.category]
        return {
            "category": indicator.category,
            "level1": self._text(level.label),
            "level2": self._text(category.label),
        }

    def _value(self, indicator: Indicator, value: Any) -> Record | None:
        if value is None:
            return None
        return target_record(value, indicator, self._vocabulary, self._plan.languages)

    def _said(self, indicator: Indicator) -> Record:
        said, form = self._reported.of(indicator), self._reported.form
        values: Iterable[tuple[str, Actual | Any]] = (
            (name, getattr(said, name)) for name in ("initial", "actual", "so_far", "expected")
        )
        return {
            **{name: self._value(indicator, value) for name, value in values},
            "likelihood": said.likelihood and str(said.likelihood),
            "causes": list(map(str, said.causes)) or None,
            "tier": said.tier,
            **{name: self._text(getattr(said, name)) for name in _TEXTS},
            "extra": cells_record(said.extra, form.own_columns(), form, self._plan.languages)
            or None,
        }

    def _score(self, indicator: Indicator) -> Record:
        score = self._reported.score_of(indicator)
        return {
            "weight": figure_text(score.weight),
            "score": figure_text(score.score),
            "met": score.met,
        }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _omit_none(record: Mapping[str, Any]) -> Record:
    return {key: value for key, value in record.items() if value is not None}
