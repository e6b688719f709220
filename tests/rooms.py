"""The rooms of scripts/gazette in their order: each may import those before it, and itself. The floor imports no room."""

FLOOR = (
    "languages",
    "knowledge",
    "system_errors",
    "problems",
    "budget",
    "paths",
    "web_address",
    "whole_file",
    "signed_table",
    "yaml_tree",
    "field_names",
    "schema",
    "settings",
    "numerals",
)
ROOMS = (
    "source",
    "model",
    "convert",
    "pages",
    "copies",
    "verify",
    "search",
    "pipeline",
    "site",
    "records",
    "fonts",
    "cli",
)
