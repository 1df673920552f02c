"""A plan that is ready to be built, in a form that worker processes share."""

import pickle
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Self

from perf_report.model.plan import Plan
from perf_report.model.source import Source
from perf_report.model.vocabulary import Vocabulary

# A process makes the files of one table after those of another; two tables may overlap.
TABLES_KEPT = 2


# Tables are equal only if they are one object: what was made for one is found in a cache without
# comparing all that is in it.
@dataclass(frozen=True, kw_only=True, eq=False)
class Table:
    """A plan without errors, its vocabulary, and the file that it was read from.

    `earlier` is the table of the same department one year before, if there is one.
    """

    plan: Plan
    vocabulary: Vocabulary
    source: Source
    earlier: Self | None = None

    @property
    def digest(self) -> str:
        """The hash of the file."""
        return self.source.digest

    def __reduce__(self) -> tuple[object, tuple[bytes]]:
        """Pickle the table once, however many of its files are made by other processes."""
        return _unpickle, (self._pickled,)

    @cached_property
    def _pickled(self) -> bytes:
        return pickle.dumps((self.plan, self.vocabulary, self.source, self.earlier))


@lru_cache(TABLES_KEPT)
def _unpickle(pickled: bytes) -> Table:
    """The table that was pickled: the same object each time, as long as it is kept."""
    plan, vocabulary, source, earlier = pickle.loads(pickled)  # noqa: S301  # of our own parent
    return Table(plan=plan, vocabulary=vocabulary, source=source, earlier=earlier)
