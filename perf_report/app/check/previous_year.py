"""Find specs of the same department, such as that of one year earlier."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from perf_report.app.project import Project, list_specs
from perf_report.model.identity import Identity
from perf_report.model.source import Source
from perf_report.parse.report_files import is_report
from perf_report.parse.source import read_source

_Name = TypeVar("_Name")
_Identify = Callable[[Source], Identity | None]

# The usual layouts: block style, or the department and the project in braces.
_YEAR = re.compile(rb"^year:[ ]*([0-9]{4})[ ]*(?:#.*)?\r?$", re.MULTILINE)
_HOLDER = rb":[ ]*(?:\{[ ]*|(?:#.*)?\r?\n(?:[ ]*(?:#.*)?\r?\n)*[ ]+)code:[ ]*([a-z0-9-]+)"
_CODE = re.compile(rb"^department" + _HOLDER, re.MULTILINE)
_PROJECT = re.compile(rb"^project" + _HOLDER, re.MULTILINE)
_OF = re.compile(rb"^of:[^\n]*(?:\n[ \t]+[^\n]*)*", re.MULTILINE)
_OF_CODE = re.compile(rb"department:[ ]*[\"']?([a-z0-9-]+)")
_OF_YEAR = re.compile(rb"year:[ ]*([0-9]{4})")
_HAS_PROJECT = re.compile(rb"""^["']?project\b""", re.MULTILINE)


class SpecSearch(Generic[_Name]):
    """A search for specs among files, by name; a file is read at most once, and only if needed."""

    def __init__(self, names: Sequence[_Name], read: Callable[[_Name], Source]) -> None:
        self._names = names
        self._by_text = {str(name): name for name in names}
        self._read = read
        self._scanned: dict[_Name, Identity | None] = {}
        self._reports: set[_Name] = set()
        self._by_scanned: dict[Identity | None, list[_Name]] = defaultdict(list)
        self._by_table: dict[Identity | None, list[_Name]] = defaultdict(list)

    def find(
        self, identity: Identity, near: str = "", identify: _Identify | None = None
    ) -> Source | None:
        """Return the spec of a table, or None.

        An identity found by a regular expression is confirmed by parsing the spec. An invalid file
        that seems to be the spec is also returned, so that it does not count as missing. The search
        begins with the name most like `near`, that of the next year's spec or of a report, and with
        its folder. `identify` returns the identity of a spec in place of the parser.
        """
        likeliest = near.replace(str(identity.year + 1), str(identity.year))
        first = [self._by_text[likeliest]] if likeliest in self._by_text else []
        return next(
            (
                source
                for names in (first, self._candidates(identity, near))
                for name in names
                if (source := self._confirm(name, identity, identify or _parse_identity))
            ),
            None,
        )

    def find_projects(self, table: Identity) -> Iterator[Source]:
        """Yield the specs of the projects of a department's table, by file name."""
        self._scan_all()
        names = [
            name
            for identity, found in self._by_scanned.items()
            if identity is None or (identity.project and identity.of_department == table)
            for name in found
        ]
        for name in sorted(names, key=str):
            source = self._read(name)
            identity = self._scan(name) or _parse_identity(source)
            if identity and identity.project and identity.of_department == table:
                yield source

    def find_reports(self, table: Identity) -> Iterator[Source]:
        """Yield the reports on a department's table and those of its projects, by file name.

        A report of an unusual layout is yielded whatever it is on.
        """
        for name in self._about(table):
            if name in self._reports:
                yield self._read(name)

    def fingerprint(self, report: Source) -> str:
        """Return a hash of all files that a report may be checked by: its own is among them.

        These are the specs and reports of its department and year. Where that is not plain to see,
        it is of every file.
        """
        files = map(self._read, self._about(scan_report(report.data)))
        parts = [f"{each.name}\0{each.digest}" for each in files]
        own = f"{report.name}\0{report.digest}"
        return hashlib.sha256("\0".join([own, *parts]).encode()).hexdigest()

    def _about(self, table: Identity | None) -> list[_Name]:
        """The files about a department's year, its projects included; all if that is not known."""
        self._scan_all()
        if not self._by_table:
            for identity, names in self._by_scanned.items():
                self._by_table[identity and identity.of_department] += names
            for name in self._reports:
                self._by_table[scan_report(self._read(name).data)].append(name)
        if table is None:
            return sorted((name for names in self._by_table.values() for name in names), key=str)
        return sorted([*self._by_table[table], *self._by_table[None]], key=str)

    def newest_year(self, code: str) -> int:
        """Return the year of a department's newest spec, its projects included, or 0.

        Only a spec of an unusual layout is parsed.
        """
        self._scan_all()
        scanned = [identity for identity in self._by_scanned if identity is not None]
        parsed = [_parse_identity(self._read(name)) for name in self._by_scanned[None]]
        known = [*scanned, *(identity for identity in parsed if identity is not None)]
        return max((each.year for each in known if each.code == code), default=0)

    def _candidates(self, identity: Identity, near: str) -> Iterator[_Name]:
        """The files that may be the spec, those beside `near` first, after scanning all once."""
        self._scan_all()
        folder = Path(near).absolute().parent
        yield from sorted(
            [*self._by_scanned[identity], *self._by_scanned[None]],
            key=lambda name: (Path(str(name)).absolute().parent != folder, str(name)),
        )

    def _scan_all(self) -> None:
        if not self._by_scanned:
            for name in sorted(self._names, key=str):
                scanned = self._scan(name)
                if name not in self._reports:
                    self._by_scanned[scanned].append(name)

    def _confirm(self, name: _Name, identity: Identity, identify: _Identify) -> Source | None:
        scanned = self._scan(name)
        if scanned not in {identity, None}:
            return None
        source = self._read(name)
        return source if (identify(source) or scanned) == identity else None

    def _scan(self, name: _Name) -> Identity | None:
        if name not in self._scanned:
            source = self._read(name)
            self._scanned[name] = scan_identity(source.data)
            if is_report(source):
                self._reports.add(name)
        return self._scanned[name]


def scan_report(data: bytes) -> Identity | None:
    """The department and year of a report's plan by regular expressions; None without a match."""
    of = _OF.search(data)
    code, year = (each.search(of[0] if of else b"") for each in (_OF_CODE, _OF_YEAR))
    return Identity(code[1].decode(), int(year[1])) if code and year else None


def search_specs(
    paths: Iterable[Path], project: Project, *, without: Iterable[Path] = ()
) -> SpecSearch[Path]:
    """Search the specs in the folders of paths and in the project's, `without` some of them."""
    folders = {path.parent: None for path in paths} | {project.specs_folder(): None}
    left_out = {path.absolute() for path in without}
    names = {path.absolute(): path for folder in folders for path in list_specs(folder)}
    return SpecSearch([path for each, path in names.items() if each not in left_out], read_source)


def _parse_identity(source: Source) -> Identity | None:
    """The identity in the plan of a spec; None if it has no plan."""
    # Slow to load, and needed only if a file seems to be the spec.
    from perf_report.parse.load import load_plan

    plan = load_plan(source).plan
    return plan.identity if plan else None


def scan_identity(data: bytes) -> Identity | None:
    """Return the identity by regular expressions; None if they do not match."""
    year, code, project = _YEAR.search(data), _CODE.search(data), _PROJECT.search(data)
    if year is None or code is None or (project is None and _HAS_PROJECT.search(data)):
        return None
    return Identity(code[1].decode(), int(year[1]), project[1].decode() if project else "")
