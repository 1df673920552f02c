"""Scores as JSON (`perf_report/schemas/score.schema.json`)."""

import json
from decimal import Decimal
from typing import Any

from perf_report.render.scores.figures import percentage, plain
from perf_report.render.scores.scored import ScoredReport, ScoreReport

SCORE_VERSION = 1


def render_json(report: ScoreReport) -> str:
    """Return the scores; figures are exact, and texts."""
    data = {"version": SCORE_VERSION, "scores": [_score(each) for each in report.scored]}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _score(scored: ScoredReport) -> dict[str, Any]:
    score, of = scored.score, scored.given.report.of
    execution = score.execution
    return {
        "department": of.code,
        "year": of.year,
        "project": of.project or None,
        "report": scored.given.report.id,
        "total": _points(score.total),
        "grade": score.grade.id if score.grade else None,
        "execution": {
            "weight": plain(execution.weight),
            "rate": None if execution.rate is None else percentage(execution.rate),
            "score": _points(execution.score),
        },
        "indicators": [
            {
                "id": each.id,
                "weight": None if each.weight is None else plain(each.weight),
                "score": _points(each.score),
                "met": each.met,
            }
            for each in score.indicators
        ],
    }


def _points(points: Decimal | None) -> str | None:
    return None if points is None else f"{points:f}"
