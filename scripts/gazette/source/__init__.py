"""Source (源稿): our own files in docs/ → text with line numbers: front matter as strict YAML, the body as blocks, blocks as spans."""
