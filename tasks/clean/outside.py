"""What stands beside an article on its page, as the elements around it are named."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from tasks.clean.blocks import Blocks, Element, in_menus
from tasks.clean.markup import WHOLE

REST = "not-main-content"
# Parts of names, run together as they may be; the first kind that an element names is its own.
KINDS = {
    "comments": r"comment(?!ary)|disqus|discussion|livefyre|repl(?:y|ies)\b|kommentar|comentario|commenti\b|reactie",
    "related": (
        r"related|recommend|popular|trending|most-?(?:read|view)|morestor|more-(?:on|stor|from|news)|read-?(?:more|next|also)|"
        r"see-?also|teaser|recirc|up-?next|latest-?news|outbrain|taboola|weiterlesen|mehr-?zum|verwandt|lire-?aussi|lees-?ook"
    ),
    "promo": (
        r"promo|sponsor|advert|adslot|\bads?\b|banner|newsletter|subscri|signup|sign-up|paywall|share|sharing|social|"
        r"follow(?!ing)|cookie|consent|gdpr|donat|app-?store|anzeige|werbung|abonn"
    ),
    "byline": r"byline|author-?(?:bio|info|box|card|name)|about-?(?:the-?)?author",
    "navigation": (
        r"\bnav|navbar|navigation|\bmenu|breadcrumb|footer|pagination|toolbar|skip-?(?:link|to)|masthead|site-?header|"
        r"page-?header|topbar|languages?-?(?:switch|select)|search-?(?:form|box|bar)"
    ),
}
NAMED = re.compile("|".join(f"(?P<{kind}>{names})" for kind, names in KINDS.items()), re.IGNORECASE)
TAGS = {"nav": "navigation"}
REMEMBERED = 20_000  # attributes


def kinds_outside(page: Blocks) -> list[str]:
    """For each block the kind of what it stands in, if it is not the article; `REST` when nothing says which.

    The innermost element that is named like one decides; a run of links in none is navigation.
    """
    kinds = [""]
    for element in page.elements[1:]:
        kinds.append(_kind(element) or kinds[element.parent])
    menus = in_menus(page)
    return [
        kinds[block.element] or ("navigation" if in_menu else REST)
        for block, in_menu in zip(page.blocks, menus, strict=True)
    ]


def _kind(element: Element) -> str:
    if element.tag in TAGS:
        return TAGS[element.tag]
    return _named(element.names) if element.tag not in WHOLE else ""


def _named(names: Iterable[str]) -> str:
    return next(filter(None, map(_kind_of_name, names)), "")


@lru_cache(REMEMBERED)
def _kind_of_name(name: str) -> str:
    found = NAMED.search(name)
    return (found and found.lastgroup) or ""
