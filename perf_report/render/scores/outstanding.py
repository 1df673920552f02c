"""A table that has no score, although others of its year have one."""

from dataclasses import dataclass
from typing import Self

from perf_report.model.identity import Identity
from perf_report.model.plan import Plan
from perf_report.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Outstanding:
    """A table and whose it is; `file` is the name of its file.

    `is_handed_in` is whether it has an evaluation, which could not be scored.
    """

    identity: Identity
    department: Text
    project: Text | None
    file: str
    is_handed_in: bool = False

    @classmethod
    def of(cls, plan: Plan, *, file: str, is_handed_in: bool = False) -> Self:
        """A plan in a file."""
        return cls(
            identity=plan.identity,
            department=plan.department.name,
            project=plan.project.name if plan.project else None,
            file=file,
            is_handed_in=is_handed_in,
        )
