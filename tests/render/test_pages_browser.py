"""The pages of tables, forms and changes in any window, on paper, and without a mouse."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from changes_pages import pages, real_changes, view_of
from conftest import Runner, Tab, Visit, visit
from page_checks import SCHEMES, barriers, faint_texts, keyboard_faults, window_faults

from perf_report.render.localized_text import MODES

# Opens an address in a fresh window of the browser; see conftest.
Window = Callable[..., Any]

TABLES = [f"table.{mode}" for mode in MODES]
CHANGES = [f"changes.{mode}" for mode in MODES]
# Forms with nothing filled in: one in parts, one sheet, and one of more columns than others have.
BLANKS = ["overall-2021", "project-2021", "project-sichuan"]
NAMES = [*TABLES, *CHANGES, *BLANKS]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, built: Path, here: Runner) -> Path:
    """A page of each kind, by its name."""
    made = tmp_path_factory.mktemp("pages")
    for name in TABLES:
        (made / f"{name}.html").write_bytes((built / f"{name}.html").read_bytes())
    for mode, name in zip(MODES, CHANGES, strict=True):
        page = pages().render_changes(view_of(mode, real_changes()))
        (made / f"{name}.html").write_text(page, "utf-8")
    for name in BLANKS:
        page_of = f"html={made / name}.html"
        ran = here("forms", name, "--lang", "zh-en", "--year", "2026", "--format", page_of)
        assert ran.code == 0
    return made


@pytest.fixture(params=NAMES)
def opened(request: pytest.FixtureRequest, tab: Tab, folder: Path) -> Iterator[Visit]:
    with visit(tab, (folder / f"{request.param}.html").as_uri()) as page:
        yield page


@pytest.mark.sampled
def test_a_page_fits_every_window_and_paper_and_asks_for_nothing(opened: Visit) -> None:
    assert window_faults(opened) == {}
    assert opened.requests == [opened.page.url]
    assert opened.complaints == []


@pytest.mark.sampled
def test_all_text_stands_out_from_its_background(opened: Visit) -> None:
    assert faint_texts(opened) == {}


# The same page in other words has the same barriers.
@pytest.mark.parametrize("name", ["table.zh-en", "changes.zh-en", *BLANKS])
def test_nothing_keeps_anyone_out(window: Window, folder: Path, name: str) -> None:
    with window((folder / f"{name}.html").as_uri()) as page:
        assert barriers(page) == []


def test_dark_is_dark_and_light_is_light(opened: Visit) -> None:
    for scheme in SCHEMES:
        opened.page.emulate_media(color_scheme=scheme)
        color = opened.evaluate("() => getComputedStyle(document.body).backgroundColor")
        red, green, blue = map(int, color.removeprefix("rgb(").removesuffix(")").split(","))
        assert (red + green + blue > 3 * 128) == (scheme == "light")


@pytest.mark.sampled
def test_a_keyboard_alone_reaches_everything_and_one_sees_where_it_is(opened: Visit) -> None:
    assert keyboard_faults(opened) == {}


@pytest.mark.parametrize(("name", "is_wide"), [("project-2021", False), ("project-sichuan", True)])
def test_a_sheet_of_many_columns_is_printed_across(
    window: Window, folder: Path, name: str, *, is_wide: bool
) -> None:
    with window((folder / f"{name}.html").as_uri()) as page:
        pdf = page.page.pdf(prefer_css_page_size=True)
    with pikepdf.open(BytesIO(pdf)) as document:
        _, _, width, height = map(float, document.pages[0].mediabox)
    assert (width > height) == is_wide


def test_what_a_check_looks_for_would_be_found(window: Window, folder: Path) -> None:
    with window((folder / "overall-2021.html").as_uri()) as page:
        page.evaluate(
            """() => {
              const style = document.createElement("style");
              style.textContent = `
                caption .whole { display: inline-block; width: 2em; white-space: normal }
                tr:last-child td:last-child { width: 200vw }
                .year { color: #bbb }
                a:focus-visible { outline: none }`;
              document.head.append(style);
              document.querySelector("main").append(document.createElement("input"));
            }"""
        )
        windows = window_faults(page)
        faint, found = faint_texts(page), barriers(page)
        keys = keyboard_faults(page)

    assert {"320 px", "1920 px", "text of twice the size", "print"} <= set(windows)
    assert {"scrolls sideways", "broken units"} <= set(windows["390 px"])
    assert {f"{width} light, forced colors: none" for width in (390, 1280)} <= set(faint)
    assert {each.split()[0] for each in found} >= {"color-contrast", "label"}
    assert set(keys) == {"unseen"}


@pytest.mark.parametrize("width", [390, 1280])
def test_a_goal_and_its_indicators_lead_to_each_other(
    window: Window, folder: Path, width: int
) -> None:
    with window((folder / "table.zh.html").as_uri(), width=width) as page:
        for link, target in (
            (".outline a >> text=目标5", "th.goal"),
            (":target a", "table.goals tr"),
            (":target a", "th.goal"),
        ):
            page.page.click(link)
            assert page.page.locator(f"{target}:target").count() == 1
            assert page.page.locator(":target").first.is_visible()
        page.page.click(".back a")
        assert page.page.locator("nav:target").count() == 1
        assert page.requests == [page.requests[0]]
