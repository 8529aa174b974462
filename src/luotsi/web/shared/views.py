"""Signing in and out."""

from dataclasses import dataclass
from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import login, logout
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from luotsi.orgs.labels import label
from luotsi.orgs.models import Membership, Person
from luotsi.orgs.types import Role
from luotsi.web.shared.language import reader_language

_BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody to try the demonstration as, with what they do where."""

    id: int
    name: str
    works: tuple[str, ...]


class SignIn(LoginView):  # type: ignore[misc]
    """Anybody: GET shows the form, POST signs in; attempts are limited. One query, in the demonstration two."""

    template_name = "shared/sign_in.html"

    def get_form(self, form_class: type[BaseForm] | None = None) -> BaseForm:
        """Leave out the placeholders: every field has its label."""
        form: BaseForm = super().get_form(form_class)
        for field in form.fields.values():
            field.widget.attrs.pop("placeholder", None)
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the people of the demonstration."""
        found: dict[str, Any] = super().get_context_data(**kwargs)
        if settings.DEMO:
            found["demo_people"] = demo_people()
        return found


def demo_people() -> list[DemoPerson]:
    """Return the invented people with what they do in each organisation, in order of organisation."""
    rows = Membership.objects.filter(person__is_demo=True, person__is_active=True)
    rows = rows.select_related("person", "organisation").order_by("organisation__position", "person__name")
    language = reader_language()
    works: dict[Person, list[str]] = {}
    for row in rows:
        work = f"{label(Role(row.role))}, {row.organisation.name.in_language(language)}"
        works.setdefault(row.person, []).append(work)
    return [DemoPerson(person.pk, person.name, tuple(told)) for person, told in works.items()]


@require_POST
def sign_in_as_demo_person(request: HttpRequest, person: int) -> HttpResponse:
    """Anybody, in the demonstration only, where people are invented and the hosts are loopback: POST signs in."""
    if not settings.DEMO:
        raise Http404
    login(request, get_object_or_404(Person, pk=person, is_demo=True, is_active=True), backend=_BACKEND)
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(wanted if is_ours else resolve_url(settings.LOGIN_REDIRECT_URL))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Whoever is signed in: POST signs out."""
    logout(request)
    return HttpResponseRedirect(reverse("installation-home"))


def inactive(request: HttpRequest) -> HttpResponse:
    """Somebody whose account is closed is told so. No queries."""
    return render(request, "shared/inactive.html", status=403)
