"""Name look-ups that cannot lead a crawl into the operator's own network."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.error import DNSLookupError

from alwaght_scraper.site import HOSTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase
    from twisted.internet.defer import Deferred


class PublicResolver(CachingThreadedResolver):
    """Scrapy's resolver, but the site's names may lead to public addresses only.

    A proxy's own name is not the site's and may lead anywhere. Each name is looked up once a run, so
    that a later answer cannot differ from the one that was checked.
    """

    def __init__(self, reactor: ReactorBase, cache_size: int, timeout: float, *, allow_private: bool = False) -> None:
        super().__init__(reactor, cache_size, timeout)
        self._allow_private = allow_private

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> PublicResolver:
        """Build it for a process; DNS_ALLOW_PRIVATE switches the check off."""
        settings = crawler.settings
        return cls(
            reactor, settings.getint("DNSCACHE_SIZE"), settings.getfloat("DNS_TIMEOUT"), allow_private=settings.getbool("DNS_ALLOW_PRIVATE")
        )

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802 (Twisted's name)
        """Resolve a name; fails with DNSLookupError for an address that is not public."""
        found: Deferred[Any] = super().getHostByName(name, timeout)
        return found.addCallback(self._checked, name)

    def _checked(self, found: str, name: str) -> str:
        if name.lower() in HOSTS and not self._allow_private and not ip_address(found).is_global:
            raise DNSLookupError(f"{name} leads to {found}, which is no public address")
        return found
