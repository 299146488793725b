"""When people work: the hours and days of a person, and the days on which nobody does."""

from __future__ import annotations

from datetime import time

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from salesops.db.models import VersionedModel
from salesops.users.domain.working_time import WorkingTime

EVERY_DAY = list(range(7))


def monday_to_friday() -> list[int]:
    """This function will return the working days of who says nothing else; 0 is Monday."""
    return list(range(5))


class WorkingTimeFields(models.Model):
    """Working hours and days, and whose public holidays count; an empty country has none (domain §0.3)."""

    opens = models.TimeField(default=time(9), db_default=time(9))
    closes = models.TimeField(default=time(17), db_default=time(17))
    work_days = ArrayField(models.SmallIntegerField(), default=monday_to_friday, db_default=monday_to_friday())
    country = models.CharField(max_length=2, default="", db_default="", blank=True)
    region = models.CharField(max_length=32, default="", db_default="", blank=True)

    class Meta:
        abstract = True

    @property
    def working_time(self) -> WorkingTime:
        """The same as a plain value."""
        return WorkingTime(self.opens, self.closes, frozenset(self.work_days), self.country, self.region)

    @working_time.setter
    def working_time(self, given: WorkingTime) -> None:
        self.opens, self.closes, self.work_days = given.opens, given.closes, sorted(given.days)
        self.country, self.region = given.country, given.region


FIELDS = ("opens", "closes", "work_days", "country", "region")


def working_time_rules(table: str) -> list[models.BaseConstraint]:
    """This function will return what must hold of every working time: a clock in it comes to an end."""
    return [
        models.CheckConstraint(condition=Q(closes__gt=F("opens")), name=f"{table}_opens_first"),
        models.CheckConstraint(
            condition=Q(work_days__len__gte=1) & Q(work_days__contained_by=EVERY_DAY), name=f"{table}_works_some_day"
        ),
    ]


class WorkCalendar(WorkingTimeFields, VersionedModel):
    """The working time of one person who does not follow the workspace's; the time zone is the person's."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, primary_key=True, related_name="work_calendar"
    )

    class Meta:
        constraints = working_time_rules("users_workcalendar")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.working_time}"


class DayOff(models.Model):
    """A day on which nobody of the workspace works, besides everybody's public holidays."""

    day = models.DateField(unique=True)
    name = models.CharField(max_length=80)

    class Meta:
        verbose_name_plural = "days off"
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day}: {self.name}"
