"""Running flows here and now, as the command line does: offline, quiet, and summed up at the end."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from types import MappingProxyType
from warnings import filterwarnings

from flows.prefect_here import OFFLINE, QUIET, WATCHED, check_home, heed_env_file, prefect_here, set_up
from schemas.deployments import Deployment
from schemas.errors import InputError
from schemas.records import Outcome
from schemas.settings import settings, use_instead
from schemas.wording import nearest

WAIT_ON = """\
The rest wait on: newsledger quarantine list. What was tried are the bytes that were kept;
a file that was mended since is read by newsledger ingest."""


def ingest_here(
    inputs: list[str],
    source: str | None,
    since: date | None,
    until: date | None,
    *,
    soon: bool = False,
    group: str | None = None,
) -> bool:
    """Run the main job and print what it did. Returns whether every document could be had and digested.

    Raises:
        NewsledgerError: nothing could be done; one sentence says why.
    """
    heed_env_file()
    if since and until and since > until:
        raise InputError(f"nothing was published both since {since} and until {until}")
    from schemas.sources import load_sources, of_group
    from tasks.fetch.batches import left_unread, to_collect

    if inputs and group:
        raise InputError("--group chooses among the configured sources: name either it or files")
    _check(inputs, source, group)
    configured = load_sources(settings().config_folder())
    _question(source, [each.name for each in configured])
    with prefect_here():
        from flows.ingest import ingest

        run_id = ingest(inputs, source, since, until, soon, group)
    sources = of_group(configured, group)
    well = _sum_up(run_id, left_unread(inputs, source, sources))
    _say_what_is_next([] if inputs else [each.name for each in to_collect(inputs, source, sources)])
    return well


def retry_here(ids: list[int]) -> bool:
    """Try again what has these ids in quarantine, or all that waits; print what happened. Returns whether all is well.

    Raises:
        NewsledgerError: nothing could be done; one sentence says why.
    """
    from tasks.load.store import get_quarantined, open_existing, waiting_ids

    heed_env_file()
    with open_existing(settings().database_url) as ledger:
        chosen = [each.id for each in get_quarantined(ledger, ids)] or waiting_ids(ledger)
    if not chosen:
        sys.stdout.write("Nothing is in quarantine.\n")
        return True
    check_home()
    with prefect_here():
        from flows.retry import retry

        run_id = retry(ids)
    _sum_up(run_id)
    return _say_what_waits_on(chosen)


def retag_here(source: str | None, *, dry_run: bool) -> bool:
    """Renew articles whose results are out of date; print how many before, and what happened. Returns whether all were.

    Raises:
        NewsledgerError: nothing could be done; one sentence says why.
    """
    from flows.kit import load_kit
    from tasks.link.store import count_days, link_overrides
    from tasks.load.store import find_staleness, open_existing, store_topics
    from tasks.report.overrides import summed_up
    from tasks.report.page import show
    from tasks.report.retag import render_retagged, render_staleness

    heed_env_file()
    config = settings()
    kit = load_kit(config)
    with open_existing(config.database_url) as ledger:
        found = find_staleness(ledger, kit.processors, source)
        standing = []
        if not dry_run:  # what needs no article's text stands at once
            store_topics(ledger, kit.topics.definitions)
            standing = link_overrides(ledger, kit.overrides, kit.folder)
            count_days(ledger)
    show(render_staleness(found), sys.stdout)
    show(summed_up(standing), sys.stdout)
    if dry_run or not found.revisions:
        return True
    sys.stdout.flush()
    check_home()
    with prefect_here():
        from flows.retag import retag

        done = retag(source)
    show(render_retagged(done), sys.stdout)
    return not done.left


def replay_here(into: str) -> bool:
    """Make the ledger anew in an empty database, from the raw store of the configured one, which need not be there.

    Returns whether every document could be read and digested.

    Raises:
        NewsledgerError: nothing could be done; one sentence says why.
    """
    from tasks.fetch.raw_store import raw_files
    from tasks.load.store import open_ledger, refuse_filled

    heed_env_file()
    config = settings()
    raw_folder = config.raw_folder()
    if not raw_files(raw_folder):
        raise InputError(f"there is nothing in the raw store {raw_folder}; NEWSLEDGER_RAW_DIR names another folder")
    usual = config.model_copy(update={"database_url": into}).raw_folder()
    use_instead(database_url=into, raw_dir=str(raw_folder))
    with open_ledger(into) as ledger:
        refuse_filled(ledger)
    check_home()
    with prefect_here():
        from flows.replay import replay

        run_id = replay()
    well = _sum_up(run_id)
    _say_what_it_says(into)
    if usual.absolute() != raw_folder.absolute():
        sys.stdout.write(f"This ledger's raw store is {raw_folder}: set NEWSLEDGER_RAW_DIR to it.\n")
    return well


def automate_here() -> Mapping[str, str]:
    """Bring the automations of `config/automations` to the Prefect server; says what became of each, by name.

    Raises:
        NewsledgerError: a file is not valid, or there is no server that can be used.
    """
    heed_env_file()
    set_up(OFFLINE | QUIET)
    from prefect.settings import get_current_settings

    from flows.server import check_other

    if not get_current_settings().api.url:
        raise InputError("there is no Prefect server to bring automations to: name it in PREFECT_API_URL")
    check_other()
    return _automate()


def _automate() -> Mapping[str, str]:
    from prefect.client.orchestration import get_client

    from flows.automations import apply

    with get_client(sync_client=True) as client:
        return apply(settings().config_folder(), client)


def serve_here(inputs: list[str], every: int | None) -> None:
    """Run what prefect.yaml says when it says it, until stopped; without a Prefect server, on one of our own.

    Raises:
        NewsledgerError: it could never work; one sentence says why.
    """
    heed_env_file()
    _check(inputs, None)
    from schemas.sources import load_sources

    set_up(OFFLINE | WATCHED)
    from flows.kit import load_kit
    from flows.server import prefect_server
    from flows.serving import as_served, chosen

    deployments = chosen(inputs, every, load_sources(settings().config_folder()))
    with prefect_server(schedules=True, meanwhile=lambda: load_kit(settings())) as address:
        from prefect import serve

        if address:  # to somebody else's, they are brought by those who keep it
            _automate()  # not automate_here, which would keep every run from logging
        _say_how_it_is_served(address, deployments)
        # Prefect's own handler of SIGTERM calls this and does not wait; the run and the server end all the same
        filterwarnings("ignore", "coroutine 'Runner.astop' was never awaited", RuntimeWarning)
        serve(*map(as_served, deployments), print_starting_message=False)  # its command would start another server


def _say_how_it_is_served(address: str | None, deployments: Sequence[Deployment]) -> None:
    for each in deployments:
        when = " and ".join(map(str, each.schedules)) or "when it is asked for"
        sys.stdout.write(f"Until stopped, {each.flow}/{each.name} runs {when}.\n")
    if address:
        sys.stdout.write(f"Prefect's interface, while this runs: {address}\n")
    server = f"PREFECT_API_URL={address}/api " if address else ""
    first = deployments[0]
    sys.stdout.write(f"A run at once, from another shell: {server}prefect deployment run {first.flow}/{first.name}\n")
    sys.stdout.flush()


def _question(source: str | None, configured: Sequence[str]) -> None:
    """A source that is misspelt would be a new one, whose columns nobody has named."""
    if source and source not in configured and (hint := nearest(source, configured)):
        sys.stderr.write(f"newsledger: {source!r} is not in config/sources, so it is taken for a new source{hint}\n")


def _check(inputs: list[str], source: str | None, group: str | None = None) -> None:
    """Find what can never work in a moment, not after the seconds that Prefect takes to start."""
    from schemas.sources import load_sources, of_group
    from tasks.fetch.batches import documents
    from tasks.load.store import open_ledger

    config = settings()
    sources = of_group(load_sources(config.config_folder()), group)
    documents(inputs, source, sources, max_bytes=config.max_document_bytes, now=lambda: datetime.now(UTC))
    open_ledger(config.database_url).close()
    check_home()


def _sum_up(run_id: int, unread: Mapping[str, int] = MappingProxyType({})) -> bool:
    from flows.kit import load_kit
    from tasks.link.store import find_standing
    from tasks.load.store import open_ledger
    from tasks.report.page import show
    from tasks.report.summary import render
    from tasks.report.summary_store import read_run_summary

    config = settings()
    kit = load_kit(config)
    with open_ledger(config.database_url) as ledger:
        summary = read_run_summary(ledger, run_id)
        waiting = sum(not each.named for each in find_standing(ledger, kit.overrides, kit.folder))
        show(render(summary, ledger.location, str(config.raw_folder()), unread, waiting), sys.stdout)
    return not summary.troubles and Outcome.QUARANTINED not in summary.outcomes


def _say_what_it_says(url: str) -> None:
    from tasks.load.store import open_existing
    from tasks.report.content import hash_content
    from tasks.report.export_store import read_views

    with open_existing(url) as ledger, read_views(ledger) as read:
        *_, whole = hash_content(read)
    sys.stdout.write(f"content    {whole.hash}\n")


def _say_what_is_next(sources: list[str]) -> None:
    """Otherwise it would be a riddle why a run so soon after another finds nothing."""
    from tasks.load.store import open_ledger, read_listings
    from tasks.report.status import readable_time

    with open_ledger(settings().database_url) as ledger:
        due = [each.due_at for each in read_listings(ledger) if each.source in sources and each.due_at]
    if due:
        sys.stdout.write(f"next look  {readable_time(min(due))}; newsledger ingest --soon looks at once\n")


def _say_what_waits_on(tried: list[int]) -> bool:
    from tasks.load.store import open_ledger, waiting_ids

    with open_ledger(settings().database_url) as ledger:
        left = len(set(tried) & set(waiting_ids(ledger)))
    sys.stdout.write(f"\n{len(tried) - left:,} of {len(tried):,} came through\n")
    if left:
        sys.stdout.write(f"{WAIT_ON}\n")
    return not left
