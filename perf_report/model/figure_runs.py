"""The figures of a text as they stand there, so that nobody changes one while mending a text.

A run is digits with the marks between them, and a point before them: `3,200`, `.5`, `2024，2025`,
`5。5`. What the marks mean is not judged: two texts with the same runs have the same figures.
"""

import re

_RUN = re.compile(r"\.?\d(?:\d|[.,，、。:;；!！?？·…]+(?=\d))*")
# Differences of width that change no figure.
_WIDTHS = str.maketrans("０１２３４５６７８９．：", "0123456789.:")


def figure_runs(text: str) -> list[str]:
    """The runs of a text, in order, with digits, points and colons in half width."""
    return _RUN.findall(text.translate(_WIDTHS))
