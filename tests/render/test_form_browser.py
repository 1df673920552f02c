"""The web pages of every built-in form in a real browser, in any window and on paper."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import Tab, visit
from example_reports import made, table_of
from page_checks import barriers, layout_faults, window_faults

from perf_report import resources
from perf_report.render.localized_text import Mode

# The narrowest window that has the table as a table.
LEAST_DESK = 992

# Words and figures that a line breaks within.
BROKEN_WORDS = """() => [...document.querySelectorAll("th, td")].flatMap(cell => {
  const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT)
  const broken = []
  while (walker.nextNode()) {
    for (const word of walker.currentNode.data.matchAll(/[A-Za-z0-9.,]+/g)) {
      const range = document.createRange()
      range.setStart(walker.currentNode, word.index)
      range.setEnd(walker.currentNode, word.index + word[0].length)
      const lines = new Set([...range.getClientRects()].map(each => Math.round(each.top)))
      if (lines.size > 1) broken.push(word[0])
    }
  }
  return broken
})"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, here: Any) -> list[Path]:
    """The pages of the made-up specs of all forms."""
    root = tmp_path_factory.mktemp("forms")
    shutil.copytree(resources.example_specs_path(), root / "specs")
    assert here("build", "--format", "html", cwd=root).code == 0
    return sorted((root / "output").rglob("*.html"))


@pytest.mark.slow
def test_a_page_fits_every_window_and_paper(pages: list[Path], tab: Tab) -> None:
    # A page in one language has the same cells with fewer words.
    longest = [path for path in pages if path.name.endswith(".zh-en.html")]
    assert len(longest) > 15
    found = {}
    for path in pages:
        with visit(tab, path.as_uri(), width=LEAST_DESK) as opened:
            faults = {"desk": layout_faults(opened)}
            if path in longest:
                faults |= window_faults(opened)
            if any(faults.values()):
                found["/".join(path.parts[-3:])] = faults
    assert found == {}


@pytest.mark.parametrize(
    ("name", "mode", "width"),
    [
        ("project-evaluation-2020", "zh-en", LEAST_DESK),
        ("department-evaluation-chongqing", "en", LEAST_DESK),
        ("monitoring-central", "en", 1280),
    ],
)
def test_no_word_of_a_report_breaks(
    tab: Tab, tmp_path: Path, name: str, mode: Mode, width: int
) -> None:
    """Its heads are narrow: “Points” is one line over a column of figures."""
    page = tmp_path / "page.html"
    page.write_bytes(made(table_of(name), mode))
    with visit(tab, page.as_uri(), width=width) as opened:
        assert opened.evaluate(BROKEN_WORDS) == []
        assert layout_faults(opened) == {}


@pytest.mark.slow
def test_nothing_keeps_anyone_out(pages: list[Path], tab: Tab) -> None:
    found = {}
    for path in [path for path in pages if path.name.endswith(".zh-en.html")]:
        with visit(tab, path.as_uri()) as opened:
            # The colors of all forms are the same.
            found["/".join(path.parts[-3:])] = barriers(opened, with_colors=False)
    assert len(found) > 12
    assert {name: faults for name, faults in found.items() if faults} == {}
