"""What the blocks of a form are filled from."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from perf_report.model.form import Column
from perf_report.model.form_label import fill_years, without_unit
from perf_report.model.plan import Plan
from perf_report.model.text import Text
from perf_report.model.vocabulary import Vocabulary
from perf_report.render.grid.cells import LABEL, GridColumn, HeadCell, LineCell
from perf_report.render.localized_text import TAGS, Localizer, TextRuns
from perf_report.render.reported import Reported

# What the unit of money is printed in place of.
_UNIT = "{unit}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockContext:
    """A plan with its vocabulary, in one language mode.

    A form is printed as one sheet, whose blocks hang together and have their labels at the left
    (`is_sheet`), or in parts with headings. In a sheet of several tables, `members` are those of
    each of them. `reported` is the report on the plan that is printed, if it is one.
    """

    plan: Plan
    vocabulary: Vocabulary
    localizer: Localizer
    is_sheet: bool
    members: tuple["BlockContext", ...] = ()
    is_member: bool = False
    reported: Reported | None = None

    @property
    def tables(self) -> tuple["BlockContext", ...]:
        """The contexts of all tables that the sheet prints: those of its members, or this one."""
        return self.members or (self,)

    @property
    def label_room(self) -> float | None:
        """The room of labels: in a sheet the last character of one does not stand alone."""
        return 0 if self.is_sheet else None

    def prefix(self, id_: str) -> str:
        """The beginning of ids of this table in a sheet of several: with the project's code."""
        project = self.plan.project
        return f"{id_}-{project.code}" if self.is_member and project else id_

    def text(self, text: Text | None) -> TextRuns:
        """A text in the languages of the mode; empty where there is none."""
        return () if text is None else self.localizer.text(text)

    def plain_label(self, label: Text) -> TextRuns:
        """A label without the unit of money and the brackets around it."""
        return self.label(without_unit(label))

    def label(self, label: Text | None) -> TextRuns:
        """A label of the form, with the unit of money and the years that it names.

        One of a report has its months and points.
        """
        if label is None:
            return ()
        runs = self._filled(self.localizer.text(fill_years(label, self.plan.year)))
        if not any(_UNIT in run.text for run in runs):
            return runs
        units = self.localizer.form_string(f"currency-{self.plan.currency_unit}")
        return self.localizer.runs(
            run.text.replace(_UNIT, unit.text) for run, unit in zip(runs, units, strict=True)
        )

    def _filled(self, runs: TextRuns) -> TextRuns:
        """A label with what a report fills in."""
        reported = self.reported
        if reported is None or not any("{" in run.text for run in runs):
            return runs
        catalogues = {TAGS[language]: each for language, each in self.localizer.by_language()}
        return tuple(
            replace(run, text=reported.fill(run.text, catalogues[run.lang])) for run in runs
        )


def label_column(context: BlockContext, label: Text | None) -> tuple[GridColumn, ...]:
    """The column of a block's label, where the sheet has one."""
    return (GridColumn(id=LABEL, kind=LABEL),) if context.is_sheet and label else ()


def column_heads(
    columns: Iterable[Column], context: BlockContext
) -> list[tuple[HeadCell, TextRuns]]:
    """The heads of a form's columns, each with the label of its group."""
    return [
        (HeadCell(id=each.id, runs=context.label(each.label)), context.label(each.group))
        for each in columns
    ]


def label_cells(context: BlockContext, id_: str, label: Text | None) -> tuple[LineCell, ...]:
    """The merged cell under `label_column`, with a block's label, beside all of its lines."""
    if not label_column(context, label):
        return ()
    cell = LineCell(
        column=0, runs=context.label(label), kind=LABEL, key=f"{id_}_{LABEL}", is_header=True,
        room=context.label_room,
    )  # fmt: skip
    return (cell,)
