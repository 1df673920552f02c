"""Write the pictures in docs/images/ anew, from what the product makes of its own example.

Each is of a page in a browser, of a printed page, or of what a command says. Chromium has to be on
the path; the picture of a Word file is left as it is without LibreOffice.
"""

import html
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, ViewportSize, sync_playwright

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY / "tests"))

from sites import serving
from ten_minutes import follow_to_built

IMAGES = REPOSITORY / "docs" / "images"
REAL_SPEC = REPOSITORY / "specs" / "2025-ccpit-tianjin.yaml"
OWN_FORM = REPOSITORY / "perf_report" / "data" / "examples" / "project-guangdong.yaml"
SPEC = "2026-demo.yaml"

# So few keep the letters smooth and the files small: colors, and shades from black to white.
COLORS = 32
STEP = 255 // 15
# In pixels: a screen, the workbench with its lists beside the table, and a printed page.
SCREEN = (1120, 700)
WIDE_SCREEN = (1500, 900)
PAGE_WIDTH = 760
MARGIN = 40
# A gap of so many pixels is below a table, and a row without a darker pixel than this is empty.
FOOT_GAP = 120
PALE = 200

TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; background: #1f2430; color: #e6e6e6; width: fit-content; }
pre { margin: 0; padding: 20px 24px;
  font: 15px/1.5 "Noto Sans Mono CJK SC", monospace; }
b { color: #8fd3a5; }
</style><pre>"""


@dataclass(frozen=True, kw_only=True)
class Reader:
    """A reader of one language, in a folder, with a browser."""

    language: str
    folder: Path
    browser: Browser

    def run(self, *arguments: str) -> str:
        """Run the tool, and return what it says."""
        ran = subprocess.run(  # noqa: S603  # this tool, with arguments of ours
            [sys.executable, "-m", "perf_report", *arguments],
            cwd=self.folder, env=self.environment, check=False, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return ran.stdout

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which the tool speaks this language."""
        return {
            **os.environ,
            "PYTHONPATH": str(REPOSITORY),
            "PERF_REPORT_UI_LANGUAGE": self.language,
            "COLUMNS": "80",
        }

    def shoot(
        self, address: str, name: str, *, size: tuple[int, int] = SCREEN, opens: str = ""
    ) -> None:
        """Take a picture of a page in the browser, when what it opens is there."""
        language = {"zh": "zh-CN", "en": "en-US"}[self.language]
        viewport: ViewportSize = {"width": size[0], "height": size[1]}
        page = self.browser.new_page(viewport=viewport, locale=language)
        page.goto(address)
        if opens:
            page.locator(opens).first.click()
        page.wait_for_load_state("networkidle")
        self.write(Image.open(io.BytesIO(page.screenshot())), name)
        page.close()

    def shoot_terminal(self, name: str, lines: int, *arguments: str) -> None:
        """Take a picture of a command and the first lines of what it says."""
        said = self.run(*arguments).splitlines()
        shown = [*said[:lines], *(["…"] if len(said) > lines else [])]
        command = html.escape(f"$ perf-report {' '.join(arguments)}")
        page = self.browser.new_page(viewport={"width": 900, "height": 100})
        page.set_content(f"{TERMINAL}<b>{command}</b>\n{html.escape(chr(10).join(shown))}")
        self.write(Image.open(io.BytesIO(page.locator("body").screenshot())), name)
        page.close()

    def write(self, picture: Image.Image, name: str) -> None:
        """Write a picture with few colors."""
        if picture.mode == "L":
            picture = picture.point(lambda shade: round(shade / STEP) * STEP)
        few = picture.convert("RGB").quantize(COLORS, dither=Image.Dither.NONE)
        few.save(IMAGES / f"{name}.png", optimize=True)


def printed_page(path: Path, number: int = 0) -> Image.Image:
    """The table on a page of a PDF, without what is empty round it and the foot of the page."""
    page = pypdfium2.PdfDocument(path)[number].render(scale=2)
    drawn: Image.Image = page.to_pil().convert("L")
    left, top, right, _ = drawn.point(lambda shade: 255 - shade).getbbox() or (0, 0, *drawn.size)
    area = (left - MARGIN, top - MARGIN, right + MARGIN, bottom_of_table(drawn, top) + MARGIN)
    table = drawn.crop(area)
    size = (PAGE_WIDTH, table.height * PAGE_WIDTH // table.width)
    return table.resize(size, Image.Resampling.LANCZOS)


def bottom_of_table(drawn: Image.Image, top: int) -> int:
    """Where the first wide gap begins, below which is the foot of the page."""
    gap = 0
    for row in range(top, drawn.height):
        shades = drawn.crop((0, row, drawn.width, row + 1)).tobytes()
        gap = 0 if min(shades) < PALE else gap + 1
        if gap == FOOT_GAP:
            return row - gap
    return drawn.height - MARGIN


@contextmanager
def workbench(reader: Reader) -> Iterator[str]:
    """Serve the workbench; yields the address that opens once."""
    with subprocess.Popen(  # this tool
        [sys.executable, "-u", "-m", "perf_report", "serve"], cwd=reader.folder,
        env=reader.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as server:  # fmt: skip
        said = server.stdout or ()
        yield next(line.strip() for line in said if line.startswith("http"))
        server.terminate()


def draw_readers(reader: Reader) -> None:
    """Draw what each reader gets, from the example that `new` writes."""
    reader.run("new", ".")
    with workbench(reader) as address:
        reader.shoot(
            address, f"fill.{reader.language}", size=WIDE_SCREEN, opens=f"a[href*='{SPEC}']"
        )
    reader.run("diff", "--format", "html=changes.html", "--lang", reader.language)
    reader.shoot((reader.folder / "changes.html").as_uri(), f"review.{reader.language}")
    reader.run("site", "--no-search")
    with serving(reader.folder / "site") as address:
        reader.shoot(
            f"{address}/{'en/' if reader.language == 'en' else ''}", f"publish.{reader.language}"
        )
    reader.shoot_terminal(f"run.{reader.language}", 30, "doctor")


def draw_own_form(reader: Reader) -> None:
    """Draw the table of a project on a form of a region."""
    spec = reader.folder / "specs" / OWN_FORM.name
    shutil.copy(OWN_FORM, spec)
    reader.run("build", str(spec), "--lang", reader.language, "--format", "pdf", "--output", "own")
    [printed] = (reader.folder / "own").rglob(f"*.{reader.language}.pdf")
    reader.write(printed_page(printed), f"develop.{reader.language}")


def draw_real_page(reader: Reader) -> None:
    """Draw a page of the real table in both languages."""
    reader.run("build", str(REAL_SPEC), "--lang", "zh-en", "--format", "pdf", "--output", "real")
    [printed] = (reader.folder / "real").rglob("*.zh-en.pdf")
    reader.write(printed_page(printed), "page")


def draw_ten_minutes(browser: Browser, folder: Path) -> None:
    """Follow the page about last year's Word file, and draw what it shows on the way."""
    reader = Reader(language="zh", folder=folder / "绩效目标", browser=browser)
    follow_to_built(folder, reader.language)
    reader.shoot((reader.folder / "report.html").as_uri(), "ten-minutes-report", size=(1120, 460))
    built = reader.folder / "output" / "commerce" / "2026" / "table.zh.pdf"
    reader.write(printed_page(built), "ten-minutes-table")
    if office := shutil.which("soffice"):
        subprocess.run(  # noqa: S603  # LibreOffice, with a file of ours
            [office, "--headless", "--convert-to", "pdf", "去年.docx"],
            cwd=reader.folder, check=True, capture_output=True,
        )  # fmt: skip
        reader.write(printed_page(reader.folder / "去年.pdf"), "ten-minutes-word")


def main() -> None:
    """Draw everything."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    with sync_playwright() as playwright, TemporaryDirectory() as work:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for language in ("zh", "en"):
            folder = Path(work) / language
            folder.mkdir()
            reader = Reader(language=language, folder=folder, browser=browser)
            draw_readers(reader)
            draw_own_form(reader)
        draw_real_page(reader)
        draw_ten_minutes(browser, Path(work))
        browser.close()


if __name__ == "__main__":
    main()
