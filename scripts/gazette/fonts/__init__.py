"""Fonts (制作印刷字体): Debian's font packages → the print faces in overrides/fonts; run by a person, no other room imports it."""
