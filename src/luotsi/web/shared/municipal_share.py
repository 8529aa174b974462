"""How a municipal share was counted, in words."""

from django.utils.translation import gettext_lazy

RECKONED = gettext_lazy(
    "The shares of single payments are not out for this month. The share is reckoned from what was paid on each step, "
    "and may differ from them by a few cents."
)
