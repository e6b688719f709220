"""Model (模型): the publication as it is on paper: its facts, types, numbers and structure."""
