"""Which spec is the one of the year before: the same department, one year earlier."""

import re
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from perf_report.model.plan import Plan
from perf_report.parse.source import Source

_Name = TypeVar("_Name")

Identity = tuple[str, int]

# As people write them: a key a line, or the department in braces.
_YEAR = re.compile(rb"^year:[ ]*([0-9]{4})[ ]*(?:#.*)?\r?$", re.MULTILINE)
_CODE = re.compile(
    rb"^department:[ ]*(?:\{[ ]*|(?:#.*)?\r?\n(?:[ ]*(?:#.*)?\r?\n)*[ ]+)code:[ ]*([a-z0-9-]+)",
    re.MULTILINE,
)


class Shelf(Generic[_Name]):
    """Specs by name, of which each is read once at most, and only while it is looked for."""

    def __init__(self, names: Sequence[_Name], read: Callable[[_Name], Source]) -> None:
        self._names = names
        self._read = read
        self._glances: dict[_Name, Identity | None] = {}

    def find(self, identity: Identity, near: str = "") -> Source | None:
        """The spec of a department and year, or None where none is sure to be it.

        What a glance at a file tells is confirmed by reading it whole; a file that looks like the
        one and cannot be read is given, too, so that it is not taken for missing. The search begins
        with the name that is most like `near`, that of the next year's spec.
        """
        wanted = near.replace(str(identity[1] + 1), str(identity[1]))
        ranked = sorted(self._names, key=lambda name: (str(name) != wanted, str(name)))
        for name in ranked:
            glance = self._glance(name)
            if glance in {identity, None}:
                source = self._read(name)
                if (_look(source) or glance) == identity:
                    return source
        return None

    def _glance(self, name: _Name) -> Identity | None:
        if name not in self._glances:
            self._glances[name] = _glance(self._read(name).data)
        return self._glances[name]


def identify(plan: Plan) -> Identity:
    """What tells a table from all others: the department's code and the year."""
    return plan.department.code, plan.year


def year_before(plan: Plan) -> Identity:
    """The table of the same department one year earlier."""
    return plan.department.code, plan.year - 1


def _look(source: Source) -> Identity | None:
    """The identity of a file that is read whole; None where it has no plan."""
    # What reads a spec takes a while to load, and is not needed where no file looks like one.
    from perf_report.parse.load import load_plan

    plan = load_plan(source).plan
    return identify(plan) if plan else None


def _glance(data: bytes) -> Identity | None:
    """The identity that a file seems to have; None where a glance does not tell."""
    year, code = _YEAR.search(data), _CODE.search(data)
    if year is None or code is None:
        return None
    return code[1].decode(), int(year[1])
