"""The web page of a table in a real browser: on a phone, under a policy, printed."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from page_checks import SCHEMES
from usual_funds import amounts_of

from perf_report.model.plan import Plan
from perf_report.render.localized_text import MODES, Mode

# Opens an address in a fresh window of the browser; see conftest.
Window = Callable[..., Any]

POLICY = "default-src 'none'; style-src 'unsafe-inline'"

# A4 in points, as PDF counts.
A4 = (595.28, 841.89)


@pytest.fixture(params=MODES)
def mode(request: pytest.FixtureRequest) -> Mode:
    given: Mode = request.param
    return given


@pytest.fixture
def phone(window: Window, built: Path, mode: Mode) -> Iterator[Any]:
    """Each of the three pages on a phone."""
    with window((built / f"table.{mode}.html").as_uri(), width=390) as opened:
        yield opened


# On a phone


def test_on_a_phone_every_amount_is_visible_with_its_label(
    phone: Any, mode: Mode, real_plan: Plan
) -> None:
    shown = phone.evaluate(
        """() => [...document.querySelectorAll("td.amount")].filter(cell => cell.textContent)
          .map(cell => [cell.textContent, JSON.parse(getComputedStyle(cell, "::before").content),
                        cell.getBoundingClientRect().height > 10])"""
    )

    amounts = [
        str(amount)
        for funds in (real_plan.column_totals(), *(task.funds for task in real_plan.tasks))
        for amount in amounts_of(funds)
        if amount is not None
    ]
    assert [(amount, visible) for amount, _, visible in shown] == [(it, True) for it in amounts]
    labels = {
        "zh": {"总额", "基本支出", "项目支出", "其他资金"},
        "en": {"Total", "Basic expenditure", "Project expenditure", "Other funds"},
        "zh-en": {
            "总额 Total", "基本支出 Basic expenditure", "项目支出 Project expenditure",
            "其他资金 Other funds",
        },
    }  # fmt: skip
    assert {label for _, label, _ in shown} == labels[mode]


def test_on_a_phone_the_unit_of_the_amounts_stands_before_them(phone: Any, mode: Mode) -> None:
    unit = {"zh": "（万元）", "en": "(CNY 10,000)", "zh-en": "（万元）"}[mode]

    before, _, _ = phone.page.inner_text("main").partition("5230.60")

    assert unit in before


def test_on_a_phone_assistive_technology_still_finds_tables_with_rows_and_headers(
    phone: Any,
) -> None:
    session = phone.page.context.new_cdp_session(phone.page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]

    roles = [node.get("role", {}).get("value") for node in nodes if not node.get("ignored")]

    assert roles.count("table") == 4
    assert roles.count("row") >= 1 + 8 + 8 + 79
    assert roles.count("columnheader") >= 3 + 3 + 5


# Under a policy, and without scripts


@pytest.fixture(scope="module")
def policed(built: Path) -> Iterator[str]:
    """The address of the build on a server that sends a strict policy."""

    class Handler(SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", POLICY)
            super().end_headers()

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(built)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_under_a_strict_policy_the_page_keeps_its_looks(
    window: Window, built: Path, policed: str, mode: Mode
) -> None:
    name = f"table.{mode}.html"

    with window(f"{policed}/{name}") as strict:
        border = strict.evaluate(
            "() => getComputedStyle(document.querySelector('td.amount')).borderTopStyle"
        )
        under_policy = strict.page.screenshot()
        requests, complaints = strict.requests, strict.complaints
    with window((built / name).as_uri()) as free:
        from_disk = free.page.screenshot()

    assert border == "solid"
    assert under_policy == from_disk
    assert requests == [f"{policed}/{name}"]
    assert complaints == []


def test_without_scripts_all_text_is_visible(window: Window, built: Path, mode: Mode) -> None:
    name = (built / f"table.{mode}.html").as_uri()

    with window(name, java_script_enabled=False) as plain:
        without = plain.page.inner_text("body")
    with window(name) as scripted:
        text = scripted.page.inner_text("body")

    assert without == text
    assert "5230.60" in without


# In print


@pytest.fixture(params=SCHEMES)
def printed(
    window: Window, built: Path, mode: Mode, request: pytest.FixtureRequest
) -> Iterator[pikepdf.Pdf]:
    """The browser's own print of each page, also where the reader prefers dark."""
    address = (built / f"table.{mode}.html").as_uri()
    with window(address, color_scheme=request.param) as opened:
        pdf = opened.page.pdf(prefer_css_page_size=True, print_background=True)
    with pikepdf.open(BytesIO(pdf)) as document:
        yield document


@pytest.mark.sampled
def test_the_browser_prints_upright_a4(printed: pikepdf.Pdf) -> None:
    sizes = [tuple(map(float, page.mediabox)) for page in printed.pages]

    assert 5 <= len(sizes) <= 16
    for left, bottom, right, top in sizes:
        assert (right - left, top - bottom) == pytest.approx(A4, abs=1)
