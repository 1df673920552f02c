"""Comparison of two plans: first the changes (facts), then what they mean (significance)."""
