"""Print how many cells `import` reads right, marks and reads wrong in the files of the layouts.

`python scripts/read_layouts.py [PART…]`: those of the files whose names have one of the parts, and
each cell that is marked or wrong.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from office.read_layouts import layout_files, read_layout_file


def main(parts: Sequence[str]) -> None:
    """Print the cells of each file, and the counts of each format."""
    totals: dict[str, list[int]] = {}
    for path in layout_files():
        if parts and not any(part in path.name for part in parts):
            continue
        counts = read_layout_file(path)
        found = (counts.right, len(counts.marked), len(counts.wrong))
        row = totals.setdefault(path.name.partition(".")[2], [0, 0, 0])
        row[:] = [many + more for many, more in zip(row, found, strict=True)]
        print(path.name, "{} right, {} marked, {} wrong".format(*found))
        for kind, cells in (("wrong", counts.wrong), ("marked", counts.marked)):
            for each in cells:
                print(f"    {kind}: {each}")
    for ending, row in sorted(totals.items()):
        print(ending, "{} right, {} marked, {} wrong".format(*row))


if __name__ == "__main__":
    main(sys.argv[1:])
