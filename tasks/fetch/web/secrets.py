"""Credentials of paid sources: from the environment into a request's headers, and nowhere else."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Mapping

from schemas.errors import InputError
from schemas.sources import Auth, Feeds, Web
from tasks.fetch.urls import normalise_url
from tasks.fetch.web.robots import origin_of


def secrets_of(source: Web) -> dict[str, Mapping[str, str]]:
    """The headers with credentials, by the origin they are for: those of the addresses that the source names.

    Raises:
        InputError: a variable is not set, or holds what no header can; never says what it holds.
    """
    if source.auth is None:
        return {}
    headers = _headers(source.auth)
    named = (*source.urls, *(source.sitemaps if isinstance(source, Feeds) else ()))
    return {origin_of(url): headers for url in filter(None, map(normalise_url, named))}


def _headers(auth: Auth) -> Mapping[str, str]:
    if auth.header and auth.value_env:
        return {auth.header: _bare(auth.value_env)}
    user, password = (_value(name or "") for name in (auth.user_env, auth.password_env))
    return {"Authorization": f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"}


def _bare(variable: str) -> str:
    """What is sent as it is; a password may have other letters, for it is encoded."""
    value = _value(variable)
    if not value.isascii():
        raise InputError(f"the environment variable {variable} holds what cannot be sent: letters that are not ASCII")
    return value


def _value(variable: str) -> str:
    value = os.environ.get(variable)
    if not value:
        raise InputError(f"its credentials are missing: set the environment variable {variable}")
    if not value.isprintable():
        raise InputError(f"the environment variable {variable} holds what cannot be sent: a line end, perhaps")
    return value
