"""Who is signed in, as the type that screens need."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tansiq.centre.people import Officer
from tansiq.model.errors import NotPermitted


def signed_in(request: HttpRequest) -> Officer:
    """The officer of this request. Raises NotPermitted where nobody is signed in: the entrance sees to that first."""
    if isinstance(request.user, Officer):
        return request.user
    raise NotPermitted(_("Sign in first."))
