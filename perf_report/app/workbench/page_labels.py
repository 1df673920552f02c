"""The labels of what findings name by id: who sees a page chooses by them, and writes no ids."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from perf_report.app.workbench.readable import Readable
from perf_report.app.workbench.readers import Read
from perf_report.messages import Catalogue
from perf_report.model.finding import Finding, Term
from perf_report.model.form import Form, FundsBlock
from perf_report.model.form_horizon import goal_horizons, horizon_label, indicator_horizons
from perf_report.model.framework import Framework, level_labels
from perf_report.model.text import Text

_Labels = Mapping[str, Text]
# The arguments that are ids, and lists of them.
_IDS = ("form", "framework", "scoring", "category", "close", "task", "row")
_LIST, _BETWEEN = "known", ", "
# These tell of a key of the file.
_KEYS = frozenset({"missing-key", "report-unprinted-part"})


def with_labels(finding: Finding, read: Read, say: Catalogue) -> Finding:
    """Return a finding that names by their labels the things that are known."""
    kinds = [*_kinds(read)]
    arguments = dict(finding.arguments)
    for key in (each for each in _IDS if isinstance(arguments.get(each), str)):
        id_ = str(arguments[key])
        arguments[key] = next((each[id_] for each in kinds if id_ in each), id_)
    if finding.message_id in _KEYS and arguments["key"] in say.tables["field"]:
        arguments["key"] = Term("field", str(arguments["key"]))
    if isinstance(known := arguments.get(_LIST), str):
        arguments[_LIST] = _listed(known, kinds, say)
    return replace(finding, arguments=arguments)


def _listed(known: str, kinds: list[_Labels], say: Catalogue) -> str:
    """The labels of a list of ids, if all are of one kind."""
    ids = known.split(_BETWEEN)
    for labels in kinds:
        if all(id_ in labels for id_ in ids):
            found = (labels[id_].get(say.language) or labels[id_].zh or id_ for id_ in ids)
            return _BETWEEN.join(dict.fromkeys(found))
    return known


def _kinds(read: Read) -> Iterator[_Labels]:
    """The labels of each kind of things that a finding may name."""
    frameworks = read.standards.frameworks.values()
    yield {each.id: each.title for each in read.standards.forms.values()}
    yield {each.id: each.name for each in frameworks}
    if read.readable is not None:
        yield from _of_spec(read.readable)
    # A category may be written that only another framework has.
    yield from map(_of_framework, frameworks)


def _of_spec(readable: Readable) -> Iterator[_Labels]:
    context = readable.context
    if context is not None:
        yield {each.id: each.name for each in context.scorings.values()}
        scoring = context.scorings.get(context.report.scoring or "")
        yield {each.id: each.label for each in scoring.tiers} if scoring else {}
    yield _of_framework(readable.vocabulary.framework)
    yield from _of_form(readable.form)
    # A report has the form of its plan, too.
    yield from _of_form(readable.vocabulary.form)
    yield {each.id: each.text for each in readable.plan.tasks}


def _of_framework(framework: Framework) -> _Labels:
    categories = {each.id: each.label for _, each in framework.categories()}
    return {**level_labels([framework]), **categories}


def _of_form(form: Form) -> Iterator[_Labels]:
    horizons = (*goal_horizons(form), *indicator_horizons(form))
    yield {id_: horizon_label(form, id_) for id_ in horizons}
    yield {id_: field.label for id_, field in form.asked_fields().items()}
    yield {id_: column.label for id_, column in form.own_columns().items()}
    for block in form.blocks_of(FundsBlock):
        nodes = (node for root in block.tree for node in root.walk())
        yield {node.id: node.label for node in nodes}
        yield {column.id: column.label for column in block.columns}
