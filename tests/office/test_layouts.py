"""Layouts that offices make, in all formats: each cell is read right, or is marked."""

from collections import Counter
from pathlib import Path

import pytest

from office.read_layouts import LAYOUTS, layout_files, layout_of, read_layout_file

FILES = layout_files()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_cell_is_wrong_unmarked(path: Path) -> None:
    counts = read_layout_file(path)
    assert counts.wrong == []
    # What cannot be read for certain is little.
    assert len(counts.marked) <= counts.right / 4


def test_layouts_are_many_and_in_three_formats_at_least() -> None:
    formats = Counter(layout_of(path) for path in FILES)
    names = {path.stem for path in LAYOUTS.glob("*.yaml")}
    assert names == formats.keys()
    assert len(names) >= 24
    assert min(formats.values()) >= 3
