"""The specs of a build and those of the years before, each with the verdict on it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from perf_report.app.check.incremental_check import Examined, Examiner
from perf_report.app.check.previous_year import Identity, Shelf
from perf_report.app.project import Project, list_specs
from perf_report.errors import OutputError
from perf_report.model.finding import LocatedFinding, Severity
from perf_report.outputs.spec_summary import Card
from perf_report.parse.source import Source, read_source


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The verdicts on all specs of a run, and on those of the years before, by whose they are.

    A year before that could be misread is among the specs: its errors stop the build, since a
    page must not say that there is no earlier year.
    """

    specs: tuple[Examined, ...]
    earlier: Mapping[Identity, Examined] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[LocatedFinding, ...]:
        """The findings that stop a build."""
        return tuple(
            located
            for spec in self.specs
            for located in spec.verdict.findings
            if located.finding.severity is Severity.ERROR
        )

    @property
    def known(self) -> set[str]:
        """The hashes of all specs that this run looked at."""
        return {spec.source.digest for spec in (*self.specs, *self.earlier.values())}

    @property
    def identities(self) -> set[Identity]:
        """Whose tables the specs are."""
        return {spec.verdict.identity for spec in self.specs if spec.verdict.identity}

    def cards(self, examiner: Examiner) -> Iterator[Card]:
        """What a build must know of the specs without errors, each with that of the year before."""
        for spec in self.specs:
            if not spec.verdict.has_error and spec.verdict.identity:
                earlier = self.earlier.get(_year_before(spec.verdict.identity))
                card = examiner.card(spec, earlier)
                if card is not None:
                    yield card


def gather_specs(project: Project, sources: Sequence[Source], examiner: Examiner) -> Checked:
    """Check the specs that are to be built.

    Raises SourceError where one cannot be read, OutputError where two are the same table.
    """
    specs = tuple(map(examiner.examine, sources))
    _refuse_collisions(specs)
    earlier = _find_earlier(specs, project, examiner)
    unsound = (
        spec for spec in earlier.values() if spec.verdict.framework is None and spec not in specs
    )
    return Checked(specs=(*specs, *unsound), earlier=earlier)


def _find_earlier(
    specs: Sequence[Examined], project: Project, examiner: Examiner
) -> dict[Identity, Examined]:
    """The specs of the years before: of this run, or else lying beside it."""
    known = {spec.verdict.identity: spec for spec in specs if spec.verdict.identity}
    shelf = _others([Path(spec.source.name) for spec in specs], project)
    for spec in specs:
        wanted = _year_before(spec.verdict.identity) if spec.verdict.identity else None
        if wanted is not None and wanted not in known:
            source = shelf.find(wanted, near=spec.source.name)
            if source is not None:
                known[wanted] = examiner.examine(source)
    return known


def _year_before(identity: Identity) -> Identity:
    return identity[0], identity[1] - 1


def _others(paths: Sequence[Path], project: Project) -> Shelf[Path]:
    """The specs beside those of a run, and the project's own, but for these themselves."""
    folders = {path.parent: None for path in paths} | {project.specs_folder(): None}
    mine = {path.absolute() for path in paths}
    names = {path.absolute(): path for folder in folders for path in list_specs(folder)}
    return Shelf([path for each, path in names.items() if each not in mine], read_source)


def _refuse_collisions(specs: Iterable[Examined]) -> None:
    """Two specs that would write the same files are one too many."""
    seen: dict[Identity, str] = {}
    for spec in specs:
        identity, name = spec.verdict.identity, spec.source.name
        if identity is None or spec.verdict.has_error or spec.verdict.framework is None:
            continue
        first = seen.setdefault(identity, name)
        if first != name:
            code, year = identity
            raise OutputError("output-collision", first=first, second=name, code=code, year=year)
