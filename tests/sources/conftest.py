from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from luotsi.sources.connectors import pxweb
from luotsi.sources.types import Request, Snapshot
from tests.sources.loopback import Server

RECORDINGS = Path(__file__).parent / "recordings"
ADDRESS = pxweb.TableAddress("https://pxdata.stat.fi/PxWeb/api/v1", "fi", "StatFin/tyonv/12r5")
PLACES = ("SSS", "KU046", "KU060", "KU681", "KU736", "KU740", "KU768")
CONTENTS = (
    *("HAKIJALOPUSSA", "TYOTTOMATLOPUSSA", "TYOVOIMATK", "TYOTOSUUS", "TYOTTOMATMIEHET", "TYOTTOMATNAISET"),
    *("TYOTTOMAT20", "TYOTTOMAT25", "TYOTTOMAT50", "TYOTTOMATSAIR", "TYOTTOMATULK", "PITKAAIKAISTYOTTOMAT"),
    *("KASSASSA", "LOMAUTETTU", "LYHTYOVKO", "TYOLLISTETTYLOP", "TYOHARJOITTELULOP", "KOKEILULOP"),
    *("TVKOULUTUSLOP", "VALMENNUSLOP", "MTPPALVELUTLOP", "AVPAIKATLOPUSSA", "UUDETAVP"),
)


@pytest.fixture(scope="session")
def snapshot() -> Callable[..., Snapshot]:
    def make(body: bytes, status: int = 200) -> Snapshot:
        request = Request("GET", "https://pxdata.stat.fi/")
        return Snapshot(request, status, body, sha256(body).hexdigest(), datetime(2026, 11, 1, tzinfo=UTC))

    return make


@pytest.fixture(scope="session")
def recording() -> Callable[[str], bytes]:
    return lambda name: (RECORDINGS / name).read_bytes()


@pytest.fixture(scope="session")
def june_query() -> pxweb.Query:
    return pxweb.Query(
        address=ADDRESS,
        place_variable="Alue",
        time_variable="timeperiod_m",
        content_variable="contentscode",
        places=PLACES,
        periods=("2026M06",),
        contents=CONTENTS,
        response="json",
    )


@pytest.fixture
def server():
    running = Server()
    yield running
    running.stop()
