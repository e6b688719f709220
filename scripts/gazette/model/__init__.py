"""Model (模型): the publication as it is on paper, were there no website: its facts, its types, its numbers, its structure."""
