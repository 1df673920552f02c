"""Write the files of the layouts in `tests/office/layouts` anew: `python scripts/write_layouts.py`.

`python scripts/write_layouts.py [NAME…]`. Needs openpyxl, LibreOffice (`soffice`) and Chromium; the
files are in `tests/office/files`. None of the readers of perf-report is used.
"""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

TESTS = Path(__file__).resolve().parent.parent / "tests"
sys.path.insert(0, str(TESTS))

from makers.grid import layout_names, read_layout
from makers.page import write_page
from makers.sheet import write_sheet
from makers.tabbed import write_copied_page, write_copied_sheet
from makers.word import write_word

FILES = TESTS / "office" / "files"


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
        _write(name, "gb.html", write_page(layout, "gb18030"))
        _write(name, "page.txt", write_copied_page(layout))
        _write(name, "sheet.txt", write_copied_sheet(layout))
    _convert(names, "docx", "pdf", "writer.pdf")
    _convert(names, "xlsx", "pdf", "calc.pdf")
    _convert(names, "docx", "docx:MS Word 2007 XML", "writer.docx")
    _convert(names, "xlsx", "ods", "ods")
    _convert(names, "xlsx", "xls:MS Excel 97", "xls")
    for name in names:
        _print_page(name)


def _write(name: str, ending: str, data: bytes) -> None:
    (FILES / f"{name}.{ending}").write_bytes(data)


def _convert(names: Sequence[str], source: str, target: str, ending: str) -> None:
    """Save files by LibreOffice in another format."""
    with TemporaryDirectory() as folder:
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
             "--convert-to", target, "--outdir", folder,
             *(str(FILES / f"{name}.{source}") for name in names)],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        for name in names:
            made = Path(folder) / f"{name}.{target.partition(':')[0]}"
            shutil.copyfile(made, FILES / f"{name}.{ending}")


def _print_page(name: str) -> None:
    """Print a page as a PDF by Chromium."""
    subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
         f"--print-to-pdf={FILES / f'{name}.chromium.pdf'}", str(FILES / f"{name}.html")],
        check=True, stderr=subprocess.DEVNULL,
    )  # fmt: skip


if __name__ == "__main__":
    main()
