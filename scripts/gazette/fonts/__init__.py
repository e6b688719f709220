"""Fonts (制作印刷字体): make the print faces in overrides/fonts from Debian's font packages.

A person runs this; no other room imports it.
"""
