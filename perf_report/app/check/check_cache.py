"""Cache of check results, by the hash of the spec.

A result is valid only for the standards of its check, so that each set of standards has a file of
its own in the user's cache.
"""

import hashlib
import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Self

import msgspec

from perf_report.app.check.check_result import CheckResult, decode_result, encode_result
from perf_report.errors import OutputError
from perf_report.outputs.checksum_file import add_checksum, read_checked
from perf_report.outputs.writer import write_files

_MAGIC = b"perf-report check cache 1 "

# The sets of standards that are cached for a project: those of the working tree, of the base of a
# review, and of runs with other fonts.
_MAX_FILES = 4

# The results that are kept if a run checks only some of a project's specs.
_MAX_RESULTS = 20_000


class CheckCache:
    """Check results under one set of standards, by the SHA-256 of the spec."""

    def __init__(self, path: Path, results: dict[str, msgspec.Raw | bytes]) -> None:
        self._path = path
        self._results = results
        self._has_changed = False

    @classmethod
    def read(cls, folder: Path, project: Path, standards: str) -> Self:
        """Read the cache of a project; it is empty if there is none or it is damaged.

        `folder` is the folder of all check caches, `standards` the hash of the standards.
        """
        path = folder / f"{_prefix(project)}-{standards[:16]}"
        try:
            body = read_checked(path, _MAGIC)
            return cls(path, msgspec.json.decode(body or b"", type=dict[str, msgspec.Raw]))
        except (OSError, msgspec.DecodeError):
            return cls(path, {})

    def has(self, digest: str) -> bool:
        """Whether there is a result for a spec."""
        return digest in self._results

    def find(self, digest: str) -> CheckResult | None:
        """Return the result of checking a spec with this hash, if there is one."""
        with suppress(KeyError, ValueError):
            return decode_result(self._results[digest])
        return None

    def add(self, digest: str, result: CheckResult) -> None:
        """Add a result."""
        with suppress(TypeError):  # an argument of a finding that has no JSON form
            self._results[digest] = encode_result(result)
            self._has_changed = True

    def keep_only(self, digests: Collection[str]) -> None:
        """Remove the results of all other specs."""
        kept = {digest: self._results[digest] for digest in digests if digest in self._results}
        self._has_changed = self._has_changed or len(kept) < len(self._results)
        self._results = kept

    def write(self) -> None:
        """Write the cache, if it has changed. If that fails, the next run checks again."""
        if not self._has_changed:
            return
        while len(self._results) > _MAX_RESULTS:
            del self._results[next(iter(self._results))]
        body = msgspec.json.encode(
            {digest: msgspec.Raw(result) for digest, result in self._results.items()}
        )
        with suppress(OutputError):
            write_files({self._path: add_checksum(body, _MAGIC)}, remove=_outdated(self._path))
            self._has_changed = False


def _prefix(project: Path) -> str:
    return hashlib.sha256(os.fsencode(project.absolute())).hexdigest()[:16]


def _outdated(path: Path) -> Iterator[Path]:
    """The oldest caches of the same project, beyond the number to keep."""
    prefix = path.name.partition("-")[0]
    others = [other for other in path.parent.glob(f"{prefix}-*") if other != path]
    yield from sorted(others, key=_age)[: -(_MAX_FILES - 1)]


def _age(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
