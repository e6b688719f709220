"""Gazette: a static site generator for official texts in several scripts and languages."""
