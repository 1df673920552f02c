"""What the files of a run are made with, as values: for workers that share no disk with us.

A worker is given them once. It lays them down in a temporary folder of its own, and refuses to work
where its own tool or libraries would make other bytes than ours.
"""

import gc
import hashlib
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from perf_report import resources
from perf_report.errors import PerfReportError
from perf_report.outputs.build_config import (
    CHANGES_MAKER,
    TABLE_MAKER,
    BuildConfig,
    config_digest,
)
from perf_report.outputs.jobs import Job, make_output
from perf_report.outputs.worker_main import MOST_GARBAGE
from perf_report.outputs.writer import write_files
from perf_report.pdf.versions import layout_versions, package_versions
from perf_report.render.templates import are_ours

# The layout engine is no work for two threads at a time.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, kw_only=True)
class ClusterPayload:
    """Templates by folder, name and text, fonts by suffix and bytes, and who would use them.

    None stands for the folder of our own templates, which a worker has itself.
    """

    templates: tuple[Mapping[str, bytes] | None, ...]
    fonts: tuple[tuple[str, bytes], ...]
    versions: Mapping[str, str]

    @cached_property
    def digest(self) -> str:
        """A hash of all of it."""
        folders = [None if folder is None else sorted(folder.items()) for folder in self.templates]
        parts = (folders, self.fonts, sorted(self.versions.items()))
        return hashlib.sha256(repr(parts).encode()).hexdigest()


def pack_payload(config: BuildConfig) -> ClusterPayload:
    """Everything that a config names, as values. Raises PerfReportError."""
    return ClusterPayload(
        templates=tuple(
            None if are_ours((folder,)) else _read_folder(folder) for folder in config.templates
        ),
        fonts=tuple((path.suffix, path.read_bytes()) for path in config.fonts),
        versions=_versions(),
    )


def _read_folder(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _versions() -> dict[str, str]:
    """What decides the bytes of files on this machine."""
    libraries = dict(package_versions(("jinja2", "orjson", "rapidfuzz")))
    config = BuildConfig(templates=(resources.templates_path(),))
    tool = config_digest(config, TABLE_MAKER, CHANGES_MAKER)
    return {"perf-report": tool, **libraries, **dict(layout_versions())}


def without_paths(job: Job) -> Job:
    """A job that names nothing on our disk."""
    return replace(job, config=replace(job.config, templates=(), fonts=(), cache=None))


def make_with(payload: ClusterPayload, job: Job) -> bytes:
    """The bytes of a job's file, made with payload that came along. Raises PerfReportError."""
    with _ONE_AT_A_TIME, _uncollected():
        kit = _lay_down(payload)
        config = replace(job.config, templates=kit.templates, fonts=kit.fonts)
        return make_output(replace(job, config=config))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector from looking through a layout again and again.

    When it is let go it collects by itself, as much at a time as in a process of ours: this one may
    be another's as well.
    """
    gc.set_threshold(MOST_GARBAGE)
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kit:
    """ClusterPayload on the disk of a worker; the folder goes with the process."""

    folder: "tempfile.TemporaryDirectory[str]"
    templates: tuple[Path, ...]
    fonts: tuple[Path, ...]


_KITS: dict[str, _Kit] = {}


def _lay_down(payload: ClusterPayload) -> _Kit:
    if payload.digest not in _KITS:
        _refuse_others(payload.versions)
        _KITS[payload.digest] = _make_kit(payload)
    return _KITS[payload.digest]


def _refuse_others(versions: Mapping[str, str]) -> None:
    own = _versions()
    others = [name for name, version in versions.items() if own.get(name) != version]
    if others:
        raise PerfReportError("cluster-versions", names=", ".join(others))


def _make_kit(payload: ClusterPayload) -> _Kit:
    folder = tempfile.TemporaryDirectory(prefix="perf-report-")
    top = Path(folder.name)
    files = {
        top / f"templates-{number}" / name: data
        for number, templates in enumerate(payload.templates)
        for name, data in (templates or {}).items()
    }
    fonts = {
        top / "fonts" / f"{number:03}{suffix}": data
        for number, (suffix, data) in enumerate(payload.fonts)
    }
    write_files({**files, **fonts})
    return _Kit(
        folder=folder,
        templates=tuple(
            resources.templates_path() if templates is None else top / f"templates-{number}"
            for number, templates in enumerate(payload.templates)
        ),
        fonts=tuple(fonts),
    )
