"""The forms of a second factor, with the guess counted before the code is looked at."""

from __future__ import annotations

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm

from salesops.users.domain.sign_in import code_buckets
from salesops.users.services.guess import count_guess, guess_was_right


class CountedCodeMixin:
    """Counts a guess of a code per person (P23)."""

    def clean_code(self) -> str:
        """This function will check the code.

        Raises: TooMany once the limit is reached.
        """
        buckets = code_buckets(self.user.pk)  # type: ignore[attr-defined]
        count_guess(buckets)
        code: str = super().clean_code()  # type: ignore[misc]
        guess_was_right(buckets)
        return code


class CountedAuthenticateForm(CountedCodeMixin, AuthenticateForm):  # type: ignore[misc]
    """The code asked for at sign-in."""


class CountedReauthenticateForm(CountedCodeMixin, ReauthenticateForm):  # type: ignore[misc]
    """The code asked for before a sensitive act."""
