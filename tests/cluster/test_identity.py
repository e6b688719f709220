"""A machine of a cluster is refused for what it has another version of, and the report says of what."""

from __future__ import annotations

import pytest

from gazette.cluster.identity import MachineIdentity, check_identity, own_identity

OURS = MachineIdentity(code="a" * 64, python="3.11.7", packages=["one-1.0", "two-2.0"])


@pytest.mark.parametrize(
    ("theirs", "said"),
    [
        (OURS, []),
        ({**OURS, "code": "b" * 64}, [("code", "b" * 12)]),
        ({**OURS, "python": "3.12.1"}, [("python", "3.12.1")]),
        ({**OURS, "packages": ["one-1.0", "two-2.1"]}, [("packages", "−two-2.0 +two-2.1")]),
        ({**OURS, "packages": []}, [("packages", "−one-1.0 −two-2.0")]),
        (
            {**OURS, "python": "3", "packages": [f"p{number}" for number in range(9)]},
            [("python", "3"), ("packages", "−one-1.0 −two-2.0 +p0 … 8 more")],
        ),
    ],
)
def test_each_difference_is_a_problem(theirs: MachineIdentity, said: list[tuple[str, str]]) -> None:
    found = check_identity("tcp://10.0.0.7:4001", OURS, theirs)
    assert [(each.field, each.found) for each in found] == said
    assert all(each.path == "tcp://10.0.0.7:4001" and each.is_error for each in found)


def test_installers_make_no_page() -> None:
    names = own_identity()["packages"]
    assert any(each.startswith("mkdocs-1") for each in names) and not any(each.startswith("pip-") for each in names)
