"""Project (项目): the paths of a project's folders and tables."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from gazette.paths import check_file, find_tree
from gazette.problems import Problem

# Folders of which a build reads every file with a fitting name.
READ_WHOLE = ("overrides", "scripts/gazette")


@dataclass(frozen=True)
class Project:
    """Paths of a project: `root` holds mkdocs.yml and overrides/, `docs` the texts; `ledger` may replace the ledger.

    `store` is the file in which renderings are kept for the next run; without it everything is rendered.
    """

    root: Path
    docs: Path
    ledger: Path | None = None
    store: Path | None = None

    @property
    def is_own(self) -> bool:
        """True if `docs` is the project's own folder of texts; the stage of any other folder is not kept."""
        return self.docs == self.root / "docs"

    @property
    def stage(self) -> Path:
        """Return the folder that MkDocs reads: build/docs for the project's own texts, a separate one for any other."""
        if self.is_own:
            return self.root / "build" / "docs"
        return self.root / "build" / "other" / hashlib.sha256(str(self.docs).encode()).hexdigest()[:12] / "docs"

    @property
    def shown(self) -> str:
        """Return the name of the folder of texts for problems."""
        return self.name(self.docs)

    @property
    def ledger_file(self) -> Path:
        """Return the given ledger, otherwise the project's own, with which every folder of texts is reviewed."""
        return self.ledger or self.root / "scripts" / "review" / "ledger.tsv"

    @property
    def versions_file(self) -> Path:
        """Return the table of published versions, beside the ledger."""
        return self.ledger_file.with_name("versions.tsv")

    @property
    def issued_file(self) -> Path:
        """Return the table of the files in which versions were published, beside the ledger."""
        return self.ledger_file.with_name("copies.tsv")

    @property
    def is_signed_for(self) -> bool:
        """True if the tables beside the ledger belong to these texts; others use only part of the project's own."""
        return self.is_own or self.ledger is not None

    @property
    def translations_file(self) -> Path:
        """Return the table of the source passages that translators have signed for, beside the ledger."""
        return self.ledger_file.with_name("translations.tsv")

    @property
    def checks_file(self) -> Path:
        """Return the table of results of the accessibility tests, beside the ledger."""
        return self.ledger_file.with_name("accessibility.tsv")

    @property
    def copies(self) -> Path:
        """Return the folder of official copies made before; those of other texts are not kept."""
        return self.stage.parent / "copies"

    @property
    def fonts(self) -> Path:
        """Return the folder of print fonts as the typesetter reads them; the same for all texts."""
        return self.root / "build" / "fonts"

    def name(self, path: Path) -> str:
        """Return the name of a path for problems: relative to `root` if it lies inside."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.as_posix()


def check_project_files(project: Project) -> list[Problem]:
    """Report project files besides the texts (templates, labels, tables, signed records) that are not regular files."""
    problems = [
        found
        for name in READ_WHOLE
        for found in find_tree(project.root / name, name)[1]
        if (project.root / name).is_dir()
    ]
    signed = (
        project.ledger_file,
        project.versions_file,
        project.issued_file,
        project.translations_file,
        project.checks_file,
    )
    files = (project.root / "mkdocs.yml", *signed)
    return problems + [found for file in files for found in check_file(file, project.name(file))]
