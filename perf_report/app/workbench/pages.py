"""The pages of the workbench and their parts, as HTML, with the files that they load."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from perf_report import resources
from perf_report.app.workbench.kinds import PART_KEYS
from perf_report.app.workbench.page import SpecPage
from perf_report.app.workbench.page_cells import PageCell
from perf_report.app.workbench.page_words import describe_on_page
from perf_report.app.workbench.project_list import list_project, report_words
from perf_report.app.workbench.project_states import KnownStates
from perf_report.errors import PerfReportError
from perf_report.messages import Catalogue, Description, load_catalogue
from perf_report.model.finding import Finding
from perf_report.model.text import LANGUAGES
from perf_report.render.html import TemplateRenderer
from perf_report.render.localized_text import TAGS
from perf_report.render.status_report import disclosure_words

_RENDERER = TemplateRenderer(folders=(resources.templates_path(),))
# The files that the pages load, with their media types.
STATIC = {
    "workbench.css": "text/css",
    "workbench.js": "text/javascript",
    "htmx.min.js": "text/javascript",
}


def static_file(name: str) -> bytes:
    """Return a file that the pages load."""
    return (resources.templates_path() / "serve" / name).read_bytes()


def pages_in(chosen: str | None, usual: str) -> "Pages":
    """Return the pages in a language that was chosen, or in the usual one."""
    wanted = chosen if chosen in LANGUAGES else usual
    language = next(each for each in LANGUAGES if each == wanted)
    return Pages(say=load_catalogue(language))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Renders the templates of the workbench in one language."""

    say: Catalogue

    def render(self, template: str, **context: Any) -> str:
        """Return a page, or a part of one."""
        other = load_catalogue("en" if self.say.language == "zh" else "zh")
        shared = {
            "words": self._words,
            "part_keys": PART_KEYS,
            "report_words": self._report_words,
            "months": self.say.tables["months"],
            "lang": TAGS[self.say.language],
            "other_language": other.format("workbench", "own-language"),
        }
        return _RENDERER.render_template(f"serve/{template}.html.j2", {**shared, **context})

    def _words(self, id_: str, **arguments: object) -> str:
        return self.say.format("workbench", id_, **arguments)

    def _report_words(self, report: str) -> str:
        return report_words(report, self.say)

    def describe(self, wrong: PerfReportError | Finding) -> Description:
        """Return the words of an error, or of a finding in what was given."""
        return describe_on_page(self.say, wrong)

    def listed(self, known: KnownStates) -> str:
        """Return the list of tables, as far as their states are known."""
        departments = list_project(known.specs)
        return self.render("list", departments=departments, **self._known(known))

    def found(self, known: KnownStates | None) -> str:
        """Return the states that were found after others; None asks for the whole list again."""
        return self.render("found", **(self._known(known) if known else {"known": None}))

    def _known(self, known: KnownStates) -> dict[str, Any]:
        return {
            "known": known,
            "error": self.describe(known.error) if known.error else None,
            "disclosure": partial(disclosure_words, say=self.say),
        }

    def whole(self, page: SpecPage, **state: Any) -> str:
        """Return all parts of a spec's page that an edit may change, to be put in their places."""
        return self.render("changed", page=page, cells=None, **state)

    def changed(self, before: SpecPage | None, page: SpecPage, **state: Any) -> str:
        """Return what differs from the page that was shown before."""
        if before is None or before.shape != page.shape or before.choices != page.choices:
            return self.whole(page, **state)
        return self.render("changed", page=page, cells=[*_changed(before, page)], **state)


def _changed(before: SpecPage, page: SpecPage) -> Iterator[PageCell]:
    for old, new in zip(before.cells(), page.cells(), strict=True):
        if old != new:
            yield new
