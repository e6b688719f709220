"""Translate (翻译): keeps a translation faithful to its source: figures, terms, passages, exchange files, signatures."""
