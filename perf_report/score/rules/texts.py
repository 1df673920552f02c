"""The rules on the texts and comments of plans that apply to reports, too."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from perf_report.model.finding import Finding
from perf_report.model.plan import Department, Plan
from perf_report.model.review_mark import ReviewMark
from perf_report.model.route import Route
from perf_report.model.suppression import Suppression
from perf_report.model.text import Text
from perf_report.model.text_comment import TextComment
from perf_report.rules import (
    Severities,
    character_form,
    check_rules,
    glyph_missing,
    number_parity,
    punctuation,
    review_mark,
    suppression_unused,
    suppression_without_reason,
    text_cut,
    text_missing,
    text_unfinished,
)
from perf_report.rules.rule_context import RuleContext
from perf_report.score.rules.report_rule import ReportContext

TEXT_RULES = (
    character_form.RULE,
    glyph_missing.RULE,
    number_parity.RULE,
    punctuation.RULE,
    review_mark.RULE,
    suppression_unused.RULE,
    suppression_without_reason.RULE,
    text_cut.RULE,
    text_missing.RULE,
    text_unfinished.RULE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenReport:
    """What is in the file of a report beside its data; `characters` are those that fonts have.

    `values` are the figures and days that are one string, as written, by route.
    """

    characters: frozenset[int]
    values: Mapping[Route, str] = field(default_factory=dict)
    text_comments: tuple[TextComment, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    review_marks: tuple[ReviewMark, ...] = ()


def check_texts(
    context: ReportContext, written: WrittenReport, severities: Severities, *, last: bool
) -> Iterator[Finding]:
    """The findings of the rules on texts; they see a plan of the same languages, and no more."""
    report, plan = context.report, context.plan
    languages = plan.languages if plan else ("zh",)
    bare = Plan(
        year=report.of.year,
        department=Department(code=report.of.code, name=Text()),
        languages=languages,
    )
    texts = RuleContext(
        plan=bare,
        forms={},
        frameworks={},
        units={},
        given_texts=context.texts,
        written_targets=written.values,
        characters=written.characters,
        text_comments=written.text_comments,
        suppressions=written.suppressions,
        review_marks=written.review_marks,
    )
    return check_rules(TEXT_RULES, texts, severities, last=last)
