"""The published site in a real browser: on a phone and a desk, light and dark, without script."""

import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from itertools import product
from typing import Any

import pytest
from paths import PREFIX
from sites import ONE, OTHER, PAGES, Published, serving

# Opens an address in a fresh window of the browser; see conftest.
Window = Callable[..., Any]

SIZES = (390, 1280)
SCHEMES = ("light", "dark")
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
# Levels A and AA of WCAG 2.2, and of what it builds on.
STANDARD = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# All that the colours of a page decide.
CONTRAST = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
RUN_AXE = """async runOnly => {
  const found = await axe.run(document, {runOnly, resultTypes: ["violations"], preload: false});
  return found.violations.flatMap(
    rule => rule.nodes.map(node => `${rule.id} ${node.target} ${node.failureSummary}`));
}"""

# All that a keyboard has to reach, in the order of the page.
FOCUSABLE = """() => [...document.querySelectorAll("a[href], button, input, [tabindex='0']")]
  .filter(element => element.checkVisibility())"""
# Notes what the focus comes to, and whether one sees that it is there.
WATCH_FOCUS = """() => {
  window.reached = [];
  document.addEventListener("focusin", ({target}) => {
    const style = getComputedStyle(target);
    const box = target.getBoundingClientRect();
    const isMarked = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const isInside = box.bottom > 0 && box.top < innerHeight
      && box.right > 0 && box.left < innerWidth;
    window.reached.push([target, isMarked && isInside]);
  });
}"""
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


def sizes_and_schemes(page: Any) -> Iterator[str]:
    """A page on a phone and a desk, each light and dark; what it is now."""
    for width, scheme in product(SIZES, SCHEMES):
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme)
        yield f"{width} {scheme}"


def is_wider_than_its_window(page: Any) -> bool:
    root = "document.documentElement"
    return bool(page.evaluate(f"() => {root}.scrollWidth > {root}.clientWidth"))


# --- Every kind of page ---


def test_no_page_complains_asks_elsewhere_or_scrolls_sideways(
    window: Window, site: str, path: str
) -> None:
    # A page in English is the same page in other words, with which it is looked at once.
    for has_script in (True,) if path.startswith("en/") else (True, False):
        with window(f"{site}/{path}", java_script_enabled=has_script) as opened:
            assert opened.complaints == []
            assert len(opened.requests) >= 2
            assert [each for each in opened.requests if not each.startswith(f"{site}/")] == []
            wide = [
                look for look in sizes_and_schemes(opened.page)
                if is_wider_than_its_window(opened.page)
            ]  # fmt: skip
            assert wide == []


def test_nothing_keeps_anyone_out_of_a_page(window: Window, site: str, path: str) -> None:
    # The colours of a page in English are those of the same page in Chinese.
    looks = 2 if path.startswith("en/") else 4
    with window(f"{site}/{path}") as opened:
        opened.evaluate(AXE)
        found = {
            look: opened.page.evaluate(RUN_AXE, STANDARD if "light" in look else CONTRAST)
            for look in sizes_and_schemes(opened.page)
            if looks == 4 or "light" in look
        }

    assert {look: each for look, each in found.items() if each} == {}
    assert len(found) == looks


def test_what_keeps_people_out_would_be_found(window: Window, site: str) -> None:
    with window(f"{site}/index.html") as opened:
        opened.evaluate(AXE)
        opened.evaluate("() => document.querySelector('.brand').style.setProperty('color', '#ddd')")
        opened.evaluate(
            "() => document.querySelector('main').append(document.createElement('input'))"
        )
        found = opened.page.evaluate(RUN_AXE, STANDARD)

    assert {each.split()[0] for each in found} == {"color-contrast", "label"}


def test_a_keyboard_alone_reaches_everything_and_one_sees_where_it_is(
    window: Window, site: str, path: str
) -> None:
    with window(f"{site}/{path}") as opened:
        count = opened.evaluate(f"() => ({FOCUSABLE})().length")
        opened.evaluate(WATCH_FOCUS)
        for _ in range(count):
            opened.page.keyboard.press("Tab")
        missed = opened.evaluate(
            f"() => ({FOCUSABLE})().filter(each => !reached.some(([seen]) => seen === each))"
            ".map(each => each.outerHTML)"
        )
        unseen = opened.evaluate(
            "() => reached.filter(([, seen]) => !seen).map(([it]) => it.outerHTML)"
        )

    assert count >= 8
    assert missed == []
    assert unseen == []


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
