"""Choose the form that a paper fills: by its title, and by the labels in its cells."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from perf_report.model.form import Form, Stage
from perf_report.model.framework import Framework
from perf_report.model.paper import Paper
from perf_report.recognize.block_labels import block_keys, label_keys
from perf_report.recognize.cell_text import label_key

# A title counts as much as so many labels.
_TITLE = 3
# Fewer labels are no table of targets.
_LEAST = 3
_REPORTS = frozenset({Stage.EVALUATION, Stage.MONITORING})


@dataclass(frozen=True, slots=True, kw_only=True)
class FormChoice:
    """The form that fits best, how many of its labels were found, and those that fit as well."""

    form: Form
    labels: int
    of: int
    equals: tuple[Form, ...] = ()

    def form_with(self, framework: Framework) -> Form:
        """Return the form; of those with the same labels, one whose first framework is given."""
        forms = (self.form, *self.equals)
        return next((form for form in forms if form.frameworks[0] == framework.id), self.form)


def paper_lines(paper: Paper) -> list[str]:
    """Return the lines outside the tables of a paper, from the first to the last."""
    lines = [line.text for table in paper.tables for line in table.above]
    return [*lines, *(line.text for line in paper.below)]


def choose_form(
    forms: Mapping[str, Form], keys: AbstractSet[str], lines: Sequence[str], year: int
) -> FormChoice | None:
    """Return the form with the best fit; None if no form has three labels in the paper.

    `keys` are those of the paper's cells.
    """
    ranked = _ranked(_of_stages(forms, {Stage.PLAN}), keys, lines, year)
    if not ranked:
        return None
    (fit, found, wanted), best = ranked[0]
    equals = tuple(form for (other, *_), form in ranked[1:] if other == fit)
    return FormChoice(form=best, labels=found, of=wanted, equals=equals)


def choose_report_form(
    forms: Mapping[str, Form], keys: AbstractSet[str], lines: Sequence[str], year: int
) -> Form | None:
    """Return the form of a report that fits better than any of a plan; None if there is none.

    The paper has labels that no form of a plan has.
    """
    plans, reports = _of_stages(forms, {Stage.PLAN}), _of_stages(forms, _REPORTS)
    best = _ranked(reports, keys, lines, year)
    other = _ranked(plans, keys, lines, year)
    if not best or (other and other[0][0][0] >= best[0][0][0]):
        return None
    known = set().union(*(_form_keys(form, year) for form in plans))
    return best[0][1] if _form_keys(best[0][1], year) & keys - known else None


def _of_stages(forms: Mapping[str, Form], stages: AbstractSet[Stage]) -> list[Form]:
    return [form for form in forms.values() if form.stage in stages]


def _ranked(
    forms: Sequence[Form], keys: AbstractSet[str], lines: Sequence[str], year: int
) -> list[tuple[tuple[float, int, int], Form]]:
    """The forms with how well they fit, the best first; none if the best has too few labels."""
    titles = keys | {label_key(line) for line in lines}
    fits = [(_fit(form, keys, titles, year), form) for form in forms]
    ranked = sorted(fits, key=lambda fit: (-fit[0][0], fit[1].id))
    return ranked if ranked and ranked[0][0][1] >= _LEAST else []


def _fit(
    form: Form, keys: AbstractSet[str], titles: AbstractSet[str], year: int
) -> tuple[float, int, int]:
    """How well a form fits, how many of its labels are there, and how many it has."""
    wanted = _form_keys(form, year)
    found = len(wanted & keys)
    title = _TITLE if any(label_keys(form.title, year) & {each} for each in titles) else 0
    missed = len(wanted) - found
    return found + title - missed / 2, found, len(wanted)


def _form_keys(form: Form, year: int) -> set[str]:
    return set().union(*(_chinese_keys(form, number, year) for number in range(len(form.blocks))))


def _chinese_keys(form: Form, number: int, year: int) -> set[str]:
    keys = block_keys(form.blocks[number], year)
    return {key for key in keys if not key.isascii()}
