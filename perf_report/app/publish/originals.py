"""Find what a target no longer holds as it was published, so that a repair can restore it.

A copy is known by its SHA-256. It is in the folder of the site, among the built files, or in an
earlier publication at the target; otherwise the revision is built again from the spec that was
disclosed with it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from perf_report.app.project import Project
from perf_report.app.publish.rebuilt_record import rebuild_record
from perf_report.publish.inventory import Inventory, digest
from perf_report.publish.target import PublishedFiles, Target
from perf_report.site.history import Event, History, record_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoredTarget:
    """A target as it is once `files` are restored, for reading."""

    target: PublishedFiles
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return the target's name."""
        return self.target.name

    def read(self, path: str) -> bytes | None:
        """Return a file, or None if there is none."""
        return self.files[path] if path in self.files else self.target.read(path)


def find_originals(
    project: Project, target: Target, history: History, wanted: Inventory
) -> dict[str, bytes]:
    """Return those of the wanted files of which there is a copy, or that can be built again."""
    built = {_record(event): event.identity.folder for event in history.announced()}
    found: dict[str, bytes] = {}
    for path, sha in wanted.items():
        folder, _, name = path.rpartition("/")
        places = [project.site_folder() / path]
        if folder in built:
            places.append(project.output_folder() / built[folder] / name)
        copies = (data for data in _copies(places, target, path) if digest(data) == sha)
        data = next(copies, None)
        if data is not None:
            found[path] = data
    # The oldest first: a correction is compared with the revision before.
    for event in history.announced():
        files = RestoredTarget(target=target, files=found)
        found |= _rebuilt(event, history, files, wanted, project)
    return found


def _record(event: Event) -> str:
    return record_folder(event.identity, event.revision)


def _copies(places: list[Path], target: Target, path: str) -> Iterator[bytes]:
    for place in places:
        if place.is_file():
            yield place.read_bytes()
    yield from target.earlier_copies(path)


def _rebuilt(
    event: Event, history: History, files: RestoredTarget, wanted: Inventory, project: Project
) -> dict[str, bytes]:
    """The files of a revision that are still wanted, if they come out as they were."""
    paths = {f"{_record(event)}/{name}": name for name in event.files}
    lost = {
        path: name for path, name in paths.items() if path in wanted and path not in files.files
    }
    if not lost:
        return {}
    made = rebuild_record(event, set(lost.values()), history, files, project)
    return {
        path: made[name]
        for path, name in lost.items()
        if name in made and digest(made[name]) == wanted[path]
    }
