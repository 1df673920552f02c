"""An open spec: its draft survives, and a file that another changed is never overwritten."""

import os
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from paths import SMALL_SPEC

from perf_report.app.project import Project
from perf_report.app.workbench.drafts import DraftFile, DraftStore, StoredDraft
from perf_report.app.workbench.edits import Draft, EditError
from perf_report.app.workbench.session import Session
from perf_report.app.workbench.workbench import Workbench
from perf_report.errors import OutputError

AMOUNT = ("tasks", 0, "funds", "basic")
NAME = ("goals", 0, "text")


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "spec.yaml"
    path.write_bytes(SMALL_SPEC.read_bytes())
    return path


@pytest.fixture
def drafts(tmp_path: Path) -> DraftStore:
    return DraftStore(tmp_path / "drafts")


def opened(spec: Path, drafts: DraftStore) -> Session:
    """The spec in a server that starts when the others have ended."""
    drafts.close()
    return Session(spec, drafts.open(spec))


def stored(spec: Path, drafts: DraftStore) -> StoredDraft | None:
    """The draft that is on the disk when all servers have ended."""
    drafts.close()
    return drafts.open(spec).read()


def type_amount(session: Session, amount: str) -> None:
    session.edit(lambda draft: draft.set(AMOUNT, Decimal(amount)))


def test_a_draft_survives_a_process_that_dies(spec: Path, drafts: DraftStore) -> None:
    type_amount(opened(spec, drafts), "5.00")
    again = opened(spec, drafts)
    assert again.is_recovered
    assert again.draft.value(AMOUNT) == Decimal("5.00")
    assert spec.read_bytes() == SMALL_SPEC.read_bytes()
    assert again.save().is_saved
    assert not opened(spec, drafts).is_recovered
    assert spec.read_text("utf-8") == SMALL_SPEC.read_text("utf-8").replace("396.60", "5.00")


def test_edits_are_undone_and_done_again(spec: Path, drafts: DraftStore) -> None:
    session = opened(spec, drafts)
    type_amount(session, "5.00")
    type_amount(session, "6.00")
    session.undo()
    assert session.draft.value(AMOUNT) == Decimal("5.00")
    session.undo()
    assert not session.is_changed
    assert not session.can_undo
    assert stored(spec, drafts) is None
    session.redo()
    session.redo()
    session.redo()
    assert session.draft.value(AMOUNT) == Decimal("6.00")
    type_amount(session, "7.00")
    assert not session.can_redo


def test_another_value_changed_meanwhile_is_merged(spec: Path, drafts: DraftStore) -> None:
    session = opened(spec, drafts)
    type_amount(session, "5.00")
    other = spec.read_text("utf-8").replace("提升服务。", "提高服务。") + "# theirs\n"
    spec.write_text(other, "utf-8")
    saved = session.save()
    assert saved.is_saved
    assert saved.is_merged
    assert spec.read_text("utf-8") == other.replace("396.60", "5.00")


def test_the_same_value_changed_meanwhile_is_a_conflict(spec: Path, drafts: DraftStore) -> None:
    session = opened(spec, drafts)
    type_amount(session, "5.00")
    other = spec.read_text("utf-8").replace("396.60", "7.00")
    spec.write_text(other, "utf-8")
    saved = session.save()
    assert not saved.is_saved
    assert [each.path[-1] for each in saved.conflicts] == ["basic"]
    assert spec.read_text("utf-8") == other
    assert session.is_changed
    assert session.save(prefer_draft=True).is_saved
    assert spec.read_text("utf-8") == other.replace("7.00", "5.00")


def test_rows_moved_here_are_moved_in_a_file_that_was_changed_there(
    spec: Path, drafts: DraftStore
) -> None:
    session = opened(spec, drafts)
    session.edit(lambda draft: draft.copy_row(("goals", 0)))
    session.save()
    session.edit(lambda draft: draft.move_row(("goals", 0), 1))
    spec.write_text(spec.read_text("utf-8").replace("396.60", "7.00"), "utf-8")
    assert session.save().is_merged
    assert [each["id"] for each in session.draft.data["goals"]] == [
        "better-service-2",
        "better-service",
    ]
    assert session.draft.value(AMOUNT) == Decimal("7.00")


def test_rows_moved_in_two_ways_are_a_conflict(spec: Path, drafts: DraftStore) -> None:
    session = opened(spec, drafts)
    session.edit(lambda draft: draft.copy_row(("goals", 0)).copy_row(("goals", 0)))
    session.save()
    three = spec.read_bytes()
    session.edit(lambda draft: draft.move_row(("goals", 0), 1))
    mine = session.draft.text
    spec.write_text(Draft(three.decode()).move_row(("goals", 1), 1).text, "utf-8")
    assert ("goals",) in [each.path for each in session.save().conflicts]
    assert session.save(prefer_draft=True).is_saved
    assert spec.read_text("utf-8") == mine


def test_a_file_broken_meanwhile_is_not_overwritten(spec: Path, drafts: DraftStore) -> None:
    session = opened(spec, drafts)
    type_amount(session, "5.00")
    spec.write_bytes(b"tasks: [")
    saved = session.save()
    assert (saved.is_saved, saved.is_whole) == (False, False)
    assert spec.read_bytes() == b"tasks: ["
    session.discard()
    assert session.draft.text == "tasks: ["
    assert not session.draft.is_sound


def test_a_file_is_followed_while_nothing_is_typed(spec: Path, drafts: DraftStore) -> None:
    session = opened(spec, drafts)
    assert session.follow() is None
    spec.write_text(spec.read_text("utf-8").replace("396.60", "7.00"), "utf-8")
    assert session.follow()
    assert session.follow() is None
    assert session.draft.value(AMOUNT) == Decimal("7.00")
    assert not session.is_changed


def test_a_file_is_followed_with_what_was_typed(spec: Path, drafts: DraftStore) -> None:
    session = opened(spec, drafts)
    type_amount(session, "5.00")
    other = spec.read_text("utf-8").replace("提升服务。", "提高服务。") + "# theirs\n"
    spec.write_text(other, "utf-8")
    merged = session.follow()
    assert merged
    assert merged.data
    assert session.draft.text == other.replace("396.60", "5.00")
    # Undoing would have taken their change back, too.
    session.undo()
    assert session.draft.text == other.replace("396.60", "5.00")
    assert spec.read_text("utf-8") == other
    again = opened(spec, drafts)
    assert again.is_recovered
    assert again.save().is_saved
    assert spec.read_text("utf-8") == other.replace("396.60", "5.00")


@pytest.mark.parametrize(("other", "conflicts"), [(b"7.00", 1), (b"7.00 [", 0)])
def test_what_cannot_be_merged_while_following_is_told_once_and_kept(
    other: bytes, conflicts: int, spec: Path, drafts: DraftStore
) -> None:
    session = opened(spec, drafts)
    type_amount(session, "5.00")
    spec.write_bytes(spec.read_bytes().replace(b"396.60", other))
    refused = session.follow()
    assert refused
    assert (refused.data, len(refused.conflicts)) == (None, conflicts)
    assert session.follow() is None
    assert session.draft.value(AMOUNT) == Decimal("5.00")
    type_amount(session, "6.00")
    assert session.follow()
    assert not session.save().is_saved
    assert opened(spec, drafts).draft.value(AMOUNT) == Decimal("6.00")


@pytest.mark.parametrize("count", [-1, 9], ids=["all lines", "some lines"])
def test_line_ends_and_marks_of_a_file_stay(spec: Path, drafts: DraftStore, count: int) -> None:
    data = b"\xef\xbb\xbf" + SMALL_SPEC.read_bytes().replace(b"\n", b"\r\n", count)
    spec.write_bytes(data)
    session = opened(spec, drafts)
    type_amount(session, "5.00")
    session.save()
    assert spec.read_bytes() == data.replace(b"396.60", b"5.00")


def test_a_damaged_draft_is_none(spec: Path, drafts: DraftStore) -> None:
    type_amount(opened(spec, drafts), "5.00")
    for path in (spec.parent / "drafts").iterdir():
        path.write_bytes(path.read_bytes()[:20])
    assert not opened(spec, drafts).is_recovered


def test_a_save_that_is_cut_off_loses_nothing(
    spec: Path, drafts: DraftStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = opened(spec, drafts)
    type_amount(session, "5.00")

    def die(path: Path, _target: Path) -> Path:
        raise KeyboardInterrupt(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", die)
        with pytest.raises(KeyboardInterrupt):
            session.save()
    assert spec.read_bytes() == SMALL_SPEC.read_bytes()
    assert sorted(each.name for each in spec.parent.iterdir()) == ["drafts", "spec.yaml"]
    again = opened(spec, drafts)
    assert again.is_recovered
    assert again.draft.value(AMOUNT) == Decimal("5.00")


def test_a_process_that_ends_right_after_saving_leaves_no_draft(
    spec: Path, drafts: DraftStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = opened(spec, drafts)
    type_amount(session, "5.00")

    def die(_: DraftFile) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(DraftFile, "remove", die)
        with pytest.raises(KeyboardInterrupt):
            session.save()
    assert stored(spec, drafts)
    again = opened(spec, drafts)
    assert (again.is_recovered, again.is_changed, stored(spec, drafts)) == (False, False, None)
    assert again.draft.value(AMOUNT) == Decimal("5.00")


@pytest.mark.parametrize(
    "data",
    [
        SMALL_SPEC.read_text("utf-8").encode("gb18030"),
        SMALL_SPEC.read_text("utf-8").encode("utf-16"),
        SMALL_SPEC.read_bytes() + b"# caf\xe9\n",
    ],
)
def test_what_is_not_utf_8_is_not_written(data: bytes, spec: Path, drafts: DraftStore) -> None:
    spec.write_bytes(data)
    session = opened(spec, drafts)
    assert session.source.data == data
    with pytest.raises(EditError):
        session.edit(lambda draft: draft.set(NAME, "x"))
    assert session.save().is_saved
    assert spec.read_bytes() == data


def test_invisible_characters_that_are_not_edited_stay(spec: Path, drafts: DraftStore) -> None:
    data = SMALL_SPEC.read_bytes() + "# a\u202eb\0c\x85d\u200b\n".encode()
    spec.write_bytes(data)
    session = opened(spec, drafts)
    type_amount(session, "5.00")
    session.save()
    assert spec.read_bytes() == data.replace(b"396.60", b"5.00")


def test_a_link_stays_one(spec: Path, drafts: DraftStore) -> None:
    link = spec.with_name("link.yaml")
    link.symlink_to(spec.name)
    session = opened(link, drafts)
    type_amount(session, "5.00")
    session.save()
    assert link.is_symlink()
    assert b"5.00" in spec.read_bytes()


def test_a_write_protected_file_is_not_replaced(
    spec: Path, drafts: DraftStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = opened(spec, drafts)
    type_amount(session, "5.00")
    with monkeypatch.context() as patch:
        patch.setattr(os, "access", lambda path, mode: (path, mode) != (spec.resolve(), os.W_OK))
        with pytest.raises(OutputError):
            session.save()
    assert spec.read_bytes() == SMALL_SPEC.read_bytes()
    assert session.save().is_saved


def test_what_cannot_be_kept_as_a_draft_is_saved(spec: Path, drafts: DraftStore) -> None:
    session = opened(spec, drafts)
    folder = spec.parent / "drafts"
    shutil.rmtree(folder)
    folder.write_bytes(b"")
    with pytest.raises(OutputError):
        type_amount(session, "5.00")
    assert session.save().is_saved
    assert b"5.00" in spec.read_bytes()
    with pytest.raises(OutputError):
        type_amount(session, "6.00")
    session.discard()
    assert not session.is_changed


def test_a_server_takes_the_place_of_one_that_ended(spec: Path, drafts: DraftStore) -> None:
    for _ in range(3):
        opened(spec, drafts)
    assert len(list((spec.parent / "drafts").iterdir())) == 1


def test_what_was_left_by_a_process_that_was_killed_is_gone_at_the_next_start(
    tmp_path: Path,
) -> None:
    (tmp_path / "specs").mkdir()
    (tmp_path / "drafts").mkdir()
    left = [
        tmp_path / "specs" / ".spec.yaml.0123abcd.tmp",
        tmp_path / "drafts" / ".a.json.0123abcd.tmp",
    ]
    own = tmp_path / "specs" / ".spec.yaml.mine.tmp"
    for path in (*left, own):
        path.write_bytes(b"year: 20")
    Workbench(Project(root=tmp_path), DraftStore(tmp_path / "drafts"))
    assert [path for path in (*left, own) if path.exists()] == [own]
