"""Check a spec: its YAML, its schema and its content; findings are sorted by place."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from perf_report.app.check.accepted_findings import accept_findings
from perf_report.app.check.category_labels import name_categories
from perf_report.app.check.check_result import CheckResult
from perf_report.app.check.form_terms import name_form_terms
from perf_report.app.check.private_findings import hide_private
from perf_report.app.check.written_values import node_at, written_at
from perf_report.app.project import Project
from perf_report.model.completed_plan import complete_plan
from perf_report.model.finding import LocatedFinding, limit_findings
from perf_report.model.form import DEFAULT_FORM, Form, Subject
from perf_report.model.form_data_files import data_file_names
from perf_report.model.framework import Framework, all_category_ids
from perf_report.model.indicator_library import IndicatorLibrary
from perf_report.model.plan import Plan
from perf_report.model.plan_total import total_in_yuan
from perf_report.model.public_plan import private_routes, public_plan
from perf_report.model.route import Route
from perf_report.model.source import Source
from perf_report.model.unit import Unit
from perf_report.model.vocabulary import Vocabulary
from perf_report.outputs.table import Table
from perf_report.parse.document import Document
from perf_report.parse.forms import load_forms
from perf_report.parse.frameworks import load_frameworks
from perf_report.parse.indicator_library import load_library
from perf_report.parse.load import LoadedSpec, load_plan, load_units
from perf_report.parse.nodes import Scalar
from perf_report.parse.partial_plan import build_partial_plan
from perf_report.parse.public_copy import public_copy
from perf_report.parse.review_marks import find_review_marks
from perf_report.parse.suppressions import find_suppressions
from perf_report.parse.text_comments import find_text_comments
from perf_report.parse.travelling_copy import travelling_copy
from perf_report.pdf.fonts import covered_characters
from perf_report.rules import Severities, check_plan, find_rule
from perf_report.rules.plan_walk import iter_numbers, iter_written
from perf_report.rules.rule_context import RuleContext


# Compared by identity, so that it is a fast key of a cache.
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Standards:
    """What specs are checked by: vocabularies, the characters that fonts have, severities.

    `library` are the project's libraries of indicators, of which there may be none.
    """

    forms: Mapping[str, Form]
    frameworks: Mapping[str, Framework]
    units: Mapping[str, Unit]
    characters: frozenset[int]
    severities: Severities = field(default_factory=dict)
    library: IndicatorLibrary = field(default_factory=IndicatorLibrary)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPlan:
    """A checked spec: its document, its findings, and its plan if it has one.

    `more` is how many findings there are beyond those. `accepted` are findings that a comment
    accepts, each with the reason. There is a vocabulary if the plan is valid, which means that it
    cannot be misread; it may have errors, such as a wrong sum. `plan` is without what is not public
    and goes out; where that is not all, `office` is the whole, and `private` the routes of the
    rest.
    """

    source: Source
    document: Document
    findings: tuple[LocatedFinding, ...]
    more: int = 0
    accepted: tuple[tuple[LocatedFinding, str], ...] = ()
    plan: Plan | None = None
    vocabulary: Vocabulary | None = None
    office: Plan | None = None
    private: tuple[Route, ...] = ()

    @property
    def public_source(self) -> Source:
        """The spec with its comments, without what is not public.

        Raises SourceError if that cannot be cut out of the file.
        """
        return public_copy(self.source, self.private)

    @property
    def valid_table(self) -> Table | None:
        """The table to build or compare, if the plan is valid."""
        if self.plan is None or self.vocabulary is None:
            return None
        return Table(
            plan=self.plan,
            vocabulary=self.vocabulary,
            source=self.public_source,
            office=self.office,
        )

    @property
    def result(self) -> CheckResult:
        """The result of the check, without document and plan, and with limited findings."""
        plan, vocabulary = self.plan, self.vocabulary
        findings, omitted = limit_findings(self.findings, self.more)
        return CheckResult(
            findings=findings,
            omitted=omitted,
            accepted=self.accepted,
            identity=plan.identity if plan else None,
            form=plan.form if plan else None,
            languages=plan.languages if plan else (),
            framework=_hash(repr((vocabulary.form, vocabulary.framework))) if vocabulary else None,
            travelling=travelling_copy(self.public_source).digest if vocabulary else "",
            commented=self.public_source.digest if vocabulary else "",
            data_files=data_file_names(vocabulary.form) if vocabulary else (),
            disclose=plan.disclose if plan else True,
            parent=(plan.department.parent or "") if plan else "",
            task=(plan.project.task or "") if plan and plan.project else "",
            total=total_in_yuan(plan, vocabulary.form) if plan and vocabulary else None,
            sheet=_sheet(vocabulary.form) if vocabulary else "",
        )


def _sheet(form: Form) -> str:
    return form.id if form.subject is Subject.PROJECTS else ""


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def open_standards(project: Project, fonts: tuple[Path, ...]) -> Standards:
    """Load the standards of a project. Raises PerfReportError if they cannot be read."""
    frameworks = load_frameworks(project.framework_folders())
    return Standards(
        forms=load_forms(project.form_folders(), frameworks.keys()),
        frameworks=frameworks,
        units=load_units(),
        characters=covered_characters(fonts),
        severities=project.severities(),
        library=_library(project, frameworks),
    )


def _library(project: Project, frameworks: Mapping[str, Framework]) -> IndicatorLibrary:
    folders = project.library_folders()
    # Every framework is read only where a library names categories of any.
    known = all_category_ids(frameworks.values()) if folders else ()
    return load_library(folders, known)


def check_chunk(sources: Sequence[Source], standards: Standards) -> list[tuple[str, CheckResult]]:
    """Check specs, in a worker process, and return each result with the hash of its spec."""
    return [(source.digest, check_source(source, standards).result) for source in sources]


# A command that checks a few specs opens their plans soon after.
@lru_cache(16)
def check_source(source: Source, standards: Standards) -> CheckedPlan:
    """Check a spec; findings are sorted by place, and tell no value that is not public."""
    checked = _check_source(source, standards)
    named = node_at(checked.document, ("form",))
    form = standards.forms.get(named.text if isinstance(named, Scalar) else DEFAULT_FORM)
    findings = tuple(hide_private(checked.findings, checked.document, form))
    accepted = tuple(
        zip(
            hide_private([each for each, _ in checked.accepted], checked.document, form),
            [reason for _, reason in checked.accepted],
            strict=True,
        )
    )
    return replace(checked, findings=findings, accepted=accepted)


def _check_source(source: Source, standards: Standards) -> CheckedPlan:
    loaded = load_plan(source)
    if loaded.plan is not None:
        checked = _check_plan(loaded, loaded.plan, standards)
        findings = sorted([*loaded.findings, *checked.findings], key=_place)
        return replace(checked, findings=tuple(findings), more=loaded.more)
    named = name_categories(loaded.findings, loaded.document, standards.frameworks)
    errors = list(name_form_terms(named, loaded.document, standards.forms))
    partial = build_partial_plan(loaded.document, loaded.unread)
    judged = _check_plan(loaded, partial.plan, standards, partial.unread) if partial else None
    return CheckedPlan(
        source=source,
        document=loaded.document,
        findings=tuple(sorted([*errors, *_judged(judged, errors)], key=_place)),
        accepted=judged.accepted if judged else (),
        more=loaded.more,
    )


def _judged(judged: CheckedPlan | None, errors: Iterable[LocatedFinding]) -> list[LocatedFinding]:
    """The findings in a partial plan; of a form that the spec does not name, there is none."""
    is_unnamed = any(each.finding.message_id == "missing-key-form" for each in errors)
    found = judged.findings if judged else ()
    return [each for each in found if not (is_unnamed and each.finding.rule.startswith("form-"))]


def _check_plan(
    loaded: LoadedSpec, plan: Plan, standards: Standards, unread: tuple[Route, ...] = ()
) -> CheckedPlan:
    document = loaded.document
    form = standards.forms.get(plan.form or DEFAULT_FORM)
    plan = complete_plan(plan, form, standards.frameworks)
    context = RuleContext(
        unread=unread,
        plan=plan,
        forms=standards.forms,
        frameworks=standards.frameworks,
        units={**standards.units, **plan.units},
        characters=standards.characters,
        written_targets=written_at(document, (route for route, _ in iter_written(plan))),
        written_numbers=written_at(document, iter_numbers(plan)),
        text_comments=tuple(find_text_comments(document)),
        suppressions=find_suppressions(document),
        review_marks=find_review_marks(document),
        library=standards.library,
    )
    located = [document.locate(finding) for finding in check_plan(context, standards.severities)]
    kept, accepted, suppressions = accept_findings(located, context.suppressions)
    context = replace(context, suppressions=suppressions)
    kept += [
        document.locate(finding) for finding in check_plan(context, standards.severities, last=True)
    ]
    return CheckedPlan(
        source=loaded.source,
        document=document,
        findings=tuple(sorted(kept, key=_place)),
        accepted=tuple(accepted),
        vocabulary=_vocabulary(context, kept),
        **_public_and_whole(plan, context.form),
    )


def _public_and_whole(plan: Plan, form: Form | None) -> dict[str, Any]:
    """What goes out of a plan, and what does not. Of an unknown form, nothing is known."""
    private = tuple(private_routes(plan, form)) if form else ()
    if form is None or not private:
        return {"plan": plan}
    return {"plan": public_plan(plan, form), "office": plan, "private": private}


def _place(located: LocatedFinding) -> tuple[str, int, int, str]:
    return located.sort_key


def _vocabulary(context: RuleContext, findings: Iterable[LocatedFinding]) -> Vocabulary | None:
    """The plan's vocabulary, unless a finding means that the plan may be misread."""
    rules = (find_rule(located.finding.rule) for located in findings)
    form, framework = context.form, context.framework
    if form is None or framework is None or any(rule is not None and rule.needed for rule in rules):
        return None
    return Vocabulary(form=form, framework=framework, units=context.units)
