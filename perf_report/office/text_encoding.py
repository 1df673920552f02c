"""Decode texts of offices: UTF-8, UTF-16 with its mark, or else GB 18030."""

import re

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_META = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
# GB 18030 holds all that these hold, and texts that name them use more than they have.
_CHINESE = frozenset({"gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936", "gb18030", "utf-8"})
_HEAD = 4096


def decode_text(data: bytes) -> str:
    """Return a text; what cannot be decoded is a replacement character.

    A page may name its encoding in a `meta` element.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_named(data)


def _decode_named(data: bytes) -> str:
    found = _META.search(data[:_HEAD])
    name = found[1].decode("ascii").lower() if found else "gb18030"
    try:
        return data.decode("gb18030" if name in _CHINESE else name, "replace")
    except LookupError:
        return data.decode("gb18030", "replace")
