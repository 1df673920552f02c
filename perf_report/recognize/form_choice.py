"""Choose the form that a paper fills: by its title, and by the labels in its cells."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from perf_report.model.form import Form, Stage
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
    titles = keys | {label_key(line) for line in lines}
    wanted_by = {
        form.id: _chinese_keys(form, year) for form in forms.values() if form.stage is Stage.PLAN
    }
    known = keys & frozenset().union(*wanted_by.values())
    fits = [
        (_fit(wanted, known, has_title=_has_title(forms[id_], titles, year)), forms[id_])
        for id_, wanted in wanted_by.items()
    ]
    ranked = sorted(fits, key=lambda fit: (-fit[0][0], fit[1].id))
    if not ranked or ranked[0][0][1] < _LEAST:
        return None
    (fit, found, wanted), best = ranked[0]
    equals = tuple(form for (other, *_), form in ranked[1:] if other == fit)
    return FormChoice(form=best, labels=found, of=wanted, equals=equals)


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
