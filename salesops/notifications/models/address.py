"""Where things go and how people want them: mail wishes, webhooks, and the address of a calendar feed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from salesops.db.sealing import MARK, unseal
from salesops.notifications.domain.delivery import DIGEST, HOOK_WISHES, NOW, OTHER_WISHES, URGENT_WISHES, Wishes
from salesops.users.models import Team

HOOK = "webhook"


class Preference(models.Model):
    """How one person wants mail; who has none wants what is urgent at once and the rest in the morning.

    Raising `unsubscribe_serial` ends every unsubscribe link that was ever sent to the person.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, primary_key=True, related_name="notification_preference"
    )
    urgent = models.CharField(max_length=8, choices=URGENT_WISHES, default=NOW)
    other = models.CharField(max_length=8, choices=OTHER_WISHES, default=DIGEST)
    unsubscribe_serial = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(urgent__in=dict(URGENT_WISHES), other__in=dict(OTHER_WISHES)),
                name="notifications_preference_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: urgent {self.urgent}, other {self.other}"

    @property
    def wishes(self) -> Wishes:
        """The same as a plain value."""
        return Wishes(self.urgent, self.other)


class Hook(models.Model):
    """A Slack-compatible incoming webhook of one person or one team.

    Whoever knows its address may post there: it is kept sealed and never shown again, but for its host.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    host = models.CharField(max_length=255)
    sealed_url = models.TextField()
    wants = models.CharField(max_length=12, choices=HOOK_WISHES)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(owner=None, team__isnull=False) | Q(owner__isnull=False, team=None),
                name="notifications_hook_of_one",
            ),
            models.CheckConstraint(condition=Q(sealed_url__startswith=MARK), name="notifications_hook_sealed"),
            models.CheckConstraint(condition=Q(wants__in=dict(HOOK_WISHES)), name="notifications_hook_wants"),
        ]
        indexes = [
            models.Index(fields=["owner"], condition=Q(ended_at=None), name="notifications_hook_owner"),
            models.Index(fields=["team"], condition=Q(ended_at=None), name="notifications_hook_team"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        """Where it posts. Raises: Conflict where no key known here sealed it."""
        return unseal(HOOK, self.sealed_url)


class FeedAddress(models.Model):
    """The secret address of one person's calendar feed; only its hash is kept, and at most one works."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(ended_at=None), name="notifications_one_feed"),
        ]

    def __str__(self) -> str:
        return f"Feed of {self.user_id}"
