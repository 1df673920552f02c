"""The use case of `site`: build what is not up to date, and make the site."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from perf_report.app.build.config import project_config
from perf_report.app.build.request import BuildRequest
from perf_report.app.build.run import BuildResult, BuiltTable, run_build
from perf_report.app.project import Project
from perf_report.errors import OverwriteError, PerfReportError
from perf_report.messages import load_catalogue
from perf_report.model.identity import Identity
from perf_report.model.text import Text
from perf_report.outputs.build_plan import Selection
from perf_report.outputs.output_files import FORMATS, USUAL_FORMATS
from perf_report.outputs.worker_pool import open_workers
from perf_report.parse.forms import load_forms
from perf_report.render.localized_text import MODES
from perf_report.site.department import BuiltTables, DepartmentResult
from perf_report.site.history import History
from perf_report.site.search import has_search
from perf_report.site.site_inputs import SiteInputs
from perf_report.site.site_run import Site, list_tables, make_site


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteProgress:
    """Functions that yield the items that they are given, with their number, to show progress."""

    tables: Callable[[Iterable[BuiltTable], int], Iterable[BuiltTable]]
    departments: Callable[[Iterable[DepartmentResult], int], Iterable[DepartmentResult]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRequest:
    """The parameters of a site; `with_comments` leaves the comments of specs in its files."""

    jobs: int
    with_comments: bool = False
    has_search: bool = True


def build_project(project: Project, request: SiteRequest, progress: SiteProgress) -> BuildResult:
    """Bring all outputs of the project up to date, unless a spec has an error.

    Raises PerfReportError.
    """
    formats = FORMATS if project.settings.site.office else USUAL_FORMATS
    build = BuildRequest(
        paths=project.spec_paths(()),
        output=project.output_folder(),
        selection=Selection(formats=formats, modes=MODES),
        config=project_config(project),
        jobs=request.jobs,
        has_all_specs=True,
        with_comments=request.with_comments,
    )
    return run_build(project, build, progress.tables)


def stage_site(
    project: Project,
    request: SiteRequest,
    progress: SiteProgress,
    identities: Collection[Identity] | None,
    history: History,
) -> Site:
    """Make the site in the project's site folder. Raises PerfReportError."""
    if request.has_search and not has_search():
        raise PerfReportError("search-missing")
    order = _order(project, request, identities, history)
    if order.folder.resolve() == order.built.resolve():
        raise OverwriteError("output-is-input", path=order.folder)
    with open_workers(request.jobs, None) as executor:
        return make_site(order, executor, progress.departments)


def read_tables(
    project: Project, request: SiteRequest, identities: Collection[Identity] | None
) -> BuiltTables:
    """Return the built tables that belong on the site. Raises PerfReportError."""
    order = _order(project, request, identities, History())
    with open_workers(request.jobs, None) as executor:
        return list_tables(order, executor)


def _order(
    project: Project,
    request: SiteRequest,
    identities: Collection[Identity] | None,
    history: History,
) -> SiteInputs:
    return SiteInputs(
        built=project.output_folder(),
        folder=project.site_folder(),
        config=project_config(project),
        title=_title(project),
        licence=project.settings.licence,
        identities=identities,
        history=history,
        has_search=request.has_search,
        has_office=project.settings.site.office,
        form_titles=_form_titles(project),
        imprint=project.settings.site.imprint,
        logo=project.settings.site.read_logo(project.root),
    )


def _form_titles(project: Project) -> tuple[tuple[str, Text], ...]:
    """The titles of the forms that a project can print, by id; the usual one's is empty."""
    forms = load_forms(project.form_folders()).values()
    return tuple(sorted((("" if form.is_default else form.id), form.title) for form in forms))


def _title(project: Project) -> Text:
    """The project's own title, or else the default, for each language."""
    own = project.site_title()
    return Text(
        zh=own.zh or load_catalogue("zh").format("site", "site-title"),
        en=own.en or load_catalogue("en").format("site", "site-title"),
    )
