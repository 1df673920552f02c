"""Fonts of symbols, whose letters show as others: those that offices put into tables.

Sources: Unicode, MAPPINGS/VENDORS/ADOBE/symbol.txt; Unicode L2/11-052 for Wingdings. What is absent
is not known, and its reader says so.
"""

# The characters of a font, in runs by the code of the first.
_RUNS = {
    "symbol": {
        0x20: " !∀#∃%&∋()*+,-./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_",
        0x61: "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}~",
        0xA2: "′≤/∞",
        0xAB: "↔←↑→↓°±″≥×∝∂•÷≠≡≈…",
        0xD5: "∏√⋅",
        0xE5: "∑",
    },
    "wingdings": {0x20: " ", 0x6C: "●", 0x6E: "■□", 0x71: "□□", 0xA8: "□", 0xFB: "×√☒☑"},
    "wingdings 2": {0x20: " ", 0x4F: "×√☒☑", 0xA3: "□"},
}
_FONTS = {
    font: {first + number: char for first, run in runs.items() for number, char in enumerate(run)}
    for font, runs in _RUNS.items()
}
# Where such a font has its characters in Unicode, beside the codes themselves.
_PRIVATE = 0xF000


def as_shown(text: str, font: str) -> str:
    """Return a text in usual characters as a font shows it; a symbol that is not known is kept."""
    symbols = _FONTS.get(_name(font))
    if symbols is None:
        return text
    return "".join(symbols.get(_code(char), char) for char in text)


def is_symbol_font(font: str) -> bool:
    """Return whether the letters of a font are symbols."""
    return _name(font) in _FONTS


def _name(font: str) -> str:
    return font.strip("\"' ").casefold()


def _code(char: str) -> int:
    return ord(char) - _PRIVATE if ord(char) >= _PRIVATE else ord(char)
