"""Read veraPDF's report: every file must be proved by both profiles, without one failed check.

    python3 scripts/read_verapdf.py REPORT FILES

It is run by the system's Python, and needs nothing but it.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

WANTED = ("PDF/A-3a", "PDF/UA-1")

# So many places of a failed rule are shown.
SHOWN = 3


def read_results(job: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The details of each profile that a file was held against."""
    return {
        result["profileName"].removesuffix(" validation profile"): result["details"]
        for result in job.get("validationResult", [])
    }


def complaints(job: dict[str, Any]) -> Iterator[str]:
    """What keeps a file from being proved."""
    results = read_results(job)
    for profile in WANTED:
        details = results.get(profile)
        if details is None:
            why = job.get("taskException", {}).get("exceptionMessage", "the file does not claim it")
            yield f"not proved as {profile}: {why}"
        elif details["failedChecks"] or not details["passedChecks"]:
            yield f"{profile}: {details['failedChecks']} failed, {details['passedChecks']} passed"
            yield from failed_rules(details)


def failed_rules(details: dict[str, Any]) -> Iterator[str]:
    """The rules that failed, each with its first places."""
    for rule in details["ruleSummaries"]:
        if rule["status"] == "failed":
            name = f"{rule['specification']} {rule['clause']}-{rule['testNumber']}"
            yield f"  {name}: {rule['failedChecks']} x {rule['description']}"
            for check in rule["checks"][:SHOWN]:
                yield f"    {check['context']}: {check['errorMessage']}"


def main() -> None:
    """Print a line a file, and exit with 1 where one is not proved or was not looked at."""
    report, files = Path(sys.argv[1]), int(sys.argv[2])
    jobs = json.loads(report.read_bytes())["report"]["jobs"]
    is_proved = len(jobs) == files
    for job in jobs:
        name, found = job["itemDetails"]["name"], list(complaints(job))
        passed = sum(details["passedChecks"] for details in read_results(job).values())
        is_proved = is_proved and not found
        print(f"{name}: {' and '.join(WANTED)}, {passed} checks passed" if not found else name)
        for line in found:
            print(f"  {line}")
    sys.exit(0 if is_proved else 1)


if __name__ == "__main__":
    main()
