"""Which sources of money a main task has, and which of them are sums of others."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

from perf_report.model.form_blocks import FundsNode

# The id of the source that is the total, where a tree has one with it.
TOTAL = "total"


@dataclass(frozen=True, slots=True)
class SourceTree:
    """The ids of the sources that have an amount, in the order of print, and their parts.

    `parts` has the sources that are sums: the ids of those that they are the sum of. A heading
    stands for its own parts. `total` is the source named so, or else the first that is no part.
    """

    ids: tuple[str, ...]
    parts: Mapping[str, tuple[str, ...]]
    total: str = field(init=False)

    def __post_init__(self) -> None:
        below = {part for parts in self.parts.values() for part in parts}
        roots = [id_ for id_ in self.ids if id_ not in below]
        sums = [id_ for id_ in roots if id_ in self.parts]
        total = TOTAL if TOTAL in roots else next(iter([*sums, *roots]), TOTAL)
        object.__setattr__(self, "total", total)

    @classmethod
    def of(cls, tree: Iterable[FundsNode]) -> Self:
        """Return the sources of a form's tree."""
        nodes = [node for root in tree for node in root.walk() if not node.is_heading]
        parts = {node.id: tuple(_amounts(node.parts)) for node in nodes if node.parts}
        return cls(ids=tuple(node.id for node in nodes), parts=parts)


def _amounts(nodes: Iterable[FundsNode]) -> Iterator[str]:
    for node in nodes:
        if node.is_heading:
            yield from _amounts(node.parts)
        else:
            yield node.id
