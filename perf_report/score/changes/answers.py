"""The changes of the answers to an indicator."""

from collections.abc import Iterator

from perf_report.diff.change import Change, ChangeValue, ReportChangeKind, Subject
from perf_report.model.plan import Plan
from perf_report.model.report import Actual, IndicatorReport, ReportKind
from perf_report.model.route import Route
from perf_report.model.target import Deadline, Statement, Target
from perf_report.model.text import Text
from perf_report.model.vocabulary import Vocabulary
from perf_report.score.changes.moves import is_equal, move
from perf_report.score.changes.points import is_told, points_moved
from perf_report.score.changes.report_change import changed, detail_of, other_changes, plain_value
from perf_report.score.changes.report_pair import Answer, ReportPair, goal_of
from perf_report.score.rules.report_rule import ReportContext

_ANSWERS = ("not_applicable", "likelihood", "causes", "remedy", "score_reason")


class AnswerPair:
    """The changes of the answers to one indicator."""

    def __init__(self, pair: ReportPair, plan: Plan, before: Answer, after: Answer) -> None:
        self._pair, self._before, self._after = pair, before, after
        indicator = after.indicator
        goal = goal_of(plan, indicator)
        self._subject = Subject(type="indicator", id=indicator.id, name=indicator.name, goal=goal)

    def changes(self) -> Iterator[Change]:
        """Yield what was reached, whether the target is met, the points, and the rest."""
        yield from self._reached()
        yield from self._outcome()
        yield from self._score()
        if self._pair.kind == "edited":
            yield from self._target()
            yield from self._rest()
        elif self._pair.kind == "years":
            yield from self._left_out()

    def _reached(self) -> Iterator[Change]:
        """What was reached; in a monitoring report that was edited, what is expected, too."""
        is_edited = self._pair.kind == "edited"
        for key in ("actual", "so_far", "expected") if is_edited else ("",):
            old, old_key = _value(self._pair.before, self._before.reported, key)
            new, new_key = _value(self._pair.after, self._after.reported, key)
            if _is_same(old, new) or (not is_edited and (old is None or new is None)):
                continue
            sides = (self._before, old), (self._after, new)
            is_as_much = is_equal(*sides)
            if is_as_much and not is_edited:
                continue
            only = "writing" if is_as_much else ""
            detail = detail_of(self._pair, field=key or "actual", moved=move(*sides), only=only)
            yield Change(
                kind=ReportChangeKind.ACTUAL_CHANGED,
                subject=self._subject,
                before=_words(self._pair.before.vocabulary, self._before, old),
                after=_words(self._pair.after.vocabulary, self._after, new),
                detail=detail,
                old_route=self._route(self._before, old_key),
                new_route=self._route(self._after, new_key),
            )

    def _outcome(self) -> Iterator[Change]:
        """Whether the target is met, or how likely that was."""
        old, new = _outcome(self._before), _outcome(self._after)
        is_told = old in _WORSE and new in {"met", "missed"} and _WORSE[old] != new
        if is_told and old != "possible":
            moved = "weaker" if new == "missed" else "stronger"
            yield Change(
                kind=ReportChangeKind.OUTCOME_CHANGED,
                subject=self._subject,
                before=old,
                after=new,
                detail=detail_of(self._pair, field="outcome", moved=moved),
                old_route=self._route(self._before, ""),
                new_route=self._route(self._after, ""),
            )

    def _score(self) -> Iterator[Change]:
        points = self._before.score.score, self._after.score.score
        if self._pair.kind == "course" or not is_told(self._pair, points):
            return
        yield Change(
            kind=ReportChangeKind.SCORE_CHANGED,
            subject=self._subject,
            before=points[0],
            after=points[1],
            detail=detail_of(self._pair, moved=points_moved(points)),
            old_route=self._route(self._before, "score"),
            new_route=self._route(self._after, "score"),
        )

    def _target(self) -> Iterator[Change]:
        """The target in the plan, where another one may be why there are other points."""
        sides = (self._before, self._after)
        outcomes = [(each.score.score, each.score.met) for each in sides]
        before, after = (
            _words(context.vocabulary, answer, answer.indicator.target)
            for context, answer in zip(self._pair.both, sides, strict=True)
        )
        if outcomes[0] != outcomes[1] and before != after:
            kind, route = ReportChangeKind.ANSWER_CHANGED, self._route(self._after, "")
            values = (before, after)
            yield changed(self._pair, kind, self._subject, values, "target", route)

    def _rest(self) -> Iterator[Change]:
        rows = (self._before.reported, self._after.reported)
        yield from other_changes(self._pair, self._subject, rows, self._route(self._after, ""))
        yield from self._initial()
        weights = self._before.score.weight, self._after.score.weight
        if None not in weights and weights[0] != weights[1]:
            yield self._answer("weight", weights)
        if self._before.score.score == self._after.score.score and rows[0].score != rows[1].score:
            yield self._answer("score", (rows[0].score, rows[1].score))
        if rows[0].tier != rows[1].tier:
            tiers = (_tier(self._pair.before, rows[0].tier), _tier(self._pair.after, rows[1].tier))
            yield self._answer("tier", tiers)
        for name in _ANSWERS:
            old, new = (getattr(each, name) for each in rows)
            if old != new:
                yield self._answer(name, (plain_value(old), plain_value(new)))

    def _left_out(self) -> Iterator[Change]:
        """That an indicator counted last year and does not now, which moves the total."""
        old, new = (each.reported.not_applicable for each in (self._before, self._after))
        if old is None and new is not None:
            yield self._answer("not_applicable", (old, new))

    def _answer(self, name: str, values: tuple[ChangeValue, ChangeValue]) -> Change:
        kind, route = ReportChangeKind.ANSWER_CHANGED, self._route(self._after, name)
        return changed(self._pair, kind, self._subject, values, name, route)

    def _initial(self) -> Iterator[Change]:
        """The target at the start of the year, as the report has it."""
        old, new = self._before.reported.initial, self._after.reported.initial
        before, after = (None if each is None else each.printed for each in (old, new))
        if before != after:
            route, kind = self._route(self._after, "initial"), ReportChangeKind.ANSWER_CHANGED
            values = (_printed(before), _printed(after))
            yield changed(self._pair, kind, self._subject, values, "initial_target", route)

    def _route(self, answer: Answer, key: str) -> Route:
        route: Route = ("indicators", answer.indicator.id)
        return (*route, key) if key else route


# What an outcome or a likelihood lets one expect.
_WORSE = {"met": "met", "missed": "missed", "certain": "met", "impossible": "missed"}


def _outcome(answer: Answer) -> str:
    if answer.score.met is not None:
        return "met" if answer.score.met else "missed"
    return answer.reported.likelihood.value if answer.reported.likelihood else ""


def _tier(context: ReportContext, id_: str | None) -> Text | None:
    """The label of a tier of the scoring."""
    if id_ is None:
        return None
    tier = context.evaluated.scoring.tier(id_) if context.evaluated else None
    return tier.label if tier else Text(zh=id_, en=id_)


def _value(
    context: ReportContext, reported: IndicatorReport, key: str
) -> tuple[Actual | None, str]:
    """A value with its key; by default what was reached, or of monitoring what is expected."""
    if key:
        return getattr(reported, key), key
    if context.report.kind is ReportKind.EVALUATION:
        return reported.actual, "actual"
    expected = reported.expected is not None
    return (reported.expected, "expected") if expected else (reported.so_far, "so_far")


def _is_same(old: Actual | None, new: Actual | None) -> bool:
    if old is None or new is None:
        return old is new
    if isinstance(old, Deadline) and isinstance(new, Deadline):
        return old.by == new.by
    if isinstance(old, Statement) and isinstance(new, Statement):
        return old.text == new.text
    return old.printed == new.printed


def _words(
    vocabulary: Vocabulary | None, answer: Answer, value: Actual | Target | None
) -> Text | None:
    """A value as it is printed."""
    if value is None or vocabulary is None:
        return None
    return vocabulary.target_text(answer.indicator, value)


def _printed(text: str | None) -> Text | None:
    return None if text is None else Text(zh=text, en=text)
