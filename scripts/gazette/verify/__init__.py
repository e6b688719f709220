"""Verify (核验): extract the text of a copy that someone submits, then compare it with the published edition."""
