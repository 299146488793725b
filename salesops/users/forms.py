"""Forms of one's own settings, and of the second factor with the guess counted before it is looked at."""

from __future__ import annotations

from operator import itemgetter
from typing import Any
from zoneinfo import available_timezones

from allauth.account.forms import ResetPasswordForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.forms import AddWebAuthnForm, LoginWebAuthnForm
from django import forms

from salesops.core.business_time import WEEKDAYS
from salesops.users.domain.holidays import REGIONS, country_name, names_of_regions
from salesops.users.domain.roles import LABELS
from salesops.users.domain.scopes import SCOPES
from salesops.users.domain.sign_in import code_buckets, passkey_buckets, reset_buckets
from salesops.users.domain.working_time import WorkingTime
from salesops.users.services.guess import count_guess, guess_was_right
from salesops.web.client_address import client_address


class ProfileForm(forms.Form):
    """What a person says about themselves."""

    name = forms.CharField(label="Name", max_length=120)
    time_zone = forms.ChoiceField(label="Time zone", choices=[(zone, zone) for zone in sorted(available_timezones())])


class WorkspaceForm(forms.Form):
    """How the workspace is run."""

    company_name = forms.CharField(label="Company", max_length=120, required=False)
    reduces_minima = forms.BooleanField(
        label="Small deals need one MEDDPICC level less",
        required=False,
        help_text="Below 25,000 in the reporting currency each minimum falls by one level, never below 1.",
    )


class KeyForm(forms.Form):
    """A new API key."""

    name = forms.CharField(label="What is it for", max_length=50)
    scopes = forms.MultipleChoiceField(
        label="Scopes", choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple
    )
    days = forms.IntegerField(label="Ends after, days", min_value=1, max_value=90, initial=30)
    networks = forms.CharField(
        label="Allowed networks",
        required=False,
        max_length=400,
        help_text="Like 203.0.113.0/24, split by commas. Empty: anywhere.",
    )


class CountedCodeMixin:
    """Counts a guess of a code per person (P23)."""

    label = "Code"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: forms.Field = self.fields["code"]  # type: ignore[attr-defined]
        field.label = self.label
        field.widget = forms.TextInput(
            {"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": 12, "autofocus": True}
        )

    def clean_code(self) -> str:
        """This function will check the code.

        Raises: TooMany once the limit is reached; the code is not looked at then.
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


class CountedActivateForm(CountedCodeMixin, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an authenticator app; it is used up like any other."""

    label = "Code from the app"

    def clean_code(self) -> str:
        """This function will check the code, and refuse it from then on.

        Raises: TooMany once the limit is reached.
        """
        code = super().clean_code()
        TOTP(Authenticator(user=self.user))._mark_code_used(code)
        return code


class NewPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey: it signs in by itself unless the person says otherwise."""

    passwordless = forms.BooleanField(
        label="Sign in with this key alone, without a password",
        required=False,
        initial=True,
        help_text="The device then asks for your fingerprint, face or PIN. Without it the key is a second factor.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].max_length = 60
        self.fields["name"].label = "Name of the key"
        self.fields["name"].help_text = "Where it lives, like “Work laptop”."


class CountedPasskeyForm(LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey at sign-in; failures are counted per address, since nobody is named yet."""

    def clean_credential(self) -> Any:
        """This function will check the signed challenge.

        Raises: TooMany once the limit is reached.
        """
        buckets = passkey_buckets(client_address(context.request))
        count_guess(buckets)
        authenticator = super().clean_credential()
        guess_was_right(buckets)
        return authenticator


class CountedResetForm(ResetPasswordForm):  # type: ignore[misc]
    """A wish for a new password; known and unknown addresses count and are answered alike."""

    def clean_email(self) -> str:
        """This function will read the address. Raises: TooMany once the limit is reached; no mail is sent then."""
        count_guess(reset_buckets(self.cleaned_data["email"], client_address(context.request)))
        email: str = super().clean_email()
        return email


class AbsenceForm(forms.Form):
    """Days away, first and last included, and who stands in."""

    starts_on = forms.DateField(label="From", widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    ends_on = forms.DateField(label="To", widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    deputy = forms.ChoiceField(label="Deputy", help_text="Stands in from the first day to the last.")

    def __init__(self, *args: Any, colleagues: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].choices = [("", "Choose a person"), *colleagues]  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    """A role to give, in a region where it has one."""

    role = forms.ChoiceField(label="Role", choices=[("", "Choose a role"), *LABELS.items()])
    region = forms.CharField(
        label="Region", required=False, max_length=32, help_text="Like emea. A regional VP needs one."
    )


class NewPersonForm(RoleForm):
    """A person to take in, with the first role."""

    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(label="E-mail", max_length=254)
    time_zone = forms.ChoiceField(label="Time zone", choices=[(zone, zone) for zone in sorted(available_timezones())])

    field_order = ("name", "email", "role", "region", "time_zone")


class TeamForm(forms.Form):
    """A team: its name, its region, who leads it and who is in it."""

    name = forms.CharField(label="Name", max_length=80)
    region = forms.CharField(label="Region", required=False, max_length=32)
    manager_id = forms.ChoiceField(label="Manager")
    members = forms.MultipleChoiceField(label="Members", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, colleagues: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["manager_id"].choices = [("", "Choose a person"), *colleagues]  # type: ignore[attr-defined]
        self.fields["members"].choices = colleagues  # type: ignore[attr-defined]


class WorkingTimeForm(forms.Form):
    """Hours, days of the week and public holidays; the regions offered are those of the chosen country."""

    opens = forms.TimeField(label="From", widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    closes = forms.TimeField(label="To", widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    days = forms.MultipleChoiceField(
        label="Days", choices=list(enumerate(WEEKDAYS)), widget=forms.CheckboxSelectMultiple
    )
    country = forms.ChoiceField(label="Public holidays of", required=False)
    region = forms.ChoiceField(label="Region", required=False)

    def __init__(self, *args: Any, country: str, here: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = sorted(((code, country_name(code)) for code in REGIONS), key=itemgetter(1))
        regions = names_of_regions(country)
        self.fields["country"].choices = [("", "No country"), *known]  # type: ignore[attr-defined]
        # Another country asks for the form again, with what was typed: its regions are only known here.
        self.fields["country"].widget.attrs = {
            "hx-get": here, "hx-include": "closest form", "hx-target": "closest form", "hx-select": ".sheet-form",
            "hx-swap": "outerHTML",
        }  # fmt: skip
        self.fields["region"].choices = [("", "The whole country"), *regions.items()]  # type: ignore[attr-defined]
        if not regions:
            del self.fields["region"]

    def clean(self) -> dict[str, Any]:
        """This function will add what was given as one working time, or the faults beside their fields."""
        data = super().clean() or {}
        if not self.errors:
            days = frozenset(int(day) for day in data["days"])
            region = data.get("region", "")
            data["working_time"] = WorkingTime(data["opens"], data["closes"], days, data["country"], region)
        return data


class OwnCalendarForm(WorkingTimeForm):
    """One's own working time."""

    follows = forms.BooleanField(
        label="As the workspace", required=False, help_text="Then what stands below does not count."
    )

    field_order = ("follows", "opens", "closes", "days", "country", "region")


class DefaultCalendarForm(WorkingTimeForm):
    """The workspace's working time, and where clocks run that run for nobody."""

    time_zone = forms.ChoiceField(
        label="Time zone",
        choices=[(zone, zone) for zone in sorted(available_timezones())],
        help_text="For clocks that run for nobody in particular; people have their own zone.",
    )

    field_order = ("opens", "closes", "days", "time_zone", "country", "region")


class DayOffForm(forms.Form):
    """A day on which nobody works."""

    day = forms.DateField(label="Day", widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    name = forms.CharField(label="What is it", max_length=80)
