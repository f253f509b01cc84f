from tasks.report.stopwatch import Stopwatch


def test_there_is_never_less_than_no_time() -> None:
    assert Stopwatch(5).left == 5
    stopwatch = Stopwatch(0)
    with stopwatch.running():
        pass
    assert stopwatch.left == 0
