"""Django's password rules, in our words: what is wrong and what to do, in each language."""

from django.contrib.auth import password_validation
from django.utils.translation import gettext as _


class LongEnough(password_validation.MinimumLengthValidator):
    """At least so many characters."""

    def get_error_message(self) -> str:
        """What to do."""
        return _("This password is too short. Use at least %(n)s characters.") % {"n": self.min_length}


class Uncommon(password_validation.CommonPasswordValidator):
    """None of the twenty thousand that everybody tries first."""

    def get_error_message(self) -> str:
        """What to do."""
        return _("This password is one of the first that others would try. Use three or four words of your own.")


class Unrelated(password_validation.UserAttributeSimilarityValidator):
    """Not made from the officer's own name."""

    def get_error_message(self) -> str:
        """What to do."""
        return _("This password is too much like your name. Use three or four other words.")
