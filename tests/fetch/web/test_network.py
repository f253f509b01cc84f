"""Connections go to the address that was checked. The resolver and the socket are stood in for: no name of the
internet may be asked, and no address of it connected to.
"""

from __future__ import annotations

import socket
from collections.abc import Callable

import httpcore
import pytest

from schemas.records import FetchOutcome
from tasks.fetch.web.client import Client, Limits
from tasks.fetch.web.trouble import RequestError

LIMITS = Limits(10**6, 10**6, 5.0)
PUBLIC, PRIVATE, METADATA = "93.184.215.14", "10.0.0.7", "169.254.169.254"


class Net:
    """What was looked up and connected to; every connection is refused."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers, self.looked_up, self.connected = list(answers), 0, list[str]()

    def resolve(self, _: str, port: int, **__: object) -> list[tuple[object, ...]]:
        answer = self.answers[min(self.looked_up, len(self.answers) - 1)]
        self.looked_up += 1
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answer]

    def connect(self, address: str, *_: object) -> httpcore.NetworkStream:
        self.connected.append(address)
        raise httpcore.ConnectError("refused")


@pytest.fixture
def net(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Net]:
    def cast(*answers: list[str]) -> Net:
        made = Net(*answers)
        monkeypatch.setattr(socket, "getaddrinfo", made.resolve)
        monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", lambda _, *given: made.connect(*given))
        return made

    return cast


def asked(private: frozenset[str] = frozenset()) -> RequestError:
    with pytest.raises(RequestError) as error:
        Client(LIMITS, "test", private).get("http://two-faced.example/a", {})
    return error.value


def test_a_header_that_cannot_be_sent_is_a_failure_of_that_request() -> None:
    with pytest.raises(RequestError) as error:
        Client(LIMITS, "test").get("http://two-faced.example/a", {"If-None-Match": '"é"'})
    assert error.value.outcome is FetchOutcome.FAILED


def test_a_name_is_looked_up_once_and_what_was_checked_is_connected_to(net: Callable[..., Net]) -> None:
    """The second answer would lead inside."""
    made = net([PUBLIC], [PRIVATE])
    assert asked().outcome is FetchOutcome.FAILED
    assert (made.looked_up, made.connected) == (1, [PUBLIC])


def test_a_name_that_changes_its_mind_is_checked_anew_for_the_next_connection(net: Callable[..., Net]) -> None:
    made = net([PUBLIC], [METADATA])
    asked()
    assert asked().outcome is FetchOutcome.BLOCKED
    assert made.connected == [PUBLIC]


def test_of_a_name_with_addresses_on_both_sides_only_the_public_one_is_tried(net: Callable[..., Net]) -> None:
    made = net([PRIVATE, PUBLIC, METADATA])
    assert asked().outcome is FetchOutcome.FAILED
    assert made.connected == [PUBLIC]


def test_a_host_that_is_allowed_by_name_may_be_inside(net: Callable[..., Net]) -> None:
    made = net([PRIVATE])
    assert asked(frozenset({"two-faced.example"})).outcome is FetchOutcome.FAILED
    assert made.connected == [PRIVATE]
