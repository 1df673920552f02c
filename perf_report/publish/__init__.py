"""Upload the site to a target, and keep the ledger of disclosures there."""
