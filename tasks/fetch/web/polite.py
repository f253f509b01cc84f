"""Requests as a well-behaved visitor makes them: within robots.txt, one at a time, and not before they are welcome."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from threading import Lock
from urllib.parse import urljoin, urlsplit

from msgspec import Struct

from schemas.counted import counted
from schemas.records import FetchOutcome
from tasks.fetch.urls import normalise_url
from tasks.fetch.web.answers import NOT_MODIFIED, REDIRECTS, check_status, is_permanent, is_refusal
from tasks.fetch.web.client import Answer, Client
from tasks.fetch.web.headers import fresh_seconds
from tasks.fetch.web.memory import Host, Memory
from tasks.fetch.web.robots import MOST, crawl_delay, may_fetch, origin_of
from tasks.fetch.web.trouble import RequestError

Send = Callable[[str, Mapping[str, str]], Answer]
PATIENCE = 60.0  # seconds that a request waits for its turn; one that has to wait longer is made in another run
LONGEST_PAUSE = 20.0  # seconds between one try and the next
ROBOTS_LAST = timedelta(days=1)  # at most
ROBOTS_LAST_AT_LEAST = timedelta(hours=1)
ROBOTS_AGAIN = timedelta(minutes=10)  # after they could not be had


class RestingError(Exception):
    """The server is not to be asked before a time that is too far to wait for."""

    def __init__(self, until: datetime) -> None:
        super().__init__(str(until))
        self.until = until


class Manners(Struct, frozen=True):
    """How a source's servers are treated."""

    delay: float  # seconds between requests to one server
    tries: int
    max_redirects: int


class Reply(Struct, frozen=True):
    """What came at the end of the redirects: status 200 or 304, or 206 where a part was asked for."""

    url: str
    answer: Answer
    moved_to: str | None  # where permanent redirects lead, up to the first that is not


class Visitor:
    """Asks for addresses of one source. Several threads may share it."""

    def __init__(
        self,
        client: Client,
        memory: Memory,
        manners: Manners,
        now: Callable[[], datetime],
        secrets: Mapping[str, Mapping[str, str]],
        sleep: Callable[[float], None] = time.sleep,
        asking: dict[str, Lock] | None = None,
    ) -> None:
        """`secrets`: headers with credentials, `asking`: whose turn it is to ask for robots.txt; both by origin."""
        self._client, self._memory, self._manners, self._now = client, memory, manners, now
        self._secrets, self._sleep = secrets, sleep
        self._hosts: dict[str, Host] = {}
        self._asking = {} if asking is None else asking

    def visit(self, url: str, headers: Mapping[str, str]) -> Reply:
        """Ask for an address, and for those that it leads on to.

        Args:
            url: normalised.
            headers: such as If-None-Match.

        Raises:
            RequestError: nothing was had; one sentence.
            RestingError: it is not the time to ask.
        """
        return self._visit(url, headers, self._client.get)

    def open(self, url: str, headers: Mapping[str, str]) -> Reply:
        """The same, but for the body, which is left to be read from `answer.rest` piece by piece."""
        return self._visit(url, headers, self._client.open)

    def _visit(self, url: str, headers: Mapping[str, str], send: Send) -> Reply:
        seen, moved, permanent = [url], None, True
        while True:
            robots = self._robots(origin_of(seen[-1]))
            if not may_fetch(robots, seen[-1]):
                said = f"the robots.txt of {urlsplit(seen[-1]).netloc} asks us to leave it alone"
                raise RequestError(FetchOutcome.BLOCKED, said)
            answer = self._ask(seen[-1], headers, send, crawl_delay(robots))
            if answer.status == NOT_MODIFIED and not headers:
                said = "the server says that nothing has changed, and it was not asked that"
                raise RequestError(FetchOutcome.FAILED, said, answer=answer)
            if answer.status not in REDIRECTS:
                return Reply(seen[-1], answer, moved)
            permanent = permanent and is_permanent(answer)
            seen.append(self._next(seen, answer))
            moved = seen[-1] if permanent else moved

    def _next(self, seen: list[str], answer: Answer) -> str:
        target = urljoin(seen[-1], answer.headers.get("location", ""))
        url = normalise_url(target)
        if not answer.headers.get("location") or url is None:
            said = f"is sent on to {target[:200]!r}, which is no address of the web"
            raise RequestError(FetchOutcome.BLOCKED, said, answer=answer)
        if url in seen:
            raise RequestError(FetchOutcome.FAILED, "is sent round in a circle of redirects", answer=answer)
        if len(seen) > self._manners.max_redirects:
            said = f"is sent on more than {counted(self._manners.max_redirects, 'time')}"
            raise RequestError(FetchOutcome.FAILED, said, answer=answer)
        return url

    def _ask(self, url: str, headers: Mapping[str, str], send: Send, crawl: float = 0.0) -> Answer:
        """One address, tried again as long as what goes wrong may pass."""
        delay = max(self._manners.delay, crawl)
        for number in range(1, self._manners.tries):
            try:
                return self._ask_once(url, headers, send, delay)
            except RequestError as error:
                if not error.may_pass:
                    raise
            most = min(LONGEST_PAUSE, self._manners.delay * 2**number)
            self._sleep(random.uniform(0, most))  # noqa: S311 - no secret
        return self._ask_once(url, headers, send, delay)

    def _ask_once(self, url: str, headers: Mapping[str, str], send: Send, delay: float) -> Answer:
        origin = origin_of(url)
        wait = self._memory.reserve(origin, delay, PATIENCE)
        if wait > PATIENCE:
            raise RestingError(self._now() + timedelta(seconds=wait))
        self._sleep(wait)
        answer = send(url, {**headers, **self._secrets.get(origin, {})})
        try:
            check_status(answer, self._now(), PATIENCE)
        except RequestError as error:
            if error.until:
                self._memory.rest(origin, error.until)
            raise
        return answer

    def _robots(self, origin: str) -> str:
        """The text of a server's robots.txt; empty if it has none.

        Raises:
            RequestError: it cannot be had, which forbids everything.
        """
        host = self._hosts.get(origin)
        if host is None or host.robots_until <= self._now():
            with self._asking.setdefault(origin, Lock()):
                host = self._hosts[origin] = self._looked_up(origin)
        if host.robots is None:
            said = f"the robots.txt of {urlsplit(origin).netloc} cannot be had ({host.reason}), so nothing is fetched"
            raise RequestError(host.outcome, said)
        return host.robots

    def _looked_up(self, origin: str) -> Host:
        host = self._memory.host(origin)
        if host is None or host.robots_until <= self._now():
            host = self._fetch_robots(origin, host)
            self._memory.keep_host(host)
        return host

    def _fetch_robots(self, origin: str, before: Host | None) -> Host:
        """As RFC 9309 has it: a server without one allows everything, one that fails nothing but what it did before.

        Raises:
            RequestError: this source may not ask that server; another may.
        """
        try:
            answer = self._follow(f"{origin}/robots.txt")
        except RequestError as error:
            if error.answer and is_refusal(error.answer):
                return Host(origin, "", self._now() + ROBOTS_LAST)
            if error.outcome is FetchOutcome.BLOCKED:
                raise
            kept = before.robots if before else None
            return Host(origin, kept, self._now() + ROBOTS_AGAIN, error.outcome, str(error))
        fresh = timedelta(seconds=fresh_seconds(answer.headers)) or ROBOTS_LAST
        text = answer.body.decode("utf-8", "replace")[:MOST]
        return Host(origin, text, self._now() + min(max(fresh, ROBOTS_LAST_AT_LEAST), ROBOTS_LAST))

    def _follow(self, url: str) -> Answer:
        seen = [url]
        while (answer := self._ask(seen[-1], {}, self._client.get)).status in REDIRECTS:
            seen.append(self._next(seen, answer))
        return answer
