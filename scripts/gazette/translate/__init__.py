"""Translate (翻译): a translation stays what its source says: figures, terms and passages are compared, exchanged and signed."""
