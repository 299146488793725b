-- The last word on stages (docs/domain.md §2.6; architecture: one law). An opportunity's stage moves only together
-- with its event row in the same transaction, along an edge of its pinned definition, through an open gate.
-- The functions belong to the owner role; the application's role can neither replace nor switch them off.

CREATE FUNCTION stage_event_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  opp opportunities_opportunity;
  edge process_processedge;
  closed text;
BEGIN
  SELECT * INTO opp FROM opportunities_opportunity WHERE id = NEW.opportunity_id FOR UPDATE;
  NEW.xid := pg_current_xact_id()::text::bigint;
  IF NEW.move IN ('created', 'imported') THEN
    IF NEW.move = 'imported' AND session_user <> 'salesops_import' THEN
      RAISE EXCEPTION 'Only the migration import places records.' USING ERRCODE = '42501';
    END IF;
    IF NEW.seq <> 1 OR NEW.from_stage <> '' OR opp.stage <> NEW.to_stage OR opp.stage_seq <> 1
        OR opp.definition_id <> NEW.definition_id THEN
      RAISE EXCEPTION 'The first event of an opportunity names its first stage.' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.seq <> opp.stage_seq + 1 OR NEW.from_stage <> opp.stage THEN
    RAISE EXCEPTION 'The event does not follow the record: stage %, event %.', opp.stage, opp.stage_seq
      USING ERRCODE = '23514';
  END IF;
  IF NEW.move = 'migrated' THEN
    IF opp.stage_kind <> 'open' OR NOT EXISTS (SELECT 1 FROM process_processstagemap m
        WHERE m.source_id = opp.definition_id AND m.target_id = NEW.definition_id
          AND m.src = opp.stage AND m.dst = NEW.to_stage) THEN
      RAISE EXCEPTION 'No published stage map leads there.' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END IF;
  SELECT * INTO edge FROM process_processedge e
    WHERE e.definition_id = opp.definition_id AND e.move = NEW.move AND e.src = opp.stage AND e.dst = NEW.to_stage;
  IF NOT FOUND OR NEW.definition_id <> opp.definition_id THEN
    RAISE EXCEPTION 'The process has no % from % to %.', NEW.move, opp.stage, NEW.to_stage USING ERRCODE = '23514';
  END IF;
  IF NEW.move = 'reopen' AND opp.closed_at < NEW.at - interval '90 days' THEN
    RAISE EXCEPTION 'Lost more than 90 days ago.' USING ERRCODE = '23514';
  END IF;
  IF NEW.move = 'void' AND date_trunc('quarter', opp.closed_at, 'UTC') <> date_trunc('quarter', NEW.at, 'UTC') THEN
    RAISE EXCEPTION 'Won in an earlier fiscal quarter.' USING ERRCODE = '23514';
  END IF;
  -- clock_timestamp() and not NEW.at: nobody makes stale evidence fresh by naming an earlier time.
  SELECT string_agg(c.criterion_id, ', ') INTO closed FROM process_processcriterion c
    WHERE c.edge_id = edge.id AND NOT gate_criterion_opens(opp.id, c, greatest(NEW.at, transaction_timestamp()));
  IF closed IS NOT NULL THEN
    RAISE EXCEPTION 'Gate closed: %.', closed USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT ON opportunities_stageevent
  FOR EACH ROW EXECUTE FUNCTION stage_event_guard();

CREATE FUNCTION opportunity_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  target process_processstage;
  event opportunities_stageevent;
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT s.* INTO target FROM process_processstage s JOIN process_processdefinition d ON d.id = s.definition_id
      WHERE s.definition_id = NEW.definition_id AND s.key = NEW.stage AND d.status = 'published'
        AND d.record_type = 'opportunity';
    IF NOT FOUND THEN
      RAISE EXCEPTION 'The process is not published or has no stage %.', NEW.stage USING ERRCODE = '23514';
    END IF;
    IF session_user <> 'salesops_import' AND NOT target.is_first THEN
      RAISE EXCEPTION 'An opportunity starts in the first stage of its process.' USING ERRCODE = '23514';
    END IF;
    NEW.stage_seq := 1;
    NEW.stage_kind := target.kind;
    NEW.probability := target.probability;
    RETURN NEW;
  END IF;
  IF NEW.id <> OLD.id OR NEW.created_at <> OLD.created_at THEN
    RAISE EXCEPTION 'The identity of an opportunity does not change.' USING ERRCODE = '23514';
  END IF;
  IF (NEW.stage, NEW.stage_seq, NEW.definition_id) IS NOT DISTINCT FROM (OLD.stage, OLD.stage_seq, OLD.definition_id) THEN
    IF (NEW.stage_kind, NEW.probability, NEW.closed_at, NEW.qualified_at, NEW.stage_entered_at, NEW.outcome_class,
        NEW.loss_reason, NEW.merged_into_id)
      IS DISTINCT FROM (OLD.stage_kind, OLD.probability, OLD.closed_at, OLD.qualified_at, OLD.stage_entered_at,
        OLD.outcome_class, OLD.loss_reason, OLD.merged_into_id) THEN
      RAISE EXCEPTION 'What a stage brings changes only with the stage.' USING ERRCODE = '23514';
    END IF;
    IF OLD.stage_kind <> 'open' AND (NEW.recurring, NEW.one_time, NEW.term_months, NEW.base_acv, NEW.currency, NEW.tcv,
        NEW.acv, NEW.amount, NEW.rate, NEW.amount_reporting, NEW.close_date, NEW.subtype, NEW.owner_id)
      IS DISTINCT FROM (OLD.recurring, OLD.one_time, OLD.term_months, OLD.base_acv, OLD.currency, OLD.tcv,
        OLD.acv, OLD.amount, OLD.rate, OLD.amount_reporting, OLD.close_date, OLD.subtype, OLD.owner_id) THEN
      RAISE EXCEPTION 'The record is closed (R28).' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END IF;
  SELECT * INTO event FROM opportunities_stageevent e WHERE e.opportunity_id = OLD.id AND e.seq = NEW.stage_seq;
  IF NOT FOUND OR event.xid <> pg_current_xact_id()::text::bigint OR NEW.stage_seq <> OLD.stage_seq + 1
      OR event.from_stage <> OLD.stage OR event.to_stage <> NEW.stage OR event.definition_id <> NEW.definition_id THEN
    RAISE EXCEPTION 'A stage moves only together with its event.' USING ERRCODE = '23514';
  END IF;
  SELECT * INTO target FROM process_processstage s WHERE s.definition_id = NEW.definition_id AND s.key = NEW.stage;
  NEW.stage_kind := target.kind;
  NEW.probability := target.probability;
  IF (NEW.recurring, NEW.one_time, NEW.term_months, NEW.currency, NEW.amount, NEW.owner_id)
    IS DISTINCT FROM (OLD.recurring, OLD.one_time, OLD.term_months, OLD.currency, OLD.amount, OLD.owner_id) THEN
    RAISE EXCEPTION 'Terms and owner do not change in the moment of a move.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE ON opportunities_opportunity
  FOR EACH ROW EXECUTE FUNCTION opportunity_guard();

-- Neither an event without its move nor a record without its first event survives a commit.
CREATE FUNCTION stage_event_used() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM opportunities_opportunity o WHERE o.id = NEW.opportunity_id AND o.stage_seq >= NEW.seq) THEN
    RAISE EXCEPTION 'A stage event without its move.' USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER c_used AFTER INSERT ON opportunities_stageevent DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION stage_event_used();

CREATE FUNCTION opportunity_has_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM opportunities_stageevent e WHERE e.opportunity_id = NEW.id AND e.seq = 1) THEN
    RAISE EXCEPTION 'An opportunity is created together with its first event.' USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER c_has_event AFTER INSERT ON opportunities_opportunity DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION opportunity_has_event();

-- Testimony: only by somebody whose role allows it, only about a criterion of the record's own process.
CREATE FUNCTION holds_role(person bigint, roles jsonb, owner bigint) RETURNS boolean LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  SELECT (roles ? 'owner' AND person = owner) OR EXISTS (
    SELECT 1 FROM users_rolegrant g WHERE g.user_id = person AND roles ? g.role)
$$;

CREATE FUNCTION waiver_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.lifted_at IS NOT NULL OR NEW.lifted_at IS NULL OR (NEW.id, NEW.opportunity_id, NEW.criterion_id, NEW.reason,
        NEW.by_id, NEW.at) IS DISTINCT FROM (OLD.id, OLD.opportunity_id, OLD.criterion_id, OLD.reason, OLD.by_id, OLD.at) THEN
      RAISE EXCEPTION 'A waiver is only lifted, never changed.' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM opportunities_opportunity o
      JOIN process_processedge e ON e.definition_id = o.definition_id
      JOIN process_processcriterion c ON c.edge_id = e.id
      WHERE o.id = NEW.opportunity_id AND c.criterion_id = NEW.criterion_id AND c.is_waivable
        AND holds_role(NEW.by_id, c.waiver_roles, NULL)) THEN
    RAISE EXCEPTION 'This criterion cannot be waived by this person.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE ON opportunities_waiver
  FOR EACH ROW EXECUTE FUNCTION waiver_guard();

-- Commercial fields keep their history whatever path changed them (docs/domain.md §10.2).
CREATE FUNCTION opportunity_history() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  before jsonb := to_jsonb(OLD);
  after jsonb := to_jsonb(NEW);
BEGIN
  INSERT INTO opportunities_fieldchange (opportunity_id, field, old, new, at, actor_id)
  SELECT NEW.id, field, before->>field, after->>field, NEW.updated_at,
    nullif(current_setting('salesops.actor', true), '')::bigint
  FROM unnest(ARRAY['name', 'use_case', 'account_id', 'amount', 'recurring', 'one_time', 'term_months', 'currency', 'rate',
    'close_date', 'owner_id', 'forecast_category', 'region', 'subtype', 'next_step', 'next_step_date', 'problem']) AS field
  WHERE before->>field IS DISTINCT FROM after->>field;
  RETURN NULL;
END $$;

CREATE TRIGGER d_history AFTER UPDATE ON opportunities_opportunity
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION opportunity_history();

CREATE FUNCTION attestation_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM opportunities_opportunity o
      JOIN process_processedge e ON e.definition_id = o.definition_id
      JOIN process_processcriterion c ON c.edge_id = e.id
      WHERE o.id = NEW.opportunity_id AND c.criterion_id = NEW.criterion_id AND c.kind IN ('A', 'H')
        AND (NEW.is_withdrawal OR holds_role(NEW.by_id, c.attesters || '["regional_vp"]', o.owner_id))) THEN
    RAISE EXCEPTION 'This criterion cannot be attested by this person.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT ON opportunities_attestation
  FOR EACH ROW EXECUTE FUNCTION attestation_guard();
