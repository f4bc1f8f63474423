"""`scrapy crawl topics`: tag lists and dossiers only, which cost little and show what is new."""

from __future__ import annotations

from alwaght_scraper.spiders.site_spider import SiteSpider


class TopicsSpider(SiteSpider):
    """Reads the start pages for links, then lists and nothing but lists."""

    name = "topics"
    reads_articles = False
