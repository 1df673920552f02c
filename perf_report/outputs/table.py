"""A plan that is ready to be built."""

import pickle
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Self

from perf_report.model.plan import Plan
from perf_report.model.vocabulary import Vocabulary
from perf_report.parse.source import Source

# A process makes the files of one table after those of another, and may be at two at a time.
AT_HAND = 2


# Two tables are the same where they are one object: what was made for one is found without
# comparing all that is in it.
@dataclass(frozen=True, kw_only=True, eq=False)
class Table:
    """A plan without errors, its vocabulary, and the file that it was read from.

    `earlier` is the table of the same department one year before, where it is on file.
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
        """Each of a table's files takes it to a process; it is packed once for all of them."""
        return _unpack, (self._packed,)

    @cached_property
    def _packed(self) -> bytes:
        return pickle.dumps((self.plan, self.vocabulary, self.source, self.earlier))


@lru_cache(AT_HAND)
def _unpack(packed: bytes) -> Table:
    """The table that was packed: the same object each time, as long as it is at hand."""
    plan, vocabulary, source, earlier = pickle.loads(packed)  # noqa: S301  # of our own parent
    return Table(plan=plan, vocabulary=vocabulary, source=source, earlier=earlier)
