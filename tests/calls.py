"""What tests have processes do: in a module that a fresh process can load by its name."""

import gc
import os
import signal
import time
from multiprocessing.connection import Connection
from pathlib import Path

from perf_report.app.import_paper.batch import ImportTask
from perf_report.errors import RenderError


def is_alive(process: int) -> bool:
    """Whether there is such a process that has not ended."""
    try:
        status = Path(f"/proc/{process}/stat").read_text("utf-8")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def die_once(marker: str) -> str:
    """Kill the own process, but for the second time."""
    path = Path(marker)
    if not path.exists():
        path.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "survived"


def die(_number: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_in_the_middle_of_the_result(_number: int) -> bytes:
    """Return what is more than a pipe holds, and kill the own process once a part of it is sent."""

    def send_a_part(connection: Connection, data: bytes) -> None:
        os.write(connection.fileno(), data[:100])
        os.kill(os.getpid(), signal.SIGKILL)

    Connection._send = send_a_part  # type: ignore[attr-defined]
    return bytes(1_000_000)


def refuse(reason: str) -> None:
    raise RenderError("outside-request", url=reason)


def sleep_long(marker: str) -> None:
    Path(marker).touch()
    time.sleep(60)


def count_boxes() -> int:
    """How many boxes of layouts a process holds."""
    from weasyprint.formatting_structure.boxes import Box

    return sum(isinstance(thing, Box) for thing in gc.get_objects())


class Unloadable:
    """What can be sent to a process, which then cannot load it."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return refuse, ("loading",)


def sleep_over_the_second(task: ImportTask) -> str:
    """Take long for a file of the name `second`."""
    if task.source.name == "second":
        time.sleep(60)
    return task.source.name
