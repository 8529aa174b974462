"""Columns shared by the rooms: a text in up to three languages, a choice of a kind."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import models

from luotsi.core.text import Text

if TYPE_CHECKING:
    _Column = models.JSONField[Text | Mapping[str, str], Text]
else:
    _Column = models.JSONField


class TextInLanguages(_Column):
    """JSON `{fi, sv, en}` in the database, `core.text.Text` in Python; never NULL."""

    description = "text in Finnish, Swedish and English"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", Text)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Leave the defaults out of migrations."""
        name, path, args, kwargs = super().deconstruct()
        for key in ("default", "blank"):
            kwargs.pop(key, None)
        return name, path, args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Text:
        """Return what the column holds as a text."""
        return Text.of(super().from_db_value(value, expression, connection))

    def to_python(self, value: Any) -> Text:
        """Return `value` as a text."""
        return Text.of(value)

    def get_prep_value(self, value: Any) -> Any:
        """Return the JSON of the written languages."""
        return Text.of(value).as_dict()

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Encode texts and their mappings alike."""
        return super().get_db_prep_value(Text.of(value).as_dict(), connection, prepared)


def choices_of(kind: Iterable[StrEnum]) -> list[tuple[str, str]]:
    """Return a kind's values as Django's choices; their names for people stand in each room's `labels.py`."""
    return [(member.value, member.value) for member in kind]
