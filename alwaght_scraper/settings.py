"""Scrapy's settings: polite, safe, and the same for `alwaght crawl` and `scrapy crawl`.

What differs from run to run (pace, folder, replay) is passed in by the command line, never set here
from the environment. `scrapy crawl articles -s NAME=VALUE` overrides any of it.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

import alwaght_scraper.arrow_memory  # noqa: F401 (before pyarrow)

try:
    _VERSION = version("alwaght-archive")
except PackageNotFoundError:  # run from a checkout that was never installed
    _VERSION = "dev"

BOT_NAME = "AlwaghtArchive"
SPIDER_MODULES = ["alwaght_scraper.spiders"]

# --- this project's own -------------------------------------------------------------------------
ALWAGHT_DATA = "data"
ALWAGHT_RUN: dict[str, object] = {}  # command, arguments and id for the run record, from the command line
ALWAGHT_REFRESH = False  # ask for what is new or due, conditionally
ALWAGHT_MAX_REQUESTS = 0  # 0: as many as it takes
ALWAGHT_MAX_TIME = 0.0  # seconds; 0: as long as it takes
REPLAY_WARCS: list[str] = []  # answer from these files; nothing goes out to the network
DNS_ALLOW_PRIVATE = False  # let the site's names lead to private addresses (a test set-up)

# --- who we are, and how we knock ---------------------------------------------------------------
USER_AGENT = f"{BOT_NAME}/{_VERSION} (research archive; no contact given)"
ROBOTSTXT_OBEY = True
DOWNLOAD_DELAY = 1.0
CONCURRENT_REQUESTS_PER_DOMAIN = 2
CONCURRENT_REQUESTS = 2  # more would only wait in the downloader, where a stop could not reach them
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 60.0
DEFAULT_REQUEST_HEADERS = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5", "Accept-Language": "en, ar;q=0.8, fa;q=0.7"}
COOKIES_ENABLED = False
REFERER_ENABLED = False
REFERRER_POLICY = "no-referrer"

# --- what may come in ---------------------------------------------------------------------------
DOWNLOAD_HANDLERS = {
    "http": "alwaght_scraper.middlewares.download.SiteDownloadHandler",
    "https": "alwaght_scraper.middlewares.download.SiteDownloadHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
DOWNLOAD_TIMEOUT = 60  # for the whole response, so that a slow drip ends as well
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_VERIFY_CERTIFICATES = True
TWISTED_DNS_RESOLVER = "alwaght_scraper.middlewares.resolver.PublicResolver"
REDIRECT_MAX_TIMES = 5
METAREFRESH_ENABLED = False
RETRY_TIMES = 2
RETRY_GIVE_UP_LOG_LEVEL = "INFO"

# --- parts --------------------------------------------------------------------------------------
EXTENSIONS = {
    "alwaght_scraper.middlewares.session.CrawlSession": 0,
    "scrapy.extensions.telnet.TelnetConsole": None,  # off below as well; importing them takes a fifth of a second
    "scrapy.extensions.remote_control.RemoteControl": None,
}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "alwaght_scraper.middlewares.offsite.OffsiteMiddleware": 50,
    "alwaght_scraper.middlewares.robots.RobotsMiddleware": 100,
    "alwaght_scraper.middlewares.redirect.SamePageRedirectMiddleware": 600,
    "alwaght_scraper.middlewares.retry_after.RetryAfterMiddleware": 960,
    "alwaght_scraper.middlewares.ban.BanMiddleware": 970,
    "alwaght_scraper.middlewares.conditional.ConditionalMiddleware": 980,
    "alwaght_scraper.middlewares.archive.ArchiveMiddleware": 990,
}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,  # a missing page is an answer too
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,  # the frontier has tighter budgets
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
ITEM_PIPELINES = {
    "pipelines.adapters.ValidatePipeline": 100,
    "pipelines.adapters.DeduplicatePipeline": 200,
    "pipelines.adapters.StagePipeline": 300,
}
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # the frontier knows each page once; a second memory would only cost

# --- consoles that run code, and stores that we have no use for: off ----------------------------
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
HTTPCACHE_ENABLED = False
JOBDIR = None

# --- the engine ---------------------------------------------------------------------------------
CONCURRENT_ITEMS = 1  # Scrapy starts that many tasks for each response; one is 1.6 times as fast as 100
LOG_LEVEL = "INFO"
STATS_DUMP = False
DOWNLOADER_STATS = False  # the run record counts what matters
WARN_ON_GENERATOR_RETURN_VALUE = False  # a lint that reads the callback's source, for each response
DEFAULT_DROPITEM_LOG_LEVEL = "DEBUG"
if find_spec("uvloop"):
    ASYNCIO_EVENT_LOOP = "uvloop.Loop"
