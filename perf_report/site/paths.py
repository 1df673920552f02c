"""Paths of the site's pages and files from its root, and links between them.

Chinese pages stand at the root, English ones below `en/` at the same paths. Links name
`index.html`, so that the site also works from a folder, an archive or a plain S3 bucket; the
addresses that others are given (`ADDRESS/CODE/YEAR/`) do not.
"""

from itertools import takewhile

from perf_report.model.identity import Identity
from perf_report.model.text import Language
from perf_report.outputs.spec_summary import SHEET

FRONT = "index.html"
SEARCH = "search/index.html"
DATA = "data/index.html"
NOT_FOUND = "404.html"
FEED = "feed.xml"
LEDGER = "ledger.jsonl"
SUMS = "SHA256SUMS"
SITEMAP = "sitemap.xml"
PACKAGE = "datapackage.json"


def localized(path: str, language: Language) -> str:
    """Return the path of a page in a language."""
    return path if language == "zh" else f"en/{path}"


def department_page(code: str) -> str:
    """Return the path of a department's page."""
    return f"{code}/index.html"


def comparison_page(code: str, project: str = "") -> str:
    """Return the path of the page that compares the years of a department, or of a project."""
    return "/".join(filter(None, (code, "compare", project, "index.html")))


def projects_folder(code: str, year: int) -> str:
    """Return the folder of the list of a department's projects of a year, if it is a long one."""
    return f"{code}/projects/{year}"


def sheet_folder(code: str, year: int) -> str:
    """Return the folder of the page and the files of a department's sheet of projects of a year."""
    return f"{code}/{year}/{SHEET}"


def units_folder(code: str, year: int) -> str:
    """Return the folder of the list of a department's units of a year, if it is a long one."""
    return f"{code}/units/{year}"


def table_page(identity: Identity) -> str:
    """Return the path of a table's page, which tells of the reports on it, too."""
    return f"{identity.folder}/index.html"


def revision_page(identity: Identity, revision: int) -> str:
    """Return the path of the page of a corrected revision of a table, or of a report on it."""
    folder = filter(None, (identity.folder, identity.report, f"r{revision}"))
    return "/".join((*folder, "index.html"))


def list_page(folder: str, number: int) -> str:
    """Return the path of a page of a list, counted from 1."""
    return f"{folder}/index.html" if number == 1 else f"{folder}/{number}.html"


def relative_link(start: str, target: str) -> str:
    """Return the relative link from a page to a path of the site."""
    here, there = start.split("/")[:-1], [part for part in target.split("/") if part != "."]
    both = zip(here, there[:-1], strict=False)
    shared = len(list(takewhile(lambda pair: pair[0] == pair[1], both)))
    return "/".join([".."] * (len(here) - shared) + there[shared:]) or "."


def absolute(base: str, path: str) -> str:
    """Return the absolute address of a path, without `index.html`."""
    tail = path.removesuffix("index.html") if path.endswith(("/index.html", FRONT)) else path
    return f"{base.rstrip('/')}/{tail}"
