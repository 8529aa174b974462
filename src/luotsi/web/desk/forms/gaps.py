"""What the reasons for no value are called where values are entered."""

from django.utils.translation import gettext_lazy

from luotsi.core.values import Gap

GAPS = {
    Gap.MISSING: gettext_lazy("Not available"),
    Gap.HIDDEN: gettext_lazy("Too few people to be shown"),
    Gap.UNDEFINED: gettext_lazy("Cannot be computed"),
    Gap.NOT_APPLICABLE: gettext_lazy("Does not apply here"),
}
