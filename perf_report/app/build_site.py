"""The wiring of `site`: build what is stale, and make the site of what was built."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from perf_report.app.build.executors import Request, staff
from perf_report.app.build.run import Outcome, run_build
from perf_report.app.project import Project
from perf_report.errors import PerfReportError
from perf_report.messages import load_catalogue
from perf_report.model.text import Text
from perf_report.outputs.build_config import Recipe
from perf_report.outputs.build_run import Built
from perf_report.outputs.output_files import FORMATS
from perf_report.outputs.worker_pool import workers
from perf_report.render.localized_text import MODES
from perf_report.site.department import Department
from perf_report.site.history import History, Identity
from perf_report.site.search import has_search
from perf_report.site.site_order import SiteOrder
from perf_report.site.site_run import Site, list_tables, make_site
from perf_report.site.table_summary import TableSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What passes work on while it is done, given how much there is: of tables, of departments."""

    tables: Callable[[Iterable[Built], int], Iterable[Built]]
    departments: Callable[[Iterable[Department], int], Iterable[Department]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRequest:
    """What a site is asked for. `builds` brings the outputs up to date first."""

    jobs: int
    builds: bool = True
    searches: bool = True


def build_project(project: Project, request: SiteRequest, watch: Watch) -> Outcome:
    """Bring all outputs of the project up to date, unless a spec has an error.

    Raises PerfReportError.
    """
    order = Request(
        paths=project.spec_paths(()),
        output=project.output_folder(),
        formats=FORMATS,
        modes=MODES,
        recipe=project_recipe(project),
        jobs=request.jobs,
        force=False,
        is_whole=True,
    )
    with staff(order) as crew:
        return run_build(project, order, crew, watch.tables)


def stage_site(
    project: Project,
    request: SiteRequest,
    watch: Watch,
    identities: Collection[Identity] | None,
    history: History,
) -> Site:
    """Make the site in the project's folder for it. Raises PerfReportError."""
    if request.searches and not has_search():
        raise PerfReportError("search-missing")
    order = _order(project, request, identities, history)
    with workers(request.jobs, None) as executor:
        return make_site(order, executor, watch.departments)


def read_tables(
    project: Project, request: SiteRequest, identities: Collection[Identity] | None
) -> list[TableSummary]:
    """The tables that are to be on the site, as they were built. Raises PerfReportError."""
    order = _order(project, request, identities, History())
    with workers(request.jobs, None) as executor:
        return list_tables(order, executor)


def _order(
    project: Project,
    request: SiteRequest,
    identities: Collection[Identity] | None,
    history: History,
) -> SiteOrder:
    return SiteOrder(
        built=project.output_folder(),
        folder=project.site_folder(),
        recipe=project_recipe(project),
        title=_title(project),
        licence=project.settings.licence,
        identities=identities,
        history=history,
        has_search=request.searches,
    )


def project_recipe(project: Project) -> Recipe:
    """What the project's pages and PDFs are made with. Raises SettingsError."""
    return Recipe(
        templates=project.template_folders(),
        fonts=project.fonts(),
        policy=project.policy(),
        address=project.address(),
    )


def _title(project: Project) -> Text:
    """The project's own title, and where it has none the general one."""
    own = project.site_title()
    return Text(
        zh=own.zh or load_catalogue("zh").say("site", "site-title"),
        en=own.en or load_catalogue("en").say("site", "site-title"),
    )
