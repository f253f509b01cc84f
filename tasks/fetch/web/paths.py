"""Lists of archives as Common Crawl publishes them: `warc.paths`, also as .gz. Pure."""

from __future__ import annotations

from io import BytesIO
from itertools import islice
from urllib.parse import urljoin, urlsplit

from schemas.errors import InputError
from tasks.fetch.urls import normalise_url

ENDINGS = (".paths", ".paths.gz")


def is_list(url: str) -> bool:
    """Whether an address is that of a list."""
    return urlsplit(url).path.lower().endswith(ENDINGS)


def read_paths(content: bytes, url: str, most: int) -> list[str]:
    """The addresses in a list, in its order: whole ones, and paths that begin at the server's root; one above `most`.

    Raises:
        InputError: it is no such list.
    """
    lines = (line.decode("utf-8", "replace").strip() for line in BytesIO(content))
    given = list(islice((line for line in lines if line and not line.startswith("#")), most + 1))
    found = [normalise_url(each if "://" in each else urljoin(url, f"/{each.lstrip('/')}")) for each in given]
    urls = [each for each in found if each and not is_list(each)]
    if not urls or len(urls) < len(given) or any("<" in each for each in given):
        raise InputError("is no list of archives: its lines are no paths, such as crawl-data/CC-NEWS/2025/03/a.warc.gz")
    return list(dict.fromkeys(urls))
