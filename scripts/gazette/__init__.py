"""Gazette: official texts on the static web, in every script and language their readers need."""
