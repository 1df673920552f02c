"""The report of changes in a browser: its drawing, its tables on a phone, printed."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from changes_pages import pages, pdf_pages, real_changes, view_of

from perf_report.model.target import Quantity
from perf_report.render.localized_text import MODES, Mode


@pytest.fixture(params=MODES)
def mode(request: pytest.FixtureRequest) -> Mode:
    given: Mode = request.param
    return given


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Mode], str]:
    """The address of the real table's changes in a mode."""
    folder = tmp_path_factory.mktemp("changes")

    @cache
    def address(mode: Mode) -> str:
        path = folder / f"changes.{mode}.html"
        path.write_text(pages().render_changes(view_of(mode, real_changes())), "utf-8")
        return path.as_uri()

    return address


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    given: str = request.param
    return given


def test_no_drawing_is_cut(
    window: Callable[..., Any], addresses: Callable[[Mode], str], mode: Mode
) -> None:
    with window(addresses(mode), width=390) as visit:
        cut = visit.evaluate(
            """() => [...document.querySelectorAll("svg[role=img] text")].filter(text => {
              const inner = text.getBoundingClientRect();
              const outer = text.closest("svg[role=img]").getBoundingClientRect();
              return inner.right > outer.right + 1 || inner.bottom > outer.bottom + 1;
            }).map(text => text.textContent)"""
        )
        assert cut == []


def test_on_a_phone_assistive_technology_finds_the_tables(
    window: Callable[..., Any], addresses: Callable[[Mode], str]
) -> None:
    with window(addresses("zh-en"), width=390) as visit:
        session = visit.page.context.new_cdp_session(visit.page)
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]

    roles = [node.get("role", {}).get("value") for node in nodes if not node.get("ignored")]
    assert roles.count("table") == 5
    # Bars say what their figures do, and are not read out.
    assert roles.count("image") == 0
    assert roles.count("row") > len(real_changes().changes)


def test_the_browser_prints_every_change(
    window: Callable[..., Any], addresses: Callable[[Mode], str], tmp_path: Path, scheme: str
) -> None:
    path = tmp_path / "printed.pdf"

    with window(addresses("zh"), color_scheme=scheme) as visit:
        path.write_bytes(visit.page.pdf(prefer_css_page_size=True, print_background=True))
        visit.page.emulate_media(media="print")
        ink = visit.evaluate("() => getComputedStyle(document.querySelector('ins')).color")

    found = pdf_pages(path)
    assert len(found) >= 4
    figures = [reported.change.after.printed for reported in real_changes().changes
               if isinstance(reported.change.after, Quantity)]  # fmt: skip
    assert len(figures) >= 4
    assert [figure for figure in figures if figure.strip("≥≤＜") not in "".join(found)] == []
    assert ink == "rgb(0, 0, 0)"
