"""The command `publish`."""

import re
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click

from perf_report.cli.click_i18n import LocalizedCommand, catalogue_of, exit_usage, now, today
from perf_report.cli.program import FOUND, cli, with_progress
from perf_report.cli.site import built_identities, echo_undisclosed, site_progress
from perf_report.cli.unused_options import refuse_options, tell_other_unused
from perf_report.model.identity import REPORT_ID

if TYPE_CHECKING:
    from perf_report.app.project import Project
    from perf_report.app.publish.inspection import Inspection
    from perf_report.app.publish.publication import Publication
    from perf_report.model.identity import Identity
    from perf_report.model.text import Text

_CODE = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_TABLE = re.compile(rf"{_CODE}/[0-9]{{4}}(?:/{_CODE})?(?:#{REPORT_ID.pattern})?")
_HEAD = re.compile(r"[0-9a-f]{64}")


@cli.command(cls=LocalizedCommand, help="publish", epilog="publish-long")
@click.argument("target", metavar="TARGET")
@click.option("--check", is_flag=True, help="option-check")
@click.option("--head", metavar="HASH", help="option-check-head")
@click.option("-n", "--dry-run", is_flag=True, help="option-dry-run")
@click.option("-v", "--verbose", is_flag=True, help="option-verbose")
@click.option("--repair", is_flag=True, help="option-repair")
@click.option("--department", multiple=True, metavar="CODE", help="option-department")
@click.option(
    "--withdraw", multiple=True, metavar="CODE/YEAR[/PROJECT][#REPORT]", help="option-withdraw"
)
@click.option("--reason", metavar="TEXT", help="option-withdraw-reason")
@click.option("--reason-en", metavar="TEXT", help="option-withdraw-reason-en")
@click.option("--break-lock", is_flag=True, help="option-break-lock")
@click.option("--no-build", is_flag=True, help="option-no-build")
@click.option("--with-comments", is_flag=True, help="option-with-comments")
@click.option("--no-search", is_flag=True, help="option-no-search")
@click.option("-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="option-jobs")
@click.pass_context
def publish(context: click.Context, /, **options: Any) -> None:
    """Publish the site to a target."""
    from perf_report.app.project import open_project

    project = open_project(context.obj)
    withdrawals = _withdrawals(options)
    if options["check"]:
        refuse_options(("withdraw", "reason", "reason_en", "repair", "break_lock"), mode="--check")
        tell_other_unused(("check", "head"), "--check")
        _check(context, project, options)
        return
    refuse_options(("head",), "usage-only-with", modes="--check")
    if options["with_comments"] and options["no_build"]:
        exit_usage("usage-with-comments")
    publication = _publish(context, project, options, withdrawals)
    if publication.drift and not publication.refusals:
        _echo_drift(publication)
        context.exit(FOUND)
    if publication.refusals:
        _echo_refusals(publication)
        _echo_repair(publication, is_plan=options["dry_run"])
        context.exit(FOUND)
    _echo_withheld(publication)
    echo_undisclosed(publication.undisclosed)
    _echo_other_budgets(publication)
    _echo_publication(publication, is_plan=options["dry_run"], is_long=options["verbose"])


def _withdrawals(options: dict[str, Any]) -> "dict[Identity, Text]":
    """The tables to withdraw, with the reason, which is required for them and only for them."""
    from perf_report.model.identity import parse_identity
    from perf_report.model.text import Text

    if bool(options["withdraw"]) != bool((options["reason"] or "").strip()):
        exit_usage("usage-withdraw")
    if not options["withdraw"]:
        refuse_options(("reason_en",), "usage-only-with", modes="--withdraw")
    reason = Text(zh=options["reason"], en=options["reason_en"])
    found = {}
    for written in options["withdraw"]:
        identity = parse_identity(written) if _TABLE.fullmatch(written) else None
        if identity is None:
            exit_usage("usage-table", name=written)
        found[identity] = reason
    return found


def _publish(
    context: click.Context,
    project: "Project",
    options: dict[str, Any],
    withdrawals: "dict[Identity, Text]",
) -> "Publication":
    from perf_report.app import build_site
    from perf_report.app.machine import processor_count
    from perf_report.app.publish import publication

    request = build_site.SiteRequest(
        jobs=options["jobs"] or processor_count(),
        has_search=not options["no_search"],
        with_comments=options["with_comments"],
    )
    identities = None
    if not options["no_build"]:
        result = build_site.build_project(project, request, site_progress())
        identities = built_identities(context, result)
    wanted = publication.PublishRequest(
        address=options["target"],
        now=now(),
        withdrawals=withdrawals,
        departments=options["department"],
        repairs=options["repair"],
        breaks_lock=options["break_lock"],
        only_planned=options["dry_run"],
    )
    hooks = publication.PublishHooks(compare=_show_check, watch=site_progress(), send=_send)
    return publication.publish(project, wanted, request, identities, hooks)


def _show_check(items: Iterable[tuple[str, str]], count: int) -> Iterable[tuple[str, str]]:
    """Yield files that are compared, with a progress bar if stderr is a terminal."""
    return with_progress(items, count, "checking")


def _send(count: int, upload: Callable[[Callable[[object], None]], None]) -> None:
    """Upload files, with a progress bar if stderr is a terminal."""
    if not sys.stderr.isatty():
        upload(lambda _file: None)
        return
    words = catalogue_of(click.get_current_context()).format("cli", "sending")
    with click.progressbar(length=count, label=words, file=sys.stderr) as bar:
        upload(lambda _file: bar.update(1))


def _echo_refusals(publication: "Publication") -> None:
    say = catalogue_of(click.get_current_context())
    for refusal in publication.refusals:
        words = {
            "identity": str(refusal.identity), "disclosed": refusal.disclosed,
            "revision": refusal.revision, "next": refusal.disclosed + 1,
        }  # fmt: skip
        click.echo(say.format("refusal", refusal.reason, **words), err=True)
    count = len(publication.refusals)
    click.echo(
        say.format("cli", "publish-refused", target=publication.target, count=count), err=True
    )


def _echo_repair(publication: "Publication", *, is_plan: bool) -> None:
    """Tell what a repair restored though nothing new could be published, and what it could not."""
    say = catalogue_of(click.get_current_context())
    if plan := publication.upload_plan:
        restored = [upload for upload in plan.uploads if upload.path in plan.held]
        done = "repair-planned" if is_plan else "repaired"
        click.echo(
            say.format("cli", done, target=publication.target, restored=len(restored),
                       removed=len(plan.removals)),
            err=True,
        )  # fmt: skip
    elif publication.drift:
        _echo_problems(publication)
        count = len(publication.drift)
        click.echo(
            say.format("cli", "repair-incomplete", target=publication.target, count=count), err=True
        )


def _echo_problems(publication: "Publication") -> None:
    say = catalogue_of(click.get_current_context())
    for problem in publication.drift:
        click.echo(say.format("trouble", problem.kind, path=problem.path))


def _echo_drift(publication: "Publication") -> None:
    say = catalogue_of(click.get_current_context())
    _echo_problems(publication)
    count = len(publication.drift)
    click.echo(
        say.format("cli", "publish-drifted", target=publication.target, count=count), err=True
    )


def _echo_withheld(publication: "Publication") -> None:
    say = catalogue_of(click.get_current_context())
    for withheld in publication.withheld:
        id_ = "withheld-until" if withheld.until else "withheld"
        until = withheld.until.isoformat() if withheld.until else ""
        click.echo(say.format("cli", id_, identity=str(withheld.identity), until=until))


def _echo_other_budgets(publication: "Publication") -> None:
    say = catalogue_of(click.get_current_context())
    for each in publication.other_budgets:
        words = {"identity": str(each.report), "row": each.row, "written": each.written}
        click.echo(say.format("cli", "other-budget", disclosed=each.disclosed, **words), err=True)


def _echo_publication(publication: "Publication", *, is_plan: bool, is_long: bool) -> None:
    say = catalogue_of(click.get_current_context())
    upload_plan = publication.upload_plan
    if upload_plan is None:
        click.echo(say.format("cli", "publish-nothing", target=publication.target), err=True)
        return
    for event in publication.events:
        words = {"identity": str(event.identity), "revision": event.revision}
        click.echo(say.format("event", event.action, **words))
    if is_long:
        for upload in upload_plan.uploads:
            mark = "+" if upload_plan.is_new(upload) else "~"
            click.echo(f"{mark} {upload.path}")
        for path in upload_plan.removals:
            click.echo(f"- {path}")
    done = "publish-planned" if is_plan else "published"
    click.echo(
        say.format("cli", done, target=publication.target, sent=len(upload_plan.uploads),
                removed=len(upload_plan.removals), head=publication.head),
        err=True,
    )  # fmt: skip


def _check(context: click.Context, project: "Project", options: dict[str, Any]) -> None:
    from perf_report.app.publish.inspection import inspect

    head = options["head"]
    if head is not None and not _HEAD.fullmatch(head):
        exit_usage("usage-head-form", head=head)

    inspection = inspect(project, options["target"], today(), _show_check, head)
    _echo_inspection(inspection)
    if inspection.checked.problems:
        context.exit(FOUND)


def _echo_inspection(inspection: "Inspection") -> None:
    say = catalogue_of(click.get_current_context())
    checked = inspection.checked
    for problem in checked.problems:
        click.echo(say.format("trouble", problem.kind, path=problem.path))
    for path in checked.kept:
        click.echo(say.format("cli", "check-kept", path=path))
    for overdue in inspection.overdue:
        id_ = "late" if overdue.disclosed else "overdue"
        click.echo(
            say.format("cli", f"disclosure-{id_}", identity=str(overdue.identity),
                       due=overdue.due.isoformat(), disclosed=overdue.disclosed or ""),
        )  # fmt: skip
    sound = "check-troubled" if checked.problems else "check-sound"
    entries = len(checked.ledger.history.events)
    click.echo(
        say.format("cli", sound, target=inspection.target, files=checked.files, entries=entries,
                troubles=len(checked.problems), head=checked.ledger.head),
        err=True,
    )  # fmt: skip
