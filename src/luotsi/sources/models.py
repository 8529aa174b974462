"""The snapshots that connectors left: what was asked, what came, when."""

from django.db import models


class StoredSnapshot(models.Model):
    """One answer of a source, byte for byte; never edited."""

    source_key = models.CharField(max_length=80, db_index=True)
    request = models.JSONField()
    """Method, address and body as asked."""
    status = models.PositiveSmallIntegerField()
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    fetched_at = models.DateTimeField()

    class Meta:
        ordering = ["-fetched_at"]
        constraints = [models.UniqueConstraint(fields=["source_key", "fetched_at", "sha256"], name="one_snapshot")]

    def __str__(self) -> str:
        return f"{self.source_key} {self.fetched_at:%Y-%m-%d %H:%M}"
