"""Addresses: one line a screen."""

from django.urls import URLPattern, URLResolver, include, path

from tansiq.web import account, account_urls, health
from tansiq.web.screens.vocabulary import view as vocabulary

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.show, name="healthz"),
    path("account/", include(account_urls)),
    path("language/", account.choose_language, name="language"),
    path("vocabulary/", vocabulary.show, name="vocabulary"),
]

handler400 = "tansiq.web.errors.bad_request"
handler403 = "tansiq.web.errors.forbidden"
handler404 = "tansiq.web.errors.not_found"
handler500 = "tansiq.web.errors.server_error"
