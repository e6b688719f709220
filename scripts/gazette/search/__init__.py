"""Search (检索): the files of a small static index, built from passages and their terms; independent of MkDocs.

The only addresses known here are the folders of the languages.
"""
