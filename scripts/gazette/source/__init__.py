"""Source (源稿): parses our own files in docs/: front matter (strict YAML), blocks, inline spans, with line numbers."""
