"""MDN HTTP Observatory: its own command, run here against nginx as https://localhost, with the headers of headers.tsv and HSTS."""

from __future__ import annotations

from judges import observatory
from served import Server


def test_the_headers_are_what_observatory_asks_for(server: Server) -> None:
    said = observatory(server.secure, server.root / "localhost.pem")
    assert [name for name, test in said["tests"].items() if not test["pass"]] == []
    assert said["scan"]["testsFailed"] == 0
    assert said["scan"]["score"] >= 130, said
