"""Tests of many cases that are alike."""

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import pytest

Test = Callable[..., None]


def for_each(names: str, cases: Iterable[Any]) -> Callable[[Test], Test]:
    """Run a test for each case, as one test that reports every case that fails.

    Like `pytest.mark.parametrize`, for cases that nobody selects one by one: a thousand messages,
    all files of a folder. The cases share the test's fixtures. There has to be a case.
    """
    arguments, every = names.split(","), list(cases)
    assert every, "there is no case"

    def decorate(test: Test) -> Test:
        signature = inspect.signature(test)
        fixtures = [each for name, each in signature.parameters.items() if name not in arguments]

        @wraps(test)
        def run(**given: Any) -> None:
            failures = []
            for case in every:
                values = dict(zip(arguments, case if len(arguments) > 1 else (case,), strict=True))
                try:
                    test(**values, **given)
                except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001  # all are reported
                    failures.append(_named(error, case))
            if failures:
                raise ExceptionGroup(f"{len(failures)} of {len(every)} cases fail", failures)

        run.__signature__ = signature.replace(parameters=fixtures)  # type: ignore[attr-defined]
        return run

    return decorate


def _named(error: BaseException, case: object) -> Exception:
    """The error with its case; pytest's own, which are no `Exception`, as an `AssertionError`."""
    named = error if isinstance(error, Exception) else AssertionError(str(error))
    named.add_note(f"case: {case}")
    return named
