"""The files that speak of all departments: lists, data, feed, sitemap, and what pages draw on."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from perf_report.site.feed import make_feeds, make_sitemap
from perf_report.site.list_pages import Whole, make_list_pages
from perf_report.site.open_data import describe_package
from perf_report.site.page_frame import Frame
from perf_report.site.paths import NOT_FOUND, PACKAGE, SITEMAP, absolute

ROBOTS = "robots.txt"
# GitHub Pages would leave out what begins with an underscore or a dot, and run Jekyll.
NO_JEKYLL = ".nojekyll"


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeFiles:
    """Files by path: entries lead to other pages and go last, lasting ones never change."""

    entries: Mapping[str, bytes]
    lasting: Mapping[str, bytes]


def make_whole(
    frame: Frame, whole: Whole, data: Mapping[str, bytes], pages: Collection[str]
) -> WholeFiles:
    """Everything over all departments; `data` are the combined files, `pages` all other pages.

    Raises RenderError.
    """
    sizes = {path: (len(each), hashlib.sha256(each).hexdigest()) for path, each in data.items()}
    entries = {PACKAGE: describe_package(frame.title, sizes, whole.licence), NO_JEKYLL: b""}
    entries |= make_list_pages(frame, whole)
    listed = [path for path in (*pages, *entries) if _is_listed(path)]
    entries |= make_feeds(frame, whole.history, whole.chinese_only)
    entries |= make_sitemap(frame, listed)
    entries[ROBOTS] = _robots(frame.address)
    return WholeFiles(entries=entries, lasting=frame.assets.files)


def _is_listed(path: str) -> bool:
    """Whether search engines should know a page; earlier revisions and errors are none for them."""
    is_earlier = any(part[:1] == "r" and part[1:].isdigit() for part in path.split("/"))
    return path.endswith(".html") and not is_earlier and path != NOT_FOUND


def _robots(address: str) -> bytes:
    lines = ["User-agent: *", "Allow: /"]
    if address:
        lines.append(f"Sitemap: {absolute(address, SITEMAP)}")
    return ("\n".join(lines) + "\n").encode()
