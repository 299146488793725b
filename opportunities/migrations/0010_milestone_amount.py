"""A milestone keeps the amount it was reached at, as the database has it."""

from __future__ import annotations

from django.db import migrations, models

FILL = """
UPDATE opportunities_milestone m SET amount = o.amount, currency = o.currency
  FROM opportunities_opportunity o WHERE o.id = m.opportunity_id;

CREATE FUNCTION milestone_amount() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  SELECT o.amount, o.currency INTO NEW.amount, NEW.currency
    FROM opportunities_opportunity o WHERE o.id = NEW.opportunity_id;
  RETURN NEW;
END $$;

CREATE TRIGGER b_amount BEFORE INSERT ON opportunities_milestone
  FOR EACH ROW EXECUTE FUNCTION milestone_amount();
"""


class Migration(migrations.Migration):
    """Let a later amount be compared with the one somebody confirmed."""

    dependencies = [("opportunities", "0009_collaboration")]

    operations = [
        migrations.AddField(
            "milestone", "amount", models.DecimalField(decimal_places=2, editable=False, max_digits=14, null=True)
        ),
        migrations.AddField(
            "milestone", "currency", models.CharField(blank=True, editable=False, max_length=3, default="")
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
