"""How the pages look: each is compared with its golden picture in tests/golden/pages.

`make golden` draws them anew, for a person who then looks at what changed.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from conftest import Runner
from paths import GOLDEN
from PIL import Image, ImageChops

FOLDER = GOLDEN / "pages"

# Releases of Poppler differ in how they soften the edges of letters and rules. With its own options
# for that (-thinlinemode, -aaVector), no pixel became lighter or darker by more than 90 of 255.
# Another digit moves 4 to 24 pixels of one square of 12 × 12, which is as large as a character, by
# more than 96; over a whole page that share would drown, so each square is judged by itself.
MOST_APART = 96
SQUARE = 12
MOST_PIXELS = 2

WHITE, BLACK = 255, 0


@pytest.fixture(scope="module")
def script(load_script: Callable[[str], ModuleType]) -> ModuleType:
    return load_script("scripts/write_golden_pages.py")


@pytest.fixture(scope="module")
def drawn(
    script: ModuleType, built: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Image.Image]:
    """The pages as they are today, by the names of their pictures."""
    pages: dict[str, Image.Image] = script.golden_pages(tmp_path_factory.mktemp("pages"), built)
    return pages


def read_picture(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        return picture.convert("L")


def apart(old: Image.Image, new: Image.Image) -> Image.Image:
    """Black where two pictures of one size differ by more than noise."""
    return ImageChops.difference(old, new).point(
        [WHITE if value <= MOST_APART else BLACK for value in range(256)]
    )


def squares_apart(old: Image.Image, new: Image.Image) -> list[tuple[int, int]]:
    """The upper left corners of the squares in which two pictures differ; they overlap by half."""
    if old.size != new.size:
        return [(0, 0)]
    difference = apart(old, new)
    box = ImageChops.invert(difference).getbbox()
    if box is None:
        return []
    step = SQUARE // 2
    return [
        (x, y)
        for y in range(max(0, box[1] - step), box[3], step)
        for x in range(max(0, box[0] - step), box[2], step)
        if count_black(difference, x, y) > MOST_PIXELS
    ]


def count_black(picture: Image.Image, x: int, y: int) -> int:
    """The black pixels of the square whose upper left corner is there."""
    right, bottom = min(x + SQUARE, picture.width), min(y + SQUARE, picture.height)
    return picture.crop((x, y, right, bottom)).histogram()[BLACK]


def keep_difference(old: Image.Image, new: Image.Image, path: Path) -> None:
    """Before, after and the difference, side by side."""
    parts = [old, new, apart(old, new)] if old.size == new.size else [old, new]
    width, height = sum(part.width for part in parts), max(part.height for part in parts)
    sheet = Image.new("L", (width, height), WHITE)
    for index, part in enumerate(parts):
        sheet.paste(part, (sum(each.width for each in parts[:index]), 0))
    sheet.save(path)


def test_there_is_a_picture_of_every_page_and_of_no_other(drawn: dict[str, Image.Image]) -> None:
    kept = {path.name for path in FOLDER.iterdir()}

    assert len(drawn) >= 25
    assert kept == set(drawn), "pages came or went; look at them and run `make golden`"


def test_every_page_looks_as_its_picture(drawn: dict[str, Image.Image], tmp_path: Path) -> None:
    changed = {}
    for name, page in drawn.items():
        if not (FOLDER / name).exists():
            continue
        before = read_picture(FOLDER / name)
        if squares := squares_apart(before, page):
            changed[name] = squares[0]
            keep_difference(before, page, tmp_path / name)

    assert changed == {}, f"before, after and difference of each are in {tmp_path}"


@pytest.mark.parametrize(
    ("old", "new"),
    [("≥17台", "≥12台"), ("≥8场", "≥3场"), ("≤409.6万元", "≤408.6万元"), ("≥95%", "≥96%")],
)
def test_one_digit_is_seen(
    drawn: dict[str, Image.Image], script: ModuleType, here: Runner, tmp_path: Path,
    old: str, new: str,
) -> None:  # fmt: skip
    text = script.REAL_SPEC.read_text("utf-8")
    assert old in text
    path = tmp_path / "spec.yaml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    ran = here("build", path, "--output", tmp_path / "out", "--format", "pdf", "--lang", "zh")
    assert ran.code == 0, ran.stderr

    (pdf,) = (tmp_path / "out").rglob("*.pdf")
    pages = script.draw_pages(pdf, tmp_path)

    changed = [
        index
        for index, pair in enumerate(zip(chinese_table(drawn), pages, strict=True))
        if squares_apart(*pair)
    ]
    # The last page says the digest of the spec, which is another one, too.
    assert changed[:-1] == [1]


def chinese_table(drawn: dict[str, Image.Image]) -> list[Image.Image]:
    return [page for name, page in sorted(drawn.items()) if name.startswith("table.zh-0")]


def test_the_noise_of_another_way_to_draw_rules_is_not_seen(
    drawn: dict[str, Image.Image], script: ModuleType, built: Path, tmp_path: Path
) -> None:
    command = ["pdftoppm", "-gray", "-r", str(script.DOTS_PER_INCH), "-thinlinemode", "shape"]
    subprocess.run([*command, built / "table.zh.pdf", tmp_path / "page"], check=True)

    noisy = [read_picture(path) for path in sorted(tmp_path.glob("*.pgm"))]
    before = chinese_table(drawn)

    assert len(noisy) == len(before)
    assert any(one.tobytes() != other.tobytes() for one, other in zip(before, noisy, strict=True))
    assert [squares_apart(*pair) for pair in zip(before, noisy, strict=True)] == [[]] * len(before)


def test_ci_does_not_write_pictures(repository: Path) -> None:
    ran = subprocess.run(
        [sys.executable, repository / "scripts" / "write_golden_pages.py"],
        env={**os.environ, "CI": "true"},
        capture_output=True,
        check=False,
    )

    assert ran.returncode == 1
    assert b"not by CI" in ran.stderr
