"""Which spec is the one of the year before: the same department, one year earlier."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

from perf_report.model.plan import Identity
from perf_report.model.source import Source

_Name = TypeVar("_Name")

# As people write them: a key a line, or the department in braces.
_YEAR = re.compile(rb"^year:[ ]*([0-9]{4})[ ]*(?:#.*)?\r?$", re.MULTILINE)
_CODE = re.compile(
    rb"^department:[ ]*(?:\{[ ]*|(?:#.*)?\r?\n(?:[ ]*(?:#.*)?\r?\n)*[ ]+)code:[ ]*([a-z0-9-]+)",
    re.MULTILINE,
)


class SpecSearch(Generic[_Name]):
    """A search for specs among files, by name; each file is read at most once, when needed."""

    def __init__(self, names: Sequence[_Name], read: Callable[[_Name], Source]) -> None:
        self._names = names
        self._read = read
        self._guesses: dict[_Name, Identity | None] = {}
        self._by_guess: dict[Identity | None, list[_Name]] = defaultdict(list)

    def find(self, identity: Identity, near: str = "") -> Source | None:
        """The spec of a department and year, or None if no file is surely that.

        What a regular expression finds in a file is confirmed by reading its plan; a file that
        looks like the one and cannot be read is returned, too, so that it does not count as
        missing. The search begins with the name that is most like `near`, that of the next year.
        """
        likeliest = near.replace(str(identity[1] + 1), str(identity[1]))
        first = [name for name in self._names if str(name) == likeliest]
        return next(
            (
                source
                for names in (first, self._candidates(identity))
                for name in names
                if (source := self._confirm(name, identity)) is not None
            ),
            None,
        )

    def _candidates(self, identity: Identity) -> Iterator[_Name]:
        """The files that may be the spec; all files are looked at for it, once."""
        if not self._by_guess:
            for name in sorted(self._names, key=str):
                self._by_guess[self._guess(name)].append(name)
        yield from sorted([*self._by_guess[identity], *self._by_guess[None]], key=str)

    def _confirm(self, name: _Name, identity: Identity) -> Source | None:
        guess = self._guess(name)
        if guess not in {identity, None}:
            return None
        source = self._read(name)
        return source if (_read_identity(source) or guess) == identity else None

    def _guess(self, name: _Name) -> Identity | None:
        if name not in self._guesses:
            self._guesses[name] = _guess(self._read(name).data)
        return self._guesses[name]


def year_before(identity: Identity) -> Identity:
    """The table of the same department one year earlier."""
    code, year = identity
    return code, year - 1


def _read_identity(source: Source) -> Identity | None:
    """The identity of a file by its plan; None if it has none."""
    # What reads a spec takes a while to load, and is needed only if a file looks like one.
    from perf_report.parse.load import load_plan

    plan = load_plan(source).plan
    return plan.identity if plan else None


def _guess(data: bytes) -> Identity | None:
    """The identity that a file seems to have; None if it cannot be seen without parsing."""
    year, code = _YEAR.search(data), _CODE.search(data)
    if year is None or code is None:
        return None
    return code[1].decode(), int(year[1])
