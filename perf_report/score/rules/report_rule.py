"""The definition of a rule on reports, and its input."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from perf_report.model.finding import Finding, Severity
from perf_report.model.form import Form, Stage
from perf_report.model.plan import Indicator, Plan
from perf_report.model.report import IndicatorReport, Report, ReportKind
from perf_report.model.route import Route
from perf_report.model.scoring import ExecutionRule, Scoring
from perf_report.model.source_tree import SourceTree
from perf_report.model.text import Text
from perf_report.model.vocabulary import Vocabulary
from perf_report.rules.plan_walk import iter_texts
from perf_report.score.evaluation import Evaluated, evaluated_indicators, score_evaluation
from perf_report.score.execution import tree_of
from perf_report.score.score import EvaluationScore

# Whether a target is met is the same by any scoring, but for a figure beyond one of ＝.
NO_SCORING = Scoring(id="", name=Text(), source=Text(), execution=ExecutionRule(weight=Decimal(0)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectReport:
    """The report of a project, with its plan and the form that it prints on."""

    plan: Plan
    vocabulary: Vocabulary
    report: Report
    form: Form | None = None


@dataclass(frozen=True, kw_only=True)
class ReportContext:
    """A report with everything that rules compare it with.

    `plan` and `vocabulary` are None where no valid plan is found; `has_invalid_plan` says that
    there is one with errors. `current` is the plan as it is now, where `plan` has the targets of
    the time before an adjustment. `scorings` and `forms` are all that a report can name, `levels`
    the labels of level 1 of all frameworks. `others` are the other reports on the same plan,
    `namesakes` the names of other files that hold the same report, and `projects` the same reports
    of the department's projects. `disclosed` are the scores that were disclosed, which are not
    computed again.
    """

    report: Report
    scorings: Mapping[str, Scoring]
    forms: Mapping[str, Form] = field(default_factory=dict)
    levels: Mapping[str, Text] = field(default_factory=dict)
    plan: Plan | None = None
    current: Plan | None = None
    vocabulary: Vocabulary | None = None
    has_invalid_plan: bool = False
    others: tuple[Report, ...] = ()
    namesakes: tuple[str, ...] = ()
    projects: tuple[ProjectReport, ...] = ()
    disclosed: EvaluationScore | None = None

    @cached_property
    def texts(self) -> tuple[tuple[Route, Text], ...]:
        """Every text of the report with its route."""
        return tuple(_routes_in_file(self.report))

    @cached_property
    def evaluated(self) -> Evaluated | None:
        """The evaluation with what it is scored by; None where that is not known."""
        scoring = self.scorings.get(self.report.scoring or "")
        if self.plan is None or self.vocabulary is None or scoring is None or self.is_monitoring:
            return None
        return Evaluated(
            plan=self.plan,
            vocabulary=self.vocabulary,
            report=self.report,
            scoring=scoring,
            form=self.form,
        )

    @cached_property
    def score(self) -> EvaluationScore | None:
        """The scores of the evaluation, if it is scored."""
        if self.disclosed is not None:
            return self.disclosed
        return score_evaluation(self.evaluated) if self.evaluated else None

    @cached_property
    def judged(self) -> EvaluationScore | None:
        """Which targets an evaluation meets, where no scoring says so, too; then without points."""
        if self.score or self.plan is None or self.vocabulary is None or self.is_monitoring:
            return self.score
        given = Evaluated(
            plan=self.plan,
            vocabulary=self.vocabulary,
            report=self.report,
            scoring=NO_SCORING,
            form=self.form,
        )
        return score_evaluation(given)

    @cached_property
    def form(self) -> Form | None:
        """The form that the report prints on; None for one of another stage, and for none."""
        form = self.forms.get(self.report.form or "")
        return form if form is not None and form.stage is Stage(self.report.kind) else None

    @property
    def is_monitoring(self) -> bool:
        """Whether it is a monitoring report."""
        return self.report.kind is ReportKind.MONITORING

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """The indicators of the year, in document order; none without a plan."""
        if self.plan is None or self.vocabulary is None:
            return ()
        return tuple(evaluated_indicators(self.plan, self.vocabulary))

    def reported(self) -> Iterator[tuple[Route, Indicator, IndicatorReport]]:
        """Yield the indicators that the report speaks of, each with its route in the report."""
        for indicator in self.indicators:
            reported = self.report.indicators.get(indicator.id)
            if reported is not None:
                yield ("indicators", indicator.id), indicator, reported

    @property
    def tree(self) -> SourceTree | None:
        """The rows of the form's funds; None where these are tasks."""
        if self.plan is None or self.vocabulary is None:
            return None
        return tree_of(self.plan, self.vocabulary.form, self.form)


def value_routes(report: Report) -> Iterator[Route]:
    """Yield the places of the figures, days and words that a report has of indicators."""
    for id_ in report.indicators:
        yield from (("indicators", id_, key) for key in ("actual", "so_far", "expected", "initial"))


def _routes_in_file(report: Report) -> Iterator[tuple[Route, Text]]:
    """The texts with the routes that they have in the file."""
    for route, text in iter_texts(report):
        match route:
            case ("goals", _):
                yield (*route, "achieved"), text
            case (*place, "text"):
                yield tuple(place), text
            case _:
                yield route, text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRule:
    """A rule on reports: its id (a public name), its default severity, and the check.

    Without what a `needed` rule requires, nothing can be said about the report: no comment can
    suppress it, and no setting can lower its severity. A finding of a `fixable` rule may have the
    text that corrects it.
    """

    id: str
    severity: Severity
    check: Callable[[ReportContext], Iterator[Finding]]
    needed: bool = False
    fixable: bool = False
    lasting: bool = field(default=False, init=False)
