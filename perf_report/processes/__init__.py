"""Calls in processes of their own, which may die or be killed at any moment."""
