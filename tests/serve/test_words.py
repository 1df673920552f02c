"""The words of the workbench: each that its templates and its code say is there, and no other."""

import re

from paths import PACKAGE

from perf_report.messages import load_catalogue
from perf_report.resources import templates_path


def test_each_word_is_said_and_each_that_is_said_is_there() -> None:
    templates = "".join(
        path.read_text("utf-8") for path in (templates_path() / "serve").glob("*.j2")
    )
    said = set(re.findall(r'words\("([a-z-]+)"[,)]', templates))
    said |= set(re.findall(r'"(unsaved|all-saved)"', templates))
    begun = tuple(re.findall(r'words\("([a-z]+-)" ~', templates))
    code = "".join(
        path.read_text("utf-8")
        for folder in ("serve", "app/workbench")
        for path in (PACKAGE / folder).glob("*.py")
    )
    said |= set(re.findall(r'"([a-z-]+)"', code))
    known = set(load_catalogue("zh").tables["workbench"])
    assert {id_ for id_ in known if id_ not in said and not id_.startswith(begun)} == set()
    wanted = set(re.findall(r'words\("([a-z-]+)"[,)]', templates))
    assert wanted <= known
    notices = set(re.findall(r'"([a-z-]+)"(?=, is_whole|\)|, saved)', code))
    assert {"saved", "merged", "conflict", "other-file", "gone", "recovered", "followed"} <= {
        id_.removeprefix("notice-") for id_ in known if id_.startswith("notice-")
    }
    assert notices
