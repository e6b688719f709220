"""Convert (转换): Simplified text → Traditional text through OpenCC, markup and protected terms untouched, every doubt a problem."""
