"""Normalised URLs: two spellings of one address become one, two addresses never do.

Libraries' normalisers drop parameters that some publisher numbers its articles with (`?cid=`, `?12345`); taking two
articles for one does more harm than missing that two addresses are one.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

MAX_LENGTH = 2_000  # characters; longer ones are no one's address
DEFAULT_PORTS = {"http": 80, "https": 443}
TRACKING = re.compile(
    r"(?:utm_\w+|(?:fb|g|d|y|tt|tw)clid|msclkid|[gw]braid|mc_[ce]id|igsh(?:id)?|_ga|_gl|at_\w+|ns_\w+|xtor|ocid|smid"
    r"|cmpid|ito|icid|hsa_\w+|mkt_tok|pk_\w+|mtm_\w+)",
    re.IGNORECASE,
)


def normalise_url(url: str) -> str | None:
    """The address without fragment, tracking parameters, default port and spelling variants; None if it is no http URL.

    Parameters keep their order, for it can matter to the server.
    """
    try:
        return _normalised(urlsplit(url.strip()))
    except ValueError:  # a port that is no number, half an IPv6 address, half a surrogate pair
        return None


def _normalised(parts: SplitResult) -> str | None:
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in DEFAULT_PORTS or not host:
        return None
    netloc = f"[{host}]" if ":" in host else host
    if parts.port not in (None, DEFAULT_PORTS[parts.scheme]):
        netloc = f"{netloc}:{parts.port}"
    url = urlunsplit((parts.scheme, netloc, _escaped(parts.path) or "/", _wanted(parts.query), ""))
    return url if len(url) <= MAX_LENGTH else None


def _wanted(query: str) -> str:
    parameters = query.split("&")
    return "&".join(_escaped(part) for part in parameters if not TRACKING.fullmatch(part.partition("=")[0]))


def _escaped(part: str) -> str:
    """Percent-encoded where needed and nowhere twice."""
    return quote(part, safe="/%!$&'()*+,;=:@?~-._[]")
