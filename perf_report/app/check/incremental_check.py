"""Checking the specs of a build, each only when it or its standards are new."""

import hashlib
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from perf_report import resources
from perf_report.app.check.check_cache import (
    Verdict,
    judge_outcome,
    verdict_from_data,
    verdict_to_data,
)
from perf_report.app.project import Project
from perf_report.model.finding import FileFindings
from perf_report.outputs.build_cache import Ledger
from perf_report.outputs.input_fingerprints import digest_of
from perf_report.outputs.spec_summary import Card
from perf_report.outputs.table import Table
from perf_report.parse.encoding import read_lines
from perf_report.parse.source import Source, read_source
from perf_report.pdf.fonts import fonts_digest
from perf_report.pdf.versions import package_versions

if TYPE_CHECKING:
    from perf_report.app.check.spec_check import Outcome

# So many tables of this run wait for being built; the others are read again, so that the memory
# stays flat however many specs there are.
_MOST_TABLES = 256

# The libraries by which a spec is read and judged.
_LIBRARIES = ("ruamel.yaml", "ruamel.yaml.clib", "jsonschema", "jsonschema-rs", "rapidfuzz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A spec with the verdict on it."""

    source: Source
    verdict: Verdict

    @property
    def report(self) -> FileFindings:
        """The report of it; lines travel only where there is something to show of them."""
        verdict = self.verdict
        # What has a plan has passed all that is said of single characters.
        is_clean = verdict.identity is not None
        lines = read_lines(self.source.data, is_clean=is_clean) if verdict.findings else ()
        return FileFindings(
            name=self.source.name,
            lines=lines,
            findings=verdict.findings,
            accepted=verdict.accepted,
        )


class Examiner:
    """Gives verdicts on specs, from the notes of an earlier run where these still hold."""

    def __init__(
        self, project: Project, fonts: tuple[Path, ...], ledger: Ledger, tool: str
    ) -> None:
        self._project = project
        self._fonts = fonts
        self._standards_id = standards_digest(project, fonts, tool)
        self._noted = ledger.verdicts if ledger.standards == self._standards_id else {}
        self._tables: dict[tuple[str, str], Table] = {}
        self.has_news = False

    @cached_property
    def _hold_against_standards(self) -> "Callable[[Source], Outcome]":
        """The check of a spec, which is loaded only where one is not known yet."""
        from perf_report.app.check.spec_check import check_source, open_standards

        return partial(check_source, standards=open_standards(self._project, self._fonts))

    def knows(self, source: Source) -> bool:
        """Whether there is a verdict on a spec already."""
        return source.digest in self._noted

    def examine(self, source: Source) -> Examined:
        """The verdict on a spec."""
        verdict = self._recall(source) or self._check(source)
        return Examined(source=source, verdict=verdict)

    def _recall(self, source: Source) -> Verdict | None:
        with suppress(KeyError, TypeError, ValueError, IndexError):
            return verdict_from_data(self._noted[source.digest], source.name)
        return None

    def _check(self, source: Source) -> Verdict:
        outcome = self._hold_against_standards(source)
        verdict = judge_outcome(outcome)
        if outcome.sound_table is not None and len(self._tables) < _MOST_TABLES:
            self._tables[source.digest, source.name] = outcome.sound_table
        with suppress(TypeError):
            self._noted[source.digest] = verdict_to_data(verdict)
            self.has_news = True
        return verdict

    def note(self, ledger: Ledger, only: Collection[str] | None) -> None:
        """Note the verdicts on the specs of these hashes, or all that are known."""
        ledger.standards = self._standards_id
        ledger.verdicts = {
            digest: verdict
            for digest, verdict in self._noted.items()
            if only is None or digest in only
        }

    def card(self, spec: Examined, earlier: Examined | None) -> Card | None:
        """What a build must know of a spec; None where its plan could be misread."""
        verdict = spec.verdict
        if verdict.identity is None or verdict.framework is None:
            return None
        code, year = verdict.identity
        return Card(
            source=spec.source,
            code=code,
            year=year,
            languages=verdict.languages,
            framework=verdict.framework,
            open_alone=partial(self._open, spec),
            earlier=self.card(earlier, None) if earlier else None,
        )

    def _open(self, spec: Examined) -> Table:
        """The table of a spec without errors; what this run has read is not read again."""
        table = self._tables.get((spec.source.digest, spec.source.name))
        if table is None:
            table = self._hold_against_standards(spec.source).sound_table
        if table is None:
            raise AssertionError(f"{spec.source.name} was sound before")
        return table


def standards_digest(project: Project, fonts: tuple[Path, ...], tool: str) -> str:
    """A hash of all that a verdict depends on besides the spec. Raises PerfReportError."""
    folders = (resources.frameworks_path(), *project.framework_folders())
    frameworks = [
        read_source(path).digest for folder in folders for path in sorted(folder.glob("*.yaml"))
    ]
    severities = {id_: str(severity) for id_, severity in project.severities().items()}
    return digest_of(
        {
            "tool": tool,
            "libraries": dict(package_versions(_LIBRARIES)),
            "schema": hashlib.sha256(resources.schema_path().read_bytes()).hexdigest(),
            "frameworks": frameworks,
            "severities": severities,
            "fonts": fonts_digest(fonts),
        }
    )
