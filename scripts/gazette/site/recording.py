"""Recording (登记): the present texts → the next versions, written beside the ledger."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from gazette.model.versions import Version, arrange, current_version, write_versions
from gazette.problems import Problem, errors_of, problem
from gazette.site.staging import Project, compose_project


def record_versions(
    project: Project, publications: Collection[str], recorder: str, day: date, remark: str
) -> tuple[list[Version], list[Problem]]:
    """A version for each text that differs from its latest one; of all publications where none is named."""
    composed, problems = compose_project(project, None)
    if composed is None or errors_of(problems):
        return [], problems
    known = {each.record.path for each in composed.edition.publications}
    if unknown := [name for name in publications if name.strip("/") not in known]:
        wanted = ", ".join(sorted(known))
        return [], [problem("publication.unknown", project.shown, found=name, wanted=wanted) for name in unknown]
    chosen = {name.strip("/") for name in publications} or known
    made = []
    for page in (page for each in composed.edition.publications for page in each.pages if page.path in chosen):
        digest = str(page.data.get("official", {}).get("fingerprint", ""))
        if digest and not current_version(composed.signed.versions, page.path, page.tag, digest):
            number = len(composed.signed.versions.get((page.path, page.tag), ())) + 1
            made.append(Version(page.path, page.tag, number, day, digest, recorder, remark))
    before = [each for own in composed.signed.versions.values() for each in own]
    if made:
        write_versions(project.versions_file, arrange([*before, *made]))
    return made, problems
