"""What a site of a Chinese government body tells of itself on every page.

《政府网站发展指引》 (国办发〔2017〕47号) and its annex want who runs the site, how to reach
them, the code of the site and its two records at the foot of its pages, and its name, domain and
code in their head.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from perf_report.messages import Catalogue
from perf_report.model.text import Language, Text
from perf_report.site.text_choice import text_and_language

# The ministry's records have one address for all of them, those of the police one for each.
_ICP_RECORDS = "https://beian.miit.gov.cn/"
_POLICE_RECORD = "https://beian.mps.gov.cn/#/query/webSearch?code="
_POLICE_CODE = re.compile("[0-9]{14}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """Who runs a site, how to reach them, the records of the site, and its code."""

    organiser: Text = field(default_factory=Text)
    contact: Text = field(default_factory=Text)
    icp: str = ""
    police: str = ""
    site_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A picture for the head of every page; `ending` is that of its kind of file."""

    ending: str
    data: bytes

    @property
    def path(self) -> str:
        """Path in the site, with the hash of its content in it."""
        return f"assets/logo.{hashlib.sha256(self.data).hexdigest()[:12]}.{self.ending}"


class ImprintLine(NamedTuple):
    """A line at the foot of a page; `lang` is the language of a text that is not the page's."""

    label: str
    text: str
    lang: str | None
    address: str


def imprint_lines(imprint: Imprint, catalogue: Catalogue) -> list[ImprintLine]:
    """Return the lines at the foot of a page in one language."""
    return [
        ImprintLine(catalogue.format("site", id_), text, lang, address)
        for id_, (text, lang), address in _entries(imprint, catalogue.language)
        if text
    ]


def _entries(
    imprint: Imprint, language: Language
) -> Iterator[tuple[str, tuple[str, str | None], str]]:
    code = _POLICE_CODE.search(imprint.police)
    yield "organiser", text_and_language(imprint.organiser, language), ""
    yield "contact", text_and_language(imprint.contact, language), ""
    yield "site-id", (imprint.site_id, None), ""
    for id_, record, address in (
        ("icp", imprint.icp, _ICP_RECORDS),
        ("police", imprint.police, f"{_POLICE_RECORD}{code[0]}" if code else ""),
    ):
        yield id_, text_and_language(Text(zh=record), language), address
