"""`python -m alwaght_scraper.replica OUT.warc.gz` writes the replica site; `--serve PORT` serves it on 127.0.0.1."""

from __future__ import annotations

import argparse
import contextlib
import sys
from pathlib import Path

from alwaght_scraper.errors import AlwaghtError, ConfigurationError
from alwaght_scraper.replica.serve import make_server
from alwaght_scraper.replica.site import Site
from alwaght_scraper.replica.warc_file import write_warc


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m alwaght_scraper.replica", description="Make a replica of the site, with content of our own."
    )
    parser.add_argument("out", nargs="?", type=Path, metavar="OUT.warc.gz", help="WARC file to write")
    parser.add_argument(
        "--serve", type=int, metavar="PORT", help="serve the site on 127.0.0.1 (also as an http proxy) until Ctrl-C; 0 takes a free port"
    )
    parser.add_argument("--pages", type=int, default=400, metavar="N", help="about how many pages (default 400, at least 40)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="another seed gives another site (default 1)")
    options = parser.parse_args(argv)
    if (options.out is None) == (options.serve is None):
        parser.error("name either a WARC file to write or --serve PORT")
    if options.pages < 40:
        parser.error("--pages must be 40 or more: a smaller site lacks some kinds of pages")
    return options


def _serve(site: Site, port: int) -> None:
    try:
        server = make_server(site, port)
    except (OSError, OverflowError) as error:
        raise ConfigurationError(f"cannot listen on 127.0.0.1:{port}: {error}; choose another --serve port") from error
    with server, contextlib.suppress(KeyboardInterrupt):
        sys.stdout.write(f"http://{server.server_address[0]!s}:{server.server_address[1]}/en\n")
        sys.stdout.flush()
        server.serve_forever(poll_interval=0.2)


def main(argv: list[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    options = _arguments(sys.argv[1:] if argv is None else argv)
    site = Site(options.seed, options.pages)
    try:
        if options.out is None:
            _serve(site, options.serve)
        else:
            sys.stdout.write(f"{write_warc(options.out, site)} pages in {options.out}\n")
    except AlwaghtError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
