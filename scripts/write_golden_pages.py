"""Write the golden pictures of pages anew: `make golden`.

They are the pages of the real table in its three modes and of the made-up department's report of
changes, small and in shades of grey, drawn by pdftoppm. The tests compare them page by page; look
at the pictures that git says have changed before you commit them.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from perf_report import resources

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tests" / "golden" / "pages"
REAL_SPEC = ROOT / "specs" / "2025-ccpit-tianjin.yaml"

# A digit is some 5 × 8 pixels, enough to tell one from another by eye, and a page some 30 kB.
DOTS_PER_INCH = 70
SHADES = 16


def golden_pages(work: Path, tables: Path | None = None) -> dict[str, Image.Image]:
    """Every page by the name of its picture; `work` is a folder for what is built on the way.

    `tables` is a folder with the PDFs of the real table, if they are built already.
    """
    return dict(_pages(work, tables or _build(REAL_SPEC, work / "real")))


def draw_pages(pdf: Path, work: Path) -> list[Image.Image]:
    """The pages of a PDF in shades of grey."""
    program = shutil.which("pdftoppm")
    if program is None:
        sys.exit("Pictures of pages need pdftoppm (poppler-utils).")
    drawn = work / f"drawn-{pdf.stem}"
    drawn.mkdir()
    options = ("-gray", "-r", str(DOTS_PER_INCH))
    subprocess.run([program, *options, pdf, drawn / "page"], check=True)  # noqa: S603 - our own PDF
    pages = []
    for path in sorted(drawn.iterdir()):
        with Image.open(path) as page:
            pages.append(page.copy())
    return pages


def _pages(work: Path, tables: Path) -> Iterator[tuple[str, Image.Image]]:
    specs = work / "specs"
    shutil.copytree(resources.starter_path() / "specs", specs)
    changes = _build(specs, work / "demo").rglob("changes.pdf")
    for path in (*sorted(tables.rglob("table.*.pdf")), *changes):
        name = path.stem if "." in path.stem else f"{path.stem}.zh-en"
        for number, page in enumerate(draw_pages(path, work), start=1):
            yield f"{name}-{number:02}.png", page


def _build(source: Path, output: Path) -> Path:
    """The folder with the PDFs of a spec, or of a folder of specs."""
    arguments = ("build", source, "--output", output, "--format", "pdf")
    ran = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "perf_report", *arguments], capture_output=True, check=False
    )
    if ran.returncode:
        sys.exit(ran.stderr.decode())
    return output


def main() -> None:
    """Write them, but never where a change is only being checked."""
    if os.environ.get("CI"):
        sys.exit("Golden files are written by a person who looks at them, not by CI.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        pages = golden_pages(Path(work))
    for path in FOLDER.glob("*.png"):
        if path.name not in pages:
            path.unlink()
    for name, page in pages.items():
        page.quantize(SHADES).save(FOLDER / name, optimize=True)
        print(FOLDER / name)


if __name__ == "__main__":
    main()
