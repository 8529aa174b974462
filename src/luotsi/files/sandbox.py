"""Runs one function on hostile bytes in a process of its own, with limits; what it returns or why not comes back."""

import importlib
import io
import json
import logging
import os
import pickle
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, is_dataclass
from enum import Enum
from signal import SIGXCPU
from threading import BoundedSemaphore
from typing import Any, TypeVar

from luotsi.files.refusals import Reason, Refusal, UnableToRead

Result = TypeVar("Result")
logger = logging.getLogger(__name__)

AT_ONCE = 2
_places = BoundedSemaphore(AT_ONCE)
_MEGABYTE = 1024 * 1024
_PLAIN_CLASSES = {("builtins", "frozenset"), ("builtins", "set"), ("decimal", "Decimal"), ("datetime", "date")}
_FORBIDDEN_EVENTS = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.remove")


@dataclass(frozen=True, slots=True)
class SandboxLimits:
    """What the process may use before it is stopped."""

    cpu_seconds: int = 30
    wall_seconds: int = 60
    memory_mb: int = 1024
    output_mb: int = 64
    wait_seconds: float = 30
    """How long to wait for a free place; two files are read at a time."""


def run_limited(function: Callable[..., Result], *arguments: Any, limits: SandboxLimits | None = None) -> Result:
    """Return `function(*arguments)` as computed by a limited process.

    `function` stands at the top of a module; arguments and result are plain values and frozen dataclasses.

    :raises UnableToRead: when the function refuses, breaks, or needs more than the limits give
    """
    limits = limits or SandboxLimits()
    if not _places.acquire(timeout=limits.wait_seconds):
        raise UnableToRead(Reason.BUSY)
    try:
        outcome = _outcome(function, arguments, limits)
    finally:
        _places.release()
    if isinstance(outcome, Refusal):
        raise UnableToRead(outcome.reason, **outcome.parameters)
    return outcome[0]  # type: ignore[no-any-return]


def _outcome(function: Callable[..., Any], arguments: tuple[Any, ...], limits: SandboxLimits) -> Any:
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as errors:
        pickle.dump((function.__module__, function.__qualname__, arguments), given)
        given.seek(0)
        command = [sys.executable, "-P", "-c", "from luotsi.files import sandbox; sandbox.serve()"]
        environment = {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and a fixed text
            [*command, json.dumps(asdict(limits))], stdin=given, stdout=answer, stderr=errors, env=environment
        )
        try:
            code = process.wait(limits.wall_seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return Refusal(Reason.TOO_SLOW, {"limit_seconds": limits.wall_seconds})
        if code == -SIGXCPU:
            return Refusal(Reason.TOO_SLOW, {"limit_seconds": limits.cpu_seconds})
        if code != 0:
            errors.seek(0)
            logger.warning("reading ended with %s: %s", code, errors.read(_MEGABYTE)[-2000:].decode(errors="replace"))
            return Refusal(Reason.MALFORMED)
        answer.seek(0)
        try:
            return _AnswerReader(answer).load()
        except (pickle.UnpicklingError, EOFError, ImportError, AttributeError, IndexError, TypeError, ValueError):
            logger.exception("reading gave no answer that can be trusted")
            return Refusal(Reason.MALFORMED)


class _AnswerReader(pickle.Unpickler):
    """Builds only our own dataclasses and enums, so that a process taken over cannot run anything here."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _PLAIN_CLASSES:
            return super().find_class(module, name)
        if module.startswith("luotsi.") and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum)):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} may not come out of the sandbox")


def serve() -> None:
    """Answer one call from standard input; this is what the limited process runs."""
    limits = SandboxLimits(**json.loads(sys.argv[1]))
    _limit(limits)
    answer = sys.stdout.buffer
    sys.stdout = sys.stderr  # a library that prints must not spoil the answer
    outcome: Any
    try:
        module, name, arguments = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own parent
        outcome = (getattr(importlib.import_module(module), name)(*arguments),)
    except UnableToRead as refused:
        outcome = Refusal(refused.refusal.reason, dict(refused.refusal.parameters))
    except MemoryError:
        outcome = Refusal(Reason.TOO_MUCH_MEMORY, {"limit_mb": limits.memory_mb})
    except RecursionError:
        outcome = Refusal(Reason.TOO_DEEP)
    packed = io.BytesIO()
    pickle.dump(outcome, packed, protocol=pickle.HIGHEST_PROTOCOL)
    if packed.tell() > limits.output_mb * _MEGABYTE:
        packed = io.BytesIO(pickle.dumps(Refusal(Reason.TOO_MUCH_TEXT, {"limit": limits.output_mb * _MEGABYTE})))
    answer.write(packed.getvalue())
    answer.flush()


def _limit(limits: SandboxLimits) -> None:
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory_mb * _MEGABYTE),
        (resource.RLIMIT_FSIZE, limits.output_mb * _MEGABYTE),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    # The soft limit says SIGXCPU, by which the parent knows the reason; the hard one kills without a word.
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    sys.addaudithook(_forbid)


def _forbid(event: str, arguments: tuple[Any, ...]) -> None:
    writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT
    if (event == "open" and arguments[2] & writing) or event.startswith(_FORBIDDEN_EVENTS):
        raise PermissionError(f"{event} is not for a parser")
