"""The labels of a report's form as a paper prints them: with its months and its points."""

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from perf_report.model.form import Block, Form, FundsBlock, IndicatorsBlock
from perf_report.model.form_label import without_unit
from perf_report.model.text import Text
from perf_report.recognize.cell_text import label_key
from perf_report.recognize.label_words import filling_words, other_words

_DASH = "[-—–~至]"
_MONTHS = "{months}"
_PLACEHOLDER = re.compile(r"\{(?:months|execution|indicators|number|points)\}")
_PATTERNS = {
    _MONTHS: (
        rf"(?:20[0-9]{{2}}年)?(?:(?:截[至止]|[0-9]{{1,2}}月?{_DASH}+)?"
        "[0-9]{1,2}月[份底末]?|上半年|半年度?)"
    ),
    "{number}": "[0-9一二三四五六七八九十]{0,3}",
}
_POINTS = r"[0-9]+(?:\.[0-9]+)?"
_BRACKETED = re.compile(r"\s*[（(][^（()）]*\{(?:execution|indicators|points)\}[^（()）]*[）)]")
_LETTER = re.compile(r"\([a-z](?:[/÷][a-z])?\)$")
_LAST_MONTH = re.compile(rf"(?:^|{_DASH}|[年止])([0-9]{{1,2}})月(?!{_DASH})")
_HALF_YEAR, _JUNE, _DECEMBER = "半年", 6, 12


def with_labels_of(form: Form, texts: Iterable[str]) -> Form:
    """Return a form whose labels have the months and the points that cells of a paper have."""
    keys = list(dict.fromkeys(map(label_key, texts)))
    return replace(form, blocks=tuple(_filled_block(block, keys) for block in form.blocks))


def find_months(form: Form, texts: Iterable[str]) -> tuple[int, ...]:
    """Return the last months that the labels of a paper name: 7 of 1-7月执行数."""
    keys = [label_key(text) for text in texts]
    labels = [label.zh for label in _labels(form) if label.zh and _names_months(label.zh)]
    named = (_month_of(key) for label in labels for key in keys if _fits(label, key))
    return tuple(dict.fromkeys(filter(None, named)))


def labels_without_months(form: Form, texts: Iterable[str]) -> tuple[str, ...]:
    """Return the labels of a paper that are to name months, and name none: 累计执行数."""
    keys = list(dict.fromkeys(map(label_key, texts)))
    found = []
    for label in (label.zh for label in _labels(form) if label.zh and _MONTHS in label.zh):
        if not any(_fits(label, key) for key in keys):
            found += [key for key in keys if _fits(label, key, names_months=False)][:1]
    return tuple(dict.fromkeys(found))


def names_whole_year(label: str) -> bool:
    """Return whether a label is of the whole year, as 全年执行数 on a form of some months is."""
    return label.startswith(tuple(filling_words("whole_year")))


def _names_months(label: str) -> bool:
    return _MONTHS in label or _HALF_YEAR in label


def _unnamed_months() -> str:
    words = sorted({*filling_words("until_now"), *filling_words("whole_year")}, key=len)
    return f"(?:{'|'.join(map(re.escape, reversed(words)))})?"


def _month_of(key: str) -> int | None:
    found = _LAST_MONTH.search(key)
    if found and int(found[1]) <= _DECEMBER:
        return int(found[1])
    return _JUNE if _HALF_YEAR in key else None


def find_execution_points(form: Form, texts: Iterable[str]) -> Decimal | None:
    """Return the points of the execution that a label of a paper names: 预算执行情况（10分）."""
    keys = list(dict.fromkeys(map(label_key, texts)))
    labels = (without_unit(label).zh or "" for label in _labels(form))
    for label in (label for label in labels if "{execution}" in label):
        pattern = re.compile(_pattern(label).pattern.replace(_POINTS, f"({_POINTS})"))
        for found in filter(None, map(pattern.fullmatch, keys)):
            return Decimal(found[1])
    return None


def goal_row_pattern(block: IndicatorsBlock) -> re.Pattern[str] | None:
    """Return what the key of the label of a goal's row looks like; None if the form has none."""
    label = block.goal_row and block.goal_row.zh
    return (
        re.compile(f"(?:{_pattern(label).pattern}|{_pattern(_bare(label)).pattern})")
        if label
        else None
    )


def _labels(form: Form) -> Iterable[Text]:
    for block in form.blocks:
        if isinstance(block, FundsBlock | IndicatorsBlock):
            yield from (block.label,) if block.label else ()
            yield from (column.label for column in block.columns)


def _filled_block(block: Block, keys: list[str]) -> Block:
    if not isinstance(block, FundsBlock | IndicatorsBlock):
        return block
    columns = tuple(
        replace(
            column,
            label=_filled(column.label, keys),
            group=column.group and _filled(column.group, keys),
        )
        for column in block.columns
    )
    label = block.label and _filled(block.label, keys)
    return replace(block, label=label, columns=columns)  # type: ignore[arg-type]


def _filled(label: Text, keys: Iterable[str]) -> Text:
    """A label as the paper has it; without what it is filled with if the paper does not have it."""
    label = without_unit(label)
    if not label.zh:
        return label
    if not _PLACEHOLDER.search(label.zh):
        known = {
            _unlettered(each) for each in (label_key(label.zh), *other_words(label_key(label.zh)))
        }
        lettered = (key for key in keys if key != _unlettered(key) in known)
        return Text(zh=next(lettered, label.zh))
    named = (key for key in keys if _fits(label.zh, key))
    unnamed = (key for key in keys if _fits(label.zh, key, names_months=False))
    return Text(zh=next(named, None) or next(unnamed, None) or _bare(label.zh))


def _fits(label: str, key: str, *, names_months: bool = True) -> bool:
    """Whether a key is that of a label that is filled in, in the words of any office.

    Else it is one of the same label without months: 累计执行数.
    """
    labels = (label, *other_words(label_key(label)))
    patterns = (_pattern(each, names_months=names_months) for each in labels)
    return any(pattern.fullmatch(_unlettered(key)) for pattern in patterns)


def _unlettered(key: str) -> str:
    """The key of a label without the letter that sums are explained by: 全年执行数（C）."""
    return _LETTER.sub("", key)


def _bare(label: str) -> str:
    return _PLACEHOLDER.sub("", _BRACKETED.sub("", label))


def _pattern(label: str, *, names_months: bool = True) -> re.Pattern[str]:
    """The keys of a label: figures in place of what it is filled with, or words for its months."""
    parts = _PLACEHOLDER.split(label_key(label))
    found = _PLACEHOLDER.findall(label_key(label))
    patterns = _PATTERNS if names_months else _PATTERNS | {_MONTHS: _unnamed_months()}
    between = [patterns.get(each, _POINTS) for each in found]
    text = re.escape(parts[0])
    for middle, part in zip(between, parts[1:], strict=True):
        text += middle + re.escape(part)
    return re.compile(text)
