"""Two plans to compare, with their items matched."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Self

from perf_report.diff.change import (
    NO_DETAIL,
    Change,
    ChangeKind,
    ChangeValue,
    Detail,
    Subject,
    SubjectType,
)
from perf_report.diff.claims import Claim, compare_claim
from perf_report.diff.form_values import Reading
from perf_report.diff.matching import IdGroup, Item, Pair, Pairing, pair_items
from perf_report.diff.text_changes import Years, compare_texts
from perf_report.model.characters import usual_characters
from perf_report.model.measure import currency_factor
from perf_report.model.plan import Goal, Indicator, Plan
from perf_report.model.route import Route
from perf_report.model.text import Language, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedItem:
    """An item that both plans have.

    `parts` are its other ids if it was split or merged, and `claim` compares what they ask for.
    """

    subject: Subject
    old_route: Route
    new_route: Route
    parts: tuple[str, ...] = ()
    claim: Claim | None = None

    @classmethod
    def of(cls, subject: Subject, pair: Pair, pairing: Pairing, claim: Claim | None = None) -> Self:
        """The item of a pair."""
        group = pairing.new_groups[pair.new.id]
        ids = group.old | group.new if group.is_split_or_merged else frozenset()
        return cls(
            subject=subject,
            old_route=pair.old.route,
            new_route=pair.new.route,
            parts=tuple(sorted(ids - {pair.old.id, pair.new.id})),
            claim=claim,
        )

    def change(
        self,
        kind: ChangeKind,
        before: ChangeValue,
        after: ChangeValue,
        step: str = "",
        detail: Detail = NO_DETAIL,
    ) -> Change:
        """A change of the item, or of a value of it at a step such as `department.name`."""
        below = tuple(step.split(".")) if step else ()
        return Change(
            kind=kind,
            subject=self.subject,
            before=before,
            after=after,
            detail={**detail, **parts_detail(self.parts, self.claim)},
            old_route=(*self.old_route, *below),
            new_route=(*self.new_route, *below),
        )


@dataclass(frozen=True)
class PlanPair:
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
        """The matched tasks."""
        return pair_items(_task_items(self.base), _task_items(self.revision))

    @cached_property
    def goals(self) -> Pairing:
        """The matched goals."""
        return pair_items(_goal_items(self.base), _goal_items(self.revision))

    @cached_property
    def indicators(self) -> Pairing:
        """The matched indicators, across goals."""
        return pair_items(_indicator_items(self.base), _indicator_items(self.revision), self.goals)

    @cached_property
    def indicator_pairs(self) -> dict[str, Pair]:
        """The pairs of indicators by new id."""
        return {pair.new.id: pair for pair in self.indicators.pairs}

    @cached_property
    def added_indicators(self) -> set[str]:
        """The ids of indicators that the base does not have."""
        return {item.id for item in self.indicators.added}

    @cached_property
    def removed_indicators(self) -> set[str]:
        """The ids of indicators that the revision does not have."""
        return {item.id for item in self.indicators.removed}

    def indicator_claim(self, group: IdGroup | None) -> Claim | None:
        """What the indicators of a group ask for in the revision, beside the base."""
        if group is None:
            return None
        old = [self._old_indicators[id_] for id_ in sorted(group.old)]
        new = [self._new_indicators[id_] for id_ in sorted(group.new)]
        return compare_claim(old, new, self.years)

    def goal_claim(self, group: IdGroup | None) -> Claim | None:
        """Whether goals that were split or merged keep what their indicators asked for."""
        if group is None:
            return None
        gone = [item.id for item in self.indicators.removed if item.goal in group.old]
        come = [item.id for item in self.indicators.added if item.goal in group.new]
        lost = [self.indicator_claim(self.indicators.old_groups.get(id_)) for id_ in gone]
        won = [self.indicator_claim(self.indicators.new_groups.get(id_)) for id_ in come]
        return Claim.of(
            keeps=all(claim is not None and claim.keeps_all for claim in lost),
            gains=all(claim is not None and claim.adds_nothing for claim in won),
        )

    @cached_property
    def _old_indicators(self) -> dict[str, Indicator]:
        return {item.id: item for item in self.base.all_indicators()}

    @cached_property
    def _new_indicators(self) -> dict[str, Indicator]:
        return {item.id: item for item in self.revision.all_indicators()}

    def successor_of(self, goal: str) -> str | None:
        """The first goal of the revision that an old goal became; None if it was removed."""
        group = self.goals.old_groups.get(goal)
        return next((new.id for new in self.revision.goals if group and new.id in group.new), None)

    def serve_same_tasks(self, old: Goal, new: Goal) -> bool:
        """Whether two goals serve the same tasks, even if the ids of the tasks changed."""
        before = {self.tasks.old_groups.get(task, task) for task in old.tasks}
        return before == {self.tasks.new_groups.get(task, task) for task in new.tasks}

    def serve_all_parts(self, old: Goal, new: Goal) -> bool:
        """Whether two goals serve all parts of what became of the tasks of the first.

        Otherwise the funds of a task or a part that another goal serves would seem to be added or
        removed.
        """
        groups = [self.tasks.old_groups.get(task) for task in old.tasks]
        return all(
            group.old <= set(old.tasks) and group.new <= set(new.tasks)
            for group in groups
            if group is not None
        )

    @cached_property
    def old_reading(self) -> Reading:
        """How values of the base's form are read."""
        return Reading(languages=self.languages, yuan=currency_factor(self.base.currency_unit))

    @cached_property
    def new_reading(self) -> Reading:
        """How values of the revision's form are read."""
        return Reading(languages=self.languages, yuan=currency_factor(self.revision.currency_unit))

    @property
    def pairings(self) -> tuple[tuple[SubjectType, Pairing], ...]:
        """All three pairings, by type of item."""
        return (("task", self.tasks), ("goal", self.goals), ("indicator", self.indicators))

    @property
    def currency_factor(self) -> Decimal:
        """The factor that converts an amount of the base to the revision's currency unit."""
        old, new = self.base.currency_unit, self.revision.currency_unit
        return Decimal(currency_factor(old)) / currency_factor(new)

    def text_changes(
        self,
        kind: ChangeKind,
        compared: ComparedItem,
        texts: tuple[Text | None, Text | None],
        step: str,
    ) -> Iterator[Change]:
        """The change of a text, if any.

        It is of the given kind, unless only the translation changed or one language is stale.
        """
        before, after = texts
        rewording = compare_texts(before, after, self.languages, self.years)
        if rewording is None:
            return
        detail: dict[str, str | tuple[str, ...]] = {"field": step, "changed": rewording.changed}
        if rewording.only:
            detail["only"] = rewording.only
        if rewording.stale:
            kind, detail["stale"] = ChangeKind.TRANSLATION_STALE, rewording.stale
        elif rewording.changed == ("en",):
            kind = ChangeKind.TRANSLATION_CHANGED
        yield compared.change(kind, before, after, step, detail)


def new_ids_of(pairing: Pairing, id_: str) -> tuple[str, ...]:
    """The new ids of an item of the base."""
    group = pairing.old_groups.get(id_)
    return tuple(sorted(group.new)) if group else ()


def old_ids_of(pairing: Pairing, id_: str) -> tuple[str, ...]:
    """The old ids of an item of the revision."""
    group = pairing.new_groups.get(id_)
    return tuple(sorted(group.old)) if group else ()


def parts_detail(parts: tuple[str, ...], claim: Claim | None = None) -> Detail:
    """The details with the other ids of what was split or merged, and what these ask for."""
    if not parts:
        return NO_DETAIL
    return {"parts": parts, "claim": claim.value} if claim else {"parts": parts}


def _plain(text: Text) -> str:
    """The Chinese of a text in usual characters, for its likeness to another."""
    return usual_characters(text.zh or "")


def _task_items(plan: Plan) -> Iterator[Item]:
    for index, task in enumerate(plan.tasks):
        name = _plain(task.text)
        yield Item(id=task.id, formerly=task.formerly, name=name, route=("tasks", index))


def _goal_items(plan: Plan) -> Iterator[Item]:
    for index, goal in enumerate(plan.goals):
        yield Item(
            id=goal.id,
            formerly=goal.formerly,
            name=_plain(goal.text),
            route=("goals", index),
            horizon=goal.horizon or "",
        )


def _indicator_items(plan: Plan) -> Iterator[Item]:
    for route, goal, indicators in plan.indicator_lists():
        for number, indicator in enumerate(indicators):
            yield Item(
                id=indicator.id,
                formerly=indicator.formerly,
                name=_plain(indicator.name),
                route=(*route, number),
                category=indicator.category,
                kind=indicator.kind,
                goal=(goal.id if goal else indicator.goal) or "",
                horizon=indicator.horizon or (goal and goal.horizon) or "",
            )
