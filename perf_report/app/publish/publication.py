"""The use case of `publish`: decide, make the site, upload it; and check a target.

While this goes on the target is locked. The ledger decides what is disclosed, corrected or
refused; the pages are made with the history that the ledger will then have; what differs from
what the target holds is sent, and the ledger closes the publication.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256

from perf_report import __version__
from perf_report.app.build.config import project_config
from perf_report.app.build_site import SiteProgress, SiteRequest, read_tables, stage_site
from perf_report.app.check.checker import open_checker
from perf_report.app.project import Project, list_specs, machine_name
from perf_report.app.publish.correction_report import describe_correction
from perf_report.app.publish.disclosed_content import with_disclosed_digests
from perf_report.model.plan import Identity
from perf_report.model.text import Text
from perf_report.parse.load import load_plan
from perf_report.parse.source import read_source
from perf_report.publish.deadlines import OverdueTable, find_overdue
from perf_report.publish.decisions import Decisions, DisclosureRequest, Refusal, decide
from perf_report.publish.inventory import Inventory, digest
from perf_report.publish.ledger import parse_ledger
from perf_report.publish.open_target import open_target
from perf_report.publish.remote_state import RemoteState, read_remote_state
from perf_report.publish.target import Publisher, Target
from perf_report.publish.target_check import Progress, TargetCheck, check_target
from perf_report.publish.upload_plan import (
    DesiredState,
    Stage,
    Upload,
    UploadDiff,
    UploadPlan,
    diff_states,
)
from perf_report.site.history import Action, Event, History, record_folder
from perf_report.site.paths import LEDGER
from perf_report.site.site_run import Site
from perf_report.site.table_summary import TableSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishRequest:
    """What to publish where; `withdrawals` are tables to withdraw, with the reasons."""

    address: str
    now: datetime
    withdrawals: Mapping[Identity, Text] = field(default_factory=dict)
    breaks_lock: bool = False
    only_planned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """The result: new ledger entries, the uploads, the ledger's head, or refusals."""

    target: str
    events: Sequence[Event] = ()
    upload_plan: UploadPlan | None = None
    refusals: Sequence[Refusal] = ()
    head: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishHooks:
    """Progress of the site and of the uploads, of which `send` is given the number."""

    watch: SiteProgress
    send: Callable[[int, Callable[[Callable[[object], None]], None]], None]


def open_project_target(
    project: Project, address: str, *, since: str = "", breaks_lock: bool = False
) -> Target:
    """Return the target of an address, for this project and machine. Raises PublishError."""
    notes = project.site_folder() / ".perf-report"
    owner = sha256(f"{machine_name()}\0{notes.absolute()}".encode()).hexdigest()
    return open_target(
        address, Publisher(owner=owner, notes=notes, since=since, breaks_lock=breaks_lock)
    )


def read_history(project: Project, address: str | None) -> History:
    """Return the history in a target's ledger; without an address, an empty one.

    Raises PerfReportError.
    """
    if not address:
        return History()
    target = open_project_target(project, address)
    with target.opened():
        return parse_ledger(target.read(LEDGER) or b"").history


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
        run = _PublishRun(project, request, target, read_remote_state(target))
        decided = run.decide(read_tables(project, site_request, identities))
        if decided.refusals:
            return Publication(target=target.name, refusals=decided.refusals)
        events, extras = run.describe_events(decided)
        ledger = run.remote.ledger.extended(events)
        site = stage_site(project, site_request, hooks.watch, identities, ledger.history)
        return run.upload(site, events, extras, hooks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """The result of a check of a target, and the tables that missed their deadline."""

    target: str
    checked: TargetCheck
    overdue: Sequence[OverdueTable]


def inspect(
    project: Project, address: str, today: date, progress: Progress, head: str | None = None
) -> Inspection:
    """Compare a target with its ledger, and the ledger with the deadlines of the specs.

    Raises PerfReportError.
    """
    target = open_project_target(project, address)
    with target.opened():
        checked = check_target(target, progress, head)
    approvals = _approvals(project)
    overdue = tuple(find_overdue(approvals, checked.ledger.history, today))
    return Inspection(target=target.name, checked=checked, overdue=overdue)


def _approvals(project: Project) -> Iterator[tuple[Identity, date]]:
    """Yield the approval dates of the project's specs; specs without one are not parsed."""
    for path in list_specs(project.specs_folder()):
        source = read_source(path)
        plan = load_plan(source).plan if _APPROVED in source.data else None
        if plan is not None and plan.budget_approved is not None:
            yield plan.identity, plan.budget_approved


_APPROVED = b"budget_approved"


class _PublishRun:
    """The state of a publication while it runs."""

    def __init__(
        self, project: Project, request: PublishRequest, target: Target, remote: RemoteState
    ) -> None:
        self.project = project
        self.request = request
        self.target = target
        self.remote = remote

    def decide(self, tables: Sequence[TableSummary]) -> Decisions:
        history = self.remote.ledger.history
        request = DisclosureRequest(
            tables=list(with_disclosed_digests(tables, history, self.target)),
            withdrawals=self.request.withdrawals,
            now=self.request.now,
            pending=self.remote.pending,
        )
        return decide(request, history)

    def describe_events(self, decided: Decisions) -> tuple[list[Event], dict[str, bytes]]:
        """The events with the changes of corrections, and the correction reports by path."""
        events: list[Event] = []
        extras: dict[str, bytes] = {}
        for event in decided.events:
            if event.action is not Action.CORRECT:
                events.append(event)
                continue
            folder = record_folder(event.identity, event.revision)
            told, files = self._correction(event)
            events.append(told)
            extras |= {f"{folder}/{name}": data for name, data in files.items()}
        return events, extras

    def _correction(self, event: Event) -> tuple[Event, Mapping[str, bytes]]:
        before = self.remote.ledger.history.latest_events()[event.identity]
        with open_checker(self.project) as checker:
            terms = (checker, project_config(self.project))
            correction = describe_correction(
                event, before, self.target, self.project.output_folder(), terms
            )
        return correction.event, correction.files

    def upload(
        self, site: Site, events: Sequence[Event], extras: Mapping[str, bytes], hooks: PublishHooks
    ) -> Publication:
        ledger = self.remote.ledger.extended(events)
        diff = diff_states(
            DesiredState(
                uploads=[*_uploads(site), *_extra_uploads(extras)],
                kept=_kept(ledger.history, {*site.files, *extras}),
                held=self.remote.inventory,
                expiring=self.remote.expiring,
                touched=self.remote.touched,
            )
        )
        if diff.is_empty and not events and self.remote.is_settled:
            return Publication(target=self.target.name, head=ledger.head)
        upload_plan, head = self._close(diff, events)
        if not self.request.only_planned:
            count = len(upload_plan.uploads)
            hooks.send(count, lambda on_upload: self.target.apply(upload_plan, on_upload))
        return Publication(
            target=self.target.name, events=events, upload_plan=upload_plan, head=head
        )

    def _close(self, diff: UploadDiff, events: Sequence[Event]) -> tuple[UploadPlan, str]:
        """Finish the plan with a ledger entry that has the hash of the inventory."""
        time = max([self.request.now, *(event.time for event in events)])
        last = Event(number=0, time=time, action=Action.PUBLISH, sums=digest(diff.sums))
        ledger = self.remote.ledger.extended([*events, last])
        title = f"perf-report {__version__}: {len(events)} + {len(diff.uploads)}"
        return diff.to_plan(ledger.data, self.remote.inventory, title, time), ledger.head


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
