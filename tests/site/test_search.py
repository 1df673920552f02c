"""The search of the site in a real browser: what is looked for is found, and nothing is harmed."""

import base64
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import pytest
from paths import REPOSITORY
from sampling import tries
from sites import serving

from perf_report.errors import PerfReportError
from perf_report.outputs.writer import write_files
from perf_report.site import pagefind
from perf_report.site.built_table import parse_site_table
from perf_report.site.search import (
    LIST,
    SearchDocument,
    SearchIndex,
    SearchSection,
    build_index,
    build_search,
    has_search,
    is_lasting,
    list_indexes,
    prepare_document,
)
from perf_report.site.search_documents import search_documents

pytestmark = pytest.mark.usefixtures("papers_kept")

# Opens an address in a fresh window of the browser; see conftest.
Window = Callable[..., Any]
Documents = tuple[SearchDocument, ...]

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; "
    "style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'"
)
# The site works below any path.
PREFIX = "open/disclosure"
PAGE = """<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>Search</title>
<meta http-equiv="content-security-policy" content="{policy}">
<link rel="icon" href="data:,"><script src="{root}/search.js" data-root="{root}" defer></script>
</head><body><form class="search" role="search"><input type="search" name="q"><button>Go</button>
</form><div id="results" data-searching="looking" data-none="none for %q" data-one="one with %q"
data-many="%n with %q" data-near="near %n %q" data-more="more" data-failed="failed"
data-local="local"></div></body></html>"""


def page(language: str, root: str) -> str:
    """The page of a search, under the policy that the site has."""
    return PAGE.format(lang=language, root=root, policy=POLICY)


TABLE = "ccpit-tianjin/2025/index.html"

# All that a page shows once it is done: the links of the finds, in their order, and the state.
FINDS = """() => [...document.querySelectorAll("#results li a")].map(link => link.href)"""
STATUS = """() => document.querySelector("#results .status")?.textContent"""
IS_DONE = """() => !["looking", undefined].includes(
  document.querySelector("#results .status")?.textContent)"""


@pytest.fixture(scope="module")
def documents(built: Path) -> Documents:
    """The real table in both languages, as the site has it searched."""
    return tuple(
        search_documents([parse_site_table(json.loads((built / "table.json").read_bytes()), {})])
    )


def write_search(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the pages of a search, and files beside them."""
    pages = {
        "search.js": (REPOSITORY / "templates" / "site" / "search.js").read_bytes(),
        "search/index.html": page("zh-CN", "..").encode(),
        "en/search/index.html": page("en", "../..").encode(),
    }
    write_files({folder / PREFIX / path: data for path, data in {**files, **pages}.items()})


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Puts the files of a search on a server of their own; the address of the site's root."""
    with ExitStack() as servers:

        def start(files: Mapping[str, bytes]) -> str:
            folder = tmp_path_factory.mktemp("site")
            write_search(folder, files)
            return f"{servers.enter_context(serving(folder))}/{PREFIX}"

        yield start


@pytest.fixture(scope="module")
def site(serve: Any, documents: Documents) -> str:
    """The address of a site over the real table."""
    return str(serve(build_search(documents)))


@pytest.fixture
def ask(window: Window) -> Any:
    """Asks a site for something; the links of the finds, what is said, and the visit."""

    def look(root: str, query: str, *, language: str = "zh") -> tuple[list[str], str, Any]:
        place = "search/index.html" if language == "zh" else "en/search/index.html"
        with window(f"{root}/{place}?q={quote(query)}") as opened:
            opened.page.wait_for_function(IS_DONE)
            links = [unquote(each.removeprefix(f"{root}/")) for each in opened.evaluate(FINDS)]
            opened.text = opened.page.inner_text("#results")
            opened.marks = opened.evaluate(
                "() => [...document.querySelectorAll('mark')].map(mark => mark.textContent)"
            )
            opened.planted = opened.page.locator("#results :is(script, img)").count()
            return links, opened.evaluate(STATUS), opened

    return look


def document(path: str, *texts: str, language: Any = "zh", year: str = "2025") -> SearchDocument:
    """A page with a section for each text: `a0`, `a1` and so on."""
    sections = tuple(
        SearchSection(anchor=f"a{number}", title=text, text="≥1场")
        for number, text in enumerate(texts)
    )
    return SearchDocument(
        path=path, language=language, title=f"Page {path}", sections=sections,
        filters={"year": year},
    )  # fmt: skip


# --- Finding ---


@pytest.mark.parametrize(
    ("query", "anchor"),
    [
        ("原产地证", "certificates-issued"),
        ("原产地", "certificates-issued"),
        ("产地证", "certificates-issued"),
        ("展会", "exhibitions-joined"),
        ("ATA单证册签发", "carnet-issuance-time"),
        ("ata", "carnets-issued"),
        ("ＡＴＡ", "carnets-issued"),
        ("企业 原产地证 时效", "certificate-issuance-time"),
        ("67400", "certificates-issued"),
        ("稳外贸", "stable-foreign-trade"),
        ("成本，促进扩大出口", "trade-cost-reduction"),
    ],
)
def test_chinese_leads_to_the_indicator(ask: Any, site: str, query: str, anchor: str) -> None:
    links, status, _ = ask(site, query)

    assert f"{TABLE}#indicator-{anchor}" in links[:3]
    assert status == f"one with {query}"


@pytest.mark.parametrize(
    ("query", "anchor"),
    [
        ("certificates of origin", "certificates-issued"),
        ("certificate origin", "certificates-issued"),
        ("CERTIFICATES", "certificates-issued"),
        ("exhibition", "exhibitions-joined"),
        ("fire alarm system", None),
        ("carnets", "carnets-issued"),
    ],
)
def test_english_leads_to_the_indicator(
    ask: Any, site: str, query: str, anchor: str | None
) -> None:
    links, _, _ = ask(site, query, language="en")

    wanted = f"indicator-{anchor}" if anchor else "goal-normal-operations"
    assert f"en/{TABLE}#{wanted}" in links[:3]


def test_what_nobody_wrote_as_a_whole_is_found_by_its_parts(ask: Any, site: str) -> None:
    links, status, _ = ask(site, "办理原产地证")

    assert f"{TABLE}#indicator-certificates-issued" in links[:3]
    assert status == "near 1 办理原产地证"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_not_there_is_not_found(ask: Any, site: str, language: str) -> None:
    query = {"zh": "核电站与大学生", "en": "qqqq"}[language]

    links, status, visit = ask(site, query, language=language)

    assert (links, status) == ([], f"none for {query}")
    assert visit.text == status


def test_a_word_that_is_nowhere_makes_an_english_result_a_near_one(ask: Any, site: str) -> None:
    links, status, _ = ask(site, "certificates qqqq", language="en")

    assert f"en/{TABLE}#indicator-certificates-issued" in links[:3]
    assert status == "near 1 certificates qqqq"


def plainly(documents: Documents, query: str) -> list[str]:
    """The addresses of the sections in which a plain look for all parts of a query finds them."""
    parts = re.findall(r"[^\W_]+", query)
    return [
        f"{page.path}#{section.anchor}"
        for page in documents
        for section in page.sections
        if all(part in section.title or part in section.text for part in parts)
    ]


def test_any_piece_of_the_table_is_found_wherever_in_a_word_it_begins(
    window: Window, site: str, documents: Documents
) -> None:
    chinese = tuple(each for each in documents if each.language == "zh")
    titles = [section.title for page in chinese for section in page.sections]
    draw = random.Random(6)  # noqa: S311  # no secret
    queries: list[str] = []
    while len(queries) < tries(60):
        title, size = draw.choice(titles), draw.randint(2, 6)
        start = draw.randrange(max(1, len(title) - size))
        piece = title[start : start + size].strip()
        if len(re.findall(r"[^\W_]", piece)) > 1:
            queries.append(piece)

    with window(f"{site}/search/index.html") as opened:
        for query in queries:
            opened.page.goto(f"{site}/search/index.html?q={quote(query)}")
            opened.page.wait_for_function(IS_DONE)
            links = [unquote(each.removeprefix(f"{site}/")) for each in opened.evaluate(FINDS)]
            expected = plainly(chinese, query)
            assert links, query
            assert set(links) <= set(expected), query
            assert len(links) == min(len(expected), 5), query


# --- Showing ---


def test_what_was_found_is_marked(ask: Any, site: str) -> None:
    _, _, visit = ask(site, "原产地证")
    assert set(visit.marks) == {"原产地证"}

    _, _, visit = ask(site, "certificate origin", language="en")
    assert {mark.casefold() for mark in visit.marks} >= {"certificates", "origin"}


def test_of_a_long_text_what_is_around_the_find_is_shown(ask: Any, serve: Any) -> None:
    root = serve(build_search([document("t/2025/index.html", "甲" * 300 + "原产地" + "乙" * 300)]))

    _, _, visit = ask(root, "原产地")

    shown = visit.text
    assert "甲甲原产地乙乙" in shown
    assert shown.count("…") == 2
    assert len(shown) < 200


def test_tables_of_the_newest_year_come_first_a_page_of_them_at_a_time(
    window: Window, serve: Any
) -> None:
    pages = [
        document(f"t{number:02}/{year}/index.html", "举办展会", year=str(year))
        for number in range(8)
        for year in (2024, 2026, 2025)
    ]
    root = serve(build_search(pages))
    titles = """() => [...document.querySelectorAll("#results h2 a")].map(it => it.textContent)"""

    with window(f"{root}/search/index.html?q={quote('展会')}") as opened:
        opened.page.wait_for_function(IS_DONE)
        assert opened.evaluate(STATUS) == "24 with 展会"
        assert len(opened.evaluate(titles)) == 10
        opened.page.keyboard.press("Tab")
        opened.page.get_by_role("button", name="more").press("Enter")
        opened.page.wait_for_function("() => document.querySelectorAll('#results h2').length > 10")
        assert (
            opened.evaluate("() => document.activeElement.textContent")
            == opened.evaluate(titles)[10]
        )
        opened.page.get_by_role("button", name="more").press("Enter")
        opened.page.wait_for_function("() => document.querySelectorAll('#results h2').length > 20")
        shown = opened.evaluate(titles)
        assert not opened.page.get_by_role("button", name="more").is_visible()

    years = [title.split("/")[1] for title in shown]
    assert years == ["2026"] * 8 + ["2025"] * 8 + ["2024"] * 8


def test_a_field_of_the_form_narrows_what_is_found(window: Window, site: str) -> None:
    with window(f"{site}/search/index.html") as opened:
        found = {}
        for year in ("2025", "1999"):
            opened.page.route(
                "**/search/index.html*",
                lambda route: route.fulfill(
                    content_type="text/html; charset=utf-8",
                    body=page("zh-CN", "..").replace(
                        "<button>", '<select name="year"></select><button>'
                    ),
                ),
            )
            opened.page.goto(f"{site}/search/index.html?q={quote('展会')}&year={year}")
            opened.page.wait_for_function(IS_DONE)
            found[year] = opened.evaluate(STATUS)

    assert found == {"2025": "one with 展会", "1999": "none for 展会"}


def test_without_a_question_nothing_is_loaded(window: Window, site: str) -> None:
    with window(f"{site}/search/index.html?q=%20") as opened:
        opened.page.wait_for_load_state("networkidle")
        requests = opened.requests

    assert requests == [f"{site}/search/index.html?q=%20", f"{site}/search.js"]


def test_a_page_that_was_opened_as_a_file_says_that_it_cannot_search(
    window: Window, tmp_path: Path
) -> None:
    write_search(tmp_path, {})
    with window(f"{(tmp_path / PREFIX / 'search/index.html').as_uri()}?q=x") as opened:
        opened.page.wait_for_function(IS_DONE)
        assert opened.evaluate(STATUS) == "local"


# --- Harm ---


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_policy_holds_and_no_other_host_is_asked(ask: Any, site: str, language: str) -> None:
    query = {"zh": "原产地证", "en": "certificates of origin"}[language]

    _, _, visit = ask(site, query, language=language)

    own = urlsplit(site).netloc
    assert visit.complaints == []
    assert {urlsplit(each).netloc for each in visit.requests if not each.startswith("data:")} == {
        own
    }
    assert all(urlsplit(each).path.startswith(f"/{PREFIX}/") for each in visit.requests[1:])


HOSTILE = '<script>document.title="harmed"</script><img src=x onerror=alert(1)> &amp; "quoted" harm'


@pytest.mark.parametrize("language", ["zh", "en"])
def test_hostile_text_stays_text(ask: Any, serve: Any, language: str) -> None:
    pages = [
        replace(
            document("t/2025/index.html", HOSTILE, "___PAGEFIND_ANCHOR___i:9:foreign harm",
                     language=language),
            title=f"{HOSTILE} title",
        )
    ]  # fmt: skip
    root = serve(build_search(pages))

    links, _, visit = ask(root, "harm", language=language)

    assert {link.partition("#")[2] for link in links} == {"a0", "a1"}
    assert visit.text.count(HOSTILE) == 2
    assert visit.complaints == []
    assert visit.planted == 0


def test_a_hostile_question_stays_text(ask: Any, site: str) -> None:
    query = '"><img src=x onerror=alert(1)>%n %q'

    _, status, visit = ask(site, query)

    assert status == f"none for {query}"
    assert visit.complaints == []
    assert visit.planted == 0


def test_a_search_that_cannot_be_loaded_says_so(ask: Any, serve: Any) -> None:
    root = serve({})

    _, status, _ = ask(root, "原产地证")

    assert status == "failed"


def test_a_language_without_tables_finds_nothing(ask: Any, serve: Any) -> None:
    root = serve(build_search([document("t/2025/index.html", "展会")]))

    links, status, _ = ask(root, "exhibition", language="en")

    assert (links, status) == ([], "none for exhibition")


# --- Files ---


def test_the_same_documents_make_the_same_files_in_whatever_order(documents: Documents) -> None:
    pages = [
        *documents,
        document("a/2025/index.html", "展会"),
        document("z/2025/index.html", "培训"),
    ]

    assert build_search(pages) == build_search(pages[::-1])


def test_files_that_change_under_their_name_are_told_apart(documents: Documents) -> None:
    old, new = document("t/2025/index.html", "展会"), document("t/2025/index.html", "培训")
    before, after = (build_search([*documents, each]) for each in (old, new))

    altered = {path for path in before.keys() & after.keys() if before[path] != after[path]}

    assert altered == {"pagefind/zh-2025-1/pagefind-entry.json"}
    assert not any(map(is_lasting, altered))
    assert sorted(path for path in after if not is_lasting(path)) == [
        "pagefind/en-2025-1/pagefind-entry.json", "pagefind/en-2025-1/wasm.en.pagefind",
        LIST, "pagefind/pagefind.js",
        "pagefind/zh-2025-1/pagefind-entry.json", "pagefind/zh-2025-1/wasm.unknown.pagefind",
    ]  # fmt: skip


def list_pages(documents: list[SearchDocument]) -> list[SearchIndex]:
    return list_indexes(map(prepare_document, documents))


def test_a_change_leaves_the_indexes_of_other_years_alone() -> None:
    pages = [document(f"t/{year}/index.html", "展会", year=str(year)) for year in (2024, 2025)]
    changed = [pages[0], document("t/2025/index.html", "培训", year="2025")]

    before, after = list_pages(pages), list_pages(changed)

    assert [index.name for index in after] == ["zh-2025-1", "zh-2024-1"]
    assert before[1] == after[1]
    assert build_index(before[1]) == build_index(after[1])


def test_many_documents_are_divided_evenly() -> None:
    pages = [document(f"t{number}/2025/index.html", "展会") for number in range(1001)]

    sizes = {index.name: len(index.documents) for index in list_pages(pages)}

    assert sizes == {"zh-2025-1": 334, "zh-2025-2": 334, "zh-2025-3": 333}


def test_no_documents_are_an_empty_search() -> None:
    assert build_search([]) == {LIST: b'{"zh": [], "en": []}'}


# --- Pagefind's program ---


def test_pagefind_says_nothing_where_a_person_could_see_it(
    capfd: pytest.CaptureFixture[str],
) -> None:
    build_search([document("t/2025/index.html", "展会")])

    assert capfd.readouterr() == ("", "")


def test_pagefind_takes_no_settings_from_its_surroundings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = document("t/2025/index.html", "展会")
    before = build_search([page])
    monkeypatch.setenv("PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE", "1")
    monkeypatch.setenv("PAGEFIND_LOGFILE", str(tmp_path / "log"))

    assert build_search([page]) == before
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("program", "detail"),
    [("#!/bin/sh\nexit 7\n", "Broken pipe"), ("no program", "Exec format error")],
)
def test_a_program_that_fails_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str, detail: str
) -> None:
    path = tmp_path / "pagefind"
    path.write_text(program, "utf-8")
    path.chmod(0o755)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(path))

    with pytest.raises(PerfReportError) as caught:
        build_search([document("t/2025/index.html", "展会")])

    assert str(caught.value) == f"search-failed: detail={detail}"


def test_what_pagefind_refuses_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    answer = base64.b64encode(
        b'{"message_id": 0, "payload": {"type": "Error", "message": "no room"}}'
    ).decode()
    path = tmp_path / "pagefind"
    path.write_text(f"#!/bin/sh\nprintf %s {answer},\nexec cat >/dev/null\n", "utf-8")
    path.chmod(0o755)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(path))

    with pytest.raises(PerfReportError, match="search-failed: detail=no room"):
        pagefind.index_pages([])


def test_without_the_program_there_is_no_search(monkeypatch: pytest.MonkeyPatch) -> None:
    assert has_search()

    monkeypatch.setattr("pagefind.service.get_executable", lambda: None)
    assert not has_search()

    monkeypatch.setattr("perf_report.site.search.find_spec", lambda _: None)
    assert not has_search()
