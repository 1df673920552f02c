"""Find what a page asks for from outside: pictures, scripts, style sheets, fonts, frames.

A page that is disclosed stands alone: it looks the same without a network, and tells no other
server who reads it. Links that a reader follows are no requests.
"""

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import tinycss2

# Attributes with an address that a browser fetches, whatever the element.
_FETCHED = frozenset({"src", "poster", "data", "background", "ping", "lowsrc", "dynsrc"})
_SETS = frozenset({"srcset", "imagesrcset"})
_LINKS = frozenset({"href", "xlink:href"})

# Elements whose `href` is followed by a reader, or only says where something is.
_FOLLOWED = frozenset({"a", "area"})
_PASSIVE = frozenset(
    {"alternate", "author", "bookmark", "canonical", "help", "license", "next", "prev", "search",
     "self"}
)  # fmt: skip

# Functions of CSS whose texts are addresses.
_ADDRESSES = frozenset({"url", "src", "image-set", "-webkit-image-set", "image"})


def outside_request(text: str, *, is_style: bool = False, is_site: bool = False) -> str | None:
    """Return the first address outside of the page that an HTML text or a style sheet fetches.

    The pages of a site may draw on its own files, whose addresses have no host.
    """
    found = _in_style(text) if is_style else _in_page(text)
    is_inside = _is_in_site if is_site else _is_in_page
    return next((address for address in found if not is_inside(address.strip())), None)


def _is_in_page(address: str) -> bool:
    return not address or address.startswith("#") or address[:5].lower() == "data:"


def _is_in_site(address: str) -> bool:
    try:
        parts = urlsplit(address.replace("\\", "/"))
    except ValueError:
        return False
    return _is_in_page(address) or not (parts.scheme or parts.netloc)


def _in_page(html: str) -> Iterator[str]:
    reader = _PageReader()
    reader.feed(html)
    reader.close()
    yield from reader.found


class _PageReader(HTMLParser):
    """Collects the addresses that a page fetches."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._is_in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        written = {name: value or "" for name, value in attrs}
        self._is_in_style = tag == "style"
        for name, value in written.items():
            self.found += _in_attribute(tag, name, value, written)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._is_in_style = False

    def handle_endtag(self, tag: str) -> None:
        self._is_in_style = self._is_in_style and tag != "style"

    def handle_data(self, data: str) -> None:
        if self._is_in_style:
            self.found += _in_style(data)


def _in_attribute(tag: str, name: str, value: str, written: dict[str, str]) -> Iterator[str]:
    if name in _FETCHED:
        yield value
    elif name in _SETS:
        yield from (part.split()[0] for part in value.split(",") if part.strip())
    elif name in _LINKS:
        yield from () if _is_followed(tag, written) else (value,)
    elif name == "srcdoc":
        yield from _in_page(value)
    elif name == "content" and written.get("http-equiv", "").lower() == "refresh":
        yield from value.lower().partition("url=")[2:]
    elif name == "style" or "(" in value:
        yield from _in_style(value)


def _is_followed(tag: str, written: dict[str, str]) -> bool:
    is_passive = tag == "link" and _PASSIVE.issuperset(written.get("rel", "?").lower().split())
    return tag in _FOLLOWED or is_passive


def _in_style(css: str) -> Iterator[str]:
    yield from _in_tokens(tinycss2.parse_component_value_list(css, skip_comments=True))


def _in_tokens(tokens: list[Any]) -> Iterator[str]:
    """The addresses among tokens; `@import` counts wherever it stands, and a namespace does not."""
    keyword = ""
    for token in tokens:
        if token.type == "at-keyword":
            keyword = token.lower_value
        elif keyword == "namespace":
            keyword = "" if token.type == "literal" else keyword
        elif token.type != "whitespace":
            yield from _READERS.get(token.type, _nothing)(token, keyword)
            keyword = ""


def _nothing(_token: Any, _keyword: str) -> Iterator[str]:
    yield from ()


def _in_text(token: Any, keyword: str) -> Iterator[str]:
    yield from (token.value,) if keyword == "import" else ()


def _in_url(token: Any, _keyword: str) -> Iterator[str]:
    yield token.value


def _in_function(token: Any, _keyword: str) -> Iterator[str]:
    if token.lower_name in _ADDRESSES:
        yield from (each.value for each in token.arguments if each.type == "string")
    yield from _in_tokens(token.arguments)


def _in_block(token: Any, _keyword: str) -> Iterator[str]:
    yield from _in_tokens(token.content)


_READERS: dict[str, Callable[[Any, str], Iterator[str]]] = {
    "string": _in_text,
    "url": _in_url,
    "function": _in_function,
    "{} block": _in_block,
    "() block": _in_block,
    "[] block": _in_block,
}
