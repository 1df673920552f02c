"""Files about all departments: lists, open data, feed, sitemap, assets."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from perf_report.outputs.output_files import is_of_sheet
from perf_report.site.feed import make_feeds, make_sitemap
from perf_report.site.list_pages import make_list_pages
from perf_report.site.open_data import describe_package
from perf_report.site.page_frame import PageFrame
from perf_report.site.paths import NOT_FOUND, PACKAGE, SITEMAP, absolute
from perf_report.site.site_data import SiteData

ROBOTS = "robots.txt"
# GitHub Pages would leave out what begins with an underscore or a dot, and run Jekyll.
NO_JEKYLL = ".nojekyll"


@dataclass(frozen=True, slots=True, kw_only=True)
class SitewideFiles:
    """Files by path: `entries` link to other pages, `lasting` never change under their name."""

    entries: Mapping[str, bytes]
    lasting: Mapping[str, bytes]


def make_sitewide_files(
    frame: PageFrame, site: SiteData, data: Mapping[str, bytes], pages: Collection[str]
) -> SitewideFiles:
    """Return all of these files; `data` are the combined CSV files, `pages` all other pages.

    Raises RenderError.
    """
    sizes = {path: (len(each), hashlib.sha256(each).hexdigest()) for path, each in data.items()}
    entries = {
        PACKAGE: describe_package(
            frame.title, sizes, site.licence, has_other_forms=site.has_other_forms
        ),
        NO_JEKYLL: b"",
    }
    entries |= make_list_pages(frame, site)
    listed = [path for path in (*pages, *entries) if _is_listed(path)]
    entries |= make_feeds(frame, site.history, site.chinese_only)
    entries |= make_sitemap(frame, listed)
    entries[ROBOTS] = _robots(frame.address)
    return SitewideFiles(entries=entries, lasting=frame.assets.files)


def _is_listed(path: str) -> bool:
    """Whether a page is for search engines: no file of a table, no earlier revision, no error."""
    is_earlier = any(part[:1] == "r" and part[1:].isdigit() for part in path.split("/"))
    is_file = is_earlier or is_of_sheet(path)
    return path.endswith(".html") and not is_file and path != NOT_FOUND


def _robots(address: str) -> bytes:
    lines = ["User-agent: *", "Allow: /"]
    if address:
        lines.append(f"Sitemap: {absolute(address, SITEMAP)}")
    return ("\n".join(lines) + "\n").encode()
