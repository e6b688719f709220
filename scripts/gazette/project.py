"""Project (项目): the folders and tables of a project."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from gazette.paths import check_file, find_tree
from gazette.problems import Problem

# Folders of which a build reads whatever file has the right name.
READ_WHOLE = ("overrides", "scripts/gazette")


@dataclass(frozen=True)
class Project:
    """The folders of a project: mkdocs.yml and overrides/ in `root`, the texts in `docs`; and the ledger of the review."""

    root: Path
    docs: Path
    ledger: Path | None = None

    @property
    def is_own(self) -> bool:
        """Whether these are the project's own texts; the stage of any other is not kept."""
        return self.docs == self.root / "docs"

    @property
    def stage(self) -> Path:
        """build/docs for the project's own texts, a folder of its own for any other."""
        if self.is_own:
            return self.root / "build" / "docs"
        return self.root / "build" / "other" / hashlib.sha256(str(self.docs).encode()).hexdigest()[:12] / "docs"

    @property
    def shown(self) -> str:
        """How problems name the folder of texts."""
        return self.name(self.docs)

    @property
    def ledger_file(self) -> Path:
        """Every folder of texts is reviewed with the project's own ledger, unless another is given."""
        return self.ledger or self.root / "scripts" / "review" / "ledger.tsv"

    @property
    def versions_file(self) -> Path:
        """Beside the ledger: which texts were published when."""
        return self.ledger_file.with_name("versions.tsv")

    @property
    def issued_file(self) -> Path:
        """Beside the ledger: the files in which versions were published."""
        return self.ledger_file.with_name("copies.tsv")

    @property
    def is_signed_for(self) -> bool:
        """Whether the tables beside the ledger are those of these texts; other texts use only part of the project's own."""
        return self.is_own or self.ledger is not None

    @property
    def translations_file(self) -> Path:
        """Beside the ledger: what translators have seen of the source."""
        return self.ledger_file.with_name("translations.tsv")

    @property
    def checks_file(self) -> Path:
        """What the accessibility tests showed."""
        return self.ledger_file.with_name("accessibility.tsv")

    @property
    def copies(self) -> Path:
        """Official copies made before; those of other texts are not kept."""
        return self.stage.parent / "copies"

    @property
    def fonts(self) -> Path:
        """The print fonts as the typesetter reads them; the same for all texts."""
        return self.root / "build" / "fonts"

    def name(self, path: Path) -> str:
        """How problems name a file or a folder."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.as_posix()


def check_project_files(project: Project) -> list[Problem]:
    """What of a project, besides its texts, is no file where a file is read: templates, labels, tables, what people signed."""
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
