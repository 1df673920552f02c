"""The web pages of every built-in form in a real browser, on a phone, a small desk and a desk."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import Tab, visit

from perf_report import resources

# The narrowest window that has the table as a table is 62rem wide.
WIDTHS = (390, 992, 1280)

BROKEN_AMOUNTS = """() => [...document.querySelectorAll('td.amount')].flatMap(cell => {
  const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT)
  const broken = []
  while (walker.nextNode()) {
    const range = document.createRange()
    range.selectNodeContents(walker.currentNode)
    const lines = new Set([...range.getClientRects()].map(each => Math.round(each.top)))
    if (lines.size > 1) broken.push(walker.currentNode.data)
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
@pytest.mark.parametrize("width", WIDTHS)
def test_no_amount_breaks_and_nothing_is_cut(pages: list[Path], tab: Tab, width: int) -> None:
    assert len(pages) > 40
    found = {}
    for path in pages:
        with visit(tab, path.as_uri(), width=width) as opened:
            broken = opened.evaluate(BROKEN_AMOUNTS)
            faults = (broken, opened.cut_cells(), opened.overlaps(), opened.scrolls_sideways())
            if any(faults):
                found["/".join(path.parts[-3:])] = faults
    assert found == {}
