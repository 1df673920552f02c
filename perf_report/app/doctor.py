"""`perf-report doctor`: what this machine has for the tool, what is missing, what to do."""

import importlib.metadata
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec

from perf_report import resources
from perf_report.app.project import Project
from perf_report.errors import PerfReportError
from perf_report.messages import Catalogue

OLDEST_PYTHON = (3, 11)

# What the extras of the package bring, each by the extra that brings it.
_EXTRAS = {
    "search": "pagefind",
    "sftp": "sshfs",
    "s3": "s3fs",
    "sign": "pyhanko",
    "cluster": "distributed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """One thing that was looked at; `detail` is what was found, `needed` whether it must be."""

    id: str
    found: bool
    detail: str
    needed: bool = True


def examine(project: Project, catalogue: Catalogue) -> Iterator[Examined]:
    """Look at everything that a build relies on, and at what further commands need."""
    python = ".".join(map(str, sys.version_info[:3]))
    yield Examined(id="python", found=sys.version_info >= OLDEST_PYTHON, detail=python)
    yield _guarded("weasyprint", catalogue, lambda: importlib.metadata.version("weasyprint"))
    yield _guarded("pango", catalogue, _pango_version)
    yield _guarded("uharfbuzz", catalogue, _harfbuzz_version)
    yield _guarded("fonts", catalogue, lambda: _fonts(project, catalogue))
    yield _guarded("templates", catalogue, lambda: _templates(project, catalogue))
    yield _guarded("schema", catalogue, _schema)
    yield _guarded("frameworks", catalogue, lambda: _frameworks(project))
    yield _guarded("units", catalogue, lambda: _units(catalogue))
    yield _guarded("yaml", catalogue, _yaml_parser, needed=False)
    yield _ranges(catalogue)
    for extra, library in _EXTRAS.items():
        yield _extra(extra, library, catalogue)


def _guarded(
    id_: str, catalogue: Catalogue, look: Callable[[], str], *, needed: bool = True
) -> Examined:
    """What `look` finds; whatever keeps it from finding means that the thing is missing."""
    try:
        return Examined(id=id_, found=True, detail=look(), needed=needed)
    except (PerfReportError, OSError, ImportError, ValueError, AttributeError) as error:
        detail = f"{catalogue.format('doctor', 'missing')} ({error})"
        return Examined(id=id_, found=False, detail=detail, needed=needed)


def _extra(extra: str, library: str, catalogue: Catalogue) -> Examined:
    """Whether an extra of the package is installed."""
    try:
        detail, found = importlib.metadata.version(library), True
    except importlib.metadata.PackageNotFoundError:
        detail, found = catalogue.format("doctor", "missing"), False
    return Examined(id=f"extra-{extra}", found=found, detail=detail, needed=False)


def _ranges(catalogue: Catalogue) -> Examined:
    """Whether the installed packages are of versions that the tool was tested with."""
    try:
        declared = importlib.metadata.requires("perf-report") or []
    except importlib.metadata.PackageNotFoundError:
        detail = f"{catalogue.format('doctor', 'missing')} (perf-report)"
        return Examined(id="versions", found=False, detail=detail, needed=False)
    outside = list(outside_ranges(declared))
    detail = catalogue.format("doctor", "versions-inside", count=len(declared))
    if outside:
        detail = ", ".join(
            catalogue.format("doctor", "version-outside", name=name, version=version, range=range_)
            for name, version, range_ in outside
        )
    return Examined(id="versions", found=not outside, detail=detail, needed=False)


def outside_ranges(declared: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Each installed package whose version is not in its declared range: name, version, range.

    `declared` are requirements (PEP 508). Those of extras count where the package is installed.
    """
    from packaging.requirements import Requirement

    for each in map(Requirement, declared):
        try:
            version = importlib.metadata.version(each.name)
        except importlib.metadata.PackageNotFoundError:
            continue
        if not each.specifier.contains(version, prereleases=True):
            yield each.name, version, str(each.specifier)


def _pango_version() -> str:
    from perf_report.pdf.versions import pango_version
    from perf_report.pdf.weasyprint_compat.loading import load_weasyprint

    load_weasyprint()
    return pango_version()


def _harfbuzz_version() -> str:
    from perf_report.pdf.font_subset import harfbuzz_version

    return harfbuzz_version()


def _fonts(project: Project, catalogue: Catalogue) -> str:
    from perf_report.pdf.fonts import bundled_fonts, covered_characters, font_characters

    fonts, extra = bundled_fonts(), project.fonts()
    for font in fonts:
        font_characters(font)
    characters = len(covered_characters(extra))
    count = len(fonts) + len(extra)
    return catalogue.format("doctor", "font-count", count=count, characters=characters)


def _templates(project: Project, catalogue: Catalogue) -> str:
    from perf_report.render.html import TemplateRenderer

    names = TemplateRenderer(folders=project.template_folders()).check_syntax()
    if "table.html.j2" not in names:
        raise OSError("table.html.j2")
    return catalogue.format("doctor", "found-count", count=len(names))


def _schema() -> str:
    import json

    from jsonschema import Draft202012Validator

    path = resources.schema_path()
    schema = json.loads(path.read_bytes())
    Draft202012Validator.check_schema(schema)
    return str(schema["$id"])


def _frameworks(project: Project) -> str:
    from perf_report.parse.load import load_frameworks

    found = sorted(load_frameworks(project.framework_folders()))
    if not found:
        raise OSError(str(resources.frameworks_path()))
    return ", ".join(found)


def _units(catalogue: Catalogue) -> str:
    from perf_report.parse.load import load_units

    return catalogue.format("doctor", "found-count", count=len(load_units()))


def _yaml_parser() -> str:
    if find_spec("_ruamel_yaml") is None:
        raise ImportError("ruamel.yaml.clib")
    return importlib.metadata.version("ruamel.yaml.clib")
