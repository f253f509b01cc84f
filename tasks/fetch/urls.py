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

HOST_ALIAS = re.compile(r"^(?:www\d?|m|mobile|amp)\.")
AMP = re.compile(r"(?:/amp(?:\.html)?/?|\.amp(?:\.html)?|/print/?)$|^/amp(?=/)")
OTHER_FORM = re.compile(r"(?:amp|print|output|outputtype)(?:=(?:1|true|yes|amp|print)?)?", re.IGNORECASE)
LONG_ENOUGH = 8  # characters of a path's last part that no other page of the site has


def normalise_url(url: str) -> str | None:
    """The address without fragment, tracking parameters, default port and spelling variants; None if it is no http URL.

    Parameters keep their order, for it can matter to the server.
    """
    try:
        return _normalised(urlsplit(url.strip()))
    except ValueError:  # a port that is no number, half an IPv6 address, half a surrogate pair
        return None


def alias_url(url: str) -> str:
    """What an address has in common with the other addresses of the same page: without `www.` and the like, AMP, print.

    Args:
        url: normalised.
    """
    parts = urlsplit(url)
    host = HOST_ALIAS.sub("", parts.netloc) if parts.netloc.count(".") > 1 else parts.netloc
    query = "&".join(part for part in parts.query.split("&") if not OTHER_FORM.fullmatch(part))
    path = AMP.sub("", parts.path).rstrip("/") or "/"
    return urlunsplit(("https", host, path, query, ""))


def is_same_page(url: str, canonical: str) -> bool:
    """Whether an address that a page gives itself may be believed: it is another form of its own, or ends alike.

    Some sites give all their pages one address, such as the front page's.
    """
    one, other = urlsplit(alias_url(url)), urlsplit(alias_url(canonical))
    if alias_url(url) == alias_url(canonical):
        return True
    last = other.path.rpartition("/")[2]
    return one.netloc == other.netloc and len(last) >= LONG_ENOUGH and last in one.path.split("/")


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
