"""`manifest.json`: every file with its SHA-256, the hash of its inputs, and its maker.

A maker is the versions of this package and of the libraries that decide a file's bytes. Makers are
listed by a short hash, since the files of a manifest may have been made by several.
"""

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import msgspec

from perf_report.errors import OutputError
from perf_report.model.safe_path import is_safe_path
from perf_report.render.json_text import to_json
from perf_report.render.results import RESULTS

MANIFEST = "manifest.json"
MANIFEST_VERSION = 1

Versions = Mapping[str, str]

# The path of a file of a table: CODE/YEAR/NAME or CODE/YEAR/PROJECT/NAME, and that of the one file
# of all tables. The office's own paper is in no manifest.
_BUILT_FILE = re.compile(rf"[^/]+/[0-9]{{4}}/(?:[^/]+/)?(?!office\.)[^/]+|{re.escape(RESULTS)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file of the output folder: hashes are SHA-256 in hexadecimal, the size is in bytes."""

    sha256: str
    size: int
    inputs: str
    maker: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _StoredFile:
    """A file as the manifest lists it."""

    path: str
    sha256: str
    size: int
    inputs: str
    maker: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _StoredManifest:
    """The manifest as stored."""

    files: list[_StoredFile]
    makers: dict[str, dict[str, str]]


@dataclass(slots=True)
class Manifest:
    """The files of an output folder by their path in it, with `/` as separator."""

    files: dict[str, Entry] = field(default_factory=dict)
    makers: dict[str, Versions] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a manifest; empty if there is none.

        Raises OutputError for another file, and for one with a path that no build writes: files are
        removed and published by these paths.
        """
        try:
            stored = msgspec.json.decode(path.read_bytes(), type=_StoredManifest)
        except FileNotFoundError:
            return cls()
        except OSError as error:
            reason = error.strerror or str(error)
            raise OutputError("output-unwritable", path=path, reason=reason) from error
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise OutputError("manifest-form", path=path) from error
        for file in stored.files:
            if not (is_safe_path(file.path) and _BUILT_FILE.fullmatch(file.path)):
                raise OutputError("manifest-path", path=path, file=file.path)
        return cls(files=dict(map(_entry, stored.files)), makers={**stored.makers})

    def add_maker(self, versions: Versions) -> str:
        """Add a maker of files, and return the short hash by which entries refer to it."""
        written = json.dumps(dict(sorted(versions.items())))
        name = hashlib.sha256(written.encode()).hexdigest()[:12]
        self.makers[name] = dict(sorted(versions.items()))
        return name

    @property
    def table_files(self) -> Mapping[str, Entry]:
        """The files of tables, sheets and reports, without that of all tables."""
        return {path: entry for path, entry in self.files.items() if path != RESULTS}

    @property
    def folders(self) -> Mapping[str, list[str]]:
        """The files of tables, sheets and reports by their folder."""
        found: dict[str, list[str]] = {}
        for path in self.table_files:
            found.setdefault(path.rpartition("/")[0], []).append(path)
        return found

    def drop_missing(self, folder: Path) -> None:
        """Remove files that no longer exist, and makers to which no file refers."""
        self.files = {
            path: entry
            for path, entry in self.files.items()
            if os.path.isfile(f"{folder}/{path}")  # noqa: PTH113  # ten thousand times
        }
        used = {entry.maker for entry in self.files.values()}
        self.makers = {name: versions for name, versions in self.makers.items() if name in used}

    def to_bytes(self) -> bytes:
        """Return the manifest as JSON, in a fixed order."""
        files = [
            {
                "path": path,
                "sha256": entry.sha256,
                "size": entry.size,
                "inputs": entry.inputs,
                "maker": entry.maker,
            }
            for path, entry in sorted(self.files.items())
        ]
        makers = dict(sorted(self.makers.items()))
        return to_json({"version": MANIFEST_VERSION, "makers": makers, "files": files})


def _entry(file: _StoredFile) -> tuple[str, Entry]:
    """The path of a file, and what is known of it."""
    known = Entry(sha256=file.sha256, size=file.size, inputs=file.inputs, maker=file.maker)
    return file.path, known
