"""The use case of `publish`: decide, make the site, upload it; and check a target.

While this goes on the target is locked. The ledger decides what is disclosed, corrected or
refused; the pages are made with the history that the ledger will then have; what differs from
what the target holds is sent, and the ledger closes the publication.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from perf_report import __version__
from perf_report.app.build.config import project_config
from perf_report.app.build_site import SiteProgress, SiteRequest, read_tables, stage_site
from perf_report.app.check.checker import open_checker
from perf_report.app.project import Project
from perf_report.app.publish.correction_report import describe_correction
from perf_report.app.publish.disclosed_content import with_disclosed_digests
from perf_report.app.publish.drafts import find_drafts
from perf_report.app.publish.initial_budgets import OtherBudget, find_other_budgets
from perf_report.app.publish.project_target import open_project_target
from perf_report.app.publish.report_correction import describe_report_correction
from perf_report.errors import PublishError
from perf_report.model.identity import Identity
from perf_report.model.text import Text
from perf_report.publish.decisions import Decisions, DisclosureRequest, Refusal, Withheld, decide
from perf_report.publish.file_comparison import (
    DRIFT,
    Expectation,
    ProblemKind,
    Progress,
    TargetProblem,
    compare_files,
)
from perf_report.publish.inventory import Inventory, digest
from perf_report.publish.notes import closing_time
from perf_report.publish.remote_state import read_remote_state
from perf_report.publish.target import Target
from perf_report.publish.upload_plan import (
    Closing,
    DesiredState,
    Stage,
    Upload,
    UploadDiff,
    UploadPlan,
    diff_states,
)
from perf_report.site.department import BuiltTables
from perf_report.site.history import Action, Event, History, record_folder
from perf_report.site.site_run import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishRequest:
    """What to publish where; `withdrawals` are tables to withdraw, with the reasons.

    `departments` are those whose tables are disclosed or corrected; none means all. `repairs`
    brings back what the target holds otherwise than it was published.
    """

    address: str
    now: datetime
    withdrawals: Mapping[Identity, Text] = field(default_factory=dict)
    departments: Collection[str] = ()
    breaks_lock: bool = False
    only_planned: bool = False
    repairs: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """The result: new ledger entries, the uploads, the ledger's head; or what prevents it.

    `drift` is what the target holds otherwise than it was published; `withheld` are tables that
    wait, and `undisclosed` counts those that are not to be disclosed. `other_budgets` are rows of
    reports whose initial budget is another than that of the table as first disclosed.
    """

    target: str
    events: Sequence[Event] = ()
    upload_plan: UploadPlan | None = None
    refusals: Sequence[Refusal] = ()
    drift: Sequence[TargetProblem] = ()
    withheld: Sequence[Withheld] = ()
    undisclosed: int = 0
    other_budgets: Sequence[OtherBudget] = ()
    head: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishHooks:
    """Progress of the comparison with the target, of the site, and of the uploads.

    `send` is given the number of uploads.
    """

    compare: Progress
    watch: SiteProgress
    send: Callable[[int, Callable[[Callable[[object], None]], None]], None]


def publish(
    project: Project,
    request: PublishRequest,
    site_request: SiteRequest,
    identities: Collection[Identity] | None,
    hooks: PublishHooks,
) -> Publication:
    """Publish the project's tables. Raises PerfReportError; a refusal is no error."""
    target = open_project_target(
        project,
        request.address,
        since=request.now.isoformat(),
        breaks_lock=request.breaks_lock,
    )
    with target.locked():
        run = _PublishRun(project, request, target, hooks.compare)
        if run.drift and not request.repairs:
            return Publication(target=target.name, drift=run.drift)
        built = read_tables(project, site_request, identities)
        decided = run.decide(built)
        if decided.refusals:
            return Publication(target=target.name, refusals=decided.refusals)
        events, extras = run.describe_events(decided)
        history = run.remote.ledger.extended(events).history
        other_budgets = run.compare_budgets(events, history)
        waiting = {each.identity for each in decided.withheld}
        shown = {table.identity for table in built.all} - waiting
        site = stage_site(project, site_request, hooks.watch, shown, history)
        return replace(
            run.upload(site, events, extras, hooks),
            withheld=decided.withheld,
            undisclosed=len(built.undisclosed),
            other_budgets=other_budgets,
        )


class _PublishRun:
    """The state of a publication while it runs."""

    def __init__(
        self, project: Project, request: PublishRequest, target: Target, progress: Progress
    ) -> None:
        self.project = project
        self.request = request
        self.target = target
        self.keep = keep = project.kept_files()
        self.remote = read_remote_state(target, keep)
        expected = Expectation(
            ledger=self.remote.ledger,
            inventory=self.remote.inventory,
            begun=self.remote.begun,
            keep=keep,
        )
        compared = compare_files(target, expected, progress)
        self.others = compared.kept
        self.drift = [problem for problem in compared.problems if problem.kind in DRIFT]

    def decide(self, built: BuiltTables) -> Decisions:
        history = self.remote.ledger.history
        refuse_unknown(self.request.departments, built, history)
        request = DisclosureRequest(
            tables=list(with_disclosed_digests(built.all, history, self.target)),
            withdrawals=self.request.withdrawals,
            now=self.request.now,
            pending=self.remote.pending,
            departments=self.request.departments,
            drafts=find_drafts(self.project),
            undisclosed=built.undisclosed,
        )
        return decide(request, history)

    def describe_events(self, decided: Decisions) -> tuple[list[Event], dict[str, bytes]]:
        """The events with what corrections change, and the change reports by path."""
        events: list[Event] = []
        extras: dict[str, bytes] = {}
        latest = self.remote.ledger.history.latest_events()
        for event in decided.events:
            before = latest[event.identity] if event.replaces else None
            told, files = self._correction(event, before) if before else (event, {})
            folder = record_folder(event.identity, event.revision)
            events.append(told)
            extras |= {f"{folder}/{name}": data for name, data in files.items()}
        return events, extras

    def _correction(self, event: Event, before: Event) -> tuple[Event, Mapping[str, bytes]]:
        built = self.project.output_folder()
        describe = describe_report_correction if event.report else describe_correction
        with open_checker(self.project) as checker:
            terms = (checker, project_config(self.project))
            correction = describe(event, before, self.target, built, terms)
        return correction.event, correction.files

    def compare_budgets(self, events: Sequence[Event], history: History) -> Sequence[OtherBudget]:
        """Compare the reports of new entries with the tables; `history` has the entries, too."""
        if not any(event.report for event in events):
            return ()
        with open_checker(self.project) as checker:
            built = self.project.output_folder()
            return tuple(find_other_budgets(events, history, self.target, built, checker))

    def upload(
        self, site: Site, events: Sequence[Event], extras: Mapping[str, bytes], hooks: PublishHooks
    ) -> Publication:
        ledger = self.remote.ledger.extended(events)
        kept = _kept(ledger.history, {*site.files, *extras})
        self._refuse_lost(kept)
        diff = diff_states(
            DesiredState(
                uploads=[
                    upload
                    for upload in (*_uploads(site), *_extra_uploads(extras))
                    if not self.keep.replaces(upload.path)
                ],
                kept=kept,
                held=self.keep.without_replaced(self.remote.inventory),
                expiring=self.remote.expiring,
                touched=self.remote.touched | {problem.path for problem in self.drift},
                foreign=self._drifted(ProblemKind.FOREIGN),
            )
        )
        if diff.is_empty and not events and self.remote.is_settled and not self.drift:
            return Publication(target=self.target.name, head=ledger.head)
        upload_plan, head = self._close(diff, events)
        if not self.request.only_planned:
            count = len(upload_plan.uploads)
            hooks.send(count, lambda on_upload: self.target.apply(upload_plan, on_upload))
        return Publication(
            target=self.target.name, events=events, upload_plan=upload_plan, head=head
        )

    def _drifted(self, *kinds: ProblemKind) -> list[str]:
        return [problem.path for problem in self.drift if problem.kind in kinds]

    def _refuse_lost(self, kept: Inventory) -> None:
        """Refuse to go on without a disclosed file that is not here to be uploaded again."""
        gone = self._drifted(ProblemKind.MISSING, ProblemKind.ALTERED)
        lost = [path for path in gone if path in kept]
        if lost:
            names = ", ".join(f"{path} ({kept[path]})" for path in lost[:_NAMED])
            raise PublishError("target-lost", target=self.target.name, count=len(lost), names=names)

    def _close(self, diff: UploadDiff, events: Sequence[Event]) -> tuple[UploadPlan, str]:
        """Finish the plan with a ledger entry that has the hash of the inventory."""
        sums = digest(diff.sums)
        begun = closing_time(self.remote.begun, sums, self.request.now)
        time = max([begun, *(event.time for event in events)])
        last = Event(number=0, time=time, action=Action.PUBLISH, sums=sums)
        before = self.remote.ledger
        ledger = before.extended([*events, last])
        closing = Closing(
            ledger=ledger.data,
            before=before,
            held=self.remote.inventory,
            title=f"perf-report {__version__}: {len(events)} + {len(diff.uploads)}",
            time=time,
            others=self.others,
        )
        return diff.to_plan(closing), ledger.head


def refuse_unknown(departments: Collection[str], built: BuiltTables, history: History) -> None:
    """Raise PublishError for departments that neither the project nor the target has."""
    known = {table.department for table in built.all}
    known |= {event.department for event in history.announced()}
    known |= {identity.code for identity in built.undisclosed}
    unknown = [code for code in departments if code not in known]
    if unknown:
        raise PublishError("department-unknown", codes=", ".join(unknown))


# So many files are named in a message.
_NAMED = 5


def _uploads(site: Site) -> list[Upload]:
    stages = (
        (site.lasting, Stage.LASTING), (site.pages, Stage.PAGE), (site.entries, Stage.ENTRY),
    )  # fmt: skip
    return [
        Upload(path=path, sha256=sha, source=site.folder / path, stage=stage)
        for files, stage in stages
        for path, sha in files.items()
    ]


def _extra_uploads(extras: Mapping[str, bytes]) -> list[Upload]:
    return [
        Upload(path=path, sha256=digest(data), source=data, stage=Stage.LASTING)
        for path, data in extras.items()
    ]


def _kept(history: History, here: Collection[str]) -> Inventory:
    """The disclosed files that stay at the target unchanged."""
    return {path: sha for path, sha in history.records().items() if path not in here}
