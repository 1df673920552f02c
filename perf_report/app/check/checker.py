"""Check specs with a cache: the step that all commands share."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from perf_report import resources
from perf_report.app.check.check_cache import CheckCache
from perf_report.app.check.check_result import CheckedSpec, CheckResult
from perf_report.app.check.older_table import lower_in_older_table
from perf_report.app.check.previous_year import SpecSearch, search_specs
from perf_report.app.machine import user_cache
from perf_report.app.project import Project
from perf_report.model.finding import LocatedFinding
from perf_report.model.source import Source
from perf_report.outputs.input_fingerprints import digest_of
from perf_report.outputs.source_digest import source_digest
from perf_report.parse.source import read_source
from perf_report.parse.yaml_files import list_yaml_files
from perf_report.pdf.fonts import fonts_digest
from perf_report.pdf.versions import package_versions

if TYPE_CHECKING:
    from perf_report.app.check.spec_check import CheckedPlan, Standards

# The module that checks specs, and the libraries that parse and check them.
_CHECK = "perf_report.app.check.spec_check"
_CHECK_REPORTS = "perf_report.app.check.report_summary"
_LIBRARIES = ("ruamel.yaml", "ruamel.yaml.clib", "jsonschema", "jsonschema-rs", "rapidfuzz")

# With fewer new specs, the start of worker processes costs more than it saves.
_MIN_FOR_WORKERS = 64
_CHUNK = 16


class Checker:
    """Checks specs by the standards of a project; see `open_checker`."""

    def __init__(
        self, project: Project, fonts: tuple[Path, ...], cache: CheckCache, jobs: int
    ) -> None:
        self.project = project
        self._fonts = fonts
        self._cache = cache
        self._jobs = jobs

    @cached_property
    def standards(self) -> "Standards":
        """The standards of the checks; loaded only if a spec is not in the cache."""
        from perf_report.app.check.spec_check import open_standards

        return open_standards(self.project, self._fonts)

    def is_cached(self, source: Source) -> bool:
        """Whether the result of checking a spec is in the cache."""
        return self._cache.has(source.digest)

    def check(
        self, sources: Sequence[Source], others: SpecSearch[Any] | None = None
    ) -> Iterator[CheckedSpec]:
        """Check specs; results come in the order of the sources.

        Many specs that are not in the cache are checked in parallel. `others` are the specs among
        which a department's newest table is; by default those of the project and in the folders of
        the sources.
        """
        newest_year = others.newest_year if others else self._newest_year(sources)
        found = {source.digest: self._cache.find(source.digest) for source in sources}
        new = {source.digest: source for source in sources if found[source.digest] is None}
        results = self._check_new(list(new.values()))
        for source in sources:
            while (result := found[source.digest]) is None:
                digest, checked = next(results)
                self._cache.add(digest, checked)
                found[digest] = checked
            result = lower_in_older_table(result, newest_year)
            yield CheckedSpec(source=source, result=result)

    def _newest_year(self, sources: Sequence[Source]) -> Callable[[str], int]:
        """What finds the year of a department's newest table; reads no file until it is asked."""

        @cache
        def search() -> SpecSearch[Path]:
            return search_specs([Path(source.name) for source in sources], self.project)

        return lambda code: search().newest_year(code)

    def recall(self, key: str, make: Callable[[], CheckResult]) -> CheckResult:
        """Return the cached result with a key, or else the one that is made, and is cached then."""
        found = self._cache.find(key)
        if found is None:
            found = make()
            self._cache.add(key, found)
        return found

    def check_one(self, source: Source) -> CheckedSpec:
        """Check a spec."""
        return next(self.check([source]))

    def open(self, spec: CheckedSpec) -> "CheckedPlan":
        """Load the document and the plan of a checked spec."""
        from perf_report.app.check.spec_check import check_source

        return check_source(spec.source, self.standards)

    def all_findings(self, spec: CheckedSpec) -> tuple[LocatedFinding, ...]:
        """Return all findings of a checked spec; its result lists no more than MAX_FINDINGS."""
        return self.open(spec).findings if spec.result.omitted else spec.result.findings

    def _check_new(self, sources: Sequence[Source]) -> Iterator[tuple[str, CheckResult]]:
        if not sources:
            return
        from perf_report.app.check.spec_check import check_chunk

        if self._jobs <= 1 or len(sources) < _MIN_FOR_WORKERS:
            for source in sources:
                yield from check_chunk([source], self.standards)
            return
        from perf_report.outputs.worker_pool import open_workers

        chunks = [sources[start : start + _CHUNK] for start in range(0, len(sources), _CHUNK)]
        with open_workers(self._jobs, None) as executor:
            futures = [executor.submit(check_chunk, chunk, self.standards) for chunk in chunks]
            for future in futures:
                yield from future.result()

    def forget_others(self, digests: Collection[str]) -> None:
        """Remove the results of all other specs from the cache."""
        self._cache.keep_only(digests)


@contextmanager
def open_checker(
    project: Project,
    fonts: tuple[Path, ...] | None = None,
    *,
    jobs: int = 1,
    folder: Path | None = None,
) -> Iterator[Checker]:
    """Open the checker of a project; its cache is written at the end of the block.

    `fonts` are by default the project's own. `folder` is the project's folder if `project` is a
    copy of it. Raises PerfReportError if the standards cannot be read.
    """
    fonts = project.fonts() if fonts is None else fonts
    standards = _standards_digest(project, fonts)
    cache = CheckCache.read(user_cache() / "checks", folder or project.root, standards)
    try:
        yield Checker(project, fonts, cache, jobs)
    finally:
        cache.write()


def _standards_digest(project: Project, fonts: tuple[Path, ...]) -> str:
    """A hash of all that a result depends on, except the spec. Raises PerfReportError."""
    severities = {id_: str(severity) for id_, severity in project.severities().items()}
    return digest_of(
        {
            "tool": source_digest(_CHECK, _CHECK_REPORTS),
            "libraries": dict(package_versions(_LIBRARIES)),
            "schema": hashlib.sha256(resources.schema_path().read_bytes()).hexdigest(),
            "report-schema": hashlib.sha256(
                resources.report_schema_path().read_bytes()
            ).hexdigest(),
            "scorings": _digests((resources.scorings_path(), *project.scoring_folders())),
            "forms": _digests((resources.forms_path(), *project.form_folders())),
            "form-schema": hashlib.sha256(resources.form_schema_path().read_bytes()).hexdigest(),
            "frameworks": _digests((resources.frameworks_path(), *project.framework_folders())),
            "library": _digests(project.library_folders()),
            "severities": severities,
            "fonts": fonts_digest(fonts),
        }
    )


def _digests(folders: Iterable[Path]) -> list[tuple[str, str]]:
    """The names and hashes of the YAML files of folders."""
    paths = (path for each in folders for path in list_yaml_files(each))
    return [(path.name, read_source(path).digest) for path in paths]
