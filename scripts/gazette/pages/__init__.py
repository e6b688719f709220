"""Pages (页面): what each page says in each language: publications, lists, home, search, 404; written as Markdown into build/docs."""
