"""The use case of `doctor`: check the installation and the project."""

import importlib.metadata
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from perf_report import resources
from perf_report.app.project import Project
from perf_report.errors import PerfReportError
from perf_report.messages import Catalogue

OLDEST_PYTHON = (3, 11)

# The library of each extra of the package.
_EXTRAS = {
    "search": "pagefind",
    "sftp": "sshfs",
    "s3": "s3fs",
    "sign": "pyhanko",
    "cluster": "distributed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorItem:
    """The result of one check; `detail` is what was found, `needed` whether it is required."""

    id: str
    found: bool
    detail: str
    needed: bool = True


def run_checks(project: Project, catalogue: Catalogue) -> Iterator[DoctorItem]:
    """Check everything that a build needs, and what other commands need."""
    python = ".".join(map(str, sys.version_info[:3]))
    yield DoctorItem(id="python", found=sys.version_info >= OLDEST_PYTHON, detail=python)
    yield _check("weasyprint", catalogue, lambda: importlib.metadata.version("weasyprint"))
    yield _check("pango", catalogue, _pango_version)
    yield _check("harfbuzz-subset", catalogue, _harfbuzz_version, needed=False)
    yield _check("fonts", catalogue, lambda: _fonts(project, catalogue))
    yield _check("templates", catalogue, lambda: _templates(project, catalogue))
    yield _check("schema", catalogue, _schema)
    yield _check("frameworks", catalogue, lambda: _frameworks(project))
    yield _check("units", catalogue, lambda: _units(catalogue))
    yield _check("yaml", catalogue, _yaml_parser, needed=False)
    for extra, library in _EXTRAS.items():
        yield _extra(extra, library, catalogue)


def _check(
    id_: str, catalogue: Catalogue, find: Callable[[], str], *, needed: bool = True
) -> DoctorItem:
    """The result of `find`; an error means that the thing is missing."""
    try:
        return DoctorItem(id=id_, found=True, detail=find(), needed=needed)
    except (PerfReportError, OSError, ImportError, ValueError, AttributeError) as error:
        detail = f"{catalogue.say('doctor', 'missing')} ({error})"
        return DoctorItem(id=id_, found=False, detail=detail, needed=needed)


def _extra(extra: str, library: str, catalogue: Catalogue) -> DoctorItem:
    """Whether an extra of the package is installed."""
    try:
        detail, found = importlib.metadata.version(library), True
    except importlib.metadata.PackageNotFoundError:
        detail, found = catalogue.say("doctor", "missing"), False
    return DoctorItem(id=f"extra-{extra}", found=found, detail=detail, needed=False)


def _pango_version() -> str:
    from perf_report.pdf.versions import pango_version
    from perf_report.pdf.weasyprint_compat.loading import load_weasyprint

    load_weasyprint()
    return pango_version()


def _harfbuzz_version() -> str:
    from perf_report.pdf.versions import subsetter_version

    version = subsetter_version()
    if version is None:
        raise OSError("libharfbuzz-subset")
    return version


def _fonts(project: Project, catalogue: Catalogue) -> str:
    from perf_report.pdf.fonts import bundled_fonts, covered_characters, font_characters

    fonts, extra = bundled_fonts(), project.fonts()
    for font in fonts:
        font_characters(font)
    characters = len(covered_characters(extra))
    count = len(fonts) + len(extra)
    return catalogue.say("doctor", "font-count", count=count, characters=characters)


def _templates(project: Project, catalogue: Catalogue) -> str:
    from perf_report.render.html import Pages

    names = Pages(folders=project.template_folders()).check_syntax()
    if "table.html.j2" not in names:
        raise OSError("table.html.j2")
    return catalogue.say("doctor", "found-count", count=len(names))


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

    return catalogue.say("doctor", "found-count", count=len(load_units()))


def _yaml_parser() -> str:
    import _ruamel_yaml

    return ".".join(map(str, _ruamel_yaml.get_version()))
