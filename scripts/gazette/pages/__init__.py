"""Pages (页面): the content of every page in each language (publications, lists, home, search, 404), put into build/docs."""
