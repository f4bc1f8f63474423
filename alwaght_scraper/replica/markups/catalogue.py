"""All markups by name; those held out of tuning are listed apart."""

from __future__ import annotations

from typing import Final

from alwaght_scraper.replica.markups.base import Markup
from alwaght_scraper.replica.markups.dotcom import Dotcom
from alwaght_scraper.replica.markups.legacy import Legacy
from alwaght_scraper.replica.markups.magazine import Magazine
from alwaght_scraper.replica.markups.mobile import Mobile
from alwaght_scraper.replica.markups.pictorial import Pictorial
from alwaght_scraper.replica.markups.portal import Portal
from alwaght_scraper.replica.markups.semantic import Semantic
from alwaght_scraper.replica.markups.shouting import Shouting
from alwaght_scraper.replica.markups.souk import Souk
from alwaght_scraper.replica.markups.soup import Soup
from alwaght_scraper.replica.markups.tables import Tables
from alwaght_scraper.replica.markups.wordpaste import WordPaste

ALL: Final[dict[str, Markup]] = {
    markup.name: markup
    for markup in (
        Portal(), Souk(), Tables(), Soup(), Semantic(), Shouting(), WordPaste(), Legacy(), Dotcom(), Pictorial(), Magazine(), Mobile(),
    )
}  # fmt: skip
HELD_OUT: Final = tuple(name for name, markup in ALL.items() if markup.held_out)
OPEN: Final = tuple(name for name, markup in ALL.items() if not markup.held_out)
MAIN: Final = {"en": "portal", "ar": "souk", "fa": "souk"}
"""The markup that most pages of an edition have."""
