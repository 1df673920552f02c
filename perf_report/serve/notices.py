"""Which notice a page shows of what became of a spec, by id."""

from perf_report.app.workbench.late_edits import Late
from perf_report.app.workbench.save import MergedText
from perf_report.app.workbench.session import Saved
from perf_report.app.workbench.workbench import Opened

# What became of a spec, if that is to be told.
Done = Saved | MergedText | Late | tuple[str, ...] | None


def notice_of(done: Done) -> str:
    """Return the id of what is said after a change."""
    if isinstance(done, Saved):
        if done.is_preferred:
            return "saved-mine"
        if done.is_saved:
            return "merged" if done.is_merged else "saved"
        return "conflict" if done.is_whole else "other-file"
    if isinstance(done, Late):
        return "other-window-taken" if done.is_taken else "other-window"
    return "pasted-part" if done else ""


def notice_followed(opened: Opened, merged: MergedText | None) -> str:
    """Return the id of what is said of a file that was changed elsewhere."""
    if merged is not None and merged.data is None:
        return "changed-on-disk" if merged.conflicts else "not-merged"
    return "followed-unsaved" if merged and opened.session.is_changed else "followed"
