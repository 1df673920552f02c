"""The report of changes of two tables as a page, and what tests ask of such a page."""

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from paths import REAL_SPEC
from vocabularies import complete, vocabulary_of

from perf_report import resources
from perf_report.diff.significance import Policy
from perf_report.messages import load_catalogue
from perf_report.model.source import Source
from perf_report.model.text import LANGUAGES
from perf_report.parse.load import load_plan
from perf_report.render.changes.located_changes import compare_sides
from perf_report.render.changes.report import Side, TableChanges
from perf_report.render.changes.view import ChangesView, build_changes_view
from perf_report.render.html import TemplateRenderer
from perf_report.render.localized_text import Localizer, Mode

SPEC = REAL_SPEC
STARTER = resources.PACKAGE / "data" / "starter" / "specs"

SVG = "svg"
CHINESE = re.compile("[\u3400-\u9fff]")

# What next year's table changes: of every kind something.
EDITS = [
    ("year: 2025\n", "year: 2026\n"),
    ("project: 1306.00, other: 2069.80}", "project: 1316.00, other: 2069.80}"),
    ("budget: {total: 5230.60", "budget: {total: 5240.60"),
    ("zh: 开展网络安全和信息化工作。", "zh: 开展网络安全、数据安全和信息化工作。"),
    ("en: Carry out cybersecurity and IT work.", "en: Carry out data security and IT work."),
    ("{total: 409.60, basic: 396.60, project: 13.00}", "{basic: 396.60, project: 23.00}"),
    ("  - id: operations\n    text:\n      zh: 加强正常运转保障。",
     "  - id: general-affairs\n    text:\n      zh: 做好各项日常服务。"),
    ("tasks: [operations]", "tasks: [general-affairs]"),
    ("≥17台", "≥12台"),
    ("≥4份", "≥6份"),
    ("≤5%", "＜5%"),
    ("≤4小时", "≤1工作日"),
    ("{zh: 提升办公效率和社会影响力, en: Improve office efficiency",
     "{zh: 大幅提升办公效率, en: Improve office efficiency"),
    ("{zh: 2025年底前, en: By the end of 2025, by: 2025-12-31}",
     "{zh: 2026年底前, en: By the end of 2026, by: 2026-12-31}"),
    ("{zh: 2025年底前, en: By the end of 2025, by: 2025-12-31}",
     "{zh: 2027年6月底前, en: By the end of June 2027, by: 2027-06-30}"),
    ("宣传推介我市营商环境，务实", "宣传推介我市营商环境和产业优势，务实"),
    ("- id: city-visibility", "- id: world-visibility"),
    ("zh: 提升我市国际知名度，助力", "zh: 提升我市国际知名度和美誉度，助力"),
    ("en: Improving Tianjin’s business environment", "en: A better business environment"),
    ("≥90%\n      - id: foreign-enterprise-on-time",
     "{zh: 稳步提升, en: Improve steadily}\n      - id: foreign-enterprise-on-time"),
    ("- id: overseas-alerts\n        category: output.quantity",
     "- id: overseas-alerts\n        category: benefit.social"),
    ("zh: 完善消防系统，有效保障安全生产；加强单位管理与服务，维护正常运转\n",
     "zh: 完善消防系统，加强单位管理与服务，维护正常运转\n"),
    ("  - id: normal-operations\n", "  - id: daily-services\n"),
    ("zh: 升级改造消防报警系统，防止安全隐患，落实安全生产要求。", "zh: 周到服务。"),
    ("日常维护办公场所，保障机关正常运转。", "厉行节约。"),
]  # fmt: skip


def edited(text: str, *edits: tuple[str, str]) -> str:
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def side(text: str, name: str) -> Side:
    loaded = load_plan(Source(name=name, data=text.encode()))
    assert loaded.plan is not None, loaded.findings
    return Side(
        name=name,
        plan=complete(loaded.plan),
        vocabulary=vocabulary_of(loaded.plan),
        document=loaded.document,
    )


def compared(before: str | None, after: str | None) -> TableChanges:
    sides = (
        side(before, "specs/2025.yaml") if before else None,
        side(after, "specs/2026.yaml") if after else None,
    )
    return compare_sides(sides, Policy(), {})


@cache
def base_text() -> str:
    return SPEC.read_text("utf-8")


@cache
def real_changes() -> TableChanges:
    """The real table, and a year that changes much of it."""
    return compared(base_text(), edited(base_text(), *EDITS))


@cache
def starter_changes() -> TableChanges:
    """The made-up department's two years."""
    return compared(*((STARTER / f"{year}-demo.yaml").read_text("utf-8") for year in (2025, 2026)))


TABLES = {"real": real_changes, "starter": starter_changes}


def view_of(mode: Mode, *tables: TableChanges) -> ChangesView:
    catalogues = {language: load_catalogue(language) for language in LANGUAGES}
    return build_changes_view(tables, Localizer(mode=mode, catalogues=catalogues))


@cache
def pages() -> TemplateRenderer:
    return TemplateRenderer(folders=(resources.templates_path(),))


def page_of(mode: Mode, *tables: TableChanges) -> Element:
    """The page as XML: it is well-formed, or this fails."""
    html = pages().render_changes(view_of(mode, *tables))
    return ET.fromstring(html.removeprefix("<!DOCTYPE html>"))  # noqa: S314 - our own page


def words(element: Element) -> str:
    return squeeze("".join(element.itertext()))


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


def by_id(page: Element, id_: str) -> Element:
    found = [element for element in page.iter() if element.get("id") == id_]
    assert len(found) == 1, id_
    return found[0]


def of_class(page: Element, name: str) -> list[Element]:
    return [element for element in page.iter() if name in element.get("class", "").split()]


def pdf_pages(path: Path) -> list[str]:
    """The text of every page in the order in which it is drawn, without white space."""
    program = shutil.which("pdftotext")
    assert program, "these tests need pdftotext (poppler-utils)"
    ran = subprocess.run([program, "-raw", path, "-"], capture_output=True, check=True)
    return [squeeze(page) for page in ran.stdout.decode().split("\f")[:-1]]
