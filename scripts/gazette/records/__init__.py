"""Records (登记): what people sign (texts as versions, translations) and the work of the verbs on it."""
