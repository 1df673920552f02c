"""The parts of a target for forms that print sign, value and unit in columns of their own."""

from dataclasses import dataclass

from perf_report.model.plan import Indicator
from perf_report.model.target import Quantity, Range
from perf_report.model.target_english import printed_sign
from perf_report.model.text import Text
from perf_report.render.blocks.context import BlockContext
from perf_report.render.localized_text import TextRuns, deduplicate


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetParts:
    """The sign, the value and the unit of a target; the whole words where it has none of these."""

    sign: TextRuns = ()
    value: TextRuns = ()
    unit: TextRuns = ()


def target_parts(indicator: Indicator, context: BlockContext) -> TargetParts:
    """Return the parts of an indicator's target.

    A target in words is 定性 by its sign (as the forms of the finance systems have it), and one
    without sign, figure and unit stands whole in the column of values.
    """
    target, localizer = indicator.target, context.localizer
    if isinstance(target, Quantity):
        sign: TextRuns = ()
        if target.operator is not None:
            signs = Text(zh=str(target.operator), en=printed_sign(target.operator))
            sign = deduplicate(localizer.text(signs))
        unit = _unit(indicator, target.unit_name, target, context)
        return TargetParts(sign=sign, value=localizer.number(target.figure), unit=unit)
    if isinstance(target, Range):
        figures = f"{target.lower}~{target.upper}"
        unit = _unit(indicator, target.unit_name, target.bounds[1], context)
        return TargetParts(value=localizer.number(figures), unit=unit)
    text = context.vocabulary.target_text(indicator, target)
    return TargetParts(
        sign=localizer.form_string("sign-qualitative"), value=deduplicate(localizer.text(text))
    )


def _unit(indicator: Indicator, name: str, quantity: Quantity, context: BlockContext) -> TextRuns:
    """The unit in each language, in English in the number of the figure."""
    if not name:
        return ()
    unit = context.vocabulary.find_unit(indicator, name)
    english = unit.for_value(quantity.value) if unit else name
    return deduplicate(context.localizer.text(Text(zh=name, en=english)))
