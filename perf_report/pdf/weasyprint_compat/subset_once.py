"""Cutting our fonts down to what is used, once: WeasyPrint 70.0 has HarfBuzz do it twice.

The second time takes away the glyphs behind the last that is used. HarfBuzz leaves none of our
fonts there the first time, and the rest stays what it is; but it is half of the work, which is
a twentieth of that of a PDF. The fonts are the same to the byte.
"""

from collections.abc import Collection
from functools import wraps
from typing import Any

# Those that travel with the package. In others, there is more that the second time leaves out.
_OURS = "Perf Report "


def cut_once() -> None:
    """Have our fonts cut down once in this process from now on."""
    from weasyprint.pdf.fonts import Font

    cut_twice = Font._harfbuzz_subset  # noqa: SLF001  # there is no other place between the two

    @wraps(cut_twice)
    def cut(font: Any, used: Collection[int], hinting: bool) -> None:  # noqa: FBT001  # as it is called
        content = _cut(font, used, hinting=hinting) if font.family.startswith(_OURS) else None
        if content is None:
            cut_twice(font, used, hinting)
        else:
            font.file_content = content

    Font._harfbuzz_subset = cut  # noqa: SLF001


def _cut(font: Any, used: Collection[int], *, hinting: bool) -> bytes | None:
    """A font with these glyphs, by their numbers; None where others are left behind them."""
    from weasyprint.text.ffi import ffi, harfbuzz, harfbuzz_subset
    from weasyprint.text.fonts import get_hb_object_data

    wanted = ffi.gc(
        harfbuzz_subset.hb_subset_input_create_or_fail(), harfbuzz_subset.hb_subset_input_destroy
    )
    _add(harfbuzz_subset.hb_subset_input_glyph_set(wanted), used)
    dropped = [harfbuzz.hb_tag_from_string(name, -1) for name in _DROPPED]
    kind = harfbuzz_subset.HB_SUBSET_SETS_DROP_TABLE_TAG
    _add(harfbuzz_subset.hb_subset_input_set(wanted, kind), dropped)
    flags = _flags(hinting=hinting, lacks_glyphs=bool(font.missing))
    harfbuzz_subset.hb_subset_input_set_flags(wanted, flags)
    face = ffi.gc(harfbuzz_subset.hb_subset_or_fail(font.hb_face, wanted), harfbuzz.hb_face_destroy)
    if not face or harfbuzz.hb_face_get_glyph_count(face) != max(used) + 1:
        return None
    content: bytes | None = get_hb_object_data(face)
    return content


def _flags(*, hinting: bool, lacks_glyphs: bool) -> int:
    """How HarfBuzz cuts: those of WeasyPrint's first time, and what its second time adds."""
    from weasyprint.text.ffi import harfbuzz_subset

    flags: int = (
        harfbuzz_subset.HB_SUBSET_FLAGS_RETAIN_GIDS
        | harfbuzz_subset.HB_SUBSET_FLAGS_PASSTHROUGH_UNRECOGNIZED
        | harfbuzz_subset.HB_SUBSET_FLAGS_DESUBROUTINIZE
    )
    if not hinting:
        flags |= harfbuzz_subset.HB_SUBSET_FLAGS_NO_HINTING
    if lacks_glyphs:
        flags |= harfbuzz_subset.HB_SUBSET_FLAGS_NOTDEF_OUTLINE
    return flags


# The tables that a PDF has no use for, as WeasyPrint has them.
_DROPPED = (
    b"BASE", b"DSIG", b"EBDT", b"EBLC", b"EBSC", b"GPOS", b"GSUB", b"JSTF", b"LTSH", b"PCLT",
    b"SVG ",
)  # fmt: skip


def _add(numbers: Any, more: Collection[int]) -> None:
    """Add numbers to a set of HarfBuzz's."""
    from weasyprint.text.ffi import ffi, harfbuzz

    array = ffi.new("hb_codepoint_t[]", sorted(more))
    harfbuzz.hb_set_add_sorted_array(numbers, array, len(more))
