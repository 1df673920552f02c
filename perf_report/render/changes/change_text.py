"""The texts of a change in one language: subject, values, difference, significance."""

from collections.abc import Iterator
from dataclasses import dataclass

from perf_report.diff.assessment import Significance
from perf_report.diff.change import Change, ChangeKind, ReportChangeKind
from perf_report.messages import Catalogue
from perf_report.model.funds import Funds
from perf_report.model.route import Route
from perf_report.model.target import Worded
from perf_report.model.text import Text
from perf_report.render.changes.form_text import FormText
from perf_report.render.changes.report import ReportedChange, TableChanges
from perf_report.render.changes.value_context import goal_labels, value_context
from perf_report.render.changes.value_text import ValueText


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeText:
    """The texts of a change.

    `before` and `after` have one line for most changes, but one for each source of funds and for
    each indicator of an added or removed goal; none if there is no value. `labels` are as many as
    the longer of the two, and empty except for sources of funds. `difference` has a line for each
    figure. `question` is what a reviewer has to answer about an unclear change. `is_text` is
    whether the values are texts in which changes can be marked. Values are in the catalogue's
    language, or in the one that changed (`changed_language`).
    """

    kind: str
    subject: str
    labels: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    difference: tuple[str, ...]
    significance: str
    reason: str
    question: str
    is_text: bool

    @property
    def judgement(self) -> str:
        """The reason of the assessment, and the question if there is one."""
        return f"{self.reason} {self.question}".rstrip()


def describe_change(
    reported: ReportedChange, table: TableChanges, catalogue: Catalogue
) -> ChangeText:
    """Describe a change in the language of a catalogue."""
    names, values = _Names(table, catalogue), ValueText(table, catalogue)
    change = reported.change
    if cells := FormText(table, catalogue).cell_lines(change):
        labels, before, after, difference = zip(*cells, strict=True)
    else:
        before = tuple(
            values.lines(change.before, value_context(change, table.base, change.old_route))
        )
        after = tuple(
            values.lines(change.after, value_context(change, table.revision, change.new_route))
        )
        labels = tuple(FormText(table, catalogue).source_names(change.detail))
        difference = tuple(values.differences(change))
    return ChangeText(
        kind=names.kind(change),
        subject=names.subject(reported),
        labels=labels or ("",) * max(len(before), len(after)),
        before=before,
        after=after,
        difference=difference,
        significance=catalogue.format("significance", reported.assessment.significance),
        reason=catalogue.format("reason", reported.assessment.reason),
        question=change_question(reported, catalogue),
        is_text=isinstance(change.before, Text | Worded)
        and isinstance(change.after, Text | Worded),
    )


def change_question(reported: ReportedChange, catalogue: Catalogue) -> str:
    """What a reviewer has to answer about a change; empty if it is not unclear."""
    if reported.assessment.significance is not Significance.UNCLEAR:
        return ""
    return catalogue.format("question", reported.assessment.reason)


# The kinds that several fields share.
_FIELD_KINDS = {
    ChangeKind.PLAN_CHANGED, ChangeKind.GOAL_CHANGED, ChangeKind.INDICATOR_CHANGED,
    ChangeKind.TRANSLATION_CHANGED, ChangeKind.TRANSLATION_STALE,
    ReportChangeKind.REPORT_CHANGED, ReportChangeKind.AMOUNT_CHANGED,
    ReportChangeKind.ANSWER_CHANGED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Names:
    """Formats the kind and the subject of a change."""

    table: TableChanges
    catalogue: Catalogue

    def kind(self, change: Change) -> str:
        """The kind, with the field if several share it, or with the currency unit of amounts."""
        kind = self._format(change.kind)
        fields = tuple(filter(None, self._fields(change)))
        return (
            self._format("of-field", kind=kind, field=self._separator().join(fields))
            if fields
            else kind
        )

    def _fields(self, change: Change) -> Iterator[str]:
        """What a kind needs beside it: a field, the only cell that changed, a currency unit."""
        if change.kind in _FIELD_KINDS and change.subject.type != "field":
            yield self._field(change)
        cells = self.form.cell_lines(change)
        if len(cells) == 1:
            yield cells[0][0]
        if isinstance(change.before, Funds) or "rows" in change.detail:
            unit = self.table.side.plan.currency_unit
            yield self.catalogue.format("form", f"currency-{unit}")

    def _field(self, change: Change) -> str:
        """The name of a field: a column's is what the form prints above it."""
        name = str(change.detail["field"])
        top, _, column = name.partition(".")
        if top == "extra":
            own = self.form.asked(change)
            return self.form.say(own.label) if own else column
        is_indicator = change.subject.type == "indicator"
        shown = self.form.indicator_column(name) if is_indicator else ""
        return shown or self.catalogue.format("field", name)

    @property
    def form(self) -> FormText:
        """The words of the form."""
        return FormText(self.table, self.catalogue)

    def subject(self, reported: ReportedChange) -> str:
        """What changed, by its printed number and its name."""
        change = reported.change
        route = (change.old_route if reported.is_in_base else change.new_route) or ()
        name, type_ = self.form.say(self.form.subject_name(change)), change.subject.type
        goal = self._goal(reported, route) if type_ in {"goal", "indicator"} else None
        horizon = self.form.indicator_horizon(reported)
        # The goal may be called by the horizon already.
        if horizon and not (goal and self.form.say(goal).startswith(horizon)):
            name = self._format("of-horizon", name=name, horizon=horizon)
        if type_ == "table":
            label = self.form.say(self.form.table_name(change.subject.id))
            return self._format("subject-row", block=label, name=name) if name else label
        numbers = self.table.side.plan.task_numbers() if type_ == "funds" else {}
        if change.subject.id in numbers:
            return self._format("subject-task", number=numbers[change.subject.id], name=name)
        if self.table.is_of_reports:
            return self._format("subject-goal", goal=goal, name=name) if goal else name
        if type_ in {"plan", "field"} or len(route) < len(("tasks", 0)):
            return name
        if type_ == "task":
            return self._format("subject-task", number=int(route[1]) + 1, name=name)
        return self._format("subject-goal", goal=goal, name=name) if goal else name

    def _goal(self, reported: ReportedChange, route: Route) -> Text | None:
        """What the goal of what changed is called; None for one without a goal."""
        side = self.table.base if reported.is_in_base else self.table.revision
        labels = goal_labels(side)
        if self.table.is_of_reports:
            subject = reported.change.subject
            return labels.get(subject.id if subject.type == "goal" else subject.goal or "")
        if side is not None and route[:1] == ("goals",):
            return labels[side.plan.goals[int(route[1])].id]
        return labels.get(reported.change.subject.goal or "")

    def _separator(self) -> str:
        return self.catalogue.format("form", "list-separator")

    def _format(self, id_: str, **arguments: object) -> str:
        return self.catalogue.format("change", id_, **arguments)
