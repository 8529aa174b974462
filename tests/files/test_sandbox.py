"""Hostile work in a process of its own."""

import os
import socket
import sys
import threading
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from luotsi.files.refusals import Reason, Refusal, UnableToRead
from luotsi.files.sandbox import AT_ONCE, SandboxLimits, run_limited


def answer(value: object) -> object:
    return value


def refuse() -> None:
    raise UnableToRead(Reason.TOO_MANY_PAGES, pages=3, limit=2)


def fill_memory() -> int:
    return len(bytearray(4 * 1024**3))


def spin() -> None:
    while True:
        pass


def sleep() -> None:
    time.sleep(60)


def recurse(depth: int = 0) -> int:
    return recurse(depth + 1)


def die() -> None:
    os.abort()


def break_down() -> None:
    raise KeyError("rId7")


def write_a_file(path: str) -> None:
    Path(path).write_text("x")


def open_a_socket() -> None:
    socket.create_connection(("127.0.0.1", 9))


def say_a_lot() -> str:
    sys.stdout.write("a library's chatter")
    return "x" * (3 * 1024 * 1024)


def return_something_callable() -> object:
    return os.system


def reason_of(function: Callable[..., object], limits: SandboxLimits) -> Reason | None:
    try:
        run_limited(function, None, limits=limits)
    except UnableToRead as refused:
        return refused.refusal.reason
    return None


def refusal_of(function: object, *arguments: object, limits: SandboxLimits | None = None) -> Refusal:
    with pytest.raises(UnableToRead) as caught:
        run_limited(function, *arguments, limits=limits)  # type: ignore[arg-type]
    return caught.value.refusal


def test_the_result_comes_back_as_it_was() -> None:
    assert run_limited(answer, {"a": (1, Decimal("2.50"), None, Reason.EMPTY)}) == {
        "a": (1, Decimal("2.50"), None, Reason.EMPTY)
    }


def test_a_refusal_comes_back_with_its_parameters() -> None:
    assert refusal_of(refuse) == Refusal(Reason.TOO_MANY_PAGES, {"pages": 3, "limit": 2})


def test_memory_beyond_the_limit_is_refused() -> None:
    assert refusal_of(fill_memory) == Refusal(Reason.TOO_MUCH_MEMORY, {"limit_mb": 1024})


def test_endless_work_is_stopped() -> None:
    assert refusal_of(spin, limits=SandboxLimits(cpu_seconds=1)) == Refusal(Reason.TOO_SLOW, {"limit_seconds": 1})


def test_waiting_is_stopped_too() -> None:
    assert refusal_of(sleep, limits=SandboxLimits(wall_seconds=1)) == Refusal(Reason.TOO_SLOW, {"limit_seconds": 1})


def test_endless_depth_is_refused() -> None:
    assert refusal_of(recurse).reason is Reason.TOO_DEEP


@pytest.mark.parametrize("breakage", [die, break_down, open_a_socket])
def test_a_reader_that_breaks_or_strays_means_a_malformed_file(breakage: object) -> None:
    assert refusal_of(breakage).reason is Reason.MALFORMED


def test_nothing_can_be_written(tmp_path: Path) -> None:
    assert refusal_of(write_a_file, str(tmp_path / "a")).reason is Reason.MALFORMED
    assert not list(tmp_path.iterdir())


def test_an_answer_within_the_limit_passes_and_a_larger_one_does_not() -> None:
    assert len(run_limited(say_a_lot, limits=SandboxLimits(output_mb=4))) == 3 * 1024 * 1024
    assert refusal_of(say_a_lot, limits=SandboxLimits(output_mb=2)).reason is Reason.TOO_MUCH_TEXT


def test_a_third_reader_is_told_to_wait() -> None:
    long, brief = SandboxLimits(wall_seconds=5), SandboxLimits(wait_seconds=0)
    readers = [threading.Thread(target=lambda: refusal_of(sleep, limits=long)) for _ in range(AT_ONCE)]
    for reader in readers:
        reader.start()
    assert any(reason_of(answer, brief) is Reason.BUSY for _ in range(50))  # as soon as both have taken their places
    for reader in readers:
        reader.join()
    assert run_limited(answer, 1, limits=brief) == 1


def test_nothing_but_plain_values_comes_out() -> None:
    assert refusal_of(return_something_callable).reason is Reason.MALFORMED
