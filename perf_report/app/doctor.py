"""The use case of `doctor`: check the installation and the project."""

import importlib.metadata
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec

from perf_report import resources
from perf_report.app.machine import system_installer
from perf_report.app.project import Project
from perf_report.errors import PerfReportError, RenderError
from perf_report.messages import Catalogue
from perf_report.parse.frameworks import load_frameworks
from perf_report.parse.load import load_units

OLDEST_PYTHON = (3, 11)

# The library of each extra of the package.
_EXTRAS = {
    "search": "pagefind",
    "sftp": "sshfs",
    "s3": "s3fs",
    "sign": "pyhanko",
    "office": "python-docx",
    "serve": "starlette",
    "cluster": "distributed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorItem:
    """The result of one check.

    `detail` is what was found, `needed` whether it is required, and `remedy` the message that says
    how to get it.
    """

    id: str
    found: bool
    detail: str
    needed: bool = True
    remedy: str = ""


def run_checks(project: Project, catalogue: Catalogue) -> Iterator[DoctorItem]:
    """Check everything that a build needs, and what other commands need."""
    python = ".".join(map(str, sys.version_info[:3]))
    yield DoctorItem(id="python", found=sys.version_info >= OLDEST_PYTHON, detail=python)
    yield _check("weasyprint", catalogue, lambda: importlib.metadata.version("weasyprint"))
    yield _pango(catalogue)
    yield _check("uharfbuzz", catalogue, _harfbuzz_version)
    yield _check("fonts", catalogue, lambda: _fonts(project, catalogue))
    yield _check("templates", catalogue, lambda: _templates(project, catalogue))
    yield _check("schema", catalogue, _schema)
    yield _check("frameworks", catalogue, lambda: _frameworks(project))
    yield _check("units", catalogue, lambda: _units(catalogue))
    yield _check("yaml", catalogue, _yaml_parser, needed=False)
    yield _ranges(catalogue)
    for extra, library in _EXTRAS.items():
        yield _extra(extra, library, catalogue)


def _check(
    id_: str, catalogue: Catalogue, find: Callable[[], str], *, needed: bool = True
) -> DoctorItem:
    """The result of `find`; an error means that the thing is missing."""
    try:
        return DoctorItem(id=id_, found=True, detail=find(), needed=needed)
    except (PerfReportError, OSError, ImportError, ValueError, AttributeError) as error:
        detail = catalogue.format("doctor", "missing-because", error=error)
        return DoctorItem(id=id_, found=False, detail=detail, needed=needed)


def _extra(extra: str, library: str, catalogue: Catalogue) -> DoctorItem:
    """Whether an extra of the package is installed."""
    try:
        detail, found = importlib.metadata.version(library), True
    except importlib.metadata.PackageNotFoundError:
        detail, found = catalogue.format("doctor", "missing"), False
    return DoctorItem(id=f"extra-{extra}", found=found, detail=detail, needed=False)


def _ranges(catalogue: Catalogue) -> DoctorItem:
    """Whether the installed packages are of versions that the tool was tested with."""
    try:
        declared = importlib.metadata.requires("perf-report") or []
    except importlib.metadata.PackageNotFoundError:
        detail = f"{catalogue.format('doctor', 'missing')} (perf-report)"
        return DoctorItem(id="versions", found=False, detail=detail, needed=False)
    outside = list(outside_ranges(declared))
    detail = catalogue.format("doctor", "versions-inside", count=len(declared))
    if outside:
        detail = ", ".join(
            catalogue.format("doctor", "version-outside", name=name, version=version, range=range_)
            for name, version, range_ in outside
        )
    return DoctorItem(id="versions", found=not outside, detail=detail, needed=False)


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


def _pango(catalogue: Catalogue) -> DoctorItem:
    """Whether the libraries of the layout are there; the remedy is a command of this system."""
    from perf_report.pdf.versions import pango_version
    from perf_report.pdf.weasyprint_compat.loading import load_weasyprint

    remedy = f"fix-pango-{system_installer()}"
    try:
        load_weasyprint()
        return DoctorItem(id="pango", found=True, detail=pango_version(), remedy=remedy)
    except RenderError as error:
        detail = catalogue.format("doctor", "missing-because", error=error.arguments["detail"])
        return DoctorItem(id="pango", found=False, detail=detail, remedy=remedy)


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

    found = sorted(load_frameworks(project.framework_folders()))
    if not found:
        raise OSError(str(resources.frameworks_path()))
    return ", ".join(found)


def _units(catalogue: Catalogue) -> str:

    return catalogue.format("doctor", "found-count", count=len(load_units()))


def _yaml_parser() -> str:
    if find_spec("_ruamel_yaml") is None:
        raise ImportError("ruamel.yaml.clib")
    return importlib.metadata.version("ruamel.yaml.clib")
