"""The product's own tables, as the floor reads them; one table of the floor's own to write to, without any guard."""

from django.db import models


class Account(models.Model):
    name = models.CharField(max_length=200)

    class Meta:
        managed = False
        db_table = "accounts_account"


class Person(models.Model):
    name = models.CharField(max_length=200)

    class Meta:
        managed = False
        db_table = "users_user"


class Deal(models.Model):
    name = models.CharField(max_length=200)
    account = models.ForeignKey(Account, models.PROTECT)
    owner = models.ForeignKey(Person, models.PROTECT)
    stage = models.CharField(max_length=40)
    stage_kind = models.CharField(max_length=4)
    probability = models.SmallIntegerField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    amount_reporting = models.DecimalField(max_digits=14, decimal_places=2)
    close_date = models.DateField()
    next_step = models.CharField(max_length=200)

    class Meta:
        managed = False
        db_table = "opportunities_opportunity"


class Unguarded(models.Model):
    stage = models.CharField(max_length=40)
    version = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "bench_deal"


class UnguardedEvent(models.Model):
    deal_id = models.BigIntegerField()
    stage = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "bench_event"
