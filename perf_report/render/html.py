"""From a view to HTML, by templates."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from jinja2 import (
    BytecodeCache,
    Environment,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)

from perf_report.errors import RenderError
from perf_report.model.plan import Plan
from perf_report.render.indicator_rows import group_rows
from perf_report.render.localized_text import Runs, Speech
from perf_report.render.page_geometry import GEOMETRIES
from perf_report.render.provenance import PrintedProof
from perf_report.render.table_view import TableView
from perf_report.render.templates import CHANGES, TABLE, are_ours, open_environment

if TYPE_CHECKING:
    from perf_report.render.changes.view import ChangesView

_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True)
class Pages:
    """The templates: a project's own folders, if any, and behind them the built-in one.

    `compiled` are those that were compiled before.
    """

    folders: tuple[Path, ...]
    compiled: BytecodeCache | None = None

    @property
    def are_ours(self) -> bool:
        """Whether no one else has a part in them."""
        return are_ours(self.folders)

    @cached_property
    def _environment(self) -> Environment:
        return open_environment(self.folders, self.compiled)

    def render_table(self, view: TableView, *, form: dict[str, Runs]) -> str:
        """The self-contained web page of a table."""
        return self._render_table(view, form, "screen", ())

    def render_table_pages(
        self,
        view: TableView,
        *,
        form: dict[str, Runs],
        breaks: Collection[int] | None,
        proof: PrintedProof | None = None,
    ) -> str:
        """The source of a table's PDF; `breaks` are the lines that begin a page.

        With None it is the part that must be laid out to find them.
        """
        if breaks is None:
            return self._render_table(view, form, "measure", ())
        return self._render_table(view, form, "page", breaks, proof)

    def render_changes(self, view: "ChangesView") -> str:
        """The self-contained web page of a report of changes."""
        return self._render_changes(view, "screen", None)

    def render_changes_pages(self, view: "ChangesView", proof: PrintedProof | None = None) -> str:
        """The source of the PDF of a report of changes."""
        return self._render_changes(view, "page", proof)

    def render_part(self, name: str, context: dict[str, object]) -> str:
        """A template that stands by itself: a page of the disclosure site, a style sheet."""
        return self._guard(name, lambda: self._environment.get_template(name).render(context))

    def check_syntax(self) -> list[str]:
        """Load every template; their names. Raises RenderError at the first that does not load."""
        names = self._environment.list_templates(extensions=["j2"])
        for name in names:
            self._guard(name, partial(self._environment.get_template, name))
        return names

    def _render_table(
        self,
        view: TableView,
        form: dict[str, Runs],
        medium: str,
        breaks: Collection[int],
        proof: PrintedProof | None = None,
    ) -> str:
        groups = group_rows(view.lines, breaks)
        context = {"table": view, "form": form, "groups": groups, "proof": proof}
        return self._render(TABLE, view.speech, medium, context)

    def _render_changes(self, view: "ChangesView", medium: str, proof: PrintedProof | None) -> str:
        form, report = plain_form_strings(view.speech), report_strings(view.speech)
        context = {"changes": view, "form": form, "report": report, "proof": proof}
        return self._render(CHANGES, view.speech, medium, context)

    def _render(self, name: str, speech: Speech, medium: str, context: dict[str, object]) -> str:
        """A page by its template, with what every page has."""
        shared = {"speech": speech, "medium": medium, "geometry": GEOMETRIES[speech.mode]}
        return self._guard(
            name, lambda: self._environment.get_template(name).render(context | shared)
        )

    def _guard(self, name: str, work: Callable[[], _T]) -> _T:
        """Any failure inside a template, which may be a user's, becomes a RenderError."""
        try:
            return work()
        except TemplateSyntaxError as error:
            raise RenderError(
                "template-failed",
                template=error.name or name,
                line=error.lineno,
                detail=error.message,
            ) from error
        except (
            TemplateError, ArithmeticError, LookupError, RecursionError, TypeError, ValueError
        ) as error:  # fmt: skip
            where, line = _template_place(error, name)
            raise RenderError(
                "template-failed", template=where, line=line, detail=str(error)
            ) from error


def _template_place(error: BaseException, name: str) -> tuple[str, int]:
    """The template and line in which an error arose.

    It is the last template frame of the traceback, or the template that Jinja was loading then.
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


# The strings of the form that templates print, by the name that they use.
_FORM_STRINGS = (
    "title", "department", "number", "main-task", "total", "fiscal-funds", "basic", "project",
    "other", "sum", "annual-goal", "related-task", "goal", "indicators", "level1", "level2",
    "level3", "target", "part-funds", "part-goals", "part-indicators",
)  # fmt: skip


# The strings of the report of changes.
_REPORT_STRINGS = (
    "title", "part-summary", "part-changes", "part-guesses", "item", "change", "before", "after",
    "judgement", "difference", "percent", "guess-kind", "guess-likeness",
)  # fmt: skip


def plain_form_strings(speech: Speech) -> dict[str, Runs]:
    """Those of the form's own strings that need no plan, by the names that templates use."""
    return {name.replace("-", "_"): speech.form(name) for name in _FORM_STRINGS}


def report_strings(speech: Speech) -> dict[str, Runs]:
    """The strings of the report of changes, by the names that templates use."""
    return {name.replace("-", "_"): speech.format("report", name) for name in _REPORT_STRINGS}


def form_strings(plan: Plan, view: TableView) -> dict[str, Runs]:
    """The form's own strings in the languages of the view, by the names that templates use."""
    speech = view.speech
    strings = plain_form_strings(speech)
    strings["year"] = speech.form("year", year=plan.year)
    strings["published"] = speech.form("published", date=view.published or "")
    strings["description"] = _description(plan, speech)
    id_ = "changes-since" if view.earlier else "no-earlier-year"
    strings["changes"] = speech.form(id_, year=view.earlier)
    strings["budget_funds"] = tuple(
        speech.form("budget-funds", currency=currency.text)[index]
        for index, currency in enumerate(view.currency_unit)
    )
    return strings


def _description(plan: Plan, speech: Speech) -> Runs:
    names = speech.text(plan.department.name)
    counts = {
        "tasks": len(plan.tasks),
        "goals": len(plan.goals),
        "indicators": sum(len(goal.indicators) for goal in plan.goals),
    }
    return tuple(
        speech.form("description", department=name.text, year=plan.year, **counts)[index]
        for index, name in enumerate(names)
    )
