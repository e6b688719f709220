"""Records (登记): the work of the verbs on what people sign: versions of texts, issued copies and translations."""
