"""Verify (核验): a copy that someone brings → its words, and where they differ from what was published."""
