"""What the blocks of a form are filled from."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from perf_report.model.plan import Plan
from perf_report.model.text import Text
from perf_report.model.vocabulary import Vocabulary
from perf_report.render.grid.cells import LABEL, GridColumn, LineCell
from perf_report.render.localized_text import Localizer, TextRun, TextRuns

_UNIT = re.compile(r" ?[（(][^（()）]*\{unit\}[)）]")


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockContext:
    """A plan with its vocabulary, in one language mode.

    A form is printed as one sheet, whose blocks hang together and have their labels at the left
    (`is_sheet`), or in parts with headings. `rooms` are the characters that a line of text holds on
    paper, by kind of cell.
    """

    plan: Plan
    vocabulary: Vocabulary
    localizer: Localizer
    is_sheet: bool
    rooms: Mapping[str, float] = field(default_factory=dict)

    def text(self, text: Text | None) -> TextRuns:
        """A text in the languages of the mode; empty where there is none."""
        return () if text is None else self.localizer.text(text)

    def room(self, kind: str) -> float:
        """How many characters a line of such a cell holds; 0 where that is not known."""
        return self.rooms.get(kind, 0)

    def plain_label(self, label: Text) -> TextRuns:
        """A label without the unit of money and the brackets around it."""
        runs = self.localizer.text(label)
        return tuple(TextRun(run.lang, _UNIT.sub("", run.text)) for run in runs)

    def unit_label(self, label: Text) -> TextRuns:
        """A label with the unit of money where it has `{unit}`."""
        units = self.localizer.form_string(f"currency-{self.plan.currency_unit}")
        runs = self.localizer.text(label)
        return self.localizer.runs(
            run.text.replace("{unit}", unit.text) for run, unit in zip(runs, units, strict=True)
        )


def label_column(context: BlockContext, label: Text | None) -> tuple[GridColumn, ...]:
    """The column of a block's label, where the sheet has one."""
    return (GridColumn(id=LABEL, kind=LABEL),) if context.is_sheet and label else ()


def label_cell(context: BlockContext, id_: str, label: Text) -> LineCell:
    """The merged cell with a block's label, beside all of its lines."""
    runs = context.unit_label(label)
    return LineCell(column=0, runs=runs, kind=LABEL, key=f"{id_}_{LABEL}", is_header=True)
