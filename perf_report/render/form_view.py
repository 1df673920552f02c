"""The view model of a table in one language mode: everything that its template prints."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from perf_report.model.form import (
    Block,
    FieldsBlock,
    Form,
    FundsBlock,
    GoalsBlock,
    IndicatorsBlock,
)
from perf_report.model.plan import Plan
from perf_report.model.text import Text
from perf_report.model.vocabulary import Vocabulary
from perf_report.render.blocks import print_blocks
from perf_report.render.blocks.context import BlockContext
from perf_report.render.dates import day_words, moment_words
from perf_report.render.grid.cells import Grid, TextLine
from perf_report.render.grid.column_widths import TYPE_STEP, fit_sheet
from perf_report.render.grid.goal_links import OutlineEntry, link_goals, outline
from perf_report.render.grid.joined_labels import join_labels
from perf_report.render.grid.part_widths import fit_parts
from perf_report.render.grid.unique_ids import with_unique_ids
from perf_report.render.localized_text import Localizer, TextRun, TextRuns, join_runs
from perf_report.render.page_geometry import GEOMETRIES, Geometry
from perf_report.render.reported import Reported


@dataclass(frozen=True, slots=True, kw_only=True)
class FormView:
    """A table in one language mode.

    `owner` is whose table it is: the department, and the project if it is one of a project.
    `money` says in which unit amounts are.
    `earlier` is the year of the table before it, if known; a sheet of projects has none, and no
    `changes`. A table is one sheet, or is printed in
    parts, each with its heading (`is_sheet`).
    """

    localizer: Localizer
    geometry: Geometry
    owner: tuple[TextRuns, ...]
    form_title: TextRuns
    year: TextRuns
    money: TextRuns
    published: str | None
    revision: TextRuns | None
    description: TextRuns
    changes: TextRuns | None
    earlier: int | None
    is_sheet: bool
    parts: tuple[Grid | TextLine, ...]

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The grids among the parts."""
        return tuple(part for part in self.parts if isinstance(part, Grid))

    @property
    def outline(self) -> tuple[OutlineEntry, ...]:
        """What the head of the web page leads to; empty if no indicators are under goals."""
        return outline(self.grids)

    @property
    def outline_label(self) -> TextRuns:
        """What the outline is called."""
        return self.localizer.form_string("outline")

    @property
    def back_to_outline(self) -> TextRuns:
        """The words of the link from the end of the page to its outline."""
        return self.localizer.form_string("back-to-outline")

    def tighter(self) -> "FormView | None":
        """The same sheet in smaller type; None where that would be too small."""
        size = self.geometry.font_size - TYPE_STEP
        if size < _LEAST_TIGHT:
            return None
        return replace(self, geometry=self.geometry.with_type(size))

    @property
    def owner_words(self) -> TextRuns:
        """Whose table it is, in one text."""
        names = ((run.text for run in runs) for runs in zip(*self.owner, strict=True))
        return self.localizer.runs(map(_JOINT.join, names))

    @property
    def department(self) -> TextRuns:
        """The department's name."""
        return self.owner[0]

    @property
    def title(self) -> str:
        """The title of the page and the PDF: whose table it is, the form and the year."""
        names = [join_runs(runs, " / ") for runs in (*self.owner, self.form_title)]
        return _JOINT.join([*names, join_runs(self.year, " ")])

    @property
    def published_words(self) -> TextRuns:
        """The sentence with the date of disclosure."""
        return self.localizer.runs(
            catalogue.format(
                "form", "published", date=moment_words(self.published or "", catalogue)
            )
            for catalogue in self.localizer.mode_catalogues
        )


# What stands between the names of a title.
_JOINT = " · "

# The type of a sheet is not made smaller than this in points to save a page.
_LEAST_TIGHT = 8.5


def build_view(
    plan: Plan,
    vocabulary: Vocabulary,
    localizer: Localizer,
    *,
    earlier: int | None = None,
    members: Sequence[tuple[Plan, Vocabulary]] = (),
    reported: Reported | None = None,
) -> FormView:
    """Build the view of a plan without errors.

    With `members`, it is the sheet of all these projects, of which the plan is one. With
    `reported`, it is that of a report on the plan.
    """
    form = reported.form if reported else vocabulary.form
    is_sheet = reported is not None or not is_in_parts(form)
    geometry = GEOMETRIES[localizer.mode].with_amounts(_longest_amount(plan))
    context = BlockContext(
        plan=plan,
        vocabulary=vocabulary,
        localizer=localizer,
        is_sheet=is_sheet,
        reported=reported,
    )
    context = replace(
        context,
        members=tuple(
            replace(context, plan=each, vocabulary=known, is_member=True) for each, known in members
        ),
    )
    parts = link_goals(tuple(with_unique_ids(print_blocks(form.blocks, context))))
    if is_sheet:
        usual = GEOMETRIES[localizer.mode].as_sheet()
        geometry, parts = fit_sheet(join_labels(parts), usual)
    else:
        geometry, parts = fit_parts(parts, geometry)
    return FormView(
        localizer=localizer,
        geometry=geometry,
        owner=tuple(_owner(plan, localizer, is_sheet_of_projects=bool(members))),
        form_title=localizer.text(form.title),
        year=localizer.form_string("year", year=plan.year),
        money=unit_of_money(plan, localizer),
        published=plan.published.isoformat() if plan.published and not reported else None,
        revision=None if reported else _revision(plan, localizer),
        description=_description(plan, form, localizer),
        changes=None if members or reported else _changes(earlier, localizer),
        earlier=earlier,
        is_sheet=is_sheet,
        parts=parts,
    )


def is_in_parts(form: Form) -> bool:
    """Whether every block has the columns that the style sheet has widths for.

    These are the blocks of a table of a department with tasks, whose parts follow one another with
    headings of their own.
    """
    return form.has_tasks and all(map(_is_part, form.blocks))


def _is_part(block: Block) -> bool:
    if isinstance(block, FieldsBlock):
        return block.label is None and all(len(row) == 1 for row in block.rows)
    if isinstance(block, FundsBlock):
        return block.rows == "tasks" and len(block.amounts()) == _USUAL_AMOUNTS
    if isinstance(block, GoalsBlock):
        return bool(block.number and block.tasks) and len(block.horizons) == 1
    return (
        isinstance(block, IndicatorsBlock)
        and block.under == "goals"
        and tuple(column.builtin for column in block.columns) == _USUAL_COLUMNS
    )


# The columns of amounts and of indicators that the style sheet has widths for.
_USUAL_AMOUNTS = 4
_USUAL_COLUMNS = ("level1", "level2", "name", "target")


def _longest_amount(plan: Plan) -> int:
    """How many characters the longest amount of the tasks has."""
    funds = [plan.printed_totals(), *(task.funds for task in plan.tasks)]
    return max(each.longest_amount for each in funds)


def _owner(plan: Plan, localizer: Localizer, *, is_sheet_of_projects: bool) -> Iterator[TextRuns]:
    yield localizer.text(plan.department.name)
    if plan.project and not is_sheet_of_projects:
        yield localizer.text(plan.project.name)


def unit_of_money(plan: Plan, localizer: Localizer) -> TextRuns:
    """Return the sentence on the unit that amounts are in."""
    return localizer.runs(
        catalogue.format(
            "form",
            "unit-of-money",
            currency=catalogue.format("form", f"currency-{plan.currency_unit}"),
        )
        for catalogue in localizer.mode_catalogues
    )


def _revision(plan: Plan, localizer: Localizer) -> TextRuns | None:
    if plan.revision is None or plan.revision == 1:
        return None
    note = plan.revision_note or Text(zh="", en="")
    return tuple(
        TextRun(run.lang, f"{run.text}{suffix}")
        for run, suffix in zip(
            _edition(plan, localizer),
            [note.get(language) or "" for language in localizer.languages],
            strict=True,
        )
    )


def _edition(plan: Plan, localizer: Localizer) -> TextRuns:
    """The number of the revision, and of an adjustment who approved it."""
    approved = plan.revision_approved
    if not plan.is_adjustment or approved is None:
        return localizer.form_string("revision", number=plan.revision)
    return localizer.runs(
        catalogue.format(
            "form",
            "revision-adjusted",
            number=plan.revision,
            by=approved.by,
            day=day_words(approved.on, catalogue),
        )
        for catalogue in localizer.mode_catalogues
    )


def _description(plan: Plan, form: Form, localizer: Localizer) -> TextRuns:
    """A sentence on what the table has, for search engines."""
    counts = {
        "tasks": len(plan.tasks),
        "goals": len(plan.goals),
        "indicators": sum(1 for _ in plan.all_indicators()),
    }
    id_ = "about" if form.has_tasks else "about-sheet"
    names = localizer.text(plan.name)
    titles = localizer.text(form.title)
    return localizer.runs(
        catalogue.format("form", id_, owner=name.text, form=title.text, year=plan.year, **counts)
        for catalogue, name, title in zip(localizer.mode_catalogues, names, titles, strict=True)
    )


def _changes(earlier: int | None, localizer: Localizer) -> TextRuns:
    """The words of the link to the changes since the earlier year."""
    id_ = "changes-since" if earlier else "no-earlier-year"
    return localizer.form_string(id_, year=earlier)
