"""Random documents: mixtures of all that has ever run off the paper, as the HTML of a publication's body, each by its seed."""

from __future__ import annotations

import random
from collections.abc import Callable

from copies.stress import CYRILLIC, GERMAN, GREEK, LINK, LUNG, NUMBER, PICTURES, PROSE, table

IDEOGRAPHS = "国务院有关部门和各省市人民政府应当加强知识产权保护工作完善制度提高效率为了规范行为根据法律"
STOPS = "，。、；：？！“”（）《》—…·"
FRAGMENTS = (
    CYRILLIC, GREEK, GERMAN, LUNG, LINK, NUMBER, "王**", "138****1234", "370***********1234", "CO₂", "10⁻³", "x²", "½", "№ 5", "§ 12",
    "3,376件", "99.95%", "￥50000.00", "<strong>重点</strong>", "<em>强调文字</em>", "<code>a_b[0] = f(x)</code>",
    f'<a href="https://www.example.org/">{LINK}</a>', f'<span lang="en">{LUNG}</span>', "A" * 40, "x" * 90, "—" * 30, "…" * 25,
    "“" * 12, "）" * 14, "Ａｂｃ１２３", "<br>", "2022年10月27日", "e-mail@example-of-a-long-name.org", "&lt;script&gt;",
    "<sup>12</sup>", "<sub>2</sub>", "Ё" * 35, "Ω" * 35, "­".join("Verwaltungsgerichtshof"), "​".join("無縫文字"),
)  # fmt: skip
RASTER = tuple(sorted(PICTURES))


class Author:
    """Writes one document; the same seed writes the same."""

    def __init__(self, seed: int) -> None:
        self.choice = random.Random(seed)
        self.pictures: set[str] = set()
        self.notes = 0

    def document(self) -> str:
        blocks = [self.block(0) for _ in range(self.choice.randint(4, 14))]
        notes = "".join(f'<li id="fn:{n}"><p>{self.prose(3)}</p></li>' for n in range(1, self.notes + 1))
        return "".join(blocks) + (f'<div class="footnote"><hr><ol>{notes}</ol></div>' if notes else "")

    def block(self, depth: int) -> str:
        kinds: list[Callable[[int], str]] = [self.paragraph, self.paragraph, self.paragraph, self.picture]
        if depth < 3:
            kinds += [self.heading, self.items, self.items, self.quotation, self.code, self.columns, self.figure]
        return self.choice.choice(kinds)(depth)

    def prose(self, pieces: int) -> str:
        words = []
        for _ in range(self.choice.randint(1, pieces)):
            words.append("".join(self.choice.choices(IDEOGRAPHS, k=self.choice.randint(0, 40))))
            words.append(self.choice.choice((*STOPS, " ", "")))
            words.append(self.choice.choice(FRAGMENTS))
        return "".join(words) or "无"

    def paragraph(self, depth: int) -> str:
        call = ""
        if not depth and self.choice.random() < 0.2:
            self.notes += 1
            call = (
                f'<sup id="fnref:{self.notes}"><a class="footnote-ref" href="#fn:{self.notes}">{self.notes}</a></sup>'
            )
        image = self.image() if self.choice.random() < 0.15 else ""
        return f"<p>{self.prose(8)}{image}{call}{PROSE if self.choice.random() < 0.5 else ''}</p>"

    def heading(self, depth: int) -> str:
        level = self.choice.randint(2, 5) if not depth else 5
        return f"<h{level}>{self.prose(2)}</h{level}><p>{self.prose(2)}</p>"

    def items(self, depth: int) -> str:
        tag = self.choice.choice(("ul", "ol"))
        start = f' start="{self.choice.choice((1, 9, 99, 998))}"' if tag == "ol" else ""
        rows = "".join(f"<li><p>{self.prose(3)}</p>{self.inner(depth)}</li>" for _ in range(self.choice.randint(1, 4)))
        return f"<{tag}{start}>{rows}</{tag}>"

    def inner(self, depth: int) -> str:
        return self.block(depth + 1) if self.choice.random() < 0.35 else ""

    def quotation(self, depth: int) -> str:
        return f"<blockquote><p>{self.prose(5)}</p>{self.inner(depth)}</blockquote>"

    def code(self, depth: int) -> str:
        return f"<pre><code>{'a' * self.choice.randint(1, 200)}\n    {LUNG * self.choice.randint(0, 3)}\n{PROSE}</code></pre>"

    def columns(self, depth: int) -> str:
        wide = self.choice.choice((2, 3, 4, 6, 9, 12, 15) if not depth else (2, 3))
        limit = 3 if wide < 5 else 1
        heads = ["".join(self.choice.choices(IDEOGRAPHS, k=self.choice.randint(1, 8))) for _ in range(wide)]
        cells = [[self.cell(limit, wide) for _ in range(wide)] for _ in range(self.choice.randint(1, 12))]
        return table(heads, cells)

    def cell(self, limit: int, wide: int) -> str:
        if wide > 6:
            return self.choice.choice(("1", "12,345", "无", "张店区", "2022", "", "甲乙丙丁戊", "A-1"))
        return self.image() if self.choice.random() < 0.05 else self.prose(limit)

    def image(self) -> str:
        name = self.choice.choice(RASTER)
        self.pictures.add(name)
        size = self.choice.choice(("", "", ' width="2000"', ' width="20" height="900"', ' height="3"'))
        return f'<img src="{name}" alt="图的说明"{size}>'

    def picture(self, depth: int) -> str:
        return f"<p>{self.image()}</p>"

    def figure(self, depth: int) -> str:
        return f"<figure>{self.image()}<figcaption>{self.prose(2)}</figcaption></figure>"
