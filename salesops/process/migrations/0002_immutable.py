"""Published definitions never change: not their content, not their rows."""

from __future__ import annotations

from django.db import migrations

SQL = """
CREATE FUNCTION published_definition_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.status = 'draft' THEN RETURN coalesce(NEW, OLD); END IF;
  IF TG_OP = 'UPDATE' AND NEW.status IN ('published', 'retired')
      AND (to_jsonb(NEW) - 'status') = (to_jsonb(OLD) - 'status') THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'A published process definition never changes; publish a new version.' USING ERRCODE = '23514';
END $$;
CREATE TRIGGER b_guard BEFORE UPDATE OR DELETE ON process_processdefinition
  FOR EACH ROW EXECUTE FUNCTION published_definition_guard();
"""

REVERSE = "DROP TRIGGER b_guard ON process_processdefinition; DROP FUNCTION published_definition_guard();"


class Migration(migrations.Migration):
    """Make published definitions immutable."""

    dependencies = [("process", "0001_initial")]

    operations = [migrations.RunSQL(SQL, REVERSE)]
