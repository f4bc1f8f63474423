"""The frame of a visit: boxes, the In Focus glossary, gallery and menus."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

from alwaght_scraper.items import GlossaryEntry
from alwaght_scraper.replica.model import Frame, Ref
from alwaght_scraper.replica.prose.english_names import NEW_NODE
from alwaght_scraper.replica.prose.grammar import VOICES, write

FIRST_VISIT: Final = datetime(2026, 2, 3, 6, 30, tzinfo=UTC)
GLOSSARY_SIZE: Final = 10
SECTIONS: Final = ("Politics", "Military", "Society", "Interviews", "Reports", "Infographics", "Multimedia", "Archive")


def write_frame(
    rng: Random, lang: str, others: Sequence[Ref], visited: datetime | None = None, cases: tuple[int, ...] = (396, 831)
) -> Frame:
    """A frame whose boxes show some of `others`; a box is empty now and then, as on the real site."""
    visited = visited or FIRST_VISIT + timedelta(minutes=rng.randrange(60 * 24 * 90))
    pick = [tuple(rng.sample(others, min(len(others), rng.choice((0, 3, 5, 8))))) for _ in range(3)]
    return Frame(
        lang=lang,
        visited=visited,
        editors_choice=pick[0],
        news=pick[1],
        most_viewed=pick[2],
        glossary=_glossary(rng, lang),
        cloud=tuple(rng.sample(VOICES[lang].tags, 6)),
        cases=cases,
        sections=SECTIONS,
        film=write(rng, lang, "film"),
    )


def _glossary(rng: Random, lang: str) -> tuple[GlossaryEntry, ...]:
    terms = VOICES[lang].glossary
    chosen = sorted(rng.sample(range(len(terms)), min(GLOSSARY_SIZE, len(terms))))
    entries: list[tuple[str, str | None]] = [terms[index] for index in chosen]
    if lang == "en":
        entries.append((NEW_NODE, None))
    return tuple(GlossaryEntry(term, definition, position) for position, (term, definition) in enumerate(entries))
