"""Choose the form that a paper fills: by its title, and by the labels in its cells."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from perf_report.model.form import Form, Stage
from perf_report.model.framework import Framework
from perf_report.model.paper import Paper
from perf_report.recognize.block_labels import form_keys, label_keys
from perf_report.recognize.cell_text import label_key

# A title counts as much as so many labels.
_TITLE = 3
# Fewer labels are no table of targets.
_LEAST = 3


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

    `keys` are those of the paper's cells. A label of another form counts against a form that does
    not have it: else a form of few labels would fit any table of indicators without a title.
    """
    ranked = _ranked(_plan_forms(forms), keys, lines, year)
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
    ranked = _ranked(list(forms.values()), keys, lines, year)
    best = ranked[0][1] if ranked else None
    if best is None or best.stage is Stage.PLAN:
        return None
    plans = (_chinese_keys(form, year) for form in _plan_forms(forms))
    return best if _chinese_keys(best, year) & keys - frozenset().union(*plans) else None


def _plan_forms(forms: Mapping[str, Form]) -> list[Form]:
    return [form for form in forms.values() if form.stage is Stage.PLAN]


def _ranked(
    forms: Sequence[Form], keys: AbstractSet[str], lines: Sequence[str], year: int
) -> list[tuple[tuple[float, int, int], Form]]:
    """The forms with how well they fit, the best first; none if the best has too few labels."""
    titles = keys | {label_key(line) for line in lines}
    wanted = [_chinese_keys(form, year) for form in forms]
    known = keys & frozenset().union(*wanted)
    fits = [
        (_fit(own, known, has_title=_has_title(form, titles, year)), form)
        for own, form in zip(wanted, forms, strict=True)
    ]
    ranked = sorted(fits, key=lambda fit: (-fit[0][0], fit[1].id))
    return ranked if ranked and ranked[0][0][1] >= _LEAST else []


def _fit(
    wanted: AbstractSet[str], known: AbstractSet[str], *, has_title: bool
) -> tuple[float, int, int]:
    """How well a form fits, how many of its labels are there, and how many it has."""
    found = len(wanted & known)
    missed, unexplained = len(wanted) - found, len(known) - found
    title = _TITLE if has_title else 0
    return found + title - missed / 2 - unexplained, found, len(wanted)


def _has_title(form: Form, titles: AbstractSet[str], year: int) -> bool:
    return bool(label_keys(form.title, year) & titles)


def _chinese_keys(form: Form, year: int) -> frozenset[str]:
    return frozenset(key for key in form_keys(form, year) if not key.isascii())
