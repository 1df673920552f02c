"""Serialize a plan, or a piece of one, as YAML text.

A fresh file is written whole. Pieces are for `text_edits`, which puts them into a file that is
there already.
"""

import io
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString

from perf_report.model.money import format_amount
from perf_report.model.plan import Plan
from perf_report.model.plan_data import plan_data
from perf_report.model.source import Source
from perf_report.parse.document import parse_document
from perf_report.parse.nodes import Sequence

MODELINE = "# yaml-language-server: $schema=../schema.json\n"
REPORT_MODELINE = "# yaml-language-server: $schema=../report.schema.json\n"

# Wide enough that no text is ever folded: one text is one line, and so is its change.
_WIDTH = 1_000_000
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_QUOTED = {"'": SingleQuotedScalarString, '"': DoubleQuotedScalarString}


@dataclass(frozen=True, slots=True, kw_only=True)
class Indentation:
    """The columns by which a file indents a mapping, a dash, and what follows the dash."""

    mapping: int = 2
    dash: int = 2
    item: int = 2


class _Representer(RoundTripRepresenter):
    """Writes dates without quotes, and amounts with at least the form's two decimals."""

    def ignore_aliases(self, _data: Any) -> bool:
        # One value in two places would become an anchor and an alias, which no spec may hold.
        return True

    def represent_text(self, text: str) -> Any:
        # YAML 1.2 has no dates: a date is a text that needs no quotes.
        if _DATE.fullmatch(text):
            return self.represent_scalar("tag:yaml.org,2002:timestamp", text)
        return self.represent_str(text)

    def represent_decimal(self, number: Decimal) -> Any:
        return self.represent_scalar("tag:yaml.org,2002:float", format_amount(number))


_Representer.add_representer(str, _Representer.represent_text)
_Representer.add_representer(Decimal, _Representer.represent_decimal)


def dump_plan(plan: Plan) -> str:
    """Return the plan as a fresh YAML file."""
    return MODELINE + dump_block(plan_data(plan), Indentation())


def dump_block(data: Any, indentation: Indentation) -> str:
    """Return a collection in block style, its first line at column 0."""
    text = _dump(data, indentation)
    lead = len(text) - len(text.lstrip(" "))
    return re.sub(f"^ {{{lead}}}", "", text, flags=re.MULTILINE)


def in_braces(data: dict[str, Any]) -> dict[str, Any]:
    """Return a mapping that is written on one line, in braces, wherever it stands."""
    mapping = CommentedMap(data)
    mapping.fa.set_flow_style()
    return mapping


def write_inline(value: Any, quote: str = "", *, in_flow: bool = False) -> str:
    """Return a value on one line: a scalar, or a collection in flow style.

    `quote` is the quotation mark to use for a text, if any; `in_flow` says that the value goes
    between brackets. Raises ValueError if no way to write it reads as the value.
    """
    if not quote and (plain := _plain(value)):
        return plain
    in_flow = in_flow or isinstance(value, list | dict)
    for style in [_QUOTED.get(quote, str), DoubleQuotedScalarString]:
        text = _inline(_styled(value, style), in_flow=in_flow)
        if "\n" not in text and _reads_as(text, value, in_flow=in_flow):
            return text
    raise ValueError(value)


# A text or an id of several words that reads as itself wherever it is written, and a key.
_PLAIN = re.compile(
    "[\u4e00-\u9fff≥≤][\u4e00-\u9fff0-9A-Za-z.%（），、。；：]*|[a-z]{2,}(?:[-.][a-z0-9]+)+"
)
_PLAIN_KEY = re.compile("[a-z]+")


def _plain(value: Any) -> str:
    """A text, or a mapping of such texts, that need not be tried; else an empty string."""
    if isinstance(value, str):
        return value if _PLAIN.fullmatch(value) else ""
    if not isinstance(value, dict) or not value:
        return ""
    is_plain = all(
        _PLAIN_KEY.fullmatch(key) and isinstance(text, str) and _PLAIN.fullmatch(text)
        for key, text in value.items()
    )
    items = ", ".join(f"{key}: {text}" for key, text in value.items())
    if not is_plain:
        return ""
    return f"{{{items}}}"


def _styled(value: Any, style: type[str]) -> Any:
    """The value with every text in it in one style; a text of several lines fits a line quoted."""
    if isinstance(value, dict):
        return {key: _styled(item, style) for key, item in value.items()}
    if isinstance(value, list):
        return [_styled(item, style) for item in value]
    if isinstance(value, str):
        return DoubleQuotedScalarString(value) if "\n" in value else style(value)
    return value


def _inline(value: Any, *, in_flow: bool) -> str:
    holder = CommentedSeq([value])
    if in_flow:
        holder.fa.set_flow_style()
        text = _dump(holder, Indentation()).strip()[1:-1].strip()
        # A mapping of one pair has no braces between brackets, and needs them behind a key.
        return f"{{{text}}}" if isinstance(value, dict) and text[0] != "{" else text
    return _dump(holder, Indentation(dash=0)).removeprefix("-").strip()


def _reads_as(text: str, value: Any, *, in_flow: bool) -> bool:
    written = f"[{text}]" if in_flow else f"- {text}"
    document = parse_document(Source(name="", data=written.encode()))
    return (
        document.is_complete
        and isinstance(document.root, Sequence)
        and [item.value() for item in document.root.items] == [value]
    )


def _dump(data: Any, indentation: Indentation) -> str:
    yaml = YAML(typ="rt")
    yaml.Representer = _Representer
    yaml.width = _WIDTH
    yaml.allow_unicode = True
    yaml.indent(
        mapping=indentation.mapping,
        sequence=indentation.dash + indentation.item,
        offset=indentation.dash,
    )
    stream = io.StringIO()
    yaml.dump(data, stream)
    return stream.getvalue()
