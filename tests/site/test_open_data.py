"""What machines read of the published site: data package, JSON-LD, feed, sitemap, sums, links."""

import csv
import json
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import frictionless
import pytest
from lxml import etree
from paths import ADDRESS
from sites import ONE, OTHER, PAGES, REASON, Published

from perf_report.site.feed import latest_events
from perf_report.site.history import Action, Event, History

pytestmark = pytest.mark.usefixtures("papers_kept")

ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
STANDING = ((ONE, 2025, 1), (ONE, 2026, 2), (OTHER, 2025, 1), (OTHER, 2026, 1))


@pytest.fixture(scope="module")
def www(published: Published) -> Path:
    return published.www


# The ministry's records, and those of the police.
RECORDS = ("https://beian.miit.gov.cn/", "https://beian.mps.gov.cn/#/query/webSearch?code=")


class Reader(HTMLParser):
    """Notes where a page leads, its anchors, and the JSON-LD in it."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.links: list[tuple[str, dict[str, str | None]]] = []
        self.anchors: list[str] = []
        self.records: list[str] = []
        self._in_record = False
        self.feed(page.read_text("utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        ways = [found[key] for key in ("href", "src", "action") if key in found]
        self.links += [(way or "", found) for way in ways]
        self.anchors += [found["id"] or ""] if "id" in found else []
        self._in_record = tag == "script" and found.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self._in_record:
            self.records.append(data)
            self._in_record = False


def pages_of(www: Path) -> Iterator[tuple[str, Reader]]:
    """All web pages, by their path from the site's root."""
    for page in sorted(www.rglob("*.html")):
        yield page.relative_to(www).as_posix(), Reader(page)


def lines_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


# --- Open data ---


def test_the_data_package_and_all_its_rows_are_valid(www: Path) -> None:
    report = frictionless.Package(str(www / "datapackage.json")).validate()

    assert report.flatten(["rowNumber", "fieldName", "type", "message"]) == []
    assert {task.name: task.stats["rows"] > 0 for task in report.tasks} == {
        "funds": True, "goals": True, "indicators": True, "results": True,
    }  # fmt: skip


def test_the_data_package_names_the_licence_and_the_files_as_they_are(www: Path) -> None:
    package = json.loads((www / "datapackage.json").read_bytes())

    assert package["licenses"] == [{"name": "CC-BY-4.0"}]
    for resource in package["resources"]:
        told = subprocess.run(
            ["sha256sum", www / resource["path"]], capture_output=True, check=True, text=True
        ).stdout
        assert resource["hash"] == f"sha256:{told.split()[0]}"
        assert resource["bytes"] == (www / resource["path"]).stat().st_size


@pytest.mark.parametrize("name", ["funds", "goals", "indicators"])
def test_the_combined_files_say_what_the_files_of_each_table_say(www: Path, name: str) -> None:
    combined = lines_of(www / "data" / f"{name}.csv")

    own = [
        ({"department": code, "year": str(year)}, line)
        for code, year, revision in STANDING
        for line in lines_of(www / code / str(year) / f"r{revision}" / f"{name}.csv")
    ]
    assert len(combined) == len(own) > 10
    for line, (whose, mine) in zip(combined, own, strict=True):
        shared = line.keys() & mine.keys()
        assert {key: line[key] for key in whose} == whose
        assert {"goal" if name != "funds" else "task", "id"} < shared
        assert {key: line[key] for key in shared} == {
            # English that a table in Chinese alone still has is not disclosed with it.
            key: "" if key.endswith("_en") and not line["department_en"] else mine[key]
            for key in shared
        }


def test_what_was_withdrawn_is_not_among_the_data(www: Path) -> None:
    years = {(line["department"], line["year"]) for line in lines_of(www / "data" / "funds.csv")}

    assert years == {(code, str(year)) for code, year, _ in STANDING}


# --- JSON-LD ---


def records_of(www: Path, path: str) -> dict[str, Any]:
    (record,) = Reader(www / path).records
    return dict(json.loads(record))


@pytest.mark.parametrize("path", ["index.html", "en/index.html", "data/index.html"])
def test_the_site_describes_itself_as_a_data_set(www: Path, path: str) -> None:
    record = records_of(www, path)

    assert (record["@context"], record["@type"]) == ("https://schema.org", "Dataset")
    assert record["url"] == f"{ADDRESS}/{path.removesuffix('index.html')}"
    assert record["license"] == "CC-BY-4.0"
    assert record["name"]
    assert record["description"]
    assert record["includedInDataCatalog"]["@type"] == "DataCatalog"
    assert_downloads_are_there(www, record)


def test_a_table_describes_itself_as_a_data_set(www: Path) -> None:
    record = records_of(www, f"en/{ONE}/2026/index.html")

    assert record["@type"] == "Dataset"
    assert record["url"] == f"{ADDRESS}/en/{ONE}/2026/"
    assert record["inLanguage"] == ["zh-CN", "en"]
    assert record["temporalCoverage"] == "2026-01-01/2026-12-31"
    assert record["version"] == "2"
    assert record["creator"]["name"].startswith("Dandelion Bureau")
    assert_downloads_are_there(www, record)
    assert records_of(www, f"{OTHER}/2025/index.html")["inLanguage"] == ["zh-CN"]


def assert_downloads_are_there(www: Path, record: dict[str, Any]) -> None:
    assert len(record["distribution"]) >= 3
    for each in record["distribution"]:
        file = www / each["contentUrl"].removeprefix(f"{ADDRESS}/")
        assert each["contentSize"] == str(file.stat().st_size)
        assert "/" in each["encodingFormat"]


# --- Feed ---


@pytest.mark.parametrize(("path", "lang"), [("feed.xml", "zh-CN"), ("en/feed.xml", "en")])
def test_the_feed_is_as_rfc_4287_wants_it(www: Path, path: str, lang: str) -> None:
    feed = etree.parse(www / path).getroot()
    entries = feed.findall("a:entry", ATOM)

    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == lang
    assert feed.findtext("a:id", namespaces=ATOM) == f"{ADDRESS}/{path}"
    assert feed.find("a:link[@rel='self']", ATOM).get("href") == f"{ADDRESS}/{path}"
    assert feed.findtext("a:author/a:name", namespaces=ATOM)
    assert len(entries) == 7
    for place in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(place.findall(f"a:{name}", ATOM)) == 1
            assert place.findtext(f"a:{name}", namespaces=ATOM)
    names = [entry.findtext("a:id", namespaces=ATOM) for entry in entries]
    assert len(set(names)) == len(names)
    told = [entry.findtext("a:updated", namespaces=ATOM) for entry in entries]
    times = [datetime.fromisoformat(each) for each in told]
    assert all(time.tzinfo for time in times)
    assert times == sorted(times, reverse=True)
    assert feed.findtext("a:updated", namespaces=ATOM) == told[0]


def test_the_feed_announces_disclosures_the_correction_and_the_withdrawal(www: Path) -> None:
    entries = etree.parse(www / "feed.xml").findall("a:entry", ATOM)
    told = [entry.find("a:category", ATOM).get("term") for entry in entries]
    summaries = "\n".join(entry.findtext("a:summary", namespaces=ATOM) for entry in entries)

    assert sorted(told) == ["correct", *["disclose"] * 5, "withdraw"]
    assert {*told[:2]} == {"correct", "withdraw"}
    assert REASON in summaries
    assert "更正一项指标值。" in summaries
    assert "≥7片" in summaries


def test_the_entries_of_the_feed_lead_to_pages(www: Path) -> None:
    for path in ("feed.xml", "en/feed.xml"):
        for link in etree.parse(www / path).iterfind(".//a:entry/a:link", ATOM):
            place = link.get("href").removeprefix(f"{ADDRESS}/")
            assert (www / place / "index.html").is_file()


# --- Sitemap ---


def test_the_sitemap_lists_what_is_to_be_found_with_its_languages(www: Path) -> None:
    places = {
        place.findtext("s:loc", namespaces=MAP): {
            each.get("hreflang"): each.get("href") for each in place.iterfind("x:link", MAP)
        }
        for place in etree.parse(www / "sitemap.xml").iterfind("s:url", MAP)
    }

    hidden = ("r1/index.html", "404.html")
    listed = [path for path in PAGES.values() if not path.endswith(hidden)]
    assert {f"{ADDRESS}/{path.removesuffix('index.html')}" for path in listed} <= places.keys()
    assert not any("/r1/" in place or "404" in place for place in places)
    both = {"zh-CN": f"{ADDRESS}/{ONE}/2026/", "en": f"{ADDRESS}/en/{ONE}/2026/"}
    assert [places[each] for each in both.values()] == [both, both]
    assert places[f"{ADDRESS}/{OTHER}/2025/"] == {}
    for place, alternates in places.items():
        assert (www / place.removeprefix(f"{ADDRESS}/") / "index.html").is_file()
        assert not alternates or place in alternates.values()
        assert set(alternates.values()) <= places.keys()
    pages = [path for path, _ in pages_of(www) if path.endswith("index.html")]
    assert len(places) == sum(not is_record(path) for path in pages)
    assert f"Sitemap: {ADDRESS}/sitemap.xml" in (www / "robots.txt").read_text("utf-8")


def is_record(path: str) -> bool:
    return any(part in {"r1", "r2"} for part in path.split("/"))


# --- Sums and links ---


def test_common_tools_find_every_file_as_the_sums_say(www: Path) -> None:
    ran = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"],
        cwd=www, capture_output=True, check=False, text=True,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    files = {path.relative_to(www).as_posix() for path in www.rglob("*") if path.is_file()}
    summed = {line.removesuffix(": OK") for line in ran.stdout.splitlines()}
    assert {path for path in files - summed if not path.startswith(".")} == {
        "SHA256SUMS", "ledger.jsonl",
    }  # fmt: skip


def test_no_link_of_the_site_is_broken(www: Path) -> None:
    pages = dict(pages_of(www))

    broken = [
        f"{path}: {link}"
        for path, page in pages.items()
        for link, _ in page.links
        if not leads_somewhere(www, path, link, pages)
    ]
    assert sum(len(page.links) for page in pages.values()) > 500
    assert broken == []


def leads_somewhere(www: Path, page: str, link: str, pages: dict[str, Reader]) -> bool:
    """Whether a link of a page comes to a file of the site, and an anchor that is there.

    The records of the site are elsewhere, for whoever follows the link.
    """
    if link.startswith(RECORDS):
        return True
    target = urlsplit(urljoin(f"{ADDRESS}/{page}", link))
    address = f"{target.scheme}://{target.netloc}{unquote(target.path)}"
    if not address.startswith(f"{ADDRESS}/"):
        return False
    path = address.removeprefix(f"{ADDRESS}/")
    path += "index.html" if path == "" or path.endswith("/") else ""
    if not target.fragment:
        return (www / path).is_file()
    return path in pages and unquote(target.fragment) in pages[path].anchors


def test_a_page_names_itself_in_every_language_that_it_has(www: Path) -> None:
    for path in PAGES.values():
        links = [attrs for _, attrs in Reader(www / path).links]
        tongues = {
            each["hreflang"]: each["href"]
            for each in links
            if each.get("rel") == "alternate" and "hreflang" in each
        }
        canonical = [each["href"] for each in links if each.get("rel") == "canonical"]
        if path.endswith(("r1/index.html", "404.html")):
            assert (canonical, tongues) == ([], {})
            continue
        bare = path.removeprefix("en/").removesuffix("index.html")
        assert canonical == [f"{ADDRESS}/{path.removesuffix('index.html')}"]
        assert tongues["zh-CN"] == f"{ADDRESS}/{bare}"
        if path == PAGES["table-chinese-only"]:
            assert tongues.keys() == {"zh-CN"}
        else:
            assert tongues["en"] == f"{ADDRESS}/en/{bare}"
            assert tongues["x-default"] == tongues["zh-CN"]


def test_the_ids_of_a_page_are_its_own(www: Path) -> None:
    pages = dict(pages_of(www))
    assert pages.keys() > set(PAGES.values())
    for path, page in pages.items():
        assert len(page.anchors) == len(set(page.anchors)), path


@pytest.mark.parametrize(
    ("days", "wanted"),
    [
        ([0] * 300, 300),  # three hundred departments at once
        ([0] * 150 + [40] * 20, 100),  # long ago, but a hundred are there
        ([0] * 150 + [31] * 200, 350),
        ([0] * 1200, 1000),
        ([], 0),
    ],
)
def test_the_feed_has_all_of_the_last_month(days: list[int], wanted: int) -> None:
    start = datetime(2026, 3, 1, tzinfo=UTC)
    events = [
        Event(number=number, time=start + timedelta(days=day), action=Action.DISCLOSE)
        for number, day in enumerate(days, start=1)
    ]
    found = latest_events(History(events))
    assert (len(found), found[-1:]) == (wanted, events[-1:])
