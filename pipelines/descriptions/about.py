"""What every description says of the dataset as a whole, in one wording."""

from __future__ import annotations

from typing import Final

NAME: Final = "alwaght-archive"
TITLE: Final = "Alwaght archive"
SITE: Final = "http://alwaght.net"

SUMMARY: Final = (
    "Articles of the news and analysis site Alwaght with their revisions, tags, related links, glossary and tag lists, "
    "each row traceable to the archived capture that it was read from."
)

SOURCE: Final = (
    "Alwaght (alwaght.net, formerly alwaght.com; it calls itself a News & Analysis Website) publishes news and analysis on the "
    "Middle East in English and Arabic. Its articles name no author. Who owns or pays for the site does not follow from the "
    "captures, so nothing is said of it here. The texts are the site's own view: treat what they state as claims, not as facts."
)

METHOD: Final = (
    "Pages come from the site itself, by a crawler that obeys robots.txt and tells the site who it is, or from WARC files and saved "
    "pages; `captures.source` says which of each. Every response is kept whole in WARC files, and everything here is derived from "
    "those alone, by fixed rules and without a model: the same captures give the same bytes. Text is kept as printed, typing errors "
    "too; only white space is folded and invisible marks are dropped. What a page does not show is null, never guessed."
)

RIGHTS: Final = (
    "The articles, captions and glossary texts are Alwaght's; no licence for them is known, and none is given here. Quote and "
    "analyse them as the law of your country allows. The MIT licence of the software that made the dataset does not cover them."
)

CITATION: Final = (
    "Alwaght archive: articles of alwaght.net with their captures. Name the number of the snapshot (its folder), the time span "
    "of its captures and the SHA-256 of its manifest.json, which fixes every byte of it."
)

KEYWORDS: Final = ("news", "news archive", "Middle East", "web archive", "WARC", "English", "Arabic")
LANGUAGES: Final = ("en", "ar")
