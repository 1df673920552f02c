"""Structured data of pages: schema.org data sets as JSON-LD.

The types and properties are those that schema.org gives for `Dataset`, `DataDownload` and
`DataCatalog`, which the DCAT vocabulary maps to its own.
"""

from collections.abc import Sequence
from typing import Any

from perf_report.messages import Catalogue
from perf_report.model.text import Text
from perf_report.render.localized_text import TAGS
from perf_report.site.built_table import SiteTable
from perf_report.site.paths import absolute, localized, table_page
from perf_report.site.record_files import FileEntry, media_types

_CONTEXT = "https://schema.org"


def table_record(
    built: SiteTable, title: str, files: Sequence[FileEntry], catalogue: Catalogue, address: str
) -> dict[str, Any]:
    """Return a table as a data set; `title` is that of its form."""
    creator = built.name.get(catalogue.language) or built.name.zh
    name = built.subject.get(catalogue.language) or built.subject.zh
    page = localized(table_page(built.identity), catalogue.language)
    return {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "name": f"{name} · {built.year} · {title}",
        "description": _description(built, title, catalogue),
        "url": _address(address, page),
        "inLanguage": [TAGS[each] for each in ("zh", "en") if each in built.languages],
        "temporalCoverage": f"{built.year}-01-01/{built.year}-12-31",
        "version": str(built.revision),
        "isAccessibleForFree": True,
        "creator": {"@type": "GovernmentOrganization", "name": creator},
        "distribution": _downloads(files, address),
    }  # fmt: skip


def _description(built: SiteTable, title: str, catalogue: Catalogue) -> str:
    is_usual = not built.form and not built.project
    id_ = "dataset-description" if is_usual else "dataset-description-form"
    return catalogue.format("site", id_, department=built.subject, year=built.year, title=title)


def catalog_record(
    title: Text,
    files: Sequence[FileEntry],
    catalogue: Catalogue,
    place: str,
    terms: tuple[str, str],
) -> dict[str, Any]:
    """Return the site as a data set; `terms` are its address and its licence, or empty."""
    address, licence = terms
    name = title.get(catalogue.language) or title.zh
    record = {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "name": f"{name} · {catalogue.format('site', 'data-title')}",
        "description": catalogue.format("site", "data-lead"),
        "url": _address(address, place),
        "isAccessibleForFree": True,
        "distribution": _downloads(files, address),
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "name": name,
            "url": _address(address, localized("index.html", catalogue.language)),
        },
    }
    return record | ({"license": licence} if licence else {})


def _downloads(files: Sequence[FileEntry], address: str) -> list[dict[str, Any]]:
    return [
        {
            "@type": "DataDownload",
            "name": file.label,
            "contentUrl": _address(address, file.path),
            "encodingFormat": media_type,
            "contentSize": str(file.size),
        }
        for file, media_type in media_types(files)
    ]


def _address(address: str, path: str) -> str:
    """An absolute address; without one of the site, the path from its root."""
    return absolute(address, path) if address else f"/{path}"
