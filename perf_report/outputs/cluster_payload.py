"""Templates and fonts as values, for cluster workers that share no disk with this machine.

A worker gets them once, and writes them to a temporary folder. It refuses jobs if its version of
this package or of a library would make other bytes.
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
from perf_report.model.safe_path import is_safe_path
from perf_report.outputs.build_config import (
    CHANGES_MAKER,
    TABLE_MAKER,
    BuildConfig,
    config_digest,
)
from perf_report.outputs.jobs import Job, make_output
from perf_report.outputs.worker_main import MAX_GARBAGE
from perf_report.outputs.writer import write_files
from perf_report.pdf.versions import layout_versions, package_versions
from perf_report.render.templates import are_builtin

# The layout engine is not safe to use in two threads at a time.
_LAYOUT_LOCK = threading.Lock()


@dataclass(frozen=True, kw_only=True)
class ClusterPayload:
    """Templates by folder and path, fonts by suffix, and the versions that decide bytes.

    None stands for the folder of the built-in templates, which a worker has itself.
    """

    templates: tuple[Mapping[str, bytes] | None, ...]
    fonts: tuple[tuple[str, bytes], ...]
    versions: Mapping[str, str]

    @cached_property
    def digest(self) -> str:
        """A hash of the payload."""
        folders = [None if folder is None else sorted(folder.items()) for folder in self.templates]
        parts = (folders, self.fonts, sorted(self.versions.items()))
        return hashlib.sha256(repr(parts).encode()).hexdigest()


def pack_payload(config: BuildConfig) -> ClusterPayload:
    """Read all files that a configuration names. Raises PerfReportError."""
    return ClusterPayload(
        templates=tuple(
            None if are_builtin((folder,)) else _read_folder(folder) for folder in config.templates
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
    """The versions that decide the bytes of files on this machine."""
    libraries = dict(package_versions(("jinja2", "orjson", "rapidfuzz")))
    config = BuildConfig(templates=(resources.templates_path(),))
    tool = config_digest(config, TABLE_MAKER, CHANGES_MAKER)
    return {"perf-report": tool, **libraries, **dict(layout_versions())}


def without_paths(job: Job) -> Job:
    """Return a job without paths of this machine."""
    return replace(job, config=replace(job.config, templates=(), fonts=(), cache=None))


def make_with_payload(payload: ClusterPayload, job: Job) -> bytes:
    """Return the bytes of a job's file, made with a payload. Raises PerfReportError."""
    with _LAYOUT_LOCK, _gc_disabled():
        unpacked = _unpack(payload)
        config = replace(job.config, templates=unpacked.templates, fonts=unpacked.fonts)
        return make_output(replace(job, config=config))


@contextmanager
def _gc_disabled() -> Iterator[None]:
    """Disable the garbage collector, so that it does not scan a layout again and again.

    After the block its threshold is that of our own workers, since the process may do other work.
    """
    gc.set_threshold(MAX_GARBAGE)
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@dataclass(frozen=True, slots=True, kw_only=True)
class _UnpackedPayload:
    """A payload on the disk of a worker; the folder is removed when the process ends."""

    folder: "tempfile.TemporaryDirectory[str]"
    templates: tuple[Path, ...]
    fonts: tuple[Path, ...]


_UNPACKED: dict[str, _UnpackedPayload] = {}


def _unpack(payload: ClusterPayload) -> _UnpackedPayload:
    if payload.digest not in _UNPACKED:
        _refuse_other_versions(payload.versions)
        _UNPACKED[payload.digest] = _write_payload(payload)
    return _UNPACKED[payload.digest]


def _refuse_other_versions(versions: Mapping[str, str]) -> None:
    own = _versions()
    others = [name for name, version in versions.items() if own.get(name) != version]
    if others:
        raise PerfReportError("cluster-versions", names=", ".join(others))


def _refuse_unsafe_names(payload: ClusterPayload) -> None:
    """Raise PerfReportError for a file that would be written outside of the worker's folder."""
    templates = [name for folder in payload.templates for name in folder or {}]
    for name in [*templates, *(f"font{suffix}" for suffix, _ in payload.fonts)]:
        if not is_safe_path(name):
            raise PerfReportError("cluster-path", name=name)


def _write_payload(payload: ClusterPayload) -> _UnpackedPayload:
    _refuse_unsafe_names(payload)
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
    return _UnpackedPayload(
        folder=folder,
        templates=tuple(
            resources.templates_path() if templates is None else top / f"templates-{number}"
            for number, templates in enumerate(payload.templates)
        ),
        fonts=tuple(fonts),
    )
