"""Site (站点): the only room that knows MkDocs, addresses and built HTML: staging, templates' context, sitemap, the finished folder."""
