"""Rows of a table to which is only added; whoever changes or removes one is stopped."""

from typing import Any

from django.db import models


class Unchangeable(models.QuerySet[Any]):
    """Stops what would change a stored row, `save` included: Django writes a stored row anew through `_update`."""

    def _stop(self) -> None:
        raise RuntimeError(f"a {self.model._meta.verbose_name} is never changed or removed")

    def update(self, **_values: Any) -> int:
        """Refuse."""
        self._stop()
        return 0

    def _update(self, _values: Any) -> int:
        self._stop()
        return 0

    def bulk_update(self, *_args: Any, **_options: Any) -> int:
        """Refuse."""
        self._stop()
        return 0

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse."""
        self._stop()
        return 0, {}
