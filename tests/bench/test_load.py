"""What is read out of wrk's words, and where load may go."""

from __future__ import annotations

import pytest

from bench import load

SAID = """\
Running 1s test @ http://127.0.0.1:8590/
  1 threads and 16 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency    25.77ms    4.49ms  41.33ms   71.43%
    Req/Sec   623.00     40.61   670.00     80.00%
  Latency Distribution
     50%   25.20ms
     75%   28.40ms
     90%   31.02ms
     99%   38.99ms
  620 requests in 1.00s, 23.25MB read
"""
RATES = "Requests/sec:    618.24\nTransfer/sec:     23.18MB\n"
REFUSED = "  Non-2xx or 3xx responses: 7\n"
BROKEN = "  Socket errors: connect 1, read 2, write 3, timeout 4\n"


def test_figures_are_read() -> None:
    sample = load.sample(SAID + RATES, used=1.86)
    assert (sample.count, sample.rate, sample.median_ms, sample.failed) == (620, 618.24, 25.2, 0)
    assert sample.cpu_ms == pytest.approx(3.0)
    assert sample.bytes_each == pytest.approx(23.25 * 1024 * 1024 / 620)


@pytest.mark.parametrize(
    ("said", "milliseconds"), [("812.00us", 0.812), ("1.20s", 1200.0), ("2.00m", 120_000.0)]
)
def test_every_unit_of_time_is_read(said: str, milliseconds: float) -> None:
    sample = load.sample(SAID.replace("25.20ms", said) + RATES, used=1)
    assert sample.median_ms == pytest.approx(milliseconds)


@pytest.mark.parametrize(("said", "size"), [("512B", 512), ("1.50KB", 1536), ("2.00GB", 2 << 30)])
def test_every_unit_of_size_is_read(said: str, size: float) -> None:
    sample = load.sample(SAID.replace("23.25MB", said) + RATES, used=1)
    assert sample.bytes_each == pytest.approx(size / 620)


@pytest.mark.parametrize(
    ("said", "failed"), [(REFUSED, 7), (BROKEN, 10), (BROKEN + REFUSED, 17), ("", 0)]
)
def test_what_went_wrong_is_counted(said: str, failed: int) -> None:
    assert load.sample(SAID + said + RATES, used=1).failed == failed


@pytest.mark.parametrize(
    "said", ["", "unable to connect", (SAID + RATES).replace("620 requests", "0 requests")]
)
def test_words_without_figures_end_the_run(said: str) -> None:
    with pytest.raises(SystemExit):
        load.sample(said, used=1)


@pytest.mark.parametrize(
    "address",
    [
        "http://news.example.org/",
        "http://10.0.0.1:8590/",
        "http://0.0.0.0/",
        "http://127.0.0.1.example.org/",
        "http://127.0.0.1@example.org/",
        "/",
    ],
)
def test_load_goes_to_loopback_only(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "_wrk", lambda *arguments: pytest.fail("was started"))
    with pytest.raises(SystemExit, match="not on this machine"):
        load.run(address, 1, 1)
