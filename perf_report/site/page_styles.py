"""The styles that cells of a table have of their own, as the policy of the site's pages has it.

The policy refuses the attribute `style`, so that nothing that gets into a page can change how it
looks. A style sheet within the page is allowed by its hash.
"""

import re
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256

_STYLE = re.compile(r'(?P<start><[a-z][^<>]*?) style="(?P<style>[^"]*)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class StyledBody:
    """A part of a page without the attribute `style`, and the style sheet in place of it."""

    html: str
    styles: str

    @property
    def variables(self) -> dict[str, str]:
        """What the template of a page with a table gets."""
        return {"table": self.html, "styles": self.styles, "style_policy": self.policy}

    @property
    def policy(self) -> str:
        """What the policy of the page allows beside its own files: the hash of the styles."""
        if not self.styles:
            return ""
        return f"sha256-{b64encode(sha256(self.styles.encode()).digest()).decode()}"


def collect_styles(body: str) -> StyledBody:
    """Return a part of a page with its styles in a style sheet, each style once."""
    numbers: dict[str, int] = {}

    def number(found: re.Match[str]) -> str:
        known = numbers.setdefault(found["style"], len(numbers) + 1)
        return f'{found["start"]} data-style="{known}"'

    html = _STYLE.sub(number, body)
    # The attribute is named twice, so that it goes before the widths of the kind of column.
    rules = (f'[data-style][data-style="{n}"] {{ {style} }}' for style, n in numbers.items())
    return StyledBody(html=html, styles="\n".join(rules))
