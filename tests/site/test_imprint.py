"""What a government's site tells of itself: settings, the foot and the head of every page."""

import re
import shutil
from pathlib import Path

import pytest
from conftest import Ran, Runner
from sites import ONE

from perf_report.parse.picture import picture_kind
from perf_report.resources import starter_path

pytestmark = pytest.mark.usefixtures("papers_kept")

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9z"/></svg>'
GIVEN = """
[site]
folder = "public"
organiser = {zh = "示例市财政局", en = "Finance Bureau of Example City"}
contact = "电话：000-00000000"
icp = "津ICP备05000001号-1"
police = "津公网安备12010302000001号"
site_id = "1200000001"
logo = "logo.svg"
"""


@pytest.fixture
def office(office_built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(office_built, tmp_path / "office"))


def make(here: Runner, office: Path, settings: str) -> Ran:
    """Make the site with more settings."""
    file = office / "perf-report.toml"
    file.write_text(file.read_text("utf-8") + settings, "utf-8")
    return here("site", "--no-search", cwd=office)


def foot(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.partition('class="imprint"')[2]))


# --- Pages ---


def test_every_page_tells_who_runs_the_site_and_its_records(here: Runner, office: Path) -> None:
    (office / "logo.svg").write_bytes(SVG)
    assert make(here, office, GIVEN).code == 0
    site = office / "public"
    pages = [*site.rglob("index.html"), site / "404.html"]
    assert len(pages) > 15
    (logo,) = (site / "assets").glob("logo.*.svg")
    assert logo.read_bytes() == SVG
    for path in pages:
        page = path.read_text("utf-8")
        is_english = "en" in path.relative_to(site).parts
        own = "Finance Bureau of Example City" if is_english else "主办单位：示例市财政局"
        said = foot(page)
        assert own in said, path
        for each in ("电话：000-00000000", "1200000001"):
            assert each in said, path
        assert re.search('href="https://beian.miit.gov.cn/"[^>]*>津ICP备05000001号-1<', page)
        assert re.search(
            r'href="https://beian.mps.gov.cn/#/query/webSearch\?code=12010302000001"[^>]*>'
            "津公网安备12010302000001号<", page,
        )  # fmt: skip
        assert '<meta name="SiteIDCode" content="1200000001" />' in page
        assert '<meta name="SiteDomain" content="example.org" />' in page
        (shown,) = re.findall('<img class="logo" src="([^"]+)" alt="" />', page)
        if path.name != "404.html":
            assert (path.parent / shown).resolve() == logo.resolve()


def test_without_settings_nothing_is_told(here: Runner, office: Path) -> None:
    assert make(here, office, "").code == 0
    page = (office / "site" / "index.html").read_text("utf-8")
    assert "imprint" not in page
    assert "SiteIDCode" not in page
    assert 'class="logo"' not in page


def test_a_record_of_the_police_without_its_usual_code_is_no_link(
    here: Runner, office: Path
) -> None:
    assert make(here, office, '[site]\npolice = "津公网安备 12010302001号"\n').code == 0
    page = (office / "site" / "index.html").read_text("utf-8")
    assert "津公网安备 12010302001号" in foot(page)
    assert "beian" not in page


def test_pages_are_made_again_with_another_imprint_or_logo(here: Runner, office: Path) -> None:
    (office / "logo.png").write_bytes(PNG)
    assert make(here, office, '[site]\ncontact = "甲"\nlogo = "logo.png"\n').code == 0
    page = office / "site" / ONE / "index.html"
    before = page.read_text("utf-8")
    (office / "logo.png").write_bytes(PNG + b"x")
    assert here("site", "--no-search", cwd=office).code == 0
    assert page.read_text("utf-8") != before
    assert len(list((office / "site" / "assets").glob("logo.*"))) == 1
    settings = office / "perf-report.toml"
    settings.write_text(settings.read_text("utf-8").replace("甲", "乙"), "utf-8")
    assert here("site", "--no-search", cwd=office).code == 0
    assert "联系方式：乙" in foot(page.read_text("utf-8"))


# --- Settings ---


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('[site]\norganizer = "x"\n', "site.organizer"),
        ("[site]\ncontact = 3\n", "site.contact"),
        ('[site]\ncontact = {fr = "x"}\n', "site.contact"),
        ("[site]\nfolder = true\n", "site.folder"),
        ('[site]\nicp = "12345"\n', "京ICP备"),
        ('[site]\npolice = "津ICP备05000001号"\n', "京公网安备"),
        ('[site]\nsite_id = "tj-1"\n', "bm00000000"),
        ('[site]\nlogo = "../logo.png"\n', "logo.png"),
        ('[site]\nlogo = "missing.png"\n', "missing.png"),
        ('[site]\nlogo = "specs/2026-demo.yaml"\n', "PNG"),
        ('[site]\nlogo = "outside.png"\n', "outside.png"),
        ('[site]\nlogo = "large.png"\n', "200 KB"),
    ],
)
def test_a_setting_that_is_not_valid_is_told_with_what_is(
    here: Runner, office: Path, tmp_path: Path, settings: str, said: str
) -> None:
    (tmp_path / "logo.png").write_bytes(PNG)
    (office / "outside.png").symlink_to(tmp_path / "logo.png")
    (office / "large.png").write_bytes(PNG + bytes(200_000))
    ran = make(here, office, settings)
    assert ran.code == 3
    assert said in ran.stderr
    assert not (office / "site").exists()


def test_the_folder_may_still_be_given_alone(here: Runner, office: Path) -> None:
    file = office / "perf-report.toml"
    file.write_text(f'site = "elsewhere"\n{file.read_text("utf-8")}', "utf-8")
    assert here("site", "--no-search", cwd=office).code == 0
    assert (office / "elsewhere" / "index.html").exists()


def test_the_starter_names_every_setting_of_the_site() -> None:
    starter = (starter_path() / "perf-report.toml").read_text("utf-8")
    for key in ("folder", "organiser", "contact", "icp", "police", "site_id", "logo"):
        assert re.search(rf"^# {key} = ", starter, re.MULTILINE), key


# --- Pictures ---


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PNG, "png"),
        (b"\xff\xd8\xff\xe0" + bytes(9), "jpg"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "webp"),
        (SVG, "svg"),
        (b'<?xml version="1.0" encoding="UTF-8"?>\n' + SVG, "svg"),
        (SVG.replace(b"<path", b'<use href="#a"/><path fill="url(#b)"'), "svg"),
        (b"GIF89a", None),
        (b"<html/>", None),
        (b"", None),
    ],
)
def test_a_picture_is_known_by_what_is_in_it(data: bytes, kind: str | None) -> None:
    assert picture_kind(data) == kind


@pytest.mark.parametrize(
    "part",
    [
        "<script>alert(1)</script>",
        '<path onload="alert(1)"/>',
        '<path ONCLICK="alert(1)"/>',
        '<a href="#x"><path/></a>',
        '<use href="https://example.org/a.svg#a"/>',
        '<use xlink:href="data:image/svg+xml,a"/>',
        '<image href="a.png"/>',
        "<style>@import url(a.css);</style>",
        '<path style="fill: url(https://example.org/a)"/>',
        "<path style=\"fill: URL( 'a' )\"/>",
        r'<path style="fill: u\72l(a)"/>',
        "<foreignObject><p/></foreignObject>",
        '<animate attributeName="href" to="javascript:alert(1)"/>',
        '<set attributeName="onclick" to="alert(1)"/>',
        '<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>',
        '<?xml-stylesheet href="a.css"?>',
        "<path",
    ],
)
def test_a_drawing_that_may_do_more_than_draw_is_refused(part: str) -> None:
    assert picture_kind(SVG.replace(b"<path", part.encode() + b"<path")) is None


def test_a_drawing_with_entities_is_refused() -> None:
    entity = b'<!DOCTYPE svg [<!ENTITY a "<script/>">]>'
    assert picture_kind(entity + SVG.replace(b"<path", b"&a;<path")) is None
