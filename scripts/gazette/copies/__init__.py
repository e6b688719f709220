"""Copies (官方文本): a publication page as an A4 PDF to keep, print and hand out; the same input gives the same bytes."""
