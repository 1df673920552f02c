"""Characters that cannot be seen, and text in which they are spelled out.

A name with an escape sequence would move a terminal's cursor, and one with a direction override
would be read as another name.
"""

import re

# Control characters, direction overrides (which display a text otherwise than it is), zero-width
# characters, noncharacters and halves of surrogate pairs. Tabs and line ends are none of them.
_CLASS = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad"
    "\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff0-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff"
)
INVISIBLE = re.compile(f"[{_CLASS}]")
_NOT_IN_TEXT, _NOT_IN_NAME = re.compile(f"[{_CLASS}\r]"), re.compile(f"[{_CLASS}\r\n\t]")


def visible_text(text: str) -> str:
    r"""Return the text with each invisible character spelled out, such as `\x1b` or `\u202e`."""
    return _NOT_IN_TEXT.sub(_spelling, text)


def visible_name(name: str) -> str:
    """Return a name, of a file for example, as one line with nothing invisible in it."""
    return _NOT_IN_NAME.sub(_spelling, name)


def _spelling(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")
