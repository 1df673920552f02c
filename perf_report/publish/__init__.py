"""Carrying the site to where it is read, and keeping the ledger of what was disclosed there."""
