"""Write the files of the layouts in `tests/office/layouts` anew: `python scripts/write_layouts.py`.

`python scripts/write_layouts.py [NAME…]`. Needs openpyxl, LibreOffice (`soffice`) and Chromium; the
files are in `tests/office/files`. None of the readers of perf-report is used.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent / "tests"
sys.path.insert(0, str(TESTS))

from makers.convert import print_page, save_as
from makers.grid import layout_names, read_layout
from makers.page import write_page
from makers.sheet import write_sheet
from makers.tabbed import write_copied_page, write_copied_sheet
from makers.word import write_word

FILES = TESTS / "office" / "files"

# The layouts of which the larger files are kept; the others exist in each other format.
KEPT = {
    "writer.pdf": {
        "fund-investment-tracked", "overall-2021", "overall-hubei", "overall-hunan",
        "overall-long", "overall-split-row", "project-2021", "project-chongqing",
        "project-ezhou", "project-guangdong", "project-ningxiang", "project-sichuan-merged",
    },
    "calc.pdf": {
        "fund-investment", "overall-hunan", "overall-total-below", "project-2021-nested",
        "project-hunan", "project-three-levels",
    },
    "chromium.pdf": {"overall-cut-repeated", "overall-long", "project-chongqing"},
    "ods": {
        "fund-investment", "overall-2015", "overall-hubei", "overall-hunan-third",
        "project-2021", "project-hunan-hidden", "project-ningxiang-dates", "project-sichuan",
    },
    "xls": {
        "fund-investment", "overall-2015", "overall-2021", "overall-hubei", "overall-hunan-third",
        "overall-signs-apart", "project-central-annual", "project-ezhou",
        "project-guangdong-uneven", "project-hunan-hidden", "project-ningxiang-dates",
        "project-sichuan-merged",
    },
    "writer.docx": {
        "fund-investment-tracked", "overall-2015", "overall-combined-levels",
        "overall-cut-repeated", "overall-hubei", "project-2021-nested", "project-chongqing",
        "project-guangdong-uneven", "project-ningxiang", "project-sichuan-merged",
    },
    "gb.html": {
        "fund-investment-tracked", "overall-2015", "overall-full-width", "overall-hunan",
        "project-2021-nested", "project-chongqing", "project-ezhou", "project-guangdong",
        "project-ningxiang", "project-sichuan",
    },
}  # fmt: skip


def main() -> None:
    """Write the files of the named layouts, or of all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    names = parser.parse_args().names or layout_names()
    FILES.mkdir(exist_ok=True)
    for name in names:
        layout = read_layout(name)
        _write(name, "docx", write_word(layout))
        _write(name, "xlsx", write_sheet(layout))
        _write(name, "html", write_page(layout))
        if name in KEPT["gb.html"]:
            _write(name, "gb.html", write_page(layout, "gb18030"))
        _write(name, "page.txt", write_copied_page(layout))
        _write(name, "sheet.txt", write_copied_sheet(layout))
    _save_as(names, "docx", "pdf", "writer.pdf")
    _save_as(names, "xlsx", "pdf", "calc.pdf")
    _save_as(names, "docx", "docx:MS Word 2007 XML", "writer.docx")
    _save_as(names, "xlsx", "ods", "ods")
    _save_as(names, "xlsx", "xls:MS Excel 97", "xls")
    for name in sorted(KEPT["chromium.pdf"] & set(names)):
        print_page(FILES / f"{name}.html", FILES / f"{name}.chromium.pdf")


def _write(name: str, ending: str, data: bytes) -> None:
    (FILES / f"{name}.{ending}").write_bytes(data)


def _save_as(names: Sequence[str], source: str, target: str, ending: str) -> None:
    """Save the files that are kept by LibreOffice in another format."""
    kept = sorted(KEPT[ending] & set(names))
    files = {FILES / f"{name}.{source}": FILES / f"{name}.{ending}" for name in kept}
    if files:
        save_as(files, target)


if __name__ == "__main__":
    main()
