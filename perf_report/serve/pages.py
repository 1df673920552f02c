"""The pages of the workbench and their parts, as HTML."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from perf_report import resources
from perf_report.app.workbench.page import SpecPage
from perf_report.app.workbench.page_parts import PageCell
from perf_report.messages import Catalogue, load_catalogue
from perf_report.render.html import TemplateRenderer

_RENDERER = TemplateRenderer(folders=(resources.templates_path(),))
_TAGS = {"zh": "zh-CN", "en": "en"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Renders the templates of the workbench in one language."""

    say: Catalogue

    def render(self, template: str, **context: Any) -> str:
        """Return a page, or a part of one."""
        other = load_catalogue("en" if self.say.language == "zh" else "zh")
        shared = {
            "words": self._words,
            "lang": _TAGS[self.say.language],
            "other_language": other.format("workbench", "own-language"),
        }
        return _RENDERER.render_template(f"serve/{template}.html.j2", {**shared, **context})

    def _words(self, id_: str, **arguments: object) -> str:
        return self.say.format("workbench", id_, **arguments)

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
