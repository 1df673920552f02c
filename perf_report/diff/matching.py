"""Who is who: the tasks, goals and indicators of two plans matched by identity.

First by id, then by `formerly` of either side (a rename, a split, a merge), and where ids are new,
by likeness of the Chinese name among things of one kind and category. The outcome does not depend
on the order of the files, and matching the other way round gives the same pairs.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from perf_report.model.route import Route

# So alike, in percent, must two names be to be taken for the same thing: under one goal a third may
# differ; a name that went to another goal must be all but the same, since goals repeat each other's
# indicators (企业满意度). Chosen on the real table, where names of different indicators of one goal
# and category are at most 60 alike.
LIKE_ENOUGH = 66
LIKE_ENOUGH_ELSEWHERE = 90

# Two files with thousands of new ids each are two tables; nothing is gained by guessing then.
MOST_COMPARISONS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A thing to match; only things of one `bucket` can be alike. `home` is an indicator's goal."""

    id: str
    formerly: tuple[str, ...]
    name: str
    route: Route
    bucket: str = ""
    home: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two items that are one thing; `likeness` in percent where that is a guess."""

    old: Item
    new: Item
    likeness: int | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """The old and the new ids of one thing."""

    old: frozenset[str]
    new: frozenset[str]

    @property
    def is_divided(self) -> bool:
        """Whether something was split or merged."""
        return len(self.old) > 1 or len(self.new) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """The pairs, what has no partner, and the family of every id that has one.

    A family holds all old and all new ids that are tied together: more than one old id is a merge,
    more than one new id a split.
    """

    pairs: tuple[Pair, ...]
    removed: tuple[Item, ...]
    added: tuple[Item, ...]
    old_families: Mapping[str, Family]
    new_families: Mapping[str, Family]

    def are_kin(self, old: str, new: str) -> bool:
        """Whether the two ids are one thing, or parts of one."""
        family = self.old_families.get(old)
        return family is not None and new in family.new


def pair_items(old: Iterable[Item], new: Iterable[Item], homes: Pairing | None = None) -> Pairing:
    """Match the items of two plans; `homes` says which goals are the same."""
    before, after = {item.id: item for item in old}, {item.id: item for item in new}
    links = sorted(_links(before, after))
    pairs = [Pair(old=before[id_], new=after[id_]) for id_ in before if id_ in after]
    pairs += _first_free(links, before, after, pairs)
    tied_old = {named for _, _, named, _ in links} | {pair.old.id for pair in pairs}
    tied_new = {named for _, _, _, named in links} | {pair.new.id for pair in pairs}
    guesses = _guess(
        [item for item in before.values() if item.id not in tied_old],
        [item for item in after.values() if item.id not in tied_new],
        homes,
    )
    pairs += guesses
    paired_old, paired_new = {pair.old.id for pair in pairs}, {pair.new.id for pair in pairs}
    ties = [*((pair.old.id, pair.new.id) for pair in pairs), *(link[2:] for link in links)]
    families = list(_families(ties))
    return Pairing(
        pairs=tuple(pairs),
        removed=tuple(item for item in before.values() if item.id not in paired_old),
        added=tuple(item for item in after.values() if item.id not in paired_new),
        old_families={id_: family for family in families for id_ in family.old},
        new_families={id_: family for family in families for id_ in family.new},
    )


# A rank in a list of former ids, the id that has the list, then the old and the new id.
_Link = tuple[int, str, str, str]


def _links(before: dict[str, Item], after: dict[str, Item]) -> Iterator[_Link]:
    """What `formerly` ties together, whichever side says it; the first of a list comes first."""
    for rank, id_, former in _former_ids(after, before):
        yield rank, id_, former, id_
    for rank, id_, former in _former_ids(before, after):
        yield rank, id_, id_, former


def _former_ids(items: dict[str, Item], others: dict[str, Item]) -> Iterator[tuple[int, str, str]]:
    """The former ids of items, with their ranks, that the other side has.

    What both sides say of one id happened before either, and ties nothing between them.
    """
    for item in items.values():
        told = others[item.id].formerly if item.id in others else ()
        for rank, former in enumerate(item.formerly):
            if former in others and former != item.id and former not in told:
                yield rank, item.id, former


def _first_free(
    links: Iterable[_Link], before: dict[str, Item], after: dict[str, Item], taken: list[Pair]
) -> list[Pair]:
    """A pair for each link whose two ends are still without a partner."""
    olds, news = {pair.old.id for pair in taken}, {pair.new.id for pair in taken}
    pairs = []
    for _, _, old, new in links:
        if old not in olds and new not in news:
            pairs.append(Pair(old=before[old], new=after[new]))
            olds.add(old)
            news.add(new)
    return pairs


def _guess(old: list[Item], new: list[Item], homes: Pairing | None) -> list[Pair]:
    """Pairs by likeness, the surest first; every item once."""
    if not old or not new or len(old) * len(new) > MOST_COMPARISONS:
        return []
    candidates = sorted(_candidates(old, new, homes), key=lambda candidate: candidate[0])
    pairs: list[Pair] = []
    olds, news = set[str](), set[str]()
    for _, pair in candidates:
        if pair.old.id not in olds and pair.new.id not in news:
            pairs.append(pair)
            olds.add(pair.old.id)
            news.add(pair.new.id)
    return pairs


def _candidates(
    old: list[Item], new: list[Item], homes: Pairing | None
) -> Iterator[tuple[tuple[object, ...], Pair]]:
    """The pairs that are alike enough, ranked by likeness, then the same goal, then ids."""
    from rapidfuzz.fuzz import ratio

    buckets: dict[str, list[Item]] = defaultdict(list)
    for item in new:
        buckets[item.bucket].append(item)
    for first in old:
        for second in buckets[first.bucket]:
            at_home = homes is None or homes.are_kin(first.home, second.home)
            enough = LIKE_ENOUGH if at_home else LIKE_ENOUGH_ELSEWHERE
            likeness = round(ratio(first.name, second.name))
            if likeness >= enough:
                rank = (-likeness, not at_home, *sorted((first.id, second.id)))
                yield rank, Pair(old=first, new=second, likeness=likeness)


# An old or a new id with its side.
_Node = tuple[Literal["old", "new"], str]


def _families(ties: Iterable[tuple[str, str]]) -> Iterator[Family]:
    """The connected groups of old and new ids."""
    neighbors: dict[_Node, set[_Node]] = defaultdict(set)
    for old, new in ties:
        neighbors["old", old].add(("new", new))
        neighbors["new", new].add(("old", old))
    seen = set[_Node]()
    for start in neighbors:
        if start not in seen:
            group = _reachable(start, neighbors)
            seen |= group
            yield Family(
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
