"""What stands in the columns of indicators that a report fills, and in notes where it has none."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from perf_report.model.form import Form, IndicatorColumn, ShownColumn, ValueType
from perf_report.model.plan import Indicator
from perf_report.model.report import Actual
from perf_report.model.target import Deadline, Quantity, Target
from perf_report.model.text import Text
from perf_report.render.blocks.context import BlockContext
from perf_report.render.blocks.values import print_moment, print_value
from perf_report.render.dates import is_moment
from perf_report.render.grid.cells import Note
from perf_report.render.localized_text import TextRuns, deduplicate
from perf_report.render.reported import Reported, plain
from perf_report.score.rounding import round_half_up

TICK = "√"

# The share of the points that a score comes to, as a factor.
_RATIO_PLACES = 4


def report_runs(
    context: BlockContext,
    reported: Reported,
    indicator: Indicator,
    shown: ShownColumn,
    columns: Collection[IndicatorColumn | None],
) -> TextRuns | None:
    """Return what a report says in a column; None for a column that it does not fill.

    `columns` are those that there are: a sign or a unit with its own is not repeated.
    """
    read = _READERS.get(IndicatorColumn(shown.id.partition("-")[0]))
    return None if read is None else read(_Row(context, reported, indicator, columns), shown)


def report_value(indicator: Indicator, shown: ShownColumn) -> tuple[str, ...]:
    """Return where a report has what stands in a column; empty for what it does not write."""
    if shown.own:
        return ("indicators", indicator.id, "extra", shown.own.id)
    column = IndicatorColumn(shown.id.partition("-")[0])
    if column not in _WRITTEN:
        return ()
    ticked = (shown.ticks,) if shown.ticks else ()
    return ("indicators", indicator.id, str(column), *ticked)


def report_notes(
    context: BlockContext, reported: Reported, indicator: Indicator, shown: Collection[object]
) -> Iterator[Note]:
    """Yield what a report says of an indicator without a column of its own, with labels.

    `shown` are the columns that there are. A form may have a field for what all indicators say.
    """
    said, localizer = reported.of(indicator), context.localizer
    for name in noted_keys(reported.form, shown):
        text = getattr(said, name)
        if text is not None:
            yield Note(label=localizer.form_string(f"note-{name}"), runs=localizer.text(text))


def noted_keys(form: Form, shown: Collection[object]) -> Iterator[str]:
    """Yield what a form notes with a label, since it has neither a column nor a field for it."""
    fields = {field.id for field in form.fields()}
    for name, (column, field) in NOTED.items():
        if column not in shown and field not in fields:
            yield name


# What is noted where there is no column for it, in this order.
NOTED: Mapping[str, tuple[IndicatorColumn | str, str]] = {
    "reason": (IndicatorColumn.REASON, "report.reasons"),
    "remedy": (IndicatorColumn.REMEDY, "report.remedies"),
    "score_reason": ("", ""),
    "not_applicable": ("", ""),
}


class _Row:
    """An indicator of a report, in a language mode."""

    def __init__(
        self,
        context: BlockContext,
        reported: Reported,
        indicator: Indicator,
        columns: Collection[IndicatorColumn | None],
    ) -> None:
        self.context = context
        self.columns = columns
        self.said = reported.of(indicator)
        self.score = reported.score_of(indicator)
        self.indicator = indicator

    def number(self, digits: str) -> TextRuns:
        return self.context.localizer.number(digits)

    def words(self, id_: str) -> TextRuns:
        return self.context.localizer.form_string(id_)

    def value(self, value: Target | Actual | None) -> TextRuns:
        """A target, or what became of it, as written; a day in words."""
        if value is None:
            return ()
        if isinstance(value, Deadline) and is_moment(value.printed):
            return print_moment(value.printed, self.context.localizer)
        text = self._text_of(value)
        return deduplicate(self.context.localizer.text(text))

    def _text_of(self, value: Target | Actual) -> Text:
        """A value without the sign and the unit that have columns of their own."""
        vocabulary, indicator = self.context.vocabulary, self.indicator
        if isinstance(value, Quantity):
            if IndicatorColumn.SIGN in self.columns:
                value = replace(value, operator=None, words="")
            if IndicatorColumn.UNIT in self.columns and _unit(value) == _unit(indicator.target):
                return vocabulary.target_columns(replace(indicator, target=value)).value
        return vocabulary.target_text(indicator, value)


def _unit(target: Target | Actual) -> str:
    return target.unit_name if isinstance(target, Quantity) else ""


def _actual(row: _Row, _: ShownColumn) -> TextRuns:
    return row.value(row.said.actual) if row.score.is_applicable else row.words("not-applicable")


def _initial(row: _Row, _: ShownColumn) -> TextRuns:
    return row.value(row.said.initial or row.indicator.target)


def _adjusted(row: _Row, _: ShownColumn) -> TextRuns:
    return row.value(row.indicator.target if row.said.initial else None)


def _weight(row: _Row, _: ShownColumn) -> TextRuns:
    weight = row.score.weight
    return () if weight is None else row.number(plain(weight))


def _score(row: _Row, _: ShownColumn) -> TextRuns:
    if not row.score.is_applicable:
        return row.words("not-applicable")
    return () if row.score.score is None else row.number(plain(row.score.score))


def _ratio(row: _Row, _: ShownColumn) -> TextRuns:
    weight, score = row.score.weight, row.score.score
    if not weight or score is None:
        return ()
    share = round_half_up(Fraction(score) / Fraction(weight), _RATIO_PLACES)
    return row.number(plain(share))


def _text(name: str) -> Callable[[_Row, ShownColumn], TextRuns]:
    def read(row: _Row, _: ShownColumn) -> TextRuns:
        text: Text | None = getattr(row.said, name)
        return row.context.text(text)

    return read


def _so_far(row: _Row, _: ShownColumn) -> TextRuns:
    return row.value(row.said.so_far)


def _expected(row: _Row, _: ShownColumn) -> TextRuns:
    return row.value(row.said.expected)


def _likelihood(row: _Row, shown: ShownColumn) -> TextRuns:
    likelihood = row.said.likelihood
    if likelihood is None:
        return ()
    if shown.ticks:
        return row.number(TICK) if likelihood == shown.ticks else ()
    return print_value(str(likelihood), ValueType.CHOICE, row.context.localizer, shown.choices)


def _causes(row: _Row, shown: ShownColumn) -> TextRuns:
    if shown.ticks:
        return row.number(TICK) if shown.ticks in row.said.causes else ()
    localizer, causes = row.context.localizer, row.said.causes
    labels = [choice.label for choice in shown.choices if choice.id in causes]
    if not labels:
        return ()
    return localizer.runs(
        catalogue.format("form", "list-separator").join(each.get(language) or "" for each in labels)
        for language, catalogue in localizer.by_language()
    )


# The columns with what a report writes itself.
_WRITTEN = frozenset(
    {
        IndicatorColumn.ACTUAL, IndicatorColumn.SCORE, IndicatorColumn.REASON,
        IndicatorColumn.REMEDY, IndicatorColumn.SO_FAR, IndicatorColumn.EXPECTED,
        IndicatorColumn.LIKELIHOOD, IndicatorColumn.CAUSES,
    }
)  # fmt: skip

_READERS: dict[IndicatorColumn, Callable[[_Row, ShownColumn], TextRuns]] = {
    IndicatorColumn.ACTUAL: _actual,
    IndicatorColumn.INITIAL: _initial,
    IndicatorColumn.ADJUSTED: _adjusted,
    IndicatorColumn.WEIGHT: _weight,
    IndicatorColumn.SCORE: _score,
    IndicatorColumn.RATIO: _ratio,
    IndicatorColumn.REASON: _text("reason"),
    IndicatorColumn.REMEDY: _text("remedy"),
    IndicatorColumn.SO_FAR: _so_far,
    IndicatorColumn.EXPECTED: _expected,
    IndicatorColumn.LIKELIHOOD: _likelihood,
    IndicatorColumn.CAUSES: _causes,
}
