"""Copies (官方文本): one publication page as an A4 document to keep, print and hand out, byte for byte the same whenever it is made."""
