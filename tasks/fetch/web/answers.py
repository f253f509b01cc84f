"""What a status means. Pure."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

from schemas.records import FetchOutcome
from tasks.fetch.web.client import Answer
from tasks.fetch.web.headers import retry_at
from tasks.fetch.web.trouble import RequestError

PERMANENT = frozenset({301, 308})
REDIRECTS = PERMANENT | {302, 303, 307}
NOT_MODIFIED = 304
HAD = frozenset({200, NOT_MODIFIED}) | REDIRECTS
GONE = frozenset({404, 410})
BLOCKED = frozenset({401, 402, 403, 407, 451})
MAY_PASS = frozenset({408, 425, 429, 500, 502, 503, 504})
BUSY = frozenset({429, 503})


def is_permanent(answer: Answer) -> bool:
    """Whether an answer sends on for good."""
    return answer.status in PERMANENT


def is_refusal(answer: Answer) -> bool:
    """Whether the mistake is ours, as servers see it, and not theirs."""
    return answer.status // 100 == 4 and answer.status not in MAY_PASS


def check_status(answer: Answer, now: datetime, patience: float) -> None:
    """See that an answer brings something, or says where that is.

    Raises:
        RequestError: it does not; `until` if the server says when to come again, which may pass if it is within
            `patience` seconds.
    """
    if answer.status in HAD or answer.rest:
        return
    until = retry_at(answer.headers, now) if answer.status in BUSY else None
    soon = until is None or (until - now).total_seconds() <= patience
    said = f"the server answers {_named(answer.status)}"
    if until and not soon:
        said += f", and asks to wait until {until:%Y-%m-%d %H:%M} UTC"
    may_pass = answer.status in MAY_PASS and soon
    raise RequestError(_outcome(answer.status), said, may_pass=may_pass, answer=answer, until=until)


def _outcome(status: int) -> FetchOutcome:
    if status in GONE:
        return FetchOutcome.GONE
    return FetchOutcome.BLOCKED if status in BLOCKED else FetchOutcome.FAILED


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
