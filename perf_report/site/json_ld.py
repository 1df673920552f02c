"""What machines read on a page: schema.org in JSON-LD, and with it DCAT's idea of a dataset.

The types and properties are those that schema.org gives for `Dataset`, `DataDownload` and
`DataCatalog`, which the DCAT vocabulary maps to its own.
"""

from collections.abc import Sequence
from typing import Any

from perf_report.messages import Catalogue
from perf_report.model.text import Text
from perf_report.render.localized_text import TAGS
from perf_report.site.built_table import Sheet
from perf_report.site.paths import absolute, localized, table_page
from perf_report.site.record_files import FileLine, media_types

_CONTEXT = "https://schema.org"


def table_record(
    sheet: Sheet, files: Sequence[FileLine], catalogue: Catalogue, address: str
) -> dict[str, Any]:
    """A table as a data set."""
    name = sheet.name.get(catalogue.language) or sheet.name.zh
    page = localized(table_page(*sheet.identity), catalogue.language)
    title = catalogue.format("form", "title")
    return {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "name": f"{name} · {sheet.year} · {title}",
        "description": catalogue.format("site", "dataset-description", department=sheet.name,
                                     year=sheet.year, title=title),
        "url": _address(address, page),
        "inLanguage": [TAGS[each] for each in ("zh", "en") if each in sheet.languages],
        "temporalCoverage": f"{sheet.year}-01-01/{sheet.year}-12-31",
        "version": str(sheet.revision),
        "isAccessibleForFree": True,
        "creator": {"@type": "GovernmentOrganization", "name": name},
        "distribution": _downloads(files, address),
    }  # fmt: skip


def catalog_record(
    title: Text, files: Sequence[FileLine], catalogue: Catalogue, place: str, terms: tuple[str, str]
) -> dict[str, Any]:
    """The data of the whole site; `terms` are the site's address and its licence, or empty."""
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


def _downloads(files: Sequence[FileLine], address: str) -> list[dict[str, Any]]:
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
    """An address, or without one of the site the path from its root."""
    return absolute(address, path) if address else f"/{path}"
