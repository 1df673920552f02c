"""Rendering of plans, findings and changes as HTML, CSV, JSON and text."""
