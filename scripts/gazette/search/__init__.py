"""Search (检索): passages → terms → files of a small static index; knows no MkDocs, and of addresses only each language's folder."""
