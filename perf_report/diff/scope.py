"""What a comparison has before it: two plans, who is who in them, and spots to speak of."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Self

from perf_report.diff.change import NO_DETAIL, Change, Detail, Kind, Subject, SubjectType, Value
from perf_report.diff.matching import Item, Pair, Pairing, pair_items
from perf_report.diff.text_changes import Years, compare_texts
from perf_report.model.measure import currency_factor
from perf_report.model.plan import Goal, Indicator, Plan, Task
from perf_report.model.route import Route
from perf_report.model.text import Language, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A thing that stands in both plans; `parts` names its kin where it was split or merged."""

    subject: Subject
    old: Route
    new: Route
    parts: tuple[str, ...] = ()

    @classmethod
    def of(cls, subject: Subject, pair: Pair, pairing: Pairing) -> Self:
        """The spot of a pair."""
        kin = pairing.new_families[pair.new.id]
        others = (kin.old | kin.new) - {pair.old.id, pair.new.id} if kin.is_divided else ()
        return cls(
            subject=subject, old=pair.old.route, new=pair.new.route, parts=tuple(sorted(others))
        )

    def change(
        self, kind: Kind, before: Value, after: Value, step: str = "", detail: Detail = NO_DETAIL
    ) -> Change:
        """A change of the thing, or of what stands at a step below it (`department.name`)."""
        below = tuple(step.split(".")) if step else ()
        return Change(
            kind=kind,
            subject=self.subject,
            before=before,
            after=after,
            detail={**detail, **divided(self.parts)},
            old=(*self.old, *below),
            new=(*self.new, *below),
        )


@dataclass(frozen=True)
class Scope:
    """Two plans and the pairings of their tasks, goals and indicators."""

    base: Plan
    revision: Plan
    years: Years = field(init=False)
    languages: frozenset[Language] = field(init=False)

    def __post_init__(self) -> None:
        languages = frozenset(self.base.languages) & frozenset(self.revision.languages)
        object.__setattr__(self, "years", Years(old=self.base.year, new=self.revision.year))
        object.__setattr__(self, "languages", languages)

    @cached_property
    def tasks(self) -> Pairing:
        """Which task is which."""
        return pair_items(_task_items(self.base), _task_items(self.revision))

    @cached_property
    def goals(self) -> Pairing:
        """Which goal is which."""
        return pair_items(_goal_items(self.base), _goal_items(self.revision))

    @cached_property
    def indicators(self) -> Pairing:
        """Which indicator is which, under whatever goal."""
        return pair_items(_indicator_items(self.base), _indicator_items(self.revision), self.goals)

    @cached_property
    def indicator_pairs(self) -> dict[str, Pair]:
        """The pairs of indicators by their new id."""
        return {pair.new.id: pair for pair in self.indicators.pairs}

    @cached_property
    def added_indicators(self) -> set[str]:
        """The ids of indicators that were nowhere before."""
        return {item.id for item in self.indicators.added}

    @cached_property
    def removed_indicators(self) -> set[str]:
        """The ids of indicators that are nowhere any more."""
        return {item.id for item in self.indicators.removed}

    def heir_of(self, goal: str) -> str | None:
        """The goal of the revision under which the losses of an old goal are told."""
        family = self.goals.old_families.get(goal)
        return next(
            (new.id for new in self.revision.goals if family and new.id in family.new), None
        )

    @property
    def pairings(self) -> tuple[tuple[SubjectType, Pairing], ...]:
        """All three, by what they pair."""
        return (("task", self.tasks), ("goal", self.goals), ("indicator", self.indicators))

    @property
    def currency_factor(self) -> Decimal:
        """What an amount of the base is multiplied by to be in the revision's currency unit."""
        old, new = self.base.currency_unit, self.revision.currency_unit
        return Decimal(currency_factor(old)) / currency_factor(new)

    def text_changes(
        self, kind: Kind, spot: Spot, texts: tuple[Text | None, Text | None], step: str
    ) -> Iterator[Change]:
        """The change of a text, if there is one; a change of one language has a kind of its own."""
        before, after = texts
        rewording = compare_texts(before, after, self.languages, self.years)
        if rewording is None:
            return
        detail: dict[str, str | tuple[str, ...]] = {"field": step, "changed": rewording.changed}
        if rewording.only:
            detail["only"] = rewording.only
        if rewording.stale:
            kind, detail["stale"] = Kind.TRANSLATION_STALE, rewording.stale
        elif rewording.changed == ("en",):
            kind = Kind.TRANSLATION_CHANGED
        yield spot.change(kind, before, after, step, detail)


def task_subject(task: Task) -> Subject:
    """A task as the subject of a change."""
    return Subject(type="task", id=task.id, name=task.text)


def goal_subject(goal: Goal) -> Subject:
    """A goal as the subject of a change."""
    return Subject(type="goal", id=goal.id, name=goal.text)


def indicator_subject(goal: Goal, indicator: Indicator) -> Subject:
    """An indicator as the subject of a change."""
    return Subject(type="indicator", id=indicator.id, name=indicator.name, goal=goal.id)


def kin_of_old(pairing: Pairing, id_: str) -> tuple[str, ...]:
    """The new ids that took in something which is gone under its old id."""
    family = pairing.old_families.get(id_)
    return tuple(sorted(family.new)) if family else ()


def kin_of_new(pairing: Pairing, id_: str) -> tuple[str, ...]:
    """The old ids that something came out of which was not there under its new id."""
    family = pairing.new_families.get(id_)
    return tuple(sorted(family.old)) if family else ()


def divided(parts: tuple[str, ...]) -> Detail:
    """The detail that says what else something was split into or merged with."""
    return {"parts": parts} if parts else NO_DETAIL


def _task_items(plan: Plan) -> Iterator[Item]:
    for index, task in enumerate(plan.tasks):
        name = task.text.zh or ""
        yield Item(id=task.id, formerly=task.formerly, name=name, route=("tasks", index))


def _goal_items(plan: Plan) -> Iterator[Item]:
    for index, goal in enumerate(plan.goals):
        name = goal.text.zh or ""
        yield Item(id=goal.id, formerly=goal.formerly, name=name, route=("goals", index))


def _indicator_items(plan: Plan) -> Iterator[Item]:
    for index, goal in enumerate(plan.goals):
        for number, indicator in enumerate(goal.indicators):
            yield Item(
                id=indicator.id,
                formerly=indicator.formerly,
                name=indicator.name.zh or "",
                route=("goals", index, "indicators", number),
                bucket=indicator.category,
                home=goal.id,
            )
