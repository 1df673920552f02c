"""What all pages of the site share: head, navigation, texts."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from perf_report.messages import Catalogue, load_catalogue
from perf_report.model.text import LANGUAGES, Language, Text
from perf_report.render.dates import moment_words
from perf_report.render.html import TemplateRenderer
from perf_report.render.localized_text import TAGS
from perf_report.site.imprint import Imprint, imprint_lines
from perf_report.site.paths import (
    FEED,
    FRONT,
    absolute,
    department_page,
    localized,
    relative_link,
)
from perf_report.site.text_choice import text_and_language

# The files that pages draw on, by what they are for.
_ASSETS = {
    "style": "site/site.css.j2",
    "script": "site/site.js",
    "search": "site/search.js",
    "icon": "site/icon.svg",
}


# What a page is unless it says otherwise.
_PLAIN = {"is_front": False, "is_unlisted": False, "section": "", "styles": "", "style_policy": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assets:
    """Style, scripts and icon: their paths by what they are for, and their bytes by path.

    The name of each has the hash of what is in it, so that a page never meets another's style.
    """

    paths: Mapping[str, str]
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFrame:
    """Renders the pages of a site.

    `address` is where the site is read, or empty; `has_search` whether there is an index.
    `form_titles` are the titles of forms by id; that of the usual one is empty. `logo` is the path
    of a picture for the head of every page, or empty.
    """

    pages: TemplateRenderer
    assets: Assets
    title: Text
    address: str
    has_search: bool
    has_ledger: bool
    form_titles: Mapping[str, Text] = field(default_factory=dict)
    imprint: Imprint = field(default_factory=Imprint)
    logo: str = ""

    def form_title(self, form: str, project: str, catalogue: Catalogue) -> str:
        """Return the title of a table by its form, which is empty or unknown for the usual one."""
        if project and (not form or form not in self.form_titles):
            return catalogue.format("site", "project-table")
        title = self.form_titles.get(form) or self.form_titles.get("", Text())
        return title.get(catalogue.language) or title.zh or ""

    def render(
        self,
        template: str,
        path: str,
        language: Language,
        *,
        languages: Sequence[str] = LANGUAGES,
        start: str | None = None,
        **context: Any,
    ) -> dict[str, bytes]:
        """Return a page as a file by its path; `languages` are those that it exists in.

        Links are relative, unless they are to begin with `start`.
        """
        here = localized(path, language)
        link = partial(relative_link, here) if start is None else start.__add__
        catalogue = load_catalogue(language)
        words = _vocabulary(catalogue)
        links = self._links(link, language)
        alternates = self._alternates(link, path, languages)
        shared = {**_PLAIN, **words, **links, "alternates": alternates, "medium": "screen"}
        shared["site_title"] = self.title.get(language) or self.title.zh
        shared["imprint"] = imprint_lines(self.imprint, catalogue)
        shared["site_id"] = self.imprint.site_id
        shared["domain"] = urlsplit(self.address).hostname or ""
        shared["canonical"] = absolute(self.address, here) if self.address else None
        page = self.pages.render_template(f"site/{template}", {**shared, **context})
        return {here: page.encode()}

    def _links(self, link: Callable[[str], str], language: Language) -> dict[str, Any]:
        """Links from a page: `link` to a path, `page` to a path in the page's language."""
        return {
            "link": link,
            "page": lambda target: link(localized(target, language)),
            "assets": {name: link(asset) for name, asset in self.assets.paths.items()},
            "logo": link(self.logo) if self.logo else None,
            "root": link("."),
            "front": link(localized(FRONT, language)),
            "feed": link(localized(FEED, language)) if self.has_feed else None,
            "has_ledger": self.has_ledger,
            "has_search": self.has_search,
        }

    @property
    def has_feed(self) -> bool:
        """Whether there is a feed, which needs a ledger and an address."""
        return self.has_ledger and bool(self.address)

    def _alternates(
        self, link: Callable[[str], str], path: str, languages: Sequence[str]
    ) -> list[dict[str, Any]]:
        """The page in all its languages, itself included, for `hreflang`."""
        places = {each: localized(path, each) for each in LANGUAGES if each in languages}
        return [
            {
                "language": each,
                "lang": TAGS[each],
                "name": load_catalogue(each).format("site", "language-name"),
                "address": absolute(self.address, place) if self.address else link(place),
                "link": link(place),
            }
            for each, place in places.items()
        ]


def make_assets(pages: TemplateRenderer) -> Assets:
    """Return the assets of these templates. Raises RenderError."""
    paths, files = {}, {}
    for name, template in _ASSETS.items():
        data = pages.render_template(template, {"medium": "screen"}).encode()
        file = PurePosixPath(template.removesuffix(".j2"))
        mark = hashlib.sha256(data).hexdigest()[:12]
        paths[name] = f"assets/{file.stem}.{mark}{file.suffix}"
        files[paths[name]] = data
    return Assets(paths=paths, files=files)


def _vocabulary(catalogue: Catalogue) -> dict[str, Any]:
    """The functions by which a template gets texts."""
    return {
        "lang": TAGS[catalogue.language],
        "language": catalogue.language,
        "say": partial(catalogue.format, "site"),
        "form": partial(catalogue.format, "form"),
        "words": partial(_words, catalogue),
        "size": partial(_size_text, catalogue),
        "day": partial(moment_words, catalogue=catalogue),
    }


def embed_json_ld(record: Mapping[str, Any]) -> str:
    """Return JSON-LD, escaped for a `<script>` element."""
    written = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def front_steps(catalogue: Catalogue) -> list[dict[str, str]]:
    """Return the breadcrumbs of a page with only the front page above it.

    A page is not among its own: its heading names it.
    """
    return [{"name": catalogue.format("site", "front"), "path": FRONT}]


def department_steps(name: Text, code: str, catalogue: Catalogue) -> list[dict[str, str]]:
    """Return the breadcrumbs of a page below that of a department."""
    words = name.get(catalogue.language) or name.zh or code
    return [*front_steps(catalogue), {"name": words, "path": department_page(code)}]


def _words(catalogue: Catalogue, text: Text) -> dict[str, str | None]:
    """`text_and_language` for templates."""
    words, lang = text_and_language(text, catalogue.language)
    return {"text": words, "lang": lang}


# Sizes are in thousands, as in file managers.
_KILO, _MEGA = 1_000, 1_000_000


def _size_text(catalogue: Catalogue, size: int) -> str:
    """A size in bytes as text."""
    if size < _KILO:
        return catalogue.format("site", "size-bytes", size=size)
    if size < _MEGA:
        return catalogue.format("site", "size-kilobytes", size=f"{size / _KILO:.0f}")
    return catalogue.format("site", "size-megabytes", size=f"{size / _MEGA:.1f}")
