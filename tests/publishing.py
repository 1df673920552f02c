"""A project, a folder to publish to, and a clock: what tests of publishing share."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import Ran, Runner

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


class PublishingProject:
    """A project and a folder to publish to, from noon; each publication takes a minute."""

    def __init__(self, folder: Path, here: Runner, patch: pytest.MonkeyPatch) -> None:
        self.folder, self.www = folder, folder.parent / "www"
        self._here, self._patch = here, patch
        self.clock = NOON

    def run(self, *arguments: object) -> Ran:
        self._patch.setattr("perf_report.cli.publish.now", lambda: self.clock)
        self._patch.setattr("perf_report.cli.publish.today", self.clock.date)
        return self._here(*arguments, cwd=self.folder)

    def publish(self, *arguments: object) -> Ran:
        self.clock += timedelta(minutes=1)
        return self.run("publish", self.www, "--no-search", *arguments)
