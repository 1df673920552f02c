"""Rendering of view models to HTML by Jinja templates."""

from collections.abc import Callable, Collection, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, TypeVar

from jinja2 import (
    BytecodeCache,
    Environment,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)

from perf_report.errors import RenderError
from perf_report.render.compared_geometry import fit_compared
from perf_report.render.form_view import FormView
from perf_report.render.grid.cells import Grid, TextLine
from perf_report.render.grid.printed_rows import RowGroup, group_rows
from perf_report.render.localized_text import Localizer, TextRuns
from perf_report.render.page_geometry import GEOMETRIES
from perf_report.render.page_number import page_number_css
from perf_report.render.provenance import PrintedProvenance
from perf_report.render.template_limits import MAX_PAGE, TemplateLimitError, limited
from perf_report.render.templates import (
    CHANGES_TEMPLATE,
    TABLE_TEMPLATE,
    are_builtin,
    open_environment,
)

if TYPE_CHECKING:
    from perf_report.render.changes.view import ChangesView

_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True)
class TemplateRenderer:
    """Renders templates from folders in order of precedence, the built-in one last.

    `compiled` is a cache of compiled templates. All methods raise RenderError if a template fails.
    """

    folders: tuple[Path, ...]
    compiled: BytecodeCache | None = None

    @property
    def uses_builtin_templates(self) -> bool:
        """Whether there are no templates but the built-in ones."""
        return are_builtin(self.folders)

    @cached_property
    def _environment(self) -> Environment:
        return open_environment(self.folders, self.compiled)

    def render_table(self, view: FormView) -> str:
        """Render the self-contained web page of a table."""
        return self._render_table(view, "screen", ())

    def render_paged_table(
        self,
        view: FormView,
        *,
        breaks: Collection[int],
        provenance: PrintedProvenance | None = None,
    ) -> str:
        """Render the HTML of a table's PDF.

        `breaks` are the lines at which a page begins, counted through the grids with merged cells.
        """
        return self._render_table(view, "page", breaks, provenance)

    def render_changes(self, view: "ChangesView") -> str:
        """Render the self-contained web page of a report of changes."""
        return self._render_changes(view, "screen", None)

    def render_paged_changes(
        self, view: "ChangesView", provenance: PrintedProvenance | None = None
    ) -> str:
        """Render the HTML of the PDF of a report of changes."""
        return self._render_changes(view, "page", provenance)

    def render_template(self, name: str, context: dict[str, object]) -> str:
        """Render any other template, such as a page of the site or a style sheet."""
        page = self._guard(name, lambda: self._environment.get_template(name).render(context))
        self._refuse_requests(page, name)
        return page

    def check_syntax(self) -> list[str]:
        """Load every template, and return their names."""
        names = self._environment.list_templates(extensions=["j2"])
        for name in names:
            self._guard(name, partial(self._environment.get_template, name))
        return names

    def _render_table(
        self,
        view: FormView,
        medium: str,
        breaks: Collection[int],
        provenance: PrintedProvenance | None = None,
    ) -> str:
        context: dict[str, object] = {
            "table": view,
            "parts": tuple(_printed_parts(view, breaks)),
            "proof": provenance,
            "geometry": view.geometry,
        }
        return self._render(TABLE_TEMPLATE, view.localizer, medium, context)

    def _render_changes(
        self, view: "ChangesView", medium: str, provenance: PrintedProvenance | None
    ) -> str:
        report = report_strings(view.localizer)
        context: dict[str, object] = {"changes": view, "report": report, "proof": provenance}
        usual = GEOMETRIES[view.localizer.mode]
        context["geometry"] = fit_compared(usual, view.longest_amounts)
        return self._render(CHANGES_TEMPLATE, view.localizer, medium, context)

    def _render(
        self, name: str, localizer: Localizer, medium: str, context: dict[str, object]
    ) -> str:
        """Render a page with the variables that all pages have."""
        shared = {"speech": localizer, "medium": medium}
        if medium == "page":
            shared["page_number"] = page_number_css(localizer)
        page = self._guard(
            name, lambda: self._environment.get_template(name).render(context | shared)
        )
        self._refuse_requests(page, name)
        return page

    def _refuse_requests(self, page: str, name: str) -> None:
        """Raise RenderError where a user's template asks for something from outside the page."""
        kind = PurePath(name.removesuffix(".j2")).suffix
        if self.uses_builtin_templates or kind not in {".html", ".css"}:
            return
        if len(page) > MAX_PAGE:
            raise RenderError("template-limit", template=name, line=1)
        from perf_report.render.outside_requests import outside_request

        is_site = name.startswith("site/")
        address = outside_request(page, is_style=kind == ".css", is_site=is_site)
        if address is not None:
            raise RenderError("outside-request", url=address)

    def _guard(self, name: str, work: Callable[[], _T]) -> _T:
        """Turn any error in a template, which may be a user's, into a RenderError."""
        try:
            with nullcontext() if self.uses_builtin_templates else limited():
                return work()
        except TemplateSyntaxError as error:
            raise RenderError(
                "template-failed",
                template=error.name or name,
                line=error.lineno,
                detail=error.message,
            ) from error
        except (MemoryError, TemplateLimitError) as error:
            where, line = _find_error(error, name)
            raise RenderError("template-limit", template=where, line=line) from error
        except (
            TemplateError, ArithmeticError, AssertionError, AttributeError, LookupError,
            RecursionError, SyntaxError, TypeError, ValueError,
        ) as error:  # fmt: skip
            where, line = _find_error(error, name)
            raise RenderError(
                "template-failed", template=where, line=line, detail=str(error)
            ) from error


def _printed_parts(
    view: FormView, breaks: Collection[int]
) -> Iterator[tuple[Grid | TextLine, tuple[RowGroup, ...]]]:
    """The parts, grids with their rows; breaks are counted through those with merged cells."""
    start = 0
    for part in view.parts:
        if isinstance(part, TextLine):
            yield part, ()
        elif not part.has_merged_cells:
            yield part, group_rows(part)
        else:
            own = {each - start for each in breaks if start <= each < start + len(part.lines)}
            yield part, group_rows(part, own)
            start += len(part.lines)


def _find_error(error: BaseException, name: str) -> tuple[str, int]:
    """The template and the line in which an error was raised.

    They are those of the last template in the traceback, or of the one that Jinja was loading.
    """
    place, trace = (name, 0), error.__traceback__
    is_found = not isinstance(error, TemplateNotFound)
    while trace is not None:
        filename = trace.tb_frame.f_code.co_filename
        loading = trace.tb_frame.f_locals.get("name") or trace.tb_frame.f_locals.get("template")
        if filename.endswith(".j2"):
            place = (Path(filename).name, trace.tb_lineno)
        elif is_found and isinstance(loading, str) and loading.endswith(".j2"):
            place = place if loading == place[0] else (loading, 1)
        trace = trace.tb_next
    return place


# The strings of a report of changes.
_REPORT_STRINGS = (
    "title", "part-summary", "part-weaker", "part-changes", "part-notes", "part-guesses", "sum",
    "number", "item", "change", "before", "after", "note", "source-file", "difference", "percent",
    "guess-kind", "guess-likeness",
)  # fmt: skip


def report_strings(localizer: Localizer) -> dict[str, TextRuns]:
    """The strings of a report of changes, by their names in templates."""
    return {name.replace("-", "_"): localizer.format("report", name) for name in _REPORT_STRINGS}
