"""A spec that is open on the workbench: its draft, what can be undone, and the file on the disk."""

import hashlib
import zlib
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import RLock

from perf_report.app.import_paper.merge import Conflict
from perf_report.app.workbench.drafts import DraftFile, StoredDraft
from perf_report.app.workbench.edits import Draft, EditError
from perf_report.app.workbench.save import MergedText, merge_texts
from perf_report.errors import SourceError
from perf_report.model.route import Route
from perf_report.model.source import Source
from perf_report.outputs.writer import write_files
from perf_report.parse.encoding import encode_like
from perf_report.parse.line_ends import plain_ends
from perf_report.parse.source import read_source
from perf_report.processes.interrupts import interrupts_deferred

# So many edits can be undone.
_MOST_UNDONE = 200
# A page that is so many states behind is behind for good.
_MOST_SHOWN = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What became of a draft: written, written with what another person changed, or neither.

    `is_preferred` says that the draft was to count where both changed a value. `is_whole` is False
    if the file on the disk can only be taken or left as a whole.
    """

    is_saved: bool
    is_merged: bool = False
    is_preferred: bool = False
    conflicts: tuple[Conflict, ...] = ()
    is_whole: bool = True


class Session:
    """One open spec. Its methods may be called from several threads, one after the other.

    `is_shared` is whether another server of the user has it open, too, when that was looked for.
    """

    def __init__(self, path: Path, draft: DraftFile) -> None:
        self.path = path
        # A link to another spec stays one; a path that leads elsewhere later is not followed.
        self._real = path.resolve()
        self.lock = RLock()
        self._stored = draft
        self.is_shared = draft.is_shared()
        # Texts are packed, since many are kept.
        self._shown: OrderedDict[str, bytes] = OrderedDict()
        # The states that the draft went through, each with the window that made it.
        self._made: deque[tuple[str, str]] = deque(maxlen=_MOST_SHOWN)
        self._undone: deque[bytes] = deque(maxlen=_MOST_UNDONE)
        self._done: deque[bytes] = deque(maxlen=_MOST_UNDONE)
        # The file and the draft that could not be merged, once that was told.
        self._refused: tuple[bytes, str] | None = None
        self._open()

    def _open(self) -> None:
        """Read the file, and the draft that was not saved when the last session ended."""
        self._base = self._read()
        self.draft = Draft(_text_of(self._base))
        stored = self._stored.read()
        self.is_recovered = stored is not None and stored.text != self.draft.text
        if stored is not None and self.is_recovered:
            self._base = stored.base
            self.draft = Draft(stored.text)
        elif stored is not None:
            # It was saved, and the process ended before it was removed.
            self._stored.remove()

    def _read(self) -> bytes:
        if self.path.resolve() != self._real or not self._real.is_file():
            raise SourceError("source-missing", path=self.path)
        return read_source(self.path).data

    @property
    def source(self) -> Source:
        """The draft as a source that can be checked; what was not edited is the file as it is."""
        data = encode_like(self.draft.text, self._base) if self.is_changed else self._base
        return Source(name=str(self.path), data=data)

    @property
    def version(self) -> str:
        """What tells one state of the draft from others; a page sends it with each edit."""
        return hashlib.sha256(self.draft.text.encode()).hexdigest()[:16]

    def note_shown(self, window: str = "") -> None:
        """Keep the text that a page shows, so that an edit of it is understood later.

        `window` is the one in which it was typed; none if it was not.
        """
        if not self._made or self._made[-1][0] != self.version:
            self._made.append((self.version, window))
        self._shown[self.version] = _packed(self.draft.text)
        self._shown.move_to_end(self.version)
        while len(self._shown) > _MOST_SHOWN:
            self._shown.popitem(last=False)

    def shown(self, version: str) -> Draft | None:
        """Return the draft that a page showed; None if that is not known any more."""
        text = self._shown.get(version)
        return None if text is None else Draft(_unpacked(text))

    def is_own(self, version: str, window: str) -> bool:
        """Whether a window itself made all that was changed since a state of the draft."""
        makers: list[str] = []
        for made, maker in reversed(self._made):
            if made == version:
                return bool(window) and set(makers) == {window}
            makers.append(maker)
        return False

    def look_for_others(self) -> bool:
        """Find out whether another server has the spec open; return whether that is new."""
        was, self.is_shared = self.is_shared, self._stored.is_shared()
        return was != self.is_shared

    @property
    def is_changed(self) -> bool:
        """Whether there is something to save."""
        return self.draft.text != _text_of(self._base)

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to undo."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether there is an edit to do again."""
        return bool(self._undone)

    def place(self, route: Route) -> tuple[int, int]:
        """Return the line and the column of a value in the file, as it was read last."""
        with self.lock:
            return (_parsed(self._base) if self.is_changed else self.draft).line(route)

    def edit(self, change: Callable[[Draft], Draft]) -> None:
        """Change the draft, and keep it on the disk. Raises EditError, OutputError."""
        with self.lock:
            if not _is_text(self._base):
                raise EditError(str(self.path))
            before, self.draft = self.draft, change(self.draft)
            if self.draft.text != before.text:
                self._done.append(_packed(before.text))
                self._undone.clear()
                self._keep()

    def undo(self) -> None:
        """Undo the last edit, if there is one."""
        self._step(self._done, self._undone)

    def redo(self) -> None:
        """Do the last undone edit again, if there is one."""
        self._step(self._undone, self._done)

    def _step(self, taken: deque[bytes], given: deque[bytes]) -> None:
        with self.lock:
            if taken:
                given.append(_packed(self.draft.text))
                self.draft = Draft(_unpacked(taken.pop()))
                self._keep()

    def _keep(self) -> None:
        if self.is_changed:
            self._stored.write(StoredDraft(base=self._base, text=self.draft.text))
        else:
            self._stored.remove()

    def follow(self) -> MergedText | None:
        """Take what was changed in the file meanwhile; None if nothing was, or it was told before.

        What is not saved stays, or else the conflicts are returned and nothing is changed.
        Raises SourceError if the file is gone.
        """
        with self.lock:
            disk = self._read()
            if disk == self._base or (disk, self.draft.text) == self._refused:
                return None
            if not self.is_changed:
                self.discard()
                return MergedText(data=disk)
            merged = merge_texts(self._base, disk, self.source.data, prefer_draft=False)
            if merged.data is None:
                self._refused = (disk, self.draft.text)
            else:
                self._take_merged(disk, merged.data)
            return merged

    def _take_merged(self, disk: bytes, merged: bytes) -> None:
        """Go on with a merged draft. An undone edit would bring back the file as it was."""
        self._forget_steps()
        self._base, self.draft = disk, Draft(_text_of(merged))
        self._keep()

    def _forget_steps(self) -> None:
        self._done.clear()
        self._undone.clear()

    def discard(self) -> None:
        """Give up what is not saved, and take the file as it is on the disk. Raises SourceError."""
        with self.lock:
            # Nothing is given up for a file that is gone.
            self._read()
            self._stored.remove()
            self._forget_steps()
            self._open()

    def save(self, *, prefer_draft: bool = False) -> Saved:
        """Write the draft into the file, with what was changed there meanwhile.

        Raises OutputError, SourceError.
        """
        with self.lock:
            disk, data = self._read(), self.source.data
            if disk == self._base:
                self._write(data)
                return Saved(is_saved=True)
            merged = merge_texts(self._base, disk, data, prefer_draft=prefer_draft)
            if merged.data is None:
                # What is to be decided was told.
                self._refused = (disk, self.draft.text)
                return Saved(is_saved=False, conflicts=merged.conflicts, is_whole=merged.is_whole)
            self._write(merged.data)
            return Saved(is_saved=True, is_merged=True, is_preferred=prefer_draft)

    def _write(self, data: bytes) -> None:
        with interrupts_deferred():
            if data != self._read():
                write_files({self._real: data}, keep_modes=True)
            self._base = data
            self.draft = Draft(_text_of(data))
            self.is_recovered = False
            self._stored.remove()


@lru_cache(maxsize=4)
def _parsed(data: bytes) -> Draft:
    """The text of a file, which is parsed once for all cells that are asked for."""
    return Draft(_text_of(data))


def _is_text(data: bytes) -> bool:
    """Whether a file can be written again as it is: what is not UTF-8 would be lost."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _text_of(data: bytes) -> str:
    return plain_ends(data.decode("utf-8-sig", "replace"))


def _packed(text: str) -> bytes:
    return zlib.compress(text.encode(), 1)


def _unpacked(packed: bytes) -> str:
    return zlib.decompress(packed).decode()
