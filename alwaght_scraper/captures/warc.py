"""The one door to the archive: what the rest of the project uses of WARC."""

from __future__ import annotations

from alwaght_scraper.captures.archive import WarcArchive
from alwaght_scraper.captures.damage import Damage, OnDamage, log_damage
from alwaght_scraper.captures.recovery import recover
from alwaght_scraper.captures.warc_reader import read_warc
from alwaght_scraper.captures.warc_writer import WarcWriter

__all__ = ["Damage", "OnDamage", "WarcArchive", "WarcWriter", "log_damage", "read_warc", "recover"]
