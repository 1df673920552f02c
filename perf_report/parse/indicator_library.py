"""Read the libraries of indicators of a project, the YAML files of its folder `indicators/`."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from perf_report import resources
from perf_report.model.category_kind import Better
from perf_report.model.finding import Finding, LocatedFinding, Term
from perf_report.model.indicator_library import (
    IndicatorLibrary,
    LibraryFile,
    LibraryIndicator,
    UsualTarget,
)
from perf_report.model.text import Text
from perf_report.parse.data_files import load_by_id, raise_first, read_data_file
from perf_report.parse.document import Document
from perf_report.parse.plan import build_text
from perf_report.parse.source import read_source

LIBRARY_SCHEMA = resources.PACKAGE / "schemas" / "indicator-library.schema.json"
_KIND = "library"
Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loaded:
    """A library with the document that it is read from."""

    library: LibraryFile
    document: Document

    @property
    def id(self) -> str:
        return self.library.id


def load_library(folders: Iterable[Path], categories: Collection[str]) -> IndicatorLibrary:
    """Return the libraries of folders; `categories` are those of all frameworks.

    Raises SettingsError if a file is not a valid library, a category is none of those, or two
    files have one id, or two indicators, also in two files.
    """
    loaded = load_by_id(folders, lambda path: _read_library(path, categories), _KIND)
    raise_first(_repeated_ids(loaded.values()), _KIND)
    return IndicatorLibrary(files=tuple(each.library for each in loaded.values()))


def _read_library(path: Path, categories: Collection[str]) -> _Loaded:
    document, data = read_data_file(read_source(path), LIBRARY_SCHEMA, _KIND)
    raise_first(map(document.locate, _unknown_categories(data, categories)), _KIND)
    id_ = data.get("id", path.stem)
    library = LibraryFile(
        id=id_,
        name=build_text(data["name"]),
        source=_optional_text(data, "source"),
        indicators=tuple(_build_indicator(item, id_) for item in data["indicators"]),
        file=path.name,
    )
    return _Loaded(library=library, document=document)


def _build_indicator(data: Data, library: str) -> LibraryIndicator:
    better = data.get("better")
    return LibraryIndicator(
        id=data["id"],
        name=build_text(data["name"]),
        category=data["category"],
        library=library,
        unit=data.get("unit", ""),
        better=Better(better) if better else None,
        standard=_optional_text(data, "standard"),
        source=_optional_text(data, "source"),
        definition=_optional_text(data, "definition"),
        formula=_optional_text(data, "formula"),
        targets=tuple(map(_build_target, data.get("targets", ()))),
    )


def _build_target(data: str | dict[str, Any]) -> UsualTarget:
    return data if isinstance(data, str) else build_text(data)


def _optional_text(data: Data, key: str) -> Text | None:
    return build_text(data[key]) if key in data else None


def _unknown_categories(data: Data, known: Collection[str]) -> Iterator[Finding]:
    """The categories that no framework has; what compares by category would pass them over."""
    for index, item in enumerate(data["indicators"]):
        if item["category"] not in known:
            yield Finding(
                rule="category-unknown",
                message="category-unknown-library",
                route=("indicators", index, "category"),
                arguments={"category": item["category"], "known": ", ".join(known)},
            )


def _repeated_ids(libraries: Iterable[_Loaded]) -> Iterator[LocatedFinding]:
    """The indicators whose id stands further up or in an earlier file already."""
    seen: dict[str, str] = {}
    for loaded in libraries:
        own = loaded.library.file
        for index, item in enumerate(loaded.library.indicators):
            if item.id in seen:
                other = "" if seen[item.id] == own else seen[item.id]
                yield loaded.document.locate(_repeated(index, item.id, other))
            seen.setdefault(item.id, own)


def _repeated(index: int, id_: str, other: str) -> Finding:
    """The finding on an id that is used twice: in one file, or in the `other` one, too."""
    return Finding(
        rule="id-duplicate",
        message="id-duplicate-library" if other else "id-duplicate-framework",
        route=("indicators", index, "id"),
        arguments={"kind": Term("kind", "indicator"), "id": id_, "other": other},
    )
