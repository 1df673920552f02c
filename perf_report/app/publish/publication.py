"""The wiring of `publish`: what is to go out is decided, made into a site, and carried.

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
from perf_report.app.publish.correction_report import tell_correction
from perf_report.model.plan import Identity
from perf_report.model.text import Text
from perf_report.parse.load import load_plan
from perf_report.parse.source import read_source
from perf_report.publish.deadlines import Overdue, find_overdue
from perf_report.publish.decisions import Decisions, Refusal, Wish, decide
from perf_report.publish.inventory import Inventory, digest
from perf_report.publish.ledger import parse_ledger
from perf_report.publish.open_target import open_target
from perf_report.publish.remote_state import Holdings, read_holdings
from perf_report.publish.target import Publisher, Target
from perf_report.publish.target_check import Checked, Progress, check_target
from perf_report.publish.upload_plan import Cargo, Loaded, Parcel, Shipment, Stage, load_cargo
from perf_report.site.history import Action, Event, History, record_folder
from perf_report.site.paths import LEDGER
from perf_report.site.site_run import Site
from perf_report.site.table_summary import TableSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishRequest:
    """What is to be published where; `withdrawals` are tables to take down, with the reasons."""

    address: str
    now: datetime
    withdrawals: Mapping[Identity, Text] = field(default_factory=dict)
    breaks_lock: bool = False
    only_planned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What came of it: what the ledger got, what was sent, the ledger's last hash, or refusals."""

    target: str
    events: Sequence[Event] = ()
    shipment: Shipment | None = None
    refusals: Sequence[Refusal] = ()
    head: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """Progress of the site and of the uploads, of which `send` is given the number."""

    watch: SiteProgress
    send: Callable[[int, Callable[[Callable[[object], None]], None]], None]


def open_project_target(
    project: Project, address: str, *, since: str = "", breaks_lock: bool = False
) -> Target:
    """The target of an address, for this project on this machine. Raises PublishError."""
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
    crew: Crew,
) -> Publication:
    """Publish the project's tables. Raises PerfReportError; a refusal is no error."""
    target = open_project_target(
        project,
        request.address,
        since=request.now.isoformat(),
        breaks_lock=request.breaks_lock,
    )
    with target.locked():
        work = _Work(project, request, target, read_holdings(target))
        decided = work.decide(read_tables(project, site_request, identities))
        if decided.refusals:
            return Publication(target=target.name, refusals=decided.refusals)
        events, extras = work.tell(decided)
        ledger = work.holdings.ledger.extended(events)
        site = stage_site(project, site_request, crew.watch, identities, ledger.history)
        return work.carry(site, events, extras, crew)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What a check of a target found, and which tables missed their day."""

    target: str
    checked: Checked
    overdue: Sequence[Overdue]


def inspect(
    project: Project, address: str, today: date, progress: Progress, head: str | None = None
) -> Inspection:
    """Hold a target against its ledger, and the ledger against the deadlines of the specs.

    Raises PerfReportError.
    """
    target = open_project_target(project, address)
    with target.opened():
        checked = check_target(target, progress, head)
    approvals = _approvals(project)
    overdue = tuple(find_overdue(approvals, checked.ledger.history, today))
    return Inspection(target=target.name, checked=checked, overdue=overdue)


def _approvals(project: Project) -> Iterator[tuple[Identity, date]]:
    """The days of approval of the project's specs; most say none, and are not parsed."""
    for path in list_specs(project.specs_folder()):
        source = read_source(path)
        plan = load_plan(source).plan if _APPROVED in source.data else None
        if plan is not None and plan.budget_approved is not None:
            yield plan.identity, plan.budget_approved


_APPROVED = b"budget_approved"


class _Work:
    """A publication under way."""

    def __init__(
        self, project: Project, request: PublishRequest, target: Target, holdings: Holdings
    ) -> None:
        self.project = project
        self.request = request
        self.target = target
        self.holdings = holdings

    def decide(self, tables: Sequence[TableSummary]) -> Decisions:
        wish = Wish(
            tables=tables,
            withdrawals=self.request.withdrawals,
            now=self.request.now,
            pending=self.holdings.pending,
        )
        return decide(wish, self.holdings.ledger.history)

    def tell(self, decided: Decisions) -> tuple[list[Event], dict[str, bytes]]:
        """The events in full, and the reports of what corrections changed, by path."""
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
        before = self.holdings.ledger.history.standing()[event.identity]
        with open_checker(self.project) as checker:
            terms = (checker, project_config(self.project))
            correction = tell_correction(
                event, before, self.target, self.project.output_folder(), terms
            )
        return correction.event, correction.files

    def carry(
        self, site: Site, events: Sequence[Event], extras: Mapping[str, bytes], crew: Crew
    ) -> Publication:
        ledger = self.holdings.ledger.extended(events)
        loaded = load_cargo(
            Cargo(
                parcels=[*_parcels(site), *_extra_parcels(extras)],
                kept=_kept(ledger.history, {*site.files, *extras}),
                held=self.holdings.inventory,
                leaving=self.holdings.leaving,
                touched=self.holdings.touched,
            )
        )
        if loaded.is_empty and not events and self.holdings.is_settled:
            return Publication(target=self.target.name, head=ledger.head)
        shipment, head = self._seal(loaded, events)
        if not self.request.only_planned:
            count = len(shipment.parcels)
            crew.send(count, lambda done: self.target.carry(shipment, done))
        return Publication(target=self.target.name, events=events, shipment=shipment, head=head)

    def _seal(self, loaded: Loaded, events: Sequence[Event]) -> tuple[Shipment, str]:
        """The shipment, closed by an entry that holds the hash of the whole inventory."""
        time = max([self.request.now, *(event.time for event in events)])
        seal = Event(number=0, time=time, action=Action.PUBLISH, sums=digest(loaded.sums))
        ledger = self.holdings.ledger.extended([*events, seal])
        title = f"perf-report {__version__}: {len(events)} + {len(loaded.parcels)}"
        return loaded.sealed(ledger.data, self.holdings.inventory, title, time), ledger.head


def _parcels(site: Site) -> list[Parcel]:
    stages = (
        (site.lasting, Stage.LASTING), (site.pages, Stage.PAGE), (site.entries, Stage.ENTRY),
    )  # fmt: skip
    return [
        Parcel(path=path, sha256=sha, source=site.folder / path, stage=stage)
        for files, stage in stages
        for path, sha in files.items()
    ]


def _extra_parcels(extras: Mapping[str, bytes]) -> list[Parcel]:
    return [
        Parcel(path=path, sha256=digest(data), source=data, stage=Stage.LASTING)
        for path, data in extras.items()
    ]


def _kept(history: History, here: Collection[str]) -> Inventory:
    """The records that stay at the target as they were disclosed, and are not sent."""
    return {path: sha for path, sha in history.records().items() if path not in here}
