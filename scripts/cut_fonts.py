"""Cut the bundled fonts out of the Noto CJK collections.

The PDFs must look the same on every machine, so the package carries its own
fonts.  This script makes them from the TTC files of Debian's packages
``fonts-noto-cjk`` and ``fonts-noto-cjk-extra``; the same input and the same
fontTools release give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools.otlLib.builder import buildSinglePos, buildValue
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

# An upright ≤: how high its angle is, how far that is raised, and where its bar is.
SIGN_HEIGHT, SIGN_RAISE, SIGN_BAR = 0.86, 128, (96, 138)

ENGLISH = 0x409
SC_FACE = 2  # The order inside each collection is JP, KR, SC, TC, HK.
FS_BOLD, FS_REGULAR = 1 << 5, 1 << 6

RANGES: tuple[tuple[int, int], ...] = (
    (0x0020, 0x007E),  # Basic Latin
    (0x00A0, 0x024F),  # Latin-1, Latin Extended-A and -B (pinyin vowels)
    (0x0250, 0x036F),  # IPA letters of pinyin, tone marks, combining marks
    (0x0370, 0x052F),  # Greek, Cyrillic
    (0x1E00, 0x1EFF),  # Latin Extended Additional
    (0x2000, 0x2BFF),  # punctuation, currency, number forms, operators, enclosed, shapes
    (0x2E00, 0x2FFF),  # long dashes, radicals (PDF copies are full of them), descriptions
    (0x3000, 0x312F),  # CJK punctuation, Hiragana, Katakana, Bopomofo
    (0x3190, 0x33FF),  # Kanbun, strokes, enclosed CJK, CJK compatibility
    (0x3400, 0x4DBF),  # Extension A: level 1 of GB 18030-2022 asks for it
    (0x4E00, 0x9FFF),  # the URO block
    (0xF900, 0xFAFF),  # compatibility ideographs; nearly all share a glyph with the URO
    (0xFE50, 0xFE6F),  # small form variants
    (0xFF00, 0xFFEF),  # halfwidth and fullwidth forms
    (0xFFFD, 0xFFFD),  # replacement character
)

# The characters of the Table of General Standard Chinese Characters outside the
# ranges above: field kTGH of the Unihan database, Unicode 15.0.
TGH_SUPPLEMENT = """
20164 20676 20CD0 2139A 21413 235CB 23C97 23C98 23E23 249DB 24A7D 24AC9 25532 25562 255A8
25ED7 26221 2648D 26676 2677C 26B5C 26C21 27FF9 28408 28678 28695 287E0 28B49 28C47 28C4F
28C51 28C54 28E99 29F7E 29F83 29F8C 2A7DD 2A8FB 2A917 2AA30 2AA36 2AA58 2AFA2 2B127 2B128
2B137 2B138 2B1ED 2B300 2B363 2B36F 2B372 2B37D 2B404 2B410 2B413 2B461 2B4E7 2B4EF 2B4F6
2B4F9 2B50D 2B50E 2B536 2B5AE 2B5AF 2B5B3 2B5E7 2B5F4 2B61C 2B61D 2B626 2B627 2B628 2B62A
2B62C 2B695 2B696 2B6AD 2B6ED 2B7A9 2B7C5 2B7E6 2B7F9 2B7FC 2B806 2B80A 2B81C 2B8B8 2BAC7
2BB5F 2BB62 2BB7C 2BB83 2BC1B 2BD77 2BD87 2BDF7 2BE29 2C029 2C02A 2C0A9 2C0CA 2C1D5 2C1D9
2C1F9 2C27C 2C288 2C2A4 2C317 2C35B 2C361 2C364 2C488 2C494 2C497 2C542 2C613 2C618 2C621
2C629 2C62B 2C62C 2C62D 2C62F 2C642 2C64A 2C64B 2C72C 2C72F 2C79F 2C7C1 2C7FD 2C8D9 2C8DE
2C8E1 2C8F3 2C907 2C90A 2C91D 2CA02 2CA0E 2CA7D 2CAA9 2CB29 2CB2D 2CB2E 2CB31 2CB38 2CB39
2CB3B 2CB3F 2CB41 2CB4A 2CB4E 2CB5A 2CB5B 2CB64 2CB69 2CB6C 2CB6F 2CB73 2CB76 2CB78 2CB7C
2CBB1 2CBBF 2CBC0 2CBCE 2CC56 2CC5F 2CCF5 2CCF6 2CCFD 2CCFF 2CD02 2CD03 2CD0A 2CD8B 2CD8D
2CD8F 2CD90 2CD9F 2CDA0 2CDA8 2CDAD 2CDAE 2CDD5 2CE18 2CE1A 2CE23 2CE26 2CE2A 2CE7C 2CE88
2CE93
"""

# The width features stay for quotes and dashes in English.  Whatever serves vertical
# setting or Hangul goes.
FEATURES = [
    *("ccmp", "locl", "liga", "calt", "hwid", "pwid", "fwid"),
    *("kern", "mark", "halt", "palt", "chws"),
]

# Keeping "locl" for Japanese, Korean and Traditional Chinese would pull in their
# glyphs too, nearly twice the size.
SCRIPTS = ["DFLT"] + [
    f"{script}.{language}"
    for script in ("latn", "grek", "cyrl", "hani", "kana")
    for language in ("dflt", "ZHS ")
]

VERTICAL_TABLES = ["vhea", "vmtx", "VORG"]


@dataclass(frozen=True)
class Face:
    """One font to cut: where it comes from and what it is called afterwards."""

    source: str
    family: str
    style: str
    weight: int
    is_of_text: bool = False

    @property
    def postscript_name(self) -> str:
        """Return the name without spaces, which is also the file's stem."""
        return f"{self.family.replace(' ', '')}-{self.style}"

    @property
    def full_name(self) -> str:
        """Return the full name; by custom it leaves out a plain "Regular"."""
        return self.family if self.style == "Regular" else f"{self.family} {self.style}"

    @property
    def is_style_linked(self) -> bool:
        """Tell whether the style is one of those that nameID 2 can express."""
        return self.style in ("Regular", "Bold")


FACES = (
    Face("NotoSerifCJK-Regular.ttc", "Perf Report Song", "Regular", 400, is_of_text=True),
    Face("NotoSerifCJK-Bold.ttc", "Perf Report Song", "Bold", 700),
    Face("NotoSansCJK-Medium.ttc", "Perf Report Hei", "Medium", 500),
)


def wanted_characters() -> Iterator[int]:
    """Yield the code points to keep; those that a font lacks do no harm."""
    for first, last in RANGES:
        yield from range(first, last + 1)
    for code_point in TGH_SUPPLEMENT.split():
        yield int(code_point, 16)


def subset(font: TTFont) -> None:
    """Throw out what horizontal Simplified Chinese in a PDF does not need.

    Hints go as well: they are a sixth of the size, and print does not use them.
    """
    options = Options(
        layout_features=FEATURES,
        layout_scripts=SCRIPTS,
        hinting=False,
        notdef_outline=True,
        name_IDs=["*"],
        name_languages=[ENGLISH],
    )
    options.drop_tables += VERTICAL_TABLES
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted_characters())
    subsetter.subset(font)


def rename(font: TTFont, face: Face) -> None:
    """Give the font its own name, as befits a modified version.

    The copyright, trademark, designer and licence records stay as they are.
    """
    names = font["name"]
    origin = f"{names.getDebugName(4)}, {names.getDebugName(5).split(';')[0]}"
    records = {
        1: face.family if face.is_style_linked else face.full_name,
        2: face.style if face.is_style_linked else "Regular",
        3: f"{names.getDebugName(3).split(';')[0]};{face.postscript_name}",
        4: face.full_name,
        6: face.postscript_name,
        10: f"Modified version: a renamed subset of {origin}. {names.getDebugName(10)}",
    }
    for name_id in (16, 17):
        names.removeNames(nameID=name_id)
    if not face.is_style_linked:
        records |= {16: face.family, 17: face.style}
    for name_id, text in records.items():
        names.setName(text, name_id, 3, 1, ENGLISH)

    bold = face.style == "Bold"
    font["OS/2"].usWeightClass = face.weight
    font["OS/2"].fsSelection = FS_BOLD if bold else FS_REGULAR
    font["head"].macStyle = int(bold)


def rename_cff(font: TTFont, face: Face) -> None:
    """Rename the CFF font too, and number its CIDs like its glyphs.

    Subsetting leaves gaps in the CIDs, and WeasyPrint writes glyph numbers where a
    PDF wants CIDs.  Poppler and PDFium forgive that, but a reader that goes by the
    standard may show other characters; with CID = glyph number both agree.
    """
    cff = font["CFF "].cff
    top = cff.topDictIndex[0]
    old_name = cff.fontNames[0]
    cff.fontNames[0] = face.postscript_name
    top.FamilyName, top.FullName, top.Weight = face.family, face.full_name, face.style
    for font_dict in top.FDArray:
        font_dict.FontName = font_dict.FontName.replace(old_name, face.postscript_name)

    strings = top.CharStrings
    order = [".notdef", *(f"cid{cid:05d}" for cid in range(1, len(top.charset)))]
    strings.charStrings = {
        new: strings.charStrings[old] for new, old in zip(order, top.charset, strict=True)
    }
    top.charset, top.CIDCount = order, len(order)
    font.setGlyphOrder(order)


def cut(source_dir: Path, output_dir: Path, face: Face) -> Path:
    """Make one bundled font and return its path."""
    font = TTFont(source_dir / face.source, fontNumber=SC_FACE, lazy=True, recalcTimestamp=False)
    subset(font)
    rename(font, face)
    buffer = io.BytesIO()
    font.save(buffer)

    # Glyph names are only free to change while no other table has used them.
    font = TTFont(buffer, recalcTimestamp=False, recalcBBoxes=False)
    rename_cff(font, face)
    path = output_dir / f"{face.postscript_name}.otf"
    font.save(path)
    if face.is_of_text:
        add_latin_forms(path)
    return path


def add_latin_forms(path: Path) -> None:
    """Add what amounts and English ask of the face of the text, and Noto does not have."""
    font = TTFont(path, recalcTimestamp=False, recalcBBoxes=False)
    add_tabular_figures(font)
    for sign, plain in ("≤", "<"), ("≥", ">"):
        add_upright_sign(font, sign, plain)
    font.save(path)


def add_upright_sign(font: TTFont, sign: str, plain: str) -> None:
    """Have the feature "pwid" put an upright ≤ as wide as < in the place of the slanted one.

    It is the sign without the bar, lower by a seventh, above the bar of a minus sign.
    """
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    source = names[ord(plain)]
    left, _, right, _ = outline_bounds(glyphs, source)
    private = private_of(font, source)
    # A width is written as its difference from the usual one.
    pen = T2CharStringPen(font["hmtx"][source][0] - private.nominalWidthX, glyphs)
    glyphs[source].draw(TransformPen(pen, (1, 0, 0, SIGN_HEIGHT, 0, SIGN_RAISE)))
    low, high = SIGN_BAR
    pen.moveTo((left, low))
    for corner in ((right, low), (right, high), (left, high)):
        pen.lineTo(corner)
    pen.closePath()
    name = append_glyph(font, source, pen)
    (lookup,) = (
        record.Feature.LookupListIndex[0]
        for record in font["GSUB"].table.FeatureList.FeatureRecord
        if record.FeatureTag == "pwid"
    )
    subtable = font["GSUB"].table.LookupList.Lookup[lookup].SubTable[0]
    getattr(subtable, "ExtSubTable", subtable).mapping[names[ord(sign)]] = name


def private_of(font: TTFont, name: str) -> Any:
    """Return the private dictionary of the part of the font that a glyph is in."""
    top = font["CFF "].cff.topDictIndex[0]
    return top.FDArray[top.FDSelect[font.getGlyphID(name)]].Private


def outline_bounds(glyphs: Any, name: str) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of a glyph."""
    pen = BoundsPen(glyphs)
    glyphs[name].draw(pen)
    left, bottom, right, top = pen.bounds
    return left, bottom, right, top


def append_glyph(font: TTFont, like: str, pen: T2CharStringPen) -> str:
    """Add a glyph as wide as another, in its font dictionary; return its name."""
    top = font["CFF "].cff.topDictIndex[0]
    strings = top.CharStrings
    name = f"cid{len(top.charset):05d}"
    strings.charStringsIndex.append(pen.getCharString(private_of(font, like), strings.globalSubrs))
    strings.charStrings[name] = len(strings.charStringsIndex) - 1
    top.FDSelect.append(top.FDSelect[font.getGlyphID(like)])
    order = [*font.getGlyphOrder(), name]
    top.charset, top.CIDCount = order, len(order)
    font.setGlyphOrder(order)
    font["hmtx"][name] = font["hmtx"][like]
    return name


def add_tabular_figures(font: TTFont) -> None:
    """Add the feature "tnum", which gives every digit the same width.

    Noto's digits are proportional in Song, and the half-width forms that it has
    give the decimal point as much room as a digit.  The feature moves digits and
    changes no glyph, so that a PDF embeds the same outlines.
    """
    names = [font.getBestCmap()[ord(digit)] for digit in "0123456789"]
    widths = {name: font["hmtx"][name][0] for name in names}
    widest = max(widths.values())
    values = {
        name: buildValue({"XPlacement": (widest - width) // 2, "XAdvance": widest - width})
        for name, width in widths.items()
    }
    lookup = otTables.Lookup()
    lookup.LookupType, lookup.LookupFlag = 1, 0
    lookup.SubTable = buildSinglePos(values, font.getReverseGlyphMap())
    lookup.SubTableCount = len(lookup.SubTable)
    table = font["GPOS"].table
    table.LookupList.Lookup.append(lookup)
    add_feature(table, "tnum", len(table.LookupList.Lookup) - 1)


def add_feature(table: otTables.GPOS, tag: str, lookup: int) -> None:
    """Add a feature of one lookup for every script and language; features stay sorted."""
    record = otTables.FeatureRecord()
    record.FeatureTag, record.Feature = tag, otTables.Feature()
    record.Feature.FeatureParams, record.Feature.LookupListIndex = None, [lookup]
    records = table.FeatureList.FeatureRecord
    place = sum(other.FeatureTag <= tag for other in records)
    records.insert(place, record)
    for script in table.ScriptList.ScriptRecord:
        languages = [each.LangSys for each in script.Script.LangSysRecord]
        for language in (script.Script.DefaultLangSys, *languages):
            if language is not None:
                moved = [index + (index >= place) for index in language.FeatureIndex]
                language.FeatureIndex = sorted([*moved, place])


def write_checksums(paths: Sequence[Path], target: Path) -> None:
    """Record the files' hashes in the format that ``sha256sum --check`` reads."""
    lines = (f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in paths)
    target.write_text("".join(lines), encoding="ascii")


def write_coverage(paths: Sequence[Path], target: Path) -> None:
    """Record the code points that every font has, as ranges; reading them costs a millisecond."""
    shared = set.intersection(*(set(TTFont(path, lazy=True).getBestCmap()) for path in paths))
    starts = sorted(point for point in shared if point - 1 not in shared)
    ends = sorted(point for point in shared if point + 1 not in shared)
    ranges = zip(starts, ends, strict=True)
    lines = (f"{a:04X}\n" if a == b else f"{a:04X}-{b:04X}\n" for a, b in ranges)
    target.write_text("".join(lines), encoding="ascii")


def main(arguments: Sequence[str] | None = None) -> None:
    """Cut every bundled font and write the checksums beside them."""
    fonts_dir = Path(__file__).resolve().parent.parent / "perf_report" / "fonts"
    parser = argparse.ArgumentParser(description="Cut the bundled fonts out of Noto CJK.")
    parser.add_argument(
        "--source",
        type=Path,
        default=Path("/usr/share/fonts/opentype/noto"),
        help="folder with the Noto CJK collections (default: %(default)s)",
    )
    parser.add_argument(
        "--output",
        type=Path,
        default=fonts_dir,
        help="folder to write to (default: the package's fonts folder)",
    )
    options = parser.parse_args(arguments)
    options.output.mkdir(parents=True, exist_ok=True)

    paths = [cut(options.source, options.output, face) for face in FACES]
    write_checksums(paths, options.output / "SHA256SUMS")
    write_coverage(paths, options.output / "coverage.txt")
    for path in paths:
        print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
