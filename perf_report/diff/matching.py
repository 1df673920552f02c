"""Matching of the tasks, goals and indicators of two plans.

Items are matched by id, then by `formerly` in either plan (a rename, a split, a merge) if they are
of the same kind, then by likeness of their Chinese names within a category and
horizon. The result does not
depend on the order of the files, and swapping the plans gives the same pairs.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from perf_report.diff.claims import is_same_kind
from perf_report.model.category_kind import CategoryKind
from perf_report.model.route import Route

# The least likeness, in percent, of the names of two matched items. Under one goal a third may
# differ; under two goals the names must be almost equal, since goals have indicators of the same
# name (企业满意度). In the real table, the names of different indicators of one goal and category
# have a likeness of at most 60.
MIN_LIKENESS = 66
MIN_LIKENESS_ACROSS_GOALS = 90

# With more pairs of new ids than this, the files are two different tables, and names say nothing.
MAX_COMPARISONS = 250_000

# The pairs of letters that are compared at most, which is a second's work.
MAX_LETTERS = 10_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A task, a goal or an indicator to match; an indicator has a category, kind and goal.

    `goal` is empty for an indicator without one, and `horizon` where a goal or an indicator reaches
    as far as is usual.
    """

    id: str
    formerly: tuple[str, ...]
    name: str
    route: Route
    category: str = ""
    kind: CategoryKind | None = None
    goal: str = ""
    horizon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two matched items; `likeness` is that of their names in percent, if matched by name."""

    old: Item
    new: Item
    likeness: int | None = None


@dataclass(frozen=True, slots=True)
class IdGroup:
    """The old and the new ids of one item; several if it was split or merged."""

    old: frozenset[str]
    new: frozenset[str]

    @property
    def is_split_or_merged(self) -> bool:
        """Whether there is more than one old or new id."""
        return len(self.old) > 1 or len(self.new) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """The pairs of two plans, the unmatched items, and the group of every matched id."""

    pairs: tuple[Pair, ...]
    removed: tuple[Item, ...]
    added: tuple[Item, ...]
    old_groups: Mapping[str, IdGroup]
    new_groups: Mapping[str, IdGroup]

    def are_linked(self, old: str, new: str) -> bool:
        """Whether the old and the new id are in one group."""
        group = self.old_groups.get(old)
        return group is not None and new in group.new

    def are_same(self, old: str, new: str) -> bool:
        """Whether the ids are in one group, or both empty: those of no item."""
        return self.are_linked(old, new) or old == new == ""


def pair_items(old: Iterable[Item], new: Iterable[Item], goals: Pairing | None = None) -> Pairing:
    """Match the items of two plans; for indicators, `goals` is the pairing of their goals."""
    before, after = {item.id: item for item in old}, {item.id: item for item in new}
    links = sorted(_links(before, after))
    pairs = [Pair(old=before[id_], new=after[id_]) for id_ in before if id_ in after]
    pairs += _pair_linked(links, before, after, pairs)
    linked_old = {id_ for _, _, id_, _ in links} | {pair.old.id for pair in pairs}
    linked_new = {id_ for _, _, _, id_ in links} | {pair.new.id for pair in pairs}
    pairs += _pair_by_name(
        [item for item in before.values() if item.id not in linked_old],
        [item for item in after.values() if item.id not in linked_new],
        goals,
    )
    paired_old, paired_new = {pair.old.id for pair in pairs}, {pair.new.id for pair in pairs}
    matched = [*((pair.old.id, pair.new.id) for pair in pairs), *(link[2:] for link in links)]
    groups = list(_group_ids(matched))
    return Pairing(
        pairs=tuple(pairs),
        removed=tuple(item for item in before.values() if item.id not in paired_old),
        added=tuple(item for item in after.values() if item.id not in paired_new),
        old_groups={id_: group for group in groups for id_ in group.old},
        new_groups={id_: group for group in groups for id_ in group.new},
    )


# The position in a list `formerly`, the id of the item that has the list, the old and the new id.
_Link = tuple[int, str, str, str]


def _links(before: dict[str, Item], after: dict[str, Item]) -> Iterator[_Link]:
    """The links that `formerly` declares in either plan."""
    for rank, id_, former in _former_ids(after, before):
        yield rank, id_, former, id_
    for rank, id_, former in _former_ids(before, after):
        yield rank, id_, id_, former


def _former_ids(items: dict[str, Item], others: dict[str, Item]) -> Iterator[tuple[int, str, str]]:
    """The former ids of items that the other plan has, with their positions in `formerly`.

    A former id that both plans declare for an item is older than both, and no link between them.
    """
    for item in items.values():
        declared = set(others[item.id].formerly) if item.id in others else set()
        for rank, former in enumerate(item.formerly):
            if former in others and former != item.id and former not in declared:
                yield rank, item.id, former


def _pair_linked(
    links: Iterable[_Link], before: dict[str, Item], after: dict[str, Item], taken: list[Pair]
) -> list[Pair]:
    """A pair for each link between two unmatched items of the same kind."""
    olds, news = {pair.old.id for pair in taken}, {pair.new.id for pair in taken}
    pairs = []
    for _, _, old, new in links:
        is_pair = is_same_kind(before[old], after[new])
        if is_pair and old not in olds and new not in news:
            pairs.append(Pair(old=before[old], new=after[new]))
            olds.add(old)
            news.add(new)
    return pairs


def _pair_by_name(old: list[Item], new: list[Item], goals: Pairing | None) -> list[Pair]:
    """Pair items by likeness of their names, the most alike first; each item at most once."""
    letters = sum(len(item.name) for item in old) * sum(len(item.name) for item in new)
    if len(old) * len(new) > MAX_COMPARISONS or letters > MAX_LETTERS:
        return []
    candidates = sorted(_candidates(old, new, goals), key=lambda candidate: candidate[0])
    pairs: list[Pair] = []
    olds, news = set[str](), set[str]()
    for _, pair in candidates:
        if pair.old.id not in olds and pair.new.id not in news:
            pairs.append(pair)
            olds.add(pair.old.id)
            news.add(pair.new.id)
    return pairs


def _candidates(
    old: list[Item], new: list[Item], goals: Pairing | None
) -> Iterator[tuple[tuple[object, ...], Pair]]:
    """Pairs that are alike enough, each with its sort key: likeness, same goal, ids."""
    from rapidfuzz.fuzz import ratio

    by_category: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in new:
        by_category[item.category, item.horizon].append(item)
    for first in old:
        for second in by_category[first.category, first.horizon]:
            is_same_goal = goals is None or goals.are_same(first.goal, second.goal)
            required = MIN_LIKENESS if is_same_goal else MIN_LIKENESS_ACROSS_GOALS
            likeness = round(ratio(first.name, second.name))
            if likeness >= required:
                key = (-likeness, not is_same_goal, *sorted((first.id, second.id)))
                yield key, Pair(old=first, new=second, likeness=likeness)


# An id and the plan that it is from.
_Node = tuple[Literal["old", "new"], str]


def _group_ids(matched: Iterable[tuple[str, str]]) -> Iterator[IdGroup]:
    """The connected components of the matched ids."""
    neighbors: dict[_Node, set[_Node]] = defaultdict(set)
    for old, new in matched:
        neighbors["old", old].add(("new", new))
        neighbors["new", new].add(("old", old))
    seen = set[_Node]()
    for start in neighbors:
        if start not in seen:
            group = _reachable(start, neighbors)
            seen |= group
            yield IdGroup(
                old=frozenset(id_ for side, id_ in group if side == "old"),
                new=frozenset(id_ for side, id_ in group if side == "new"),
            )


def _reachable(start: _Node, neighbors: Mapping[_Node, set[_Node]]) -> set[_Node]:
    group, waiting = set[_Node](), [start]
    while waiting:
        node = waiting.pop()
        if node not in group:
            group.add(node)
            waiting += neighbors[node]
    return group
