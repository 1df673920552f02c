"""Check the specs of a run, and find and check those of the previous years."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from perf_report.app.check.check_result import CheckedSpec
from perf_report.app.check.checker import Checker
from perf_report.app.check.previous_year import SpecSearch, previous_year
from perf_report.app.project import Project, list_specs
from perf_report.errors import OutputError
from perf_report.model.finding import LocatedFinding, Severity
from perf_report.model.plan import Identity
from perf_report.model.source import Source
from perf_report.outputs.spec_summary import SpecSummary
from perf_report.outputs.table import Table
from perf_report.parse.source import STDIN, read_named, read_source


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedSpecs:
    """The specs of a run, and those of the previous years by the identity of their tables.

    An invalid spec of a previous year is also in `specs`, so that its errors stop a build: a page
    must not say that there is no earlier year.
    """

    specs: tuple[CheckedSpec, ...]
    earlier: Mapping[Identity, CheckedSpec] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[LocatedFinding, ...]:
        """The findings that stop a build, with file names."""
        return tuple(
            located
            for spec in self.specs
            if spec.result.has_error
            for located in spec.report.findings
            if located.finding.severity is Severity.ERROR
        )

    @property
    def error_count(self) -> int:
        """The number of all findings that stop a build, those that are not shown included."""
        return sum(spec.result.counts[Severity.ERROR.value] for spec in self.specs)

    @property
    def digests(self) -> set[str]:
        """The hashes of all specs, those of previous years included."""
        return {spec.source.digest for spec in (*self.specs, *self.earlier.values())}

    @property
    def identities(self) -> set[Identity]:
        """The identities of the specs' tables."""
        return {spec.result.identity for spec in self.specs if spec.result.identity}

    def summaries(self, checker: Checker) -> Iterator[SpecSummary]:
        """Yield the specs without errors, each with that of the previous year."""
        for spec in self.specs:
            if not spec.result.has_error and spec.result.identity:
                earlier = self.earlier.get(previous_year(spec.result.identity))
                summary = _summary(checker, spec, earlier)
                if summary is not None:
                    yield summary


def _summary(
    checker: Checker, spec: CheckedSpec, earlier: CheckedSpec | None
) -> SpecSummary | None:
    result = spec.result
    if result.identity is None or result.framework is None:
        return None
    code, year = result.identity
    return SpecSummary(
        source=spec.source,
        code=code,
        year=year,
        languages=result.languages,
        framework=result.framework,
        open_table=partial(_open_table, checker, spec),
        earlier=_summary(checker, earlier, None) if earlier else None,
    )


def _open_table(checker: Checker, spec: CheckedSpec) -> Table:
    table = checker.open(spec).valid_table
    if table is None:
        raise AssertionError(f"{spec.source.name} was valid when it was checked")
    return table


def collect_sources(paths: Iterable[Path]) -> list[Source]:
    """Read specs; `-` is standard input. Raises SourceError if one cannot be read."""
    return [read_named(path) for path in paths]


def check_with_earlier(
    project: Project, sources: Sequence[Source], checker: Checker
) -> CheckedSpecs:
    """Check the specs of a run and those of the previous years.

    Raises SourceError if one cannot be read, OutputError if two are of the same table.
    """
    specs = tuple(checker.check(sources))
    _refuse_collisions(specs)
    earlier = _find_earlier(specs, project, checker)
    invalid = (spec for spec in earlier.values() if not spec.is_valid and spec not in specs)
    return CheckedSpecs(specs=(*specs, *invalid), earlier=earlier)


def _find_earlier(
    specs: Sequence[CheckedSpec], project: Project, checker: Checker
) -> dict[Identity, CheckedSpec]:
    """The specs of previous years, in this run or in the same folders."""
    known = {spec.result.identity: spec for spec in specs if spec.result.identity}
    search = _other_specs([Path(spec.source.name) for spec in specs], project)
    for spec in specs:
        previous = previous_year(spec.result.identity) if spec.result.identity else None
        if previous is not None and previous not in known:
            source = search.find(previous, near=spec.source.name)
            if source is not None:
                known[previous] = checker.check_one(source)
    return known


def _other_specs(paths: Sequence[Path], project: Project) -> SpecSearch[Path]:
    """The other specs in the folders of a run's specs, and in the project's folder."""
    folders = {path.parent: None for path in paths if path != STDIN} | {
        project.specs_folder(): None
    }
    own = {path.absolute() for path in paths}
    names = {path.absolute(): path for folder in folders for path in list_specs(folder)}
    return SpecSearch([path for each, path in names.items() if each not in own], read_source)


def _refuse_collisions(specs: Iterable[CheckedSpec]) -> None:
    """Raise OutputError if two specs would write the same files."""
    seen: dict[Identity, str] = {}
    for spec in specs:
        identity, name = spec.result.identity, spec.source.name
        if identity is None or spec.result.has_error or not spec.is_valid:
            continue
        first = seen.setdefault(identity, name)
        if first != name:
            code, year = identity
            raise OutputError("output-collision", first=first, second=name, code=code, year=year)
