"""The published site in a real browser: in any window, by keyboard, without script."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from page_checks import barriers, dark_barriers, keyboard_faults, window_faults
from paths import PREFIX
from sites import KINDS, ONE, OTHER, PAGES, Published, serving

# Opens an address in a fresh window of the browser; see conftest.
Window = Callable[..., Any]

# How far from the top each of some elements is.
TOPS = (
    "(names => [...document.querySelectorAll(names)].map(each => each.getBoundingClientRect().top))"
)
TEXTS = "texts => [...document.querySelectorAll(texts)].map(each => each.textContent.trim())"


@pytest.fixture(scope="module")
def site(published: Published) -> Iterator[str]:
    """The address of a published site, without a slash at its end."""
    with serving(published.www.parent) as address:
        yield f"{address}/{PREFIX}"


@pytest.fixture(params=PAGES)
def path(request: pytest.FixtureRequest) -> str:
    """A page of each kind in each language."""
    return PAGES[request.param]


# --- Every kind of page ---


@pytest.mark.sampled
def test_a_page_fits_every_window_and_paper_and_asks_nothing_of_others(
    window: Window, site: str, path: str
) -> None:
    with window(f"{site}/{path}") as opened:
        assert opened.complaints == []
        assert len(opened.requests) >= 2
        assert [each for each in opened.requests if not each.startswith(f"{site}/")] == []
        assert window_faults(opened) == {}


@pytest.mark.sampled
@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
def test_without_script_a_page_fits_and_asks_nothing_of_others(
    window: Window, site: str, path: str
) -> None:
    with window(f"{site}/{path}", width=390, java_script_enabled=False) as opened:
        assert opened.complaints == []
        assert [each for each in opened.requests if not each.startswith(f"{site}/")] == []
        assert not opened.scrolls_sideways()


@pytest.mark.sampled
def test_nothing_keeps_anyone_out_of_a_page(window: Window, site: str, path: str) -> None:
    with window(f"{site}/{path}") as opened:
        assert barriers(opened) == []
        # The colors of a page in English are those of the same page in Chinese.
        assert path.startswith("en/") or dark_barriers(opened) == {}


def test_what_keeps_people_out_would_be_found(window: Window, site: str) -> None:
    with window(f"{site}/index.html") as opened:
        opened.evaluate("() => document.querySelector('.brand').style.setProperty('color', '#777')")
        opened.evaluate(
            "() => document.querySelector('main').append(document.createElement('input'))"
        )
        assert {each.split()[0] for each in barriers(opened)} == {"color-contrast", "label"}
        assert "color-contrast" in str(dark_barriers(opened)["forced colors: none"])


@pytest.mark.sampled
def test_a_keyboard_alone_reaches_everything_and_one_sees_where_it_is(
    window: Window, site: str, path: str
) -> None:
    with window(f"{site}/{path}") as opened:
        assert keyboard_faults(opened) == {}


def test_the_first_stop_leads_past_what_every_page_has(window: Window, site: str) -> None:
    with window(f"{site}/{ONE}/2026/index.html") as opened:
        opened.page.keyboard.press("Tab")
        opened.page.keyboard.press("Enter")
        opened.page.keyboard.press("Tab")
        assert opened.evaluate("() => document.activeElement.closest('main') !== null")


def test_a_page_runs_no_script_but_the_sites_own(window: Window, site: str) -> None:
    with window(f"{site}/index.html") as opened:
        opened.evaluate(
            """() => {
              const script = document.createElement("script");
              script.textContent = "document.title = 'taken'";
              document.head.append(script);
            }"""
        )
        assert opened.page.title() != "taken"
        assert "Content Security Policy" in opened.complaints[0]


def test_a_table_has_the_headings_of_its_parts_and_links_to_its_goals(
    window: Window, site: str
) -> None:
    with window(f"{site}/{ONE}/2025/index.html", width=390) as opened:
        heights = opened.evaluate(
            "() => [...document.querySelectorAll('section.table table:not(.fields) > caption')]"
            ".map(caption => caption.getBoundingClientRect().height)"
        )
        assert len(heights) == 3
        assert min(heights) > 10
        opened.page.click(".outline a >> text=目标2")
        assert opened.page.locator("th.goal:target").is_visible()


# --- What stands where ---


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("place", ["index.html", f"en/{ONE}/2026/index.html"])
def test_the_languages_stand_in_one_line(window: Window, site: str, place: str, width: int) -> None:
    with window(f"{site}/{place}") as opened:
        opened.page.set_viewport_size({"width": width, "height": 844})
        tops = opened.evaluate(f"() => {TOPS}('.languages li')")
    assert len(tops) == 2
    assert len(set(tops)) == 1


@pytest.mark.parametrize("place", [f"{ONE}/index.html", "en/years/2026/index.html"])
def test_no_column_of_a_list_is_out_of_sight_on_a_phone(
    window: Window, site: str, place: str
) -> None:
    with window(f"{site}/{place}") as opened:
        opened.page.set_viewport_size({"width": 390, "height": 844})
        ends = opened.evaluate(
            """() => [...document.querySelectorAll("table.list td")]
              .filter(cell => cell.checkVisibility())
              .map(cell => cell.getBoundingClientRect().right)"""
        )
    assert len(ends) >= 6
    assert max(ends) <= 390


@pytest.mark.parametrize(("width", "columns"), [(390, 2), (1280, 5)])
def test_small_charts_stand_beside_each_other_with_their_bars_in_one_line(
    window: Window, site: str, width: int, columns: int
) -> None:
    with window(f"{site}/{ONE}/compare/index.html") as opened:
        opened.page.set_viewport_size({"width": width, "height": 844})
        tops = opened.evaluate(f"() => {TOPS}('.multiples:first-of-type > .series')")
        assert tops.count(tops[0]) == columns
        charts = opened.evaluate(f"() => {TOPS}('.multiples:first-of-type .chart')")
        drawn = min(columns, len(charts))
        assert charts.count(charts[0]) == drawn
        # Bars and figures of a year are in one column.
        assert opened.evaluate(
            """() => [...document.querySelectorAll(".series:has(.chart)")].every(each =>
              Math.abs(each.querySelector(".chart").getBoundingClientRect().width
                - each.querySelector("table").getBoundingClientRect().width) < 1)"""
        )


# --- The language switch ---


def test_the_language_switch_keeps_the_page_and_the_place(window: Window, site: str) -> None:
    with window(f"{site}/{ONE}/2026/index.html#indicator-meadow-cover") as opened:
        opened.page.click("a[data-switch=en]")
        opened.page.wait_for_url(f"{site}/en/{ONE}/2026/index.html#indicator-meadow-cover")
        top = opened.evaluate("() => document.querySelector(':target').getBoundingClientRect().top")
        # A browser scrolls by whole pixels.
        assert -1 < top < 844


def test_the_language_switch_keeps_what_is_looked_for(window: Window, site: str) -> None:
    with window(f"{site}/search/index.html?q=kites") as opened:
        opened.page.click("a[data-switch=en]")
        opened.page.wait_for_url(f"{site}/en/search/index.html?q=kites")


def test_without_script_the_language_switch_is_a_link(window: Window, site: str) -> None:
    with window(f"{site}/{ONE}/index.html", java_script_enabled=False) as opened:
        opened.page.click("a[data-switch=en]")
        opened.page.wait_for_url(f"{site}/en/{ONE}/index.html")


def test_the_chosen_language_is_remembered(window: Window, site: str) -> None:
    with window(f"{site}/index.html") as opened:
        opened.page.click("a[data-switch=en]")
        opened.page.wait_for_url(f"{site}/en/index.html")
        opened.page.goto("about:blank")
        opened.page.goto(f"{site}/{ONE}/index.html")
        opened.page.wait_for_url(f"{site}/en/{ONE}/index.html")
        opened.page.click("a[data-switch=zh]")
        opened.page.wait_for_url(f"{site}/{ONE}/index.html")
        opened.page.goto("about:blank")
        opened.page.goto(f"{site}/index.html")
        assert opened.page.url == f"{site}/index.html"


def test_nobody_is_led_away_from_a_page_in_the_only_language_that_it_has(
    window: Window, site: str
) -> None:
    with window(f"{site}/en/index.html") as opened:
        opened.evaluate("() => localStorage.setItem('perf-report-language', 'en')")
        opened.page.goto(f"{site}/{OTHER}/2025/index.html")
        assert opened.page.url == f"{site}/{OTHER}/2025/index.html"
        assert opened.page.locator("a[data-switch]").count() == 0


def test_a_name_that_only_lacks_its_english_is_no_former_name(window: Window, site: str) -> None:
    with window(f"{site}/{OTHER}/index.html") as opened:
        assert opened.page.locator("h1").inner_text() == "示例市蓟花局（虚构）"
        assert opened.page.locator("h1 + .lead").count() == 0


# --- Filtering and sorting ---


@pytest.mark.parametrize(
    ("place", "entries"),
    [("en/departments/index.html", "#departments > li"),
     ("en/data/2026/index.html", "#tables > li"),
     ("en/years/2026/index.html", "#tables tbody tr")],
)  # fmt: skip
def test_a_list_is_filtered_while_one_types(
    window: Window, site: str, place: str, entries: str
) -> None:
    with window(f"{site}/{place}") as opened:
        seen = opened.page.locator(f"{entries}:visible")
        assert seen.count() == 2
        opened.page.fill(".filter input", " THISTLE ")
        assert [text.split(" of ")[0] for text in seen.all_inner_texts()] == ["Thistle Bureau"]
        opened.page.fill(".filter input", "thistledown")
        assert seen.count() == 0
        assert opened.page.inner_text(".filter [role=status]")
        opened.page.fill(".filter input", "")
        assert seen.count() == 2
        assert opened.page.inner_text(".filter [role=status]") == ""


def test_a_list_is_sorted_by_its_heads_up_and_down(window: Window, site: str) -> None:
    with window(f"{site}/en/years/2026/index.html") as opened:
        rows, head = "#tables tbody th a", opened.page.locator("#tables thead th").first
        up = opened.page.evaluate(TEXTS, rows)
        head.get_by_role("button").click()
        assert head.get_attribute("aria-sort") == "ascending"
        assert opened.page.evaluate(TEXTS, rows) == sorted(up)
        head.get_by_role("button").click()
        assert head.get_attribute("aria-sort") == "descending"
        assert opened.page.evaluate(TEXTS, rows) == sorted(up, reverse=True)


def test_amounts_are_sorted_by_their_figures(window: Window, site: str) -> None:
    with window(f"{site}/en/years/2026/index.html") as opened:
        # Written so that an order by letters differs from that by figures.
        opened.evaluate(
            """() => [...document.querySelectorAll("#tables td:nth-child(2)")].forEach(
              (cell, number) => { cell.textContent = ["1000.00", "99.00"][number]; })"""
        )
        opened.page.locator("#tables thead button").nth(1).click()
        assert opened.page.evaluate(TEXTS, "#tables td:nth-child(2)") == ["99.00", "1000.00"]


def test_without_script_nothing_that_needs_it_is_offered(window: Window, site: str) -> None:
    with window(f"{site}/years/2026/index.html", java_script_enabled=False) as opened:
        assert opened.page.locator("main :is(input, button)").count() == 0


# --- Finding ---


def test_what_is_looked_for_on_the_front_page_leads_to_its_indicator(
    window: Window, site: str
) -> None:
    with window(f"{site}/index.html") as opened:
        opened.page.fill("form.search input", "风筝制作体验")
        opened.page.keyboard.press("Enter")
        opened.page.wait_for_selector("#results li a")
        opened.page.locator("#results li a", has_text="风筝制作体验").first.click()
        opened.page.wait_for_url(re.compile("#indicator-kite-workshops$"))
        assert opened.page.locator(":target").is_visible()
        assert opened.complaints == []
