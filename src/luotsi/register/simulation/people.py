"""The persons of a simulated register: who they are, where they live, from which day they are free for a new spell."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
_NEVER = np.int32(2**31 - 1)
_AGE_SHARES = ((18, 24, 0.16), (25, 34, 0.23), (35, 49, 0.29), (50, 59, 0.20), (60, 64, 0.12))
_EDUCATION = (0.29, 0.52, 0.16, 0.03)  # basic, secondary, higher, unknown
_LANGUAGE = (0.80, 0.04, 0.15, 0.01)  # fi, sv, other, unknown
_WOMEN = 0.45
MOVING_IN_A_MONTH = 0.002


class People:
    """Arrays with a place for each person, grown as persons come."""

    def __init__(self, random: np.random.Generator) -> None:
        self._random = random
        self.count = 0
        self.birth_year = np.zeros(0, dtype=np.int16)
        self.sex = np.zeros(0, dtype=np.int8)
        self.education = np.zeros(0, dtype=np.int8)
        self.language = np.zeros(0, dtype=np.int8)
        self.home = np.zeros(0, dtype=np.int16)
        self.first_home = np.zeros(0, dtype=np.int16)
        self.free_from = np.zeros(0, dtype=np.int32)
        self.paid_days = np.zeros(0, dtype=np.int32)

    def come(self, homes: Ints, year: int) -> Ints:
        """Add a person to each of the homes; return their numbers."""
        size, random = len(homes), self._random
        self._grow(self.count + size)
        new = np.arange(self.count, self.count + size)
        group = random.choice(len(_AGE_SHARES), size, p=[share for _low, _high, share in _AGE_SHARES])
        low = np.array([low for low, _high, _share in _AGE_SHARES])[group]
        high = np.array([high for _low, high, _share in _AGE_SHARES])[group]
        self.birth_year[new] = year - random.integers(low, high + 1)
        self.sex[new] = random.random(size) >= _WOMEN
        self.education[new] = random.choice(4, size, p=_EDUCATION)
        self.language[new] = random.choice(4, size, p=_LANGUAGE)
        self.home[new] = self.first_home[new] = homes
        self.free_from[new] = _NEVER
        self.count += size
        return new

    def call(self, homes: Ints, share: float, day: int, year: int) -> Ints:
        """Return a person for each of the homes: about `share` of them one who has been unemployed there before."""
        idle = np.flatnonzero(self.free_from[: self.count] <= day)
        idle = self._random.permutation(idle)
        idle = idle[np.argsort(self.home[idle], kind="stable")]
        order = np.argsort(homes, kind="stable")
        chosen = np.full(len(homes), -1, dtype=np.int64)
        again = order[self._random.random(len(homes)) < share]
        places = homes[again]
        turn = np.arange(len(again)) - np.searchsorted(places, places)  # the how-many-th caller of its place
        first = np.searchsorted(self.home[idle], places)
        behind = np.searchsorted(self.home[idle], places, side="right")
        found = first + turn < behind
        chosen[again[found]] = idle[first[found] + turn[found]]
        new = np.flatnonzero(chosen < 0)
        chosen[new] = self.come(homes[new], year)
        self.free_from[chosen] = _NEVER
        return chosen

    def _grow(self, size: int) -> None:
        room = len(self.home)
        if size > room:
            wanted = max(size, room * 3 // 2, 1024)
            for name in ("birth_year", "sex", "education", "language", "home", "first_home", "free_from", "paid_days"):
                setattr(self, name, np.resize(getattr(self, name), wanted) if room else self._empty(name, wanted))
            self.paid_days[room:] = 0

    def _empty(self, name: str, size: int) -> NDArray[np.int16]:
        return np.zeros(size, dtype=getattr(self, name).dtype)
