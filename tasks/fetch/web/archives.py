"""One look at an archive on a server: what is new in it, from where the last reading stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from schemas.counted import counted
from schemas.errors import InputError, NewsledgerError
from schemas.records import Bookmark, Fetched, FetchFailure, FetchOutcome
from tasks.fetch.archives import read_archive
from tasks.fetch.reader import Reader
from tasks.fetch.shelf import EMPTY_FILE, first_id
from tasks.fetch.urls import normalise_url
from tasks.fetch.web.client import Answer
from tasks.fetch.web.look import exchange_of, failed_exchange
from tasks.fetch.web.memory import Memory, Place
from tasks.fetch.web.paths import is_list
from tasks.fetch.web.polite import Reply, RestingError, Visitor
from tasks.fetch.web.remote import HEAD, RemoteFile, part_of, unless
from tasks.fetch.web.schedule import as_it_was, failed, had, next_archive
from tasks.fetch.web.stream import HaltedError
from tasks.fetch.web.trouble import RequestError

AS_IT_WAS = "the server says that it is as it was"
IN_PART = "was read as far as it is whole"


class Terms(Struct, frozen=True):
    """How archives are read from servers."""

    tries: int  # of a piece that does not come
    max_bytes: int  # of an archive
    go_on: Callable[[], None]  # raises an error once nobody wants the documents any more
    soon: bool  # also those that are not due yet


class RemoteArchives:
    """Looks at archives of one source, one after the other."""

    def __init__(self, memory: Memory, reader: Reader, source: str, terms: Terms) -> None:
        self._memory, self._reader, self._source, self._terms = memory, reader, source, terms
        self._now = reader.now

    def collect(self, visitor: Visitor, urls: Iterable[str]) -> Iterator[Fetched]:
        """All of them, and those that lists name, one after the other."""
        for url in dict.fromkeys(self._named(urls)):  # an archive may be in several lists
            yield from self._look(visitor, url)

    def _named(self, urls: Iterable[str]) -> Iterator[str]:
        for url in filter(None, map(normalise_url, urls)):
            yield from self._listed(url) if is_list(url) else [url]

    def _listed(self, url: str) -> list[str]:
        known = self._memory.known(self._source, "list", [url]).get(url)
        return (known.entry or "").splitlines() if known else []

    def _look(self, visitor: Visitor, url: str) -> Iterator[Fetched]:
        """An archive, if it is due or was not read to its end: its documents, or why they cannot be had."""
        place, before = self._place(url), self._reader.shelf.before(url, self._source)
        if not self._is_due(place, before):
            return
        try:
            yield from self._asked(visitor, place, before)
        except RestingError as error:
            self._memory.keep([replace(place, due_at=error.until)])
        except (RequestError, InputError) as error:
            yield self._failure(place, error)
        except (NewsledgerError, HaltedError):
            raise
        # Archives are hostile: what nobody foresaw in one must not cost those behind it.
        except Exception as error:  # noqa: BLE001 - see above: caught for one archive, named, and recorded
            said = f"{type(error).__name__}: {str(error)[:200]}"
            yield self._failure(place, RequestError(FetchOutcome.FAILED, said))

    def _place(self, url: str) -> Place:
        now, known = self._now(), self._memory.known(self._source, "archive", [url])
        return known.get(url) or Place(self._source, "archive", url, now, now)

    def _is_due(self, place: Place, before: Bookmark | None) -> bool:
        """One that a run was stopped in is gone on with at once; one that fails has its time, as all that fails."""
        left = not before or before.offset < before.size
        return self._terms.soon or not place.due_at or place.due_at <= self._now() or (left and not place.failures)

    def _asked(self, visitor: Visitor, place: Place, before: Bookmark | None) -> Iterator[Fetched]:
        done = before if before and before.offset >= before.size else None
        asked = unless(done.first_record) if done else {}
        reply = visitor.open(place.url, {**HEAD, **asked})
        if reply.answer.rest is None:
            yield from self._unchanged(place, reply, done)
            return
        ask = partial(_ask, visitor, place.url)
        with closing(reply.answer.rest):
            self._refuse_large(reply.answer)
            with closing(RemoteFile(ask, reply.answer, self._terms.tries, self._terms.go_on)) as file:
                yield from self._read(place, reply, file)

    def _unchanged(self, place: Place, reply: Reply, done: Bookmark | None) -> Iterator[Fetched]:
        if done is None:
            said = "the server says that nothing has changed, and it was not asked that"
            raise RequestError(FetchOutcome.FAILED, said, answer=reply.answer)
        now = self._now()
        self._memory.keep([next_archive(as_it_was(place, reply, AS_IT_WAS, now), now, changed=False)])
        yield FetchFailure(self._source, place.url, FetchOutcome.NOT_MODIFIED, AS_IT_WAS, now, exchange_of(reply))

    def _refuse_large(self, answer: Answer) -> None:
        if part_of(answer).state.size > self._terms.max_bytes:
            most = counted(self._terms.max_bytes, "byte")
            said = f"is larger than {most}; to read it, raise NEWSLEDGER_MAX_ARCHIVE_BYTES"
            raise RequestError(FetchOutcome.TOO_LARGE, said, answer=answer)

    def _read(self, place: Place, reply: Reply, file: RemoteFile) -> Iterator[Fetched]:
        state = file.state
        if not state.size:
            raise InputError(EMPTY_FILE)
        name = state.name or first_id(file)
        bookmark = self._reader.shelf.begins(place.url, self._source, name, state.size, state.modified_at)
        changed = bookmark.offset < bookmark.size
        for each in read_archive(self._reader, file, bookmark):
            bookmark = each if isinstance(each, Bookmark) else bookmark
            yield each
        now = self._now()
        if bookmark.offset < bookmark.size:  # it breaks off, which was said where it does
            error = RequestError(FetchOutcome.FAILED, IN_PART, answer=reply.answer)
            self._memory.keep([failed(place, error, now)])
        else:
            seen = replace(had(place, reply, None, now), received=file.received)
            self._memory.keep([next_archive(seen, now, changed=changed)])

    def _failure(self, place: Place, error: RequestError | InputError) -> FetchFailure:
        now = self._now()
        if isinstance(error, InputError):
            error = RequestError(FetchOutcome.WRONG_TYPE, str(error))
        self._memory.keep([failed(place, error, now)])
        return FetchFailure(self._source, place.url, error.outcome, str(error), now, failed_exchange(place.url, error))


def _ask(visitor: Visitor, url: str, headers: Mapping[str, str]) -> Answer:
    return visitor.open(url, headers).answer
