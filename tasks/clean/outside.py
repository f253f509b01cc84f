"""What stands beside an article on its page, as the elements around it are named."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from tasks.clean.blocks import Blocks, Element, in_menus
from tasks.clean.markup import WHOLE
from tasks.clean.vocabulary import NAME_WORD

REST = "not-main-content"
TAGS = {"nav": "navigation", "footer": "navigation"}
# Words of names, and two that follow each other run together; the first kind that an element names is its own.
# fmt: off
KINDS = {
    "comments": frozenset((
        "comment", "comments", "commentlist", "disqus", "discussion", "discussions", "livefyre", "reply", "replies",
        "kommentar", "kommentare", "comentario", "comentarios", "commentaire", "commentaires", "commenti", "reactie",
        "reacties",
    )),
    "related": frozenset((
        "related", "recommended", "popular", "trending", "mostread", "mostviewed", "mostpopular", "morestories",
        "morefrom", "moreon", "morenews", "readmore", "readnext", "readalso", "seealso", "teaser", "teasers", "recirc",
        "recirculation", "upnext", "latestnews", "outbrain", "taboola", "weiterlesen", "mehrzum", "verwandt",
        "verwandte", "lireaussi", "leesook",
    )),
    "promo": frozenset((
        "promo", "promos", "promotion", "promoted", "sponsor", "sponsored", "advert", "adverts", "ad", "ads", "adslot",
        "banner", "banners", "newsletter", "subscribe", "subscription", "subscriptions", "signup", "paywall", "share",
        "sharing", "social", "socials", "follow", "followus", "cookie", "cookies", "consent", "gdpr", "donate",
        "donation", "appstore", "anzeige", "werbung", "abo", "abonnement", "abonnieren",
    )),
    "byline": frozenset((
        "byline", "bylines", "authorbio", "authorinfo", "authorbox", "authorcard", "authorname", "aboutauthor",
        "theauthor",
    )),
    "navigation": frozenset((
        "nav", "navbar", "navigation", "menu", "menus", "breadcrumb", "breadcrumbs", "footer", "pagination", "toolbar",
        "skiplink", "skipto", "masthead", "siteheader", "pageheader", "topbar", "searchform", "searchbox", "searchbar",
        "contentinfo",
    )),
}
# What longer words begin with that are run together: relatedposts, newslettersignup.
STEMS = {
    "related": ("related", "recommend", "mostread"),
    "promo": ("newsletter", "advert", "sponsor", "subscri", "sharebutton", "socialmedia"),
    "comments": ("commentsection", "commentlist", "commentform"),
    "navigation": ("navigation", "breadcrumb", "mainmenu", "mainnav"),
}
# fmt: on
REMEMBERED = 20_000  # attributes


class Outside:
    """The kinds of what stands on one page, if it is not the article."""

    def __init__(self, page: Blocks) -> None:
        self._page, self._menus = page, in_menus(page)
        self._kinds = {0: ""}  # of elements, those around them included

    def kind(self, block: int) -> str:
        """Of the block with that number: what the innermost element says that is named like one.

        A run of links in none is navigation; `REST`: nothing says which.
        """
        return self._around(self._page.blocks[block].element) or ("navigation" if self._menus[block] else REST)

    def _around(self, number: int) -> str:
        passed = []
        while number not in self._kinds:
            passed.append(number)
            element = self._page.elements[number]
            if own := kind_of(element):
                self._kinds[number] = own
            else:
                number = element.parent
        self._kinds.update(dict.fromkeys(passed, self._kinds[number]))
        return self._kinds[number]


def kind_of(element: Element) -> str:
    """What stands beside an article in an element that is named like this one; "" if none does."""
    if element.tag in TAGS:
        return TAGS[element.tag]
    names = element.names if element.tag not in WHOLE else ()
    return next(filter(None, map(_kind_of_name, names)), "")


@lru_cache(REMEMBERED)
def _kind_of_name(name: str) -> str:
    words = [word.lower() for word in NAME_WORD.findall(name)]
    single, known = set(words), {*words, *map("".join, pairwise(words))}
    named = (kind for kind, names in KINDS.items() if not names.isdisjoint(known))
    run_together = (kind for kind, stems in STEMS.items() if any(word.startswith(stems) for word in single))
    return next(named, None) or next(run_together, "")
