"""Checking specs: what is wrong with each, remembered from run to run."""
