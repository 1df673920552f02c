"""A plan to build, which pickles once for all worker processes."""

import pickle
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Self

from perf_report.model.plan import Plan
from perf_report.model.source import Source
from perf_report.model.vocabulary import Vocabulary

# A process makes the files of two tables at a time at most.
TABLES_KEPT = 2


# Tables are compared by identity, so that a cache finds what was made for a table without comparing
# its content.
@dataclass(frozen=True, kw_only=True, eq=False)
class Table:
    """A plan without errors, its vocabulary, and its spec as it goes out.

    `office` is the whole plan where `plan` and `source` lack what is not public; only the office's
    own paper prints it. `earlier` is the table of the same department or project one year before,
    if there is one. A sheet of projects has its `members`, and the plan of the first of them.
    """

    plan: Plan
    vocabulary: Vocabulary
    source: Source
    office: Plan | None = None
    earlier: Self | None = None
    members: tuple[Self, ...] = ()

    @property
    def public(self) -> Self:
        """The table without what is not public."""
        return self if self.office is None else replace(self, office=None)

    @property
    def digest(self) -> str:
        """The hash of the spec."""
        return self.source.digest

    def __reduce__(self) -> tuple[object, tuple[bytes]]:
        """Pickle the table once, however many of its files other processes make."""
        return _unpickle, (self._pickled,)

    @cached_property
    def _pickled(self) -> bytes:
        parts = (self.plan, self.vocabulary, self.source, self.office, self.earlier, self.members)
        return pickle.dumps(parts)


@lru_cache(TABLES_KEPT)
def _unpickle(pickled: bytes) -> Table:
    """The table of a pickle: the same object each time while it is cached."""
    plan, vocabulary, source, office, earlier, members = pickle.loads(pickled)  # noqa: S301  # written by our own parent process
    return Table(
        plan=plan,
        vocabulary=vocabulary,
        source=source,
        office=office,
        earlier=earlier,
        members=members,
    )
