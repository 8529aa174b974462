"""Tells Django of the room's releases; rows of persons stay in the sealed folder and have no table."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """Released figures of the client register."""

    name = "luotsi.register"
    label = "register"
