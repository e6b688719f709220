"""Convert (转换): Simplified to Traditional Chinese through OpenCC, each doubtful character reported as a problem.

Markup and protected terms are not changed.
"""
