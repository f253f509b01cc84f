"""What `newsledger retag` says before and after."""

from __future__ import annotations

from schemas.records import Renewed, Stale
from tasks.load.store import Staleness
from tasks.report.page import plain
from tasks.report.retag import SHOWN, Retagged, render_retagged, render_staleness

ARTICLE = Stale(1, 1, "gazette", "file:///desk/a.txt", None, None)


def retagged(*each: Renewed) -> Retagged:
    done = Retagged()
    for one in each:
        done.add(one)
    return done


def test_before_it_says_how_many_and_whose_results_they_lack() -> None:
    shown = list(plain(render_staleness(Staleness(1_200, [1, 2], {"clean": 2, "topic/strike": 1}))))
    assert shown[0] == "2 of 1,200 articles have results that were not made by what cleans and tags now"
    assert [line.split() for line in shown[-2:]] == [["clean", "2"], ["topic/strike", "1"]]


def test_nothing_to_do_is_said() -> None:
    (shown,) = plain(render_staleness(Staleness(12, [], {})))
    assert shown == "Nothing to do: all results are those of what cleans and tags now."


def test_afterwards_it_says_what_changed_and_what_could_not_be_done() -> None:
    failed = Renewed(ARTICLE, failure="the raw store does not have its bytes any more")
    renewed = [Renewed(ARTICLE, changed=True), Renewed(ARTICLE)]
    done = retagged(*renewed, *[failed] * (SHOWN + 1))
    done.switched = 3
    shown = list(plain(render_retagged(done)))
    assert shown[1] == "2 articles cleaned again, 1 of them with another text"
    assert shown[2] == "3 articles switched over to what was found anew; newsledger retag --back switches back"
    assert f"{SHOWN + 1} articles left as they were" in shown
    assert shown.count("  /desk/a.txt: the raw store does not have its bytes any more") == SHOWN
    assert shown[-1] == "  and 1 more"
    assert "left" not in "".join(plain(render_retagged(retagged(*renewed))))
