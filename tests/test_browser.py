"""The web page of a table in a real browser: on a phone and a desk, light and dark, printed."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from perf_report.model.plan import Plan
from perf_report.render.speech import MODES, Mode

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")

# They keep the browser from looking for hosts of its own.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

# The contrast that level AAA of the Web Content Accessibility Guidelines asks of body text.
ENOUGH_CONTRAST = 7.0

# A4 in points, as PDF counts.
A4 = (595.28, 841.89)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium; these tests mean nothing without one."""
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next(filter(None, map(shutil.which, names)), None)
    if program is None:
        pytest.fail(f"these tests need a browser on the path: one of {', '.join(names)}")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield opened
        opened.close()


class Visit:
    """A page of the build opened in the browser, with all that it asked for and complained of."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(address, wait_until="load")

    def _hear(self, message: ConsoleMessage) -> None:
        self.complaints.append(message.text)

    def evaluate(self, script: str) -> Any:
        return self.page.evaluate(script)


@contextmanager
def visit(browser: Browser, address: str, **options: Any) -> Iterator[Visit]:
    """Open an address in a fresh window; `options` are those of the window."""
    width = options.pop("width", 1280)
    context = browser.new_context(viewport={"width": width, "height": 844}, **options)
    try:
        yield Visit(context.new_page(), address)
    finally:
        context.close()


@pytest.fixture(params=MODES)
def mode(request: pytest.FixtureRequest) -> Mode:
    return request.param


@pytest.fixture(params=WIDTHS)
def width(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture(params=SCHEMES)
def scheme(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def visited(browser: Browser, built: Path, mode: Mode, width: int, scheme: str) -> Iterator[Visit]:
    """Each of the three pages at both widths, light and dark."""
    address = (built / f"table.{mode}.html").as_uri()
    with visit(browser, address, width=width, color_scheme=scheme) as opened:
        yield opened


@pytest.fixture
def phone(browser: Browser, built: Path, mode: Mode) -> Iterator[Visit]:
    """Each of the three pages on a phone."""
    with visit(browser, (built / f"table.{mode}.html").as_uri(), width=390) as opened:
        yield opened


# The cells that a person sees: on a phone the header rows are there for screen readers alone.
SEEN_CELLS = """[...document.querySelectorAll("th, td")].filter(cell => {
  const head = cell.closest("thead");
  return !head || getComputedStyle(head).clipPath === "none";
})"""

# Cells whose own text runs over their edge, or is cut by them; two pixels are forgiven for
# rounding and for slanted glyph edges.
CUT_CELLS = """() => {
  const cut = [];
  for (const cell of SEEN) {
    const box = cell.getBoundingClientRect();
    if (box.width === 0) continue;
    const range = document.createRange();
    range.selectNodeContents(cell);
    for (const text of range.getClientRects()) {
      const inside = text.left >= box.left - 1 && text.right <= box.right + 1
        && text.top >= box.top - 2 && text.bottom <= box.bottom + 2;
      if (!inside) cut.push(cell.textContent);
    }
    if (cell.scrollWidth > cell.clientWidth + 1) cut.push(cell.textContent);
  }
  return cut;
}""".replace("SEEN", SEEN_CELLS)

# Pieces of text that lie on one another, each pair by the texts of their cells.
OVERLAPS = """() => {
  const pieces = SEEN.flatMap(cell => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return [...range.getClientRects()].filter(box => box.width > 0).map(box => [cell, box]);
  });
  const overlaps = [];
  pieces.forEach(([one, a], index) => {
    for (const [other, b] of pieces.slice(index + 1)) {
      if (one === other) continue;
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 1 && down > 1) overlaps.push([one.textContent, other.textContent]);
    }
  });
  return overlaps;
}""".replace("SEEN", SEEN_CELLS)

# The contrast of every piece of visible text against what lies behind it, by WCAG's formula.
CONTRASTS = """() => {
  const channel = value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const luminance = color => {
    const [r, g, b] = color.map(value => channel(value / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const parse = text => text.match(/[0-9.]+/g).map(Number);
  const behind = element => {
    for (let above = element; above; above = above.parentElement) {
      const color = parse(getComputedStyle(above).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const contrast = (element, pseudo) => {
    const ink = luminance(parse(getComputedStyle(element, pseudo).color).slice(0, 3));
    const paper = luminance(behind(element));
    return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
  };
  const found = [];
  for (const element of document.body.querySelectorAll("*")) {
    const ownText = [...element.childNodes].some(
      node => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
    if (ownText) found.push([element.textContent, contrast(element, null)]);
    for (const pseudo of ["::before", "::after"]) {
      const content = getComputedStyle(element, pseudo).content;
      if (content !== "none" && content !== "normal")
        found.push([pseudo + content, contrast(element, pseudo)]);
    }
  }
  return found;
}"""


def test_the_page_never_scrolls_sideways(visited: Visit) -> None:
    scroll, client = visited.evaluate(
        "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )

    assert scroll <= client


def test_no_text_is_cut_and_none_lies_on_another(visited: Visit) -> None:
    assert visited.evaluate(CUT_CELLS) == []
    assert visited.evaluate(OVERLAPS) == []


def test_all_text_stands_out_from_its_background(visited: Visit) -> None:
    contrasts = visited.evaluate(CONTRASTS)

    assert len(contrasts) > 150
    assert [found for found in contrasts if found[1] < ENOUGH_CONTRAST] == []


def test_the_page_asks_for_nothing_but_itself_and_the_browser_has_no_complaint(
    visited: Visit,
) -> None:
    assert visited.requests == [visited.page.url]
    assert visited.complaints == []


def test_dark_is_dark_and_light_is_light(visited: Visit, scheme: str) -> None:
    background = visited.evaluate("() => getComputedStyle(document.body).backgroundColor")

    red, green, blue = map(int, background.removeprefix("rgb(").removesuffix(")").split(","))

    assert (red + green + blue > 3 * 128) == (scheme == "light")


# On a phone


def test_on_a_phone_every_amount_is_visible_with_its_label(
    phone: Visit, mode: Mode, real_plan: Plan
) -> None:
    shown = phone.evaluate(
        """() => [...document.querySelectorAll("td.amount")].filter(cell => cell.textContent)
          .map(cell => [cell.textContent, JSON.parse(getComputedStyle(cell, "::before").content),
                        cell.getBoundingClientRect().height > 10])"""
    )

    amounts = [
        str(amount)
        for funds in (real_plan.column_totals(), *(task.funds for task in real_plan.tasks))
        for amount in (funds.total, funds.basic, funds.project, funds.other)
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


def test_on_a_phone_the_unit_of_the_amounts_stands_before_them(phone: Visit, mode: Mode) -> None:
    unit = {"zh": "（万元）", "en": "(CNY 10,000)", "zh-en": "（万元）"}[mode]

    before, _, _ = phone.page.inner_text("main").partition("5230.60")

    assert unit in before


def test_on_a_phone_assistive_technology_still_finds_tables_with_rows_and_headers(
    phone: Visit,
) -> None:
    session = phone.page.context.new_cdp_session(phone.page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]

    roles = [node.get("role", {}).get("value") for node in nodes if not node.get("ignored")]

    assert roles.count("table") == 4
    assert roles.count("row") >= 1 + 8 + 8 + 79
    assert roles.count("columnheader") >= 3 + 3 + 5


@pytest.mark.parametrize("size", [320, 390, 600, 768, 1024])
def test_no_width_scrolls_sideways_or_cuts_text(
    browser: Browser, built: Path, mode: Mode, size: int
) -> None:
    with visit(browser, (built / f"table.{mode}.html").as_uri(), width=size) as opened:
        scroll = opened.evaluate("() => document.documentElement.scrollWidth")
        assert scroll <= size
        assert opened.evaluate(CUT_CELLS) == []
        assert opened.evaluate(OVERLAPS) == []


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
    browser: Browser, built: Path, policed: str, mode: Mode
) -> None:
    name = f"table.{mode}.html"

    with visit(browser, f"{policed}/{name}") as strict:
        border = strict.evaluate(
            "() => getComputedStyle(document.querySelector('td.amount')).borderTopStyle"
        )
        under_policy = strict.page.screenshot(full_page=True)
        requests, complaints = strict.requests, strict.complaints
    with visit(browser, (built / name).as_uri()) as free:
        from_disk = free.page.screenshot(full_page=True)

    assert border == "solid"
    assert under_policy == from_disk
    assert requests == [f"{policed}/{name}"]
    assert complaints == []


def test_without_scripts_all_text_is_visible(browser: Browser, built: Path, mode: Mode) -> None:
    name = (built / f"table.{mode}.html").as_uri()

    with visit(browser, name, java_script_enabled=False) as plain:
        without = plain.page.inner_text("body")
    with visit(browser, name) as scripted:
        text = scripted.page.inner_text("body")

    assert without == text
    assert "5230.60" in without


# In print


@pytest.fixture(params=SCHEMES)
def printed(
    browser: Browser, built: Path, mode: Mode, request: pytest.FixtureRequest
) -> Iterator[pikepdf.Pdf]:
    """The browser's own print of each page, also where the reader prefers dark."""
    address = (built / f"table.{mode}.html").as_uri()
    with visit(browser, address, color_scheme=request.param) as opened:
        pdf = opened.page.pdf(prefer_css_page_size=True, print_background=True)
    with pikepdf.open(BytesIO(pdf)) as document:
        yield document


def test_the_browser_prints_upright_a4(printed: pikepdf.Pdf) -> None:
    sizes = [tuple(map(float, page.mediabox)) for page in printed.pages]

    assert 5 <= len(sizes) <= 16
    for left, bottom, right, top in sizes:
        assert (right - left, top - bottom) == pytest.approx(A4, abs=1)


def test_print_is_black_on_white_even_where_the_screen_is_dark(
    browser: Browser, built: Path, mode: Mode
) -> None:
    address = (built / f"table.{mode}.html").as_uri()

    with visit(browser, address, color_scheme="dark") as opened:
        opened.page.emulate_media(media="print")
        colors = opened.evaluate(
            """() => { const style = getComputedStyle(document.body);
                       return [style.color, style.backgroundColor]; }"""
        )

    assert colors == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
