"""A person who signs in: known by e-mail, never by a user name."""

from __future__ import annotations

from typing import Any, ClassVar
from zoneinfo import available_timezones

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from salesops.db.models import VersionedModel


def check_time_zone(name: str) -> None:
    """This function will raise ValidationError unless the name is an IANA time zone."""
    if name not in available_timezones():
        raise ValidationError(f"{name} is not a time zone.")


class UserManager(BaseUserManager["User"]):
    """Makes people with a normalised e-mail and a hashed password."""

    def get_by_natural_key(self, username: str | None) -> User:
        """This function will find a person by e-mail, whatever the case of its letters."""
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """This function will store a person; without a password the person cannot sign in by one."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """This function will store an operator who may open the admin pages; it grants no business role."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin, VersionedModel):
    """One person. Business rights come from role grants only, never from the Django flags (domain §1.1)."""

    last_login = None  # the audit log and the session say when; a row change per sign-in would raise the version

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False, help_text="May open the admin pages; holds no business right.")
    time_zone = models.CharField(max_length=64, default="UTC", validators=[check_time_zone])
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        ordering = ("name", "id")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="users_user_email_any_case"),
            models.CheckConstraint(condition=~models.Q(name=""), name="users_user_has_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        """The first letters of the first and last word of the name, for avatars."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    def get_full_name(self) -> str:
        """This function will return the name as the person wrote it."""
        return self.name

    def get_short_name(self) -> str:
        """This function will return the first word of the name."""
        return self.name.split()[0] if self.name else self.email
