"""Scores of self-evaluations, in exact figures: a plan, a report on it and a scoring -> points."""
