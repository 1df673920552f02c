"""Font files with fewer glyphs, written by uharfbuzz, which brings its own HarfBuzz.

The bytes depend on the font, the glyphs and the version of uharfbuzz, and on no library of the
system.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING

from perf_report.errors import RenderError

if TYPE_CHECKING:
    from uharfbuzz import SubsetInput

# Tables that a PDF viewer never reads; WeasyPrint drops the same.
_DROPPED_TABLES = (
    "BASE", "DSIG", "EBDT", "EBLC", "EBSC", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG ",
)  # fmt: skip


def subset_font(
    content: bytes,
    glyphs: Collection[int],
    *,
    index: int,
    hinting: bool,
    notdef_outline: bool,
    name: str,
) -> bytes:
    """The bytes of a font with these glyphs, which keep their numbers.

    `index` counts the fonts of a collection, and is 0 elsewhere. `name` goes into the error.

    Raises RenderError where HarfBuzz cannot read the font.
    """
    from uharfbuzz import SubsetFlags, SubsetInput, SubsetInputSets

    wanted = SubsetInput()
    wanted.glyph_set.update(glyphs)
    dropped = wanted.sets(SubsetInputSets.DROP_TABLE_TAG)
    dropped.update(int.from_bytes(table.encode(), "big") for table in _DROPPED_TABLES)
    wanted.flags = _flags(notdef_outline=notdef_outline)
    if not hinting:
        wanted.flags |= SubsetFlags.NO_HINTING
    written = _write(content, index, wanted)
    if written is None:
        raise RenderError("font-subset", font=name)
    return written


def normalized_font(content: bytes) -> bytes | None:
    """The bytes of a font as this HarfBuzz writes it; None where it cannot be read.

    Versions of HarfBuzz order the parts of a font otherwise. Two fonts whose normalized bytes are
    the same have the same glyphs.
    """
    from uharfbuzz import SubsetInput

    wanted = SubsetInput()
    wanted.keep_everything()
    wanted.flags = _flags(notdef_outline=True)
    return _write(content, 0, wanted)


def harfbuzz_version() -> str:
    """The version of the HarfBuzz that uharfbuzz brings."""
    import uharfbuzz

    return str(uharfbuzz.version_string())


def _flags(*, notdef_outline: bool) -> int:
    from uharfbuzz import SubsetFlags

    flags: int = (
        SubsetFlags.RETAIN_GIDS | SubsetFlags.PASSTHROUGH_UNRECOGNIZED | SubsetFlags.DESUBROUTINIZE
    )
    if notdef_outline:
        flags |= SubsetFlags.NOTDEF_OUTLINE
    return flags


def _write(content: bytes, index: int, wanted: "SubsetInput") -> bytes | None:
    from uharfbuzz import Face, subset

    try:
        return bytes(subset(Face(content, index), wanted).blob.data)
    except RuntimeError:
        return None
