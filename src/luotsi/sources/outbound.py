"""The one place that speaks HTTP outwards; what an answer means is left to the connectors."""

import email.utils
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

import httpx

from luotsi import __version__
from luotsi.sources.types import FetchReason, Limits, Request, Snapshot, UnableToFetch

MAX_MB = 64
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_KEEPS_METHOD = frozenset({307, 308})
_TRY_AGAIN = frozenset({429, 502, 503, 504})
_MOST_REDIRECTS = 3


@dataclass(slots=True)
class Outbound:
    """A door to the configured hosts.

    `timeout_seconds` is for the whole answer. An answer of status 429, 502, 503 or 504 is asked again after the wait it
    names in Retry-After, else after 1, 2, 4 ... seconds; one that names more than `longest_wait_seconds` is returned as
    it is. With `allow_loopback_http` the machine's own servers may be asked without https, if they are among the hosts.
    """

    hosts: frozenset[str]
    timeout_seconds: float = 90.0
    max_bytes: int = MAX_MB * 1024 * 1024
    attempts: int = 4
    longest_wait_seconds: float = 60.0
    limits: Limits | None = None
    allow_loopback_http: bool = False
    sleep: Callable[[float], None] = time.sleep
    _calls: deque[float] = field(default_factory=deque, init=False)

    def fetch(self, request: Request, *, at: datetime) -> Snapshot:
        """Return the answer as it came, whatever its status.

        :raises UnableToFetch: when the address is not allowed, or no whole answer came
        """
        try:
            self._check(httpx.URL(request.url))
        except httpx.InvalidURL as fault:
            raise UnableToFetch(FetchReason.HOST_NOT_ALLOWED, host=request.url[:80]) from fault
        with httpx.Client(
            headers={"User-Agent": f"luotsi/{__version__}", "Accept": "application/json, */*;q=0.5"},
            timeout=self.timeout_seconds,
            follow_redirects=False,
            trust_env=not self._is_own(httpx.URL(request.url)),  # an organisation's proxy is not for its own machine
        ) as client:
            for attempt in range(1, self.attempts + 1):
                status, headers, body = self._ask(client, request)
                wait = _wait(headers, attempt)
                if status not in _TRY_AGAIN or attempt == self.attempts or wait > self.longest_wait_seconds:
                    break
                self.sleep(wait)
        return Snapshot(request, status, body, sha256(body).hexdigest(), at)

    def _ask(self, client: httpx.Client, request: Request) -> tuple[int, httpx.Headers, bytes]:
        """Ask once, following an address that has moved on the same host."""
        url = httpx.URL(request.url)
        headers = {"Content-Type": "application/json"} if request.body is not None else {}
        for _hop in range(_MOST_REDIRECTS + 1):
            self._keep_pace()
            status, found, body = self._receive(
                client, client.build_request(request.method, url, content=request.body, headers=headers)
            )
            if status not in _REDIRECTS:
                return status, found, body
            target = url.join(found.get("location", ""))
            if target.host != url.host or (request.method == "POST" and status not in _KEEPS_METHOD):
                raise UnableToFetch(FetchReason.REDIRECTED, host=target.host)
            self._check(target)
            url = target
        raise UnableToFetch(FetchReason.REDIRECTED, host=url.host)

    def _receive(self, client: httpx.Client, request: httpx.Request) -> tuple[int, httpx.Headers, bytes]:
        host = request.url.host
        deadline = time.monotonic() + self.timeout_seconds
        try:
            response = client.send(request, stream=True)
            try:
                body = self._whole(response.iter_bytes(), host, deadline)
            finally:
                response.close()
        except httpx.TimeoutException as fault:
            raise UnableToFetch(FetchReason.TIMED_OUT, host=host) from fault
        except (httpx.RemoteProtocolError, httpx.DecodingError, httpx.ReadError) as fault:
            raise UnableToFetch(FetchReason.HALF_ANSWER, host=host) from fault
        except httpx.HTTPError as fault:
            raise UnableToFetch(FetchReason.UNREACHABLE, host=host) from fault
        return response.status_code, response.headers, body

    def _whole(self, chunks: Iterable[bytes], host: str, deadline: float) -> bytes:
        """Return all bytes; they are counted unpacked, so that a small answer cannot swell without end."""
        body = bytearray()
        for chunk in chunks:
            body += chunk
            if len(body) > self.max_bytes:
                raise UnableToFetch(FetchReason.TOO_LARGE, host=host, limit_mb=self.max_bytes // (1024 * 1024))
            if time.monotonic() > deadline:
                raise UnableToFetch(FetchReason.TIMED_OUT, host=host)
        return bytes(body)

    def _check(self, url: httpx.URL) -> None:
        if url.host not in self.hosts:
            raise UnableToFetch(FetchReason.HOST_NOT_ALLOWED, host=url.host)
        if url.scheme != "https" and not (self._is_own(url) and url.scheme == "http"):
            raise UnableToFetch(FetchReason.NOT_HTTPS, host=url.host)

    def _is_own(self, url: httpx.URL) -> bool:
        return self.allow_loopback_http and url.host in LOOPBACK

    def _keep_pace(self) -> None:
        """Wait until one more call fits into the source's window; calls made before its limits were known count."""
        now = time.monotonic()
        if self.limits is not None:
            while self._calls and self._calls[0] <= now - self.limits.window_seconds:
                self._calls.popleft()
            if len(self._calls) >= self.limits.max_calls:
                self.sleep(self._calls.popleft() + self.limits.window_seconds - now)
        self._calls.append(time.monotonic())


def _wait(headers: httpx.Headers, attempt: int) -> float:
    """Return the seconds to wait: those of Retry-After, a number or a moment set against the answer's own Date."""
    named = headers.get("retry-after", "").strip()
    if named.isascii() and named.isdigit():
        return float(named)
    try:
        until = email.utils.parsedate_to_datetime(named)
        return max(0.0, (until - email.utils.parsedate_to_datetime(headers.get("date", ""))).total_seconds())
    except (ValueError, TypeError):
        return float(2 ** (attempt - 1))
