"""Who makes files: processes of this machine."""

import gc
import multiprocessing
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from pathlib import Path

from perf_report.errors import PerfReportError


@contextmanager
def workers(count: int, fonts: tuple[Path, ...] | None) -> Iterator[Executor]:
    """An executor of so many processes; one means a thread of this process.

    The processes load the PDF engine with these fonts at once, unless there are to be no PDFs.
    """
    if count <= 1:
        with ThreadPoolExecutor(1) as thread:
            yield thread
        return
    # A forked worker shares what is loaded already. Elsewhere forking is not safe.
    method = "fork" if sys.platform == "linux" else "spawn"
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(
        count, mp_context=context, initializer=_prepare_worker, initargs=(fonts,)
    ) as pool:
        try:
            yield pool
        except BrokenProcessPool as error:
            raise PerfReportError("worker-lost") from error
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _prepare_worker(fonts: tuple[Path, ...] | None) -> None:
    """Leave Ctrl-C to the parent, load the engine, and spare the layout a sixth of its time.

    A layout makes hundreds of thousands of objects that live until it ends, which the garbage
    collector would look through again and again; the making of a PDF collects once, at its end.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    if fonts is not None:
        from perf_report.build.jobs import warm_up

        with suppress(PerfReportError):  # the parent hears of it from its own call
            warm_up(fonts)
