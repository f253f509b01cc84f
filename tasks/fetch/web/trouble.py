"""What goes wrong with a request, as an outcome and one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import httpcore
import httpx

from schemas.records import FetchOutcome
from tasks.fetch.web.bodies import BrokenBodyError, OversizeError
from tasks.fetch.web.network import PrivateAddressError, time_limit

if TYPE_CHECKING:
    from tasks.fetch.web.client import Answer

BROKEN_OFF = (httpcore.NetworkError, httpcore.ProtocolError)
ALLOW = "allow_private_hosts in its source, or sources add --allow-private-host, lets it be asked"


class RequestError(Exception):
    """There is no answer that could be used; one sentence says why."""

    def __init__(
        self,
        outcome: FetchOutcome,
        reason: str,
        *,
        may_pass: bool = False,
        answer: Answer | None = None,
        until: datetime | None = None,
    ) -> None:
        """`until`: when the server lets the next request come."""
        super().__init__(reason)
        self.outcome, self.may_pass, self.answer, self.until = outcome, may_pass, answer, until


@contextmanager
def in_words(seconds: float) -> Iterator[None]:
    """What is done in the block ends within this time, and what goes wrong in it is a `RequestError`."""
    try:
        with time_limit(seconds):
            yield
    except PrivateAddressError as error:
        said = f"{error} leads into a private network; {ALLOW}"
        raise RequestError(FetchOutcome.BLOCKED, said) from error
    except OversizeError as error:
        raise RequestError(FetchOutcome.TOO_LARGE, str(error)) from error
    except BrokenBodyError as error:
        raise RequestError(FetchOutcome.FAILED, str(error)) from error
    except httpcore.TimeoutException as error:
        said = f"gave no whole answer within {seconds:g} seconds"
        raise RequestError(FetchOutcome.TIMED_OUT, said, may_pass=True) from error
    except BROKEN_OFF as error:
        raise RequestError(FetchOutcome.FAILED, _said(error), may_pass=True) from error
    except (httpx.InvalidURL, ValueError) as error:
        raise RequestError(FetchOutcome.FAILED, f"is no valid address: {error}") from error
    except TypeError as error:  # as httpcore says of what is not ASCII
        raise RequestError(FetchOutcome.FAILED, f"cannot be asked: {error}") from error


def _said(error: Exception) -> str:
    what = " ".join(str(error).split())[:200] or type(error).__name__
    match error:
        case httpcore.ConnectError():
            return f"cannot be reached: {what}"
        case httpcore.RemoteProtocolError():
            return f"sends no valid answer: {what}"
        case _:
            return f"breaks off its answer: {what}"
