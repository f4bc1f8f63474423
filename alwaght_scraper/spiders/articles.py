"""`scrapy crawl articles`: from home pages, sections, tag lists and dossiers to every article."""

from __future__ import annotations

from alwaght_scraper.spiders.site_spider import SiteSpider


class ArticlesSpider(SiteSpider):
    """Reads the whole site, or the part of it that its arguments name."""

    name = "articles"
