"""What changed between two reports, without an assessment."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from perf_report.diff.change import Change, ChangeValue, Detail, ReportChangeKind, Subject
from perf_report.diff.subjects import plan_subject
from perf_report.model.plan import Plan
from perf_report.model.report import Actual, IndicatorReport, Report, ReportKind
from perf_report.model.route import Route
from perf_report.model.target import Deadline, Statement
from perf_report.model.text import Text
from perf_report.model.vocabulary import Vocabulary
from perf_report.score.changes.moves import is_equal, move
from perf_report.score.changes.report_pair import Answer, ReportPair, goal_of
from perf_report.score.rules.report_rule import ReportContext

_AMOUNTS = ("initial", "adjusted", "executed", "expected")
_HEAD = ("form", "as_of", "through", "scoring", "weights")
_TEXTS = ("conclusion", "problems", "measures")
_ANSWERS = ("not_applicable", "tier", "likelihood", "causes", "reason", "remedy", "score_reason")

_Values = tuple[ChangeValue, ChangeValue]


def find_report_changes(pair: ReportPair) -> Iterator[Change]:
    """Yield the changes of the total and of each answer; of an edited report, all others, too."""
    plan = pair.after.plan
    if plan is None:
        return
    yield from _total(pair, plan)
    if pair.kind == "edited":
        yield from _head(pair, plan)
        yield from _amounts(pair, plan)
    for before, after in pair.answers():
        yield from _Answers(pair, plan, before, after).changes()


def report_added(report: Report, plan: Plan) -> Change:
    """Return the change that adds a report."""
    kind, detail = ReportChangeKind.REPORT_ADDED, {"report": report.id}
    return Change(kind=kind, subject=plan_subject(plan), detail=detail, new_route=())


def report_removed(report: Report, plan: Plan) -> Change:
    """Return the change that removes a report."""
    kind, detail = ReportChangeKind.REPORT_REMOVED, {"report": report.id}
    return Change(kind=kind, subject=plan_subject(plan), detail=detail, old_route=())


def _total(pair: ReportPair, plan: Plan) -> Iterator[Change]:
    before, after = (side.score.total if side.score else None for side in (pair.before, pair.after))
    if before is not None and after is not None and before != after:
        yield Change(
            kind=ReportChangeKind.TOTAL_CHANGED,
            subject=plan_subject(plan),
            before=before,
            after=after,
            detail=_detail(pair, moved="stronger" if after > before else "weaker"),
            old_route=("of",),
            new_route=("of",),
        )


def _head(pair: ReportPair, plan: Plan) -> Iterator[Change]:
    """What stands above the answers of a report, and below them."""
    subject = plan_subject(plan)
    for name in (*_HEAD, *_TEXTS):
        before, after = (getattr(each.report, name) for each in (pair.before, pair.after))
        if before != after:
            values = _plain(before), _plain(after)
            yield _changed(pair, ReportChangeKind.REPORT_CHANGED, subject, values, name, (name,))
    goals = {goal.id: Subject(type="goal", id=goal.id, name=goal.text) for goal in plan.goals}
    old, new = pair.before.report.goals, pair.after.report.goals
    for id_ in dict.fromkeys((*old, *new)):
        if old.get(id_) != new.get(id_) and id_ in goals:
            route, values = ("goals", id_, "achieved"), (old.get(id_), new.get(id_))
            kind = ReportChangeKind.ANSWER_CHANGED
            yield _changed(pair, kind, goals[id_], values, "achieved", route)


def _amounts(pair: ReportPair, plan: Plan) -> Iterator[Change]:
    names = {task.id: task.text for task in plan.tasks}
    if pair.after.vocabulary is not None:
        names |= pair.after.vocabulary.form.source_labels()
    old, new = pair.before.report.funds, pair.after.report.funds
    for id_ in dict.fromkeys((*old, *new)):
        subject = Subject(type="funds", id=id_, name=names.get(id_, Text(zh=id_, en=id_)))
        for name in _AMOUNTS:
            before, after = (getattr(rows.get(id_), name, None) for rows in (old, new))
            if before != after:
                kind, route = ReportChangeKind.AMOUNT_CHANGED, ("funds", id_, name)
                yield _changed(pair, kind, subject, (before, after), name, route)


class _Answers:
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
            yield from self._rest()

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
            detail = _detail(self._pair, field=key or "actual", moved=move(*sides), only=only)
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
                detail=_detail(self._pair, field="outcome", moved=moved),
                old_route=self._route(self._before, ""),
                new_route=self._route(self._after, ""),
            )

    def _score(self) -> Iterator[Change]:
        old, new = self._before.score, self._after.score
        if self._pair.kind == "course" or None in {old.score, new.score} or old.score == new.score:
            return
        yield Change(
            kind=ReportChangeKind.SCORE_CHANGED,
            subject=self._subject,
            before=old.score,
            after=new.score,
            detail=_detail(self._pair, moved=_points_moved(old.score, new.score)),
            old_route=self._route(self._before, "score"),
            new_route=self._route(self._after, "score"),
        )

    def _rest(self) -> Iterator[Change]:
        for name in _ANSWERS:
            old, new = (getattr(each.reported, name) for each in (self._before, self._after))
            if old != new and not (not old and not new):
                route = self._route(self._after, name)
                values = (_plain(old), _plain(new))
                if name == "tier":
                    values = (_tier(self._pair.before, old), _tier(self._pair.after, new))
                kind = ReportChangeKind.ANSWER_CHANGED
                yield _changed(self._pair, kind, self._subject, values, name, route)

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


def _points_moved(old: Decimal | None, new: Decimal | None) -> str:
    return "stronger" if (new or 0) > (old or 0) else "weaker"


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
    vocabulary: Vocabulary | None, answer: Answer, value: Actual | None
) -> Text | date | None:
    """A value as it is printed; one that is written as a day, as that day."""
    if value is None or vocabulary is None:
        return None
    if isinstance(value, Deadline) and value.written:
        return value.by
    return vocabulary.target_text(answer.indicator, value)


def _plain(value: object) -> ChangeValue:
    """A value that reports of changes know how to print."""
    if value is None or isinstance(value, Text):
        return value
    if isinstance(value, tuple):
        return tuple(map(str, value)) if type(value) is tuple else str(value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {each:f}" for key, each in value.items())
    return str(value)


def _changed(
    pair: ReportPair, kind: ReportChangeKind, subject: Subject, values: _Values, field: str,
    route: Route,
) -> Change:  # fmt: skip
    return Change(
        kind=kind,
        subject=subject,
        before=values[0],
        after=values[1],
        detail=_detail(pair, field=field),
        old_route=route,
        new_route=route,
    )


def _detail(pair: ReportPair, **facts: str) -> Detail:
    detail = {"pair": pair.kind, "report": pair.after.report.id, **facts}
    return {key: value for key, value in detail.items() if value}
