"""Which kind of picture a file is, of those that a page may show."""

from collections.abc import Mapping
from xml.parsers import expat

_STARTS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}
_RIFF, _WEBP = b"RIFF", b"WEBP"

# The elements of SVG that draw. Those that run, move, link, style or load something are not here.
_DRAWING = frozenset({
    "svg", "g", "defs", "symbol", "use", "title", "desc",
    "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
    "clipPath", "mask", "linearGradient", "radialGradient", "stop", "pattern",
})  # fmt: skip
_LINKS = frozenset({"href", "xlink:href"})


class _RefusedError(Exception):
    """Something in a drawing may do more than draw."""


def picture_kind(data: bytes) -> str | None:
    """Return the usual ending of a picture: png, jpg, webp or svg; None for any other file.

    An SVG file that someone opens by itself is a page of the site, whose scripts would run. It is
    a picture only if it draws and does nothing else.
    """
    for start, kind in _STARTS.items():
        if data.startswith(start):
            return kind
    if data.startswith(_RIFF) and data[8:12] == _WEBP:
        return "webp"
    return "svg" if _is_drawing(data) else None


def _is_drawing(data: bytes) -> bool:
    parser = expat.ParserCreate()
    is_final = True
    parser.StartElementHandler = _check_element
    # An entity could hide a name, and an instruction name a style sheet.
    parser.StartDoctypeDeclHandler = _refuse
    parser.ProcessingInstructionHandler = _refuse
    try:
        parser.Parse(data, is_final)
    except (expat.ExpatError, _RefusedError):
        return False
    return True


def _check_element(name: str, attributes: Mapping[str, str]) -> None:
    if name not in _DRAWING:
        raise _RefusedError
    for attribute, value in attributes.items():
        is_outside = attribute in _LINKS and not value.startswith("#")
        # Of a style sheet's ways to load something, `url` is the one that an attribute can have;
        # written with escapes it is none that is looked for here, so these are refused, too.
        loads = "\\" in value or "url(" in value.lower().replace("url(#", "")
        if attribute.lower().startswith("on") or is_outside or loads:
            raise _RefusedError


def _refuse(*_: object) -> None:
    raise _RefusedError
