"""Why something could not be read, and what to do about it, in one sentence."""

from __future__ import annotations

import errno
import gzip
import zlib

BY_NUMBER = {
    errno.EACCES: "let the user who runs newsledger read it",
    errno.EPERM: "let the user who runs newsledger read it",
    errno.ENOENT: "it has gone since, or is a link to what has",
    errno.ELOOP: "it is a circle of links: break it",
    errno.EIO: "the disk it is on may be failing",
}
CUT_OFF = "get it again, whole"


def reason(verb: str, error: Exception) -> str:
    """`cannot be VERB: what the system says; the way out`."""
    what = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    said = f"cannot be {verb}: {what[:1].lower()}{what[1:]}".rstrip(".")
    return "; ".join(filter(None, (said, _way_out(error))))


def _way_out(error: Exception) -> str | None:
    if isinstance(error, gzip.BadGzipFile):
        return "if it was never compressed, take .gz off its name"
    if isinstance(error, EOFError | zlib.error):
        return CUT_OFF
    return BY_NUMBER.get(error.errno or 0) if isinstance(error, OSError) else None
