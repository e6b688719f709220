"""Model (模型): the publication as it is on paper: its facts, its types, its numbers, its structure."""
