"""Search (检索): passages → terms → shards of a small static index; knows neither MkDocs nor a page's address."""
