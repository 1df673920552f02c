"""Making one file: a pure function of a job, so that any executor may run it anywhere."""

import gc
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from perf_report import __version__, resources
from perf_report.build.outputs import Output
from perf_report.messages import load_catalogue
from perf_report.model.plan import Plan
from perf_report.model.text import LANGUAGES
from perf_report.render import data
from perf_report.render.fonts import fonts_digest
from perf_report.render.geometry import GEOMETRIES
from perf_report.render.guess import Head
from perf_report.render.html import Pages, form_strings
from perf_report.render.pdf import PdfPrinter, Printable, layout_versions
from perf_report.render.speech import Mode, Speech
from perf_report.render.view import TableView, Vocabulary, build_view


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What every file of a run is made with: template folders by precedence, and added fonts."""

    templates: tuple[Path, ...]
    fonts: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One file to make. `identifier` is the hash of its inputs; a PDF carries it."""

    plan: Plan
    vocabulary: Vocabulary
    output: Output
    recipe: Recipe
    identifier: str


def make_output(job: Job) -> bytes:
    """The bytes of a job's file. Raises RenderError where a template fails."""
    return _MAKERS[job.output.path.suffix](job)


def _make_html(job: Job) -> bytes:
    view = _view(job)
    page = _pages(job.recipe.templates).render_table(view, form=form_strings(job.plan, view))
    return page.encode()


def _make_pdf(job: Job) -> bytes:
    view, pages = _view(job), _pages(job.recipe.templates)
    form = form_strings(job.plan, view)
    table = Printable(
        render=lambda breaks: pages.render_table_pages(view, form=form, breaks=breaks),
        lines=view.lines,
        head=Head(
            goal=form["goal"],
            indicators=form["indicators"],
            columns=(form["level1"], form["level2"], form["level3"], form["target"]),
        ),
        geometry=GEOMETRIES[view.speech.mode],
    )
    printed = _printer(job.recipe.fonts).print_table(table, job.identifier.encode())
    if not gc.isenabled():
        gc.collect()
    return printed


def _make_json(job: Job) -> bytes:
    return data.render_json(job.plan, job.vocabulary)


def _make_csv(job: Job) -> bytes:
    if job.output.path.name == "funds.csv":
        return data.render_funds_csv(job.plan)
    if job.output.path.name == "goals.csv":
        return data.render_goals_csv(job.plan)
    return data.render_indicators_csv(job.plan, job.vocabulary)


_MAKERS: dict[str, Callable[[Job], bytes]] = {
    ".html": _make_html,
    ".pdf": _make_pdf,
    ".json": _make_json,
    ".csv": _make_csv,
}


def _view(job: Job) -> TableView:
    if job.output.mode is None:
        raise AssertionError(f"{job.output.path} has no language mode")
    return build_view(job.plan, job.vocabulary, _speech(job.output.mode))


def _speech(mode: Mode) -> Speech:
    return Speech(mode=mode, catalogues={name: load_catalogue(name) for name in LANGUAGES})


@cache
def _pages(folders: tuple[Path, ...]) -> Pages:
    return Pages(folders=folders)


@cache
def _printer(fonts: tuple[Path, ...]) -> PdfPrinter:
    return PdfPrinter(fonts)


def warm_up(fonts: tuple[Path, ...]) -> dict[str, str]:
    """Load the PDF engine ahead of the first job; the versions of what it is made of."""
    _printer(fonts)
    return dict(layout_versions())


def recipe_digest(recipe: Recipe) -> str:
    """A hash of everything but the spec that decides a file's bytes, libraries apart."""
    digest = hashlib.sha256(f"perf-report {__version__}".encode())
    files = {path.relative_to(resources.PACKAGE): path for path in _package_files()}
    for name, path in [*files.items(), *sorted(_templates_in_use(recipe).items())]:
        digest.update(f"\0{name}\0".encode())
        digest.update(path.read_bytes())
    digest.update(fonts_digest(recipe.fonts).encode())
    return digest.hexdigest()


def _templates_in_use(recipe: Recipe) -> dict[Path, Path]:
    """Every file of the template folders by its name in them, the first folder's before others'."""
    return {
        path.relative_to(folder): path
        for folder in reversed(recipe.templates)
        for path in folder.rglob("*")
        if path.is_file()
    }


def _package_files() -> list[Path]:
    """The package's sources and data; fonts are known by their recorded sums.

    The schema and the templates lie in the package when it is installed and beside it in a
    checkout, and must not make the two differ: templates are looked at by themselves.
    """
    folders = (
        "",
        "build",
        "data",
        "data/frameworks",
        "messages",
        "model",
        "render",
        "rules",
        "spec",
    )
    paths = (path for name in folders for path in (resources.PACKAGE / name).iterdir())
    return sorted(path for path in paths if path.suffix in {".py", ".toml", ".yaml"})
