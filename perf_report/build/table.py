"""A plan that is ready to be built."""

from dataclasses import dataclass

from perf_report.model.plan import Plan
from perf_report.render.view import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A plan without errors, the hash of its source, and its vocabulary."""

    plan: Plan
    vocabulary: Vocabulary
    digest: str
