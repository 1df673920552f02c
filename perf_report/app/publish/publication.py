"""The use case of `publish`: decide, make the site, upload it; and check a target.

While this goes on the target is locked. The ledger decides what is disclosed, corrected or
refused; the pages are made with the history that the ledger will then have; what differs from
what the target holds is sent, and the ledger closes the publication.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from perf_report.app.build_site import SiteProgress, SiteRequest, read_tables, stage_site
from perf_report.app.project import Project
from perf_report.app.publish.disclosed_content import with_disclosed_digests
from perf_report.app.publish.drafts import find_drafts
from perf_report.app.publish.initial_budgets import OtherBudget
from perf_report.app.publish.known_departments import refuse_unknown
from perf_report.app.publish.new_entries import compare_budgets, describe_events
from perf_report.app.publish.originals import RestoredTarget, find_originals
from perf_report.app.publish.project_target import open_project_target
from perf_report.app.publish.site_uploads import lasting_uploads, site_uploads
from perf_report.errors import PublishError
from perf_report.model.identity import Identity
from perf_report.model.text import Text
from perf_report.outputs.pdf_attachments import TOOL
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
    UploadDiff,
    UploadPlan,
    diff_states,
)
from perf_report.site.department import BuiltTables
from perf_report.site.history import Action, Event, History, record_folder
from perf_report.site.site_run import Site

# So many files are named in a message.
_NAMED = 5


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
        run.find_lost_records(built)
        decided = run.decide(built)
        if decided.refusals:
            return replace(run.repair_alone(hooks), refusals=decided.refusals)
        latest = run.remote.ledger.history.latest_events()
        events, extras = describe_events(decided.events, latest, run.files, project)
        history = run.remote.ledger.extended(events).history
        run.refuse_lost(history)
        other_budgets = compare_budgets(events, history, run.files, project)
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
        self.lost: Inventory = {}
        self.files = RestoredTarget(target=target)

    def find_lost_records(self, built: BuiltTables) -> None:
        """Find the originals of the disclosed files that a repair restores and no build has."""
        gone = self._drifted(ProblemKind.MISSING, ProblemKind.ALTERED)
        if not gone:
            return
        here = {
            f"{record_folder(table.identity, table.revision)}/{name}": file.sha256
            for table in built.all
            for name, file in table.files.items()
        }
        history = self.remote.ledger.history
        records = history.records()
        self.lost = {
            path: records[path]
            for path in gone
            if path in records and here.get(path) != records[path]
        }
        self._restore(self.lost)

    def _restore(self, wanted: Inventory) -> None:
        history = self.remote.ledger.history
        found = find_originals(self.project, self.target, history, wanted)
        self.files = replace(self.files, files={**self.files.files, **found})

    def decide(self, built: BuiltTables) -> Decisions:
        history = self.remote.ledger.history
        refuse_unknown(self.request.departments, built, history)
        request = DisclosureRequest(
            tables=list(with_disclosed_digests(built.all, history, self.files)),
            withdrawals=self.request.withdrawals,
            now=self.request.now,
            pending=self.remote.pending,
            departments=self.request.departments,
            drafts=find_drafts(self.project),
            undisclosed=built.undisclosed,
        )
        return decide(request, history)

    def upload(
        self, site: Site, events: Sequence[Event], extras: Mapping[str, bytes], hooks: PublishHooks
    ) -> Publication:
        ledger = self.remote.ledger.extended(events)
        records = ledger.history.records()
        restored = {path: self.files.files[path] for path in self.lost if path in records}
        lasting = {**restored, **extras}
        here = {*site.files, *lasting}
        diff = diff_states(
            DesiredState(
                uploads=[
                    upload
                    for upload in (*site_uploads(site), *lasting_uploads(lasting))
                    if not self.keep.replaces(upload.path)
                ],
                kept={path: sha for path, sha in records.items() if path not in here},
                held=self.keep.without_replaced(self.remote.inventory),
                expiring=self.remote.expiring,
                touched=self.remote.touched | {problem.path for problem in self.drift},
                foreign=self._drifted(ProblemKind.FOREIGN),
            )
        )
        if diff.is_empty and not events and self.remote.is_settled and not self.drift:
            return Publication(target=self.target.name, head=ledger.head)
        return self._send(diff, events, hooks)

    def repair_alone(self, hooks: PublishHooks) -> Publication:
        """Restore what the target held, though nothing new can be published to it.

        `drift` of the result are the files of which no original was found.
        """
        inventory = self.keep.without_replaced(self.remote.inventory)
        gone = self._drifted(ProblemKind.MISSING, ProblemKind.ALTERED)
        wanted = {path: inventory[path] for path in gone if path in inventory}
        self._restore({p: sha for p, sha in wanted.items() if p not in self.files.files})
        restored = self.files.files
        lost = [each for each in self.drift if each.path in {*gone} - restored.keys()]
        if lost or not self.drift or self.remote.begun:
            return Publication(target=self.target.name, drift=lost)
        diff = diff_states(
            DesiredState(
                uploads=list(lasting_uploads(restored)),
                kept={path: sha for path, sha in inventory.items() if path not in restored},
                held=inventory,
                expiring=(),
                touched=gone,
                foreign=self._drifted(ProblemKind.FOREIGN),
            )
        )
        return self._send(diff, (), hooks)

    def _send(self, diff: UploadDiff, events: Sequence[Event], hooks: PublishHooks) -> Publication:
        upload_plan, head = self._close(diff, events)
        if not self.request.only_planned:
            count = len(upload_plan.uploads)
            hooks.send(count, lambda on_upload: self.target.apply(upload_plan, on_upload))
        return Publication(
            target=self.target.name, events=events, upload_plan=upload_plan, head=head
        )

    def _drifted(self, *kinds: ProblemKind) -> list[str]:
        return [problem.path for problem in self.drift if problem.kind in kinds]

    def refuse_lost(self, history: History) -> None:
        """Refuse to go on without a disclosed file of which there is no original."""
        records = history.records()
        lost = [path for path in self.lost if path in records and path not in self.files.files]
        if lost:
            names = ", ".join(f"{path} ({records[path]})" for path in lost[:_NAMED])
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
            title=f"{TOOL}: {len(events)} + {len(diff.uploads)}",
            time=time,
            others=self.others,
        )
        return diff.to_plan(closing), ledger.head
