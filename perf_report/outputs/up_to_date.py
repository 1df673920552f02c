"""Find which files are up to date and which are to be made, and why."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from perf_report.outputs.build_cache import BuildCache, Stamp, stamp_of
from perf_report.outputs.input_fingerprints import (
    InputFingerprints,
    Inputs,
    SharedInputs,
    output_identifier,
    own_inputs,
)
from perf_report.outputs.manifest import Manifest
from perf_report.outputs.output_files import Output
from perf_report.outputs.spec_summary import SpecSummary

# The message ids for inputs that changed, by the first part of an input's name.
_CHANGED = {
    "spec": "changed-spec",
    "name": "changed-name",
    "framework": "changed-framework",
    "plan": "changed-plan",
    "plan-name": "changed-plan",
    "has-earlier": "changed-has-earlier",
    "earlier": "changed-earlier",
    "earlier-name": "changed-earlier",
    "earlier-framework": "changed-framework",
    "tool": "changed-tool",
    "library": "changed-library",
    "language": "changed-language",
    "template": "changed-template",
    "fonts": "changed-fonts",
    "address": "changed-address",
    "policy": "changed-policy",
    "table": "changed-table",
}

# A file is in more or fewer languages than before.
_OTHER_LANGUAGES = "changed-languages"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why a file is made or not: a message id of `[explain]`, and the name of an input, if any."""

    id: str
    name: str = ""


UP_TO_DATE, _FORCED = Cause(id="up-to-date"), Cause(id="forced")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFile:
    """A file of a table: its identifier and inputs, and why it is to be made or not."""

    output: Output
    identifier: str
    shared: SharedInputs
    own: Inputs
    causes: tuple[Cause, ...] = (UP_TO_DATE,)

    @property
    def is_up_to_date(self) -> bool:
        """Whether the existing file is the one that a build would make."""
        return self.causes == (UP_TO_DATE,)


@dataclass(frozen=True, slots=True, kw_only=True)
class HashedFile:
    """A file of the output folder whose content was hashed in this run."""

    stamp: Stamp
    sha256: str
    planned: PlannedFile


class UpToDateCheck:
    """Compares the files of an output folder with their inputs.

    `hashed` are the files that had to be read, by path.
    """

    def __init__(
        self, folder: Path, manifest: Manifest, cache: BuildCache, fingerprints: InputFingerprints
    ) -> None:
        self._folder = folder
        self._manifest = manifest
        self._cache = cache
        self._fingerprints = fingerprints
        self.hashed: dict[str, HashedFile] = {}

    def check(
        self, summary: SpecSummary, outputs: Collection[Output], *, force: bool
    ) -> list[PlannedFile]:
        """Return a table's files, each with the causes to make it or not."""
        planned = (self._plan(summary, output) for output in outputs)
        return [self.explain(each, force=force) for each in planned]

    def explain(self, planned: PlannedFile, *, force: bool) -> PlannedFile:
        """Return a file with the causes to make it or not."""
        return replace(planned, causes=(_FORCED,)) if force else self._with_causes(planned)

    def _plan(self, summary: SpecSummary, output: Output) -> PlannedFile:
        shared, own = self._fingerprints.shared(output, summary), own_inputs(output, summary)
        identifier = output_identifier(output, shared, own)
        return PlannedFile(output=output, identifier=identifier, shared=shared, own=own)

    def _with_causes(self, planned: PlannedFile) -> PlannedFile:
        path = planned.output.path
        entry = self._manifest.files.get(path)
        if entry is None:
            return replace(planned, causes=(Cause(id="new"),))
        if entry.inputs != planned.identifier:
            return replace(planned, causes=self._changes(path, planned))
        cause = self._compare(path, entry.sha256, planned)
        return planned if cause is UP_TO_DATE else replace(planned, causes=(cause,))

    def _compare(self, path: str, sha256: str, planned: PlannedFile) -> Cause:
        """Compare an existing file with the one that was built."""
        place = f"{self._folder}/{path}"
        stamp = stamp_of(place)
        if stamp is None:
            return Cause(id="missing")
        found = self._cache.known_digest(path, stamp)
        if found is None:
            found = _hash_file(place)
            self.hashed[path] = HashedFile(stamp=stamp, sha256=found, planned=planned)
        return UP_TO_DATE if found == sha256 else Cause(id="edited")

    def _changes(self, path: str, planned: PlannedFile) -> tuple[Cause, ...]:
        """The inputs that changed since the file was made."""
        before = self._cache.inputs(path)
        if before is None:
            is_unreadable = self._cache.state == "unreadable"
            return (Cause(id="notes-unreadable" if is_unreadable else "notes-missing"),)
        after = {**planned.shared.inputs, **planned.own}
        return tuple(_causes(before, after)) or (Cause(id="notes-missing"),)


def _causes(before: Mapping[str, str], after: Mapping[str, str]) -> list[Cause]:
    names = [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)]
    causes = set()
    for name in names:
        kind, _, rest = name.partition(":")
        if kind == "language" and not (name in before and name in after):
            causes.add(Cause(id=_OTHER_LANGUAGES))
            continue
        causes.add(Cause(id=_CHANGED.get(kind, "changed-tool"), name=rest))
    order = [_OTHER_LANGUAGES, *_CHANGED.values()]
    return sorted(causes, key=lambda cause: (order.index(cause.id), cause.name))


def _hash_file(place: str) -> str:
    """The hash of a file; empty if it cannot be read, which equals no hash of a manifest."""
    try:
        with open(place, "rb") as stream:  # noqa: PTH123  # ten thousand times
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
