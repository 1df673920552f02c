"""The fonts that travel with the package, and those that a project adds for rare characters."""

import hashlib
import io
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from perf_report import resources
from perf_report.errors import SourceError
from perf_report.pdf.fonts import bundled_fonts, covered_characters, font_characters

Runner = Callable[..., Any]

TABLE = "ccpit-tianjin/2025"
NAMES = {"PerfReportSong-Regular.otf", "PerfReportSong-Bold.otf", "PerfReportHei-Medium.otf"}

# A picture of a face, a rare ideograph of Extension D, one of the private use area.
RARE = ["\U0001f600", "\U0002b750", "\ue123"]


@pytest.fixture(scope="module")
def covered() -> frozenset[int]:
    return covered_characters(())


# What travels with the package


def test_the_recorded_sums_are_those_of_the_font_files() -> None:
    lines = (resources.fonts_path() / "SHA256SUMS").read_text("ascii").splitlines()

    recorded = {name: digest for digest, name in (line.split("  ") for line in lines)}

    assert {path.name for path in bundled_fonts()} == NAMES
    assert recorded == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in bundled_fonts()
    }


def test_the_recorded_coverage_is_what_every_font_has(covered: frozenset[int]) -> None:
    shared = set.intersection(*(font_characters(path) for path in bundled_fonts()))

    assert covered == shared


def test_the_fonts_are_small_enough_to_travel() -> None:
    assert sum(path.stat().st_size for path in bundled_fonts()) <= 40_000_000


def test_the_licence_of_the_fonts_is_beside_them() -> None:
    licence = (resources.fonts_path() / "OFL.txt").read_text("utf-8")

    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Copyright" in licence


def test_the_fonts_keep_their_licence_inside_and_have_names_of_their_own() -> None:
    for path in bundled_fonts():
        with TTFont(path, lazy=True) as font:
            names = font["name"]
            assert "SIL Open Font License" in names.getDebugName(13)
            assert names.getDebugName(0)
            assert names.getBestFamilyName() in {"Perf Report Song", "Perf Report Hei"}
            # The name that the licence of the original reserves, or is known by.
            assert "Noto" not in names.getDebugName(4)


def test_the_fonts_may_be_embedded() -> None:
    for path in bundled_fonts():
        with TTFont(path, lazy=True) as font:
            assert font["OS/2"].fsType == 0


def test_every_character_of_the_first_unicode_ideographs_is_covered(
    covered: frozenset[int],
) -> None:
    assert [f"U+{point:04X}" for point in range(0x4E00, 0x9FA6) if point not in covered] == []


@pytest.mark.parametrize(
    "characters",
    [
        "，。、；：？！“”‘’（）《》〈〉【】「」『』—…·～￥",
        "≥≤＞＜＝±×÷‰％%℃㎡№§→←↑↓○●□■√✓★☆①②③④⑤⑥⑦⑧⑨⑩ⅠⅡⅢⅣ⑴⑵⒈㈠㈡",
        "０１２３４５６７８９ＡＢＣａｂｃ",
        "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü",
        "–—‘’“”…•éèüñç€£¥©®™²³½",
        "㐀䶵〇々",
    ],
)
def test_what_official_documents_write_is_covered(covered: frozenset[int], characters: str) -> None:
    assert [character for character in characters if ord(character) not in covered] == []


def texts_of_the_package(repository: Path) -> Iterator[tuple[str, str]]:
    """Every text that pages may print, with the file that it is in."""
    package = repository / "perf_report"
    for path in [
        *sorted((package / "messages").glob("*.toml")),
        *sorted((package / "data").rglob("*.yaml")),
        *sorted((repository / "specs").glob("*.yaml")),
        *sorted((repository / "templates").glob("*.j2")),
    ]:
        yield path.name, path.read_text("utf-8")


def test_all_that_the_package_can_print_is_covered(
    covered: frozenset[int], repository: Path
) -> None:
    files = dict(texts_of_the_package(repository))

    assert {"zh.toml", "en.toml", "units.yaml", "output-cost.yaml", "cost-first.yaml",
            "2025-ccpit-tianjin.yaml", "page.css.j2"} <= set(files)  # fmt: skip
    for name, text in files.items():
        missing = {character for character in text if ord(character) not in covered} - {"\n"}
        assert missing == set(), name


def test_form_strings_are_covered(covered: frozenset[int]) -> None:
    for language in ("zh", "en"):
        path = resources.PACKAGE / "messages" / f"{language}.toml"
        for text in tomllib.loads(path.read_text("utf-8"))["form"].values():
            assert {ord(character) for character in text if character != "\n"} <= covered


def test_digits_of_amounts_are_equally_wide() -> None:
    """Amounts line up by the feature that the style asks for."""
    for path in bundled_fonts():
        if path.name == "PerfReportSong-Regular.otf":
            with TTFont(path, lazy=True) as font:
                names = [font.getBestCmap()[ord(digit)] for digit in "0123456789"]
                more = tabular_advances(font)
                assert len({font["hmtx"][name][0] + more[name] for name in names}) == 1


def test_signs_of_english_are_as_wide_as_those_without_a_bar() -> None:
    (path,) = (path for path in bundled_fonts() if path.name == "PerfReportSong-Regular.otf")
    with TTFont(path, lazy=True) as font:
        table, names, widths = font["GSUB"].table, font.getBestCmap(), font["hmtx"]
        (record,) = (each for each in table.FeatureList.FeatureRecord if each.FeatureTag == "pwid")
        (subtable,) = table.LookupList.Lookup[record.Feature.LookupListIndex[0]].SubTable
        mapping = getattr(subtable, "ExtSubTable", subtable).mapping
        for sign, plain in ("≤", "<"), ("≥", ">"):
            assert widths[mapping[names[ord(sign)]]][0] == widths[names[ord(plain)]][0]


def tabular_advances(font: TTFont) -> dict[str, int]:
    """How much wider the feature `tnum` makes each glyph."""
    table = font["GPOS"].table
    (record,) = (each for each in table.FeatureList.FeatureRecord if each.FeatureTag == "tnum")
    (index,) = record.Feature.LookupListIndex
    advances: dict[str, int] = {}
    for subtable in table.LookupList.Lookup[index].SubTable:
        values = subtable.Value
        listed = values if isinstance(values, list) else [values] * len(subtable.Coverage.glyphs)
        for name, value in zip(subtable.Coverage.glyphs, listed, strict=True):
            advances[name] = value.XAdvance or 0
    return advances


# Rare characters


def tiny_font(path: Path, characters: str, family: str = "Rare Characters") -> Path:
    """A font with a black square for each character."""
    glyphs = {f"square{index}": ord(character) for index, character in enumerate(characters)}
    order = [".notdef", *glyphs]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({point: name for name, point in glyphs.items()})
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for point in ((100, 800), (900, 800), (900, 0)):
        pen.lineTo(point)
    pen.closePath()
    square = pen.glyph()
    builder.setupGlyf(dict.fromkeys(order, square))
    builder.setupHorizontalMetrics(dict.fromkeys(order, (1000, 100)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=880, usWinDescent=120)
    builder.setupPost()
    builder.save(path)
    return path


@pytest.fixture
def rare_spec(real_spec: Path, tmp_path: Path) -> Callable[[str], Path]:
    """The real spec with a character after 开展网络 in the text of its first task."""

    def write(character: str) -> Path:
        path = tmp_path / "rare.yaml"
        text = real_spec.read_text("utf-8")
        assert "zh: 开展网络安全" in text
        path.write_text(text.replace("zh: 开展网络安全", f"zh: 开展网络{character}安全"), "utf-8")
        return path

    return write


@pytest.mark.parametrize("character", RARE)
def test_a_character_that_no_font_has_is_an_error_that_names_it_and_its_place(
    here: Runner, rare_spec: Callable[[str], Path], tmp_path: Path, character: str
) -> None:
    spec = rare_spec(character)
    lines = spec.read_text("utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, start=1) if character in text)
    column = lines[line - 1].index("开展") + 1

    ran = here("--ui-language", "en", "build", spec, "--output", tmp_path / "out")

    assert ran.code == 1
    assert f"{spec}:{line}:{column}" in ran.stderr
    assert character in ran.stderr
    assert f"U+{ord(character):04X}" in ran.stderr
    assert "character 5 " in ran.stderr
    assert not (tmp_path / "out").exists()


def test_a_variation_selector_and_a_combining_mark_are_errors_where_no_font_has_them(
    here: Runner, rare_spec: Callable[[str], Path], tmp_path: Path
) -> None:
    ran = here("build", rare_spec("\U000e0100"), "--output", tmp_path / "out")

    assert ran.code == 1
    assert "U+E0100" in ran.stderr


@pytest.mark.parametrize("character", RARE)
def test_with_a_font_that_has_the_character_the_build_works_and_embeds_that_font(
    here: Runner, rare_spec: Callable[[str], Path], tmp_path: Path, character: str
) -> None:
    path = tiny_font(tmp_path / "rare.ttf", character)

    ran = here(
        *("build", rare_spec(character), "--output", tmp_path / "out", "--font", path),
        *("--format", "pdf", "--lang", "zh"),
    )

    assert ran.code == 0, ran.stderr
    with pikepdf.open(tmp_path / "out" / TABLE / "table.zh.pdf") as pdf:
        fonts = dict(embedded_fonts(pdf))
    assert len(fonts) == 4
    # The character is drawn: its glyph has the outline of the square.
    with TTFont(io.BytesIO(fonts["Rare-Characters"])) as font:
        assert len(font["glyf"][font.getGlyphOrder()[1]].coordinates) == 4


def embedded_fonts(pdf: pikepdf.Pdf) -> Iterator[tuple[str, bytes]]:
    """The names and the files of the fonts that the pages draw with and the document has."""
    for page in pdf.pages:
        for font in page["/Resources"]["/Font"].values():
            descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
            for key in {"/FontFile2", "/FontFile3"} & set(descriptor.keys()):
                yield str(font["/BaseFont"]).partition("+")[2], descriptor[key].read_bytes()


def test_a_project_names_its_fonts_in_its_settings(
    here: Runner, rare_spec: Callable[[str], Path], tmp_path: Path
) -> None:
    tiny_font(tmp_path / "rare.ttf", RARE[0])
    (tmp_path / "perf-report.toml").write_text('fonts = ["rare.ttf"]\n')

    ran = here(*("build", rare_spec(RARE[0]), "--format", "pdf", "--lang", "zh"), cwd=tmp_path)

    assert ran.code == 0, ran.stderr
    with pikepdf.open(tmp_path / "output" / TABLE / "table.zh.pdf") as pdf:
        assert "Rare-Characters" in dict(embedded_fonts(pdf))


def test_an_added_font_changes_nothing_where_its_characters_are_not_used(
    here: Runner, real_spec: Path, built: Path, tmp_path: Path
) -> None:
    font = tiny_font(tmp_path / "rare.ttf", RARE[0])

    ran = here(
        *("build", real_spec, "--output", tmp_path / "out", "--font", font),
        *("--format", "pdf", "--lang", "zh"),
    )

    assert ran.code == 0, ran.stderr
    with (
        pikepdf.open(tmp_path / "out" / TABLE / "table.zh.pdf") as pdf,
        pikepdf.open(built / "table.zh.pdf") as plain,
    ):
        assert dict(embedded_fonts(pdf)) == dict(embedded_fonts(plain))
        assert [page.Contents.read_bytes() for page in pdf.pages] == [
            page.Contents.read_bytes() for page in plain.pages
        ]


@pytest.mark.parametrize("content", [b"", b"not a font", b"OTTO" + b"\0" * 60])
def test_a_file_that_is_not_a_font_is_named(
    here: Runner, real_spec: Path, tmp_path: Path, content: bytes
) -> None:
    font = tmp_path / "broken.ttf"
    font.write_bytes(content)

    ran = here("build", real_spec, "--output", tmp_path / "out", "--font", font)

    assert ran.code == 3
    assert str(font) in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_font_file_that_is_not_there_is_named(
    here: Runner, real_spec: Path, tmp_path: Path
) -> None:
    ran = here(*("build", real_spec, "--output", tmp_path / "out", "--font", tmp_path / "no.ttf"))

    assert ran.code == 3
    assert re.search(r"no\.ttf", ran.stderr)
    assert "Traceback" not in ran.stderr


def test_a_folder_is_not_a_font(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        font_characters(tmp_path)
