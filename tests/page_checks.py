"""What is asked of every page in a browser: in any window, dark, on paper, by keyboard."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from itertools import product
from typing import Any, Literal

from conftest import Visit

# Phones, a tablet, a desk and a large screen; and what a zoom of 200 % leaves of a desk.
WIDTHS = (320, 390, 640, 768, 1280, 1920)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
FORCED: tuple[Literal["none", "active"], ...] = ("none", "active")

# The contrast that level AAA of the Web Content Accessibility Guidelines asks of body text.
ENOUGH_CONTRAST = 7.0

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
# Levels A and AA of WCAG 2.2, and of what it builds on.
STANDARD = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# All that the colors of a page decide.
CONTRAST: dict[str, Any] = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
RUN_AXE = """async ([runOnly, rules]) => {
  const found = await axe.run(
    document, {runOnly, rules, resultTypes: ["violations"], preload: false});
  return found.violations.flatMap(
    rule => rule.nodes.map(node => `${rule.id} ${node.target} ${node.failureSummary}`));
}"""

# Headings that a line breaks within the unit of their figures.
BROKEN_UNITS = """() => {
  const headings = [...document.querySelectorAll("h1, h2, h3, caption, th")]
    .filter(heading => heading.checkVisibility());
  return headings.flatMap(heading => {
    const walker = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
    const broken = [];
    while (walker.nextNode()) {
      const text = walker.currentNode.data;
      for (const unit of text.matchAll(/（[^（）]{0,4}元）|CNY [0-9,]+/g)) {
        const range = document.createRange();
        range.setStart(walker.currentNode, unit.index);
        range.setEnd(walker.currentNode, unit.index + unit[0].length);
        const lines = new Set([...range.getClientRects()].map(each => Math.round(each.top)));
        if (lines.size > 1) broken.push(text);
      }
    }
    return broken;
  });
}"""

# Amounts that a line breaks within.
BROKEN_AMOUNTS = """() => [...document.querySelectorAll('td.amount')].flatMap(cell => {
  const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT)
  const broken = []
  while (walker.nextNode()) {
    const range = document.createRange()
    range.selectNodeContents(walker.currentNode)
    const lines = new Set([...range.getClientRects()].map(each => Math.round(each.top)))
    if (/[0-9]/.test(walker.currentNode.data) && lines.size > 1)
      broken.push(walker.currentNode.data)
  }
  return broken
})"""

# All that a keyboard has to reach, in the order of the page.
FOCUSABLE = """() => [...document.querySelectorAll(
  "a[href], button, input, select, textarea, summary, [tabindex='0']"
)].filter(element => element.checkVisibility())"""
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

# The colors of the page itself.
COLORS = """() => { const style = getComputedStyle(document.body);
                   return [style.color, style.backgroundColor]; }"""
BLACK_ON_WHITE = ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]

# The width of A4 without its margins, upright and across, in pixels of the screen.
UPRIGHT, ACROSS = 665, 1009
IS_WIDE = "() => getComputedStyle(document.querySelector('main')).page === 'wide'"


def layout_faults(opened: Visit) -> dict[str, Any]:
    """What does not fit, by what is wrong with it; empty if all does."""
    found = {
        "scrolls sideways": opened.scrolls_sideways(),
        "cut": opened.cut_cells(),
        "one on another": opened.overlaps(),
        "broken amounts": opened.evaluate(BROKEN_AMOUNTS),
        "broken units": opened.evaluate(BROKEN_UNITS),
    }
    return {fault: where for fault, where in found.items() if where}


def window_faults(opened: Visit) -> dict[str, Any]:
    """What does not fit in windows of all widths, with text of twice the size, and on paper."""
    found = {}
    for width in WIDTHS:
        opened.page.set_viewport_size({"width": width, "height": 844})
        found[f"{width} px"] = layout_faults(opened)
    opened.page.set_viewport_size({"width": 1280, "height": 844})
    with large_text(opened):
        found["text of twice the size"] = layout_faults(opened)
    found["print"] = print_faults(opened)
    return {look: faults for look, faults in found.items() if faults}


def print_faults(opened: Visit) -> dict[str, Any]:
    """What the page does not do on paper, where the reader prefers dark, too."""
    opened.page.emulate_media(media="print", color_scheme="dark")
    width = ACROSS if opened.evaluate(IS_WIDE) else UPRIGHT
    opened.page.set_viewport_size({"width": width, "height": 844})
    colors = opened.evaluate(COLORS)
    found = {"colors": [] if colors == BLACK_ON_WHITE else colors, **layout_faults(opened)}
    opened.page.emulate_media(media="null", color_scheme="light")
    return {fault: where for fault, where in found.items() if where}


@contextmanager
def large_text(opened: Visit) -> Iterator[None]:
    """The browser of a reader who sets text to twice the usual size."""
    session = opened.page.context.new_cdp_session(opened.page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    try:
        yield
    finally:
        session.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
        session.detach()


def barriers(opened: Visit, *, with_colors: bool = True) -> list[str]:
    """What keeps anyone out of the page on a phone, by axe, which takes longest for colors."""
    opened.evaluate(AXE)
    opened.page.set_viewport_size({"width": 390, "height": 844})
    rules = {} if with_colors else {rule: {"enabled": False} for rule in CONTRAST["values"]}
    found: list[str] = opened.page.evaluate(RUN_AXE, [STANDARD, rules])
    return found


def dark_barriers(opened: Visit) -> dict[str, list[str]]:
    """What colors keep out of the page on a desk, by axe, which has run: dark, and the system's."""
    page, found = opened.page, {}
    page.set_viewport_size({"width": 1280, "height": 844})
    for forced in FORCED:
        page.emulate_media(color_scheme="dark", forced_colors=forced)
        found[f"forced colors: {forced}"] = page.evaluate(RUN_AXE, [CONTRAST, {}])
    page.emulate_media(color_scheme="light", forced_colors="none")
    return {look: faults for look, faults in found.items() if faults}


def faint_texts(opened: Visit) -> dict[str, list[tuple[str, float]]]:
    """The texts that do not stand out from what is behind them, on a phone and a desk."""
    found = {}
    for width, scheme, forced in product((390, 1280), SCHEMES, FORCED):
        opened.page.set_viewport_size({"width": width, "height": 844})
        opened.page.emulate_media(color_scheme=scheme, forced_colors=forced)
        contrasts = opened.contrasts()
        assert contrasts
        faint = [each for each in contrasts if each[1] < ENOUGH_CONTRAST]
        found[f"{width} {scheme}, forced colors: {forced}"] = faint
    opened.page.emulate_media(color_scheme="light", forced_colors="none")
    return {look: texts for look, texts in found.items() if texts}


def keyboard_faults(opened: Visit) -> dict[str, list[str]]:
    """What a keyboard does not reach in the order of the page, and where one cannot see that."""
    count = opened.evaluate(f"() => ({FOCUSABLE})().length")
    opened.evaluate(WATCH_FOCUS)
    for _ in range(count):
        opened.page.keyboard.press("Tab")
    found = {
        "missed": f"({FOCUSABLE})().filter(each => !reached.some(([seen]) => seen === each))",
        "out of order": f"({FOCUSABLE})().filter((each, at) => reached[at]?.[0] !== each)",
        "unseen": "reached.filter(([, seen]) => !seen).map(([it]) => it)",
    }
    html = {
        fault: opened.evaluate(f"() => {elements}.map(each => each.outerHTML)")
        for fault, elements in found.items()
    }
    return {fault: elements for fault, elements in html.items() if elements}
