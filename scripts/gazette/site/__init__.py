"""Site (站点): the only room that knows MkDocs, addresses and built HTML, from staging to the finished folder."""
