"""Where requests may go: the site's hosts, at public addresses, over HTTP."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from twisted.internet.defer import fail, succeed
from twisted.internet.error import DNSLookupError

from alwaght_scraper.middlewares.offsite import OffsiteMiddleware
from alwaght_scraper.middlewares.resolver import PublicResolver


@pytest.mark.parametrize(
    "url",
    [
        "http://elsewhere.example/en",
        "http://user:pass@alwaght.net/",
        "http://127.0.0.1;@alwaght.net/",
        "http://alwaght.net:22/",
        "http://alwaght.net.evil.example/",
        "http://sub.alwaght.net/",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://2130706433/",
        "ftp://alwaght.net/",
        "http://аlwaght.net/",
    ],
)
def test_no_request_leaves_the_site(url: str):
    with pytest.raises(IgnoreRequest):
        OffsiteMiddleware().process_request(Request(url))


@pytest.mark.parametrize("host", ["alwaght.net", "www.alwaght.net", "alwaght.com", "www.alwaght.com"])
def test_all_hosts_of_the_site_share_one_pace(host: str):
    request = Request(f"https://{host}/en")
    OffsiteMiddleware().process_request(request)
    assert request.meta["download_slot"] == "alwaght"


def resolved(name: str, found: str, **options) -> object:
    resolver = PublicResolver(SimpleNamespace(), 0, 1.0, **options)
    outcome: list = []
    looked_up = succeed(found) if found else fail(DNSLookupError())
    looked_up.addCallback(resolver._checked, name).addBoth(outcome.append)
    return outcome[0]


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "192.168.0.9", "169.254.169.254", "0.0.0.0", "100.64.0.1"])
def test_the_sites_name_may_not_lead_into_our_own_network(address: str):
    assert resolved("alwaght.net", address).check(DNSLookupError)


def test_the_sites_name_may_lead_to_a_public_address():
    assert resolved("alwaght.net", "93.184.216.34") == "93.184.216.34"


def test_a_proxys_name_may_lead_anywhere():
    assert resolved("localhost", "127.0.0.1") == "127.0.0.1"


def test_a_switch_lets_the_name_lead_to_a_test_server():
    assert resolved("alwaght.net", "127.0.0.1", allow_private=True) == "127.0.0.1"
