-- Who signs what of layer 4, and when it was (docs/domain.md §1.4, §6; reliability P5).
CREATE TRIGGER a_signed BEFORE INSERT ON approvals_decision FOR EACH ROW EXECUTE FUNCTION signs_as_oneself('by_id');
CREATE TRIGGER a_signed BEFORE INSERT OR UPDATE ON approvals_approvalrequest
  FOR EACH ROW EXECUTE FUNCTION signs_as_oneself('requester_id', 'ended_by_id');
CREATE TRIGGER a_signed BEFORE INSERT OR UPDATE ON approvals_delegation
  FOR EACH ROW EXECUTE FUNCTION signs_as_oneself('set_by_id', 'ended_by_id');
CREATE TRIGGER a_signed BEFORE INSERT OR UPDATE ON approvals_escalation
  FOR EACH ROW EXECUTE FUNCTION signs_as_oneself('raised_by_id', 'decided_by_id', 'closed_by_id');
CREATE TRIGGER a_signed BEFORE INSERT OR UPDATE ON approvals_guardrailset
  FOR EACH ROW EXECUTE FUNCTION signs_as_oneself('author_id', 'published_by_id');
CREATE TRIGGER a_signed BEFORE INSERT ON approvals_backtest FOR EACH ROW EXECUTE FUNCTION signs_as_oneself('by_id');

-- Only its author writes a draft of the guardrails, so that who publishes it read another's words.
CREATE FUNCTION guardrails_author_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.author_id IS DISTINCT FROM acting_person() THEN
    RAISE EXCEPTION 'A draft of the guardrails is written by its author.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER a_author BEFORE UPDATE ON approvals_guardrailset FOR EACH ROW
  WHEN ((OLD.rules, OLD.reason) IS DISTINCT FROM (NEW.rules, NEW.reason) OR OLD.state <> NEW.state AND NEW.state = 'discarded')
  EXECUTE FUNCTION guardrails_author_guard();

-- A back-test begins with nothing found.
CREATE FUNCTION backtest_begins() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.state <> 'waiting' OR NEW.done <> 0 OR NEW.finished_at IS NOT NULL OR NEW.report <> '[]' THEN
    RAISE EXCEPTION 'A back-test begins with nothing found.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_begins BEFORE INSERT ON approvals_backtest FOR EACH ROW EXECUTE FUNCTION backtest_begins();

-- Runs after b_guard, which reads the terms. Who wrote terms since they were last decided is kept from deciding them, so
-- no decision is dated ahead; and unchanged terms are judged by the rules, and in the round, they were judged in before.
CREATE FUNCTION request_dates_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.decided_at IS DISTINCT FROM OLD.decided_at AND NEW.state NOT IN ('approved', 'rejected', 'returned') THEN
    RAISE EXCEPTION 'When a request was decided does not change.' USING ERRCODE = '23514';
  END IF;
  NEW.decided_at := least(NEW.decided_at, clock_timestamp());
  IF NEW.state = 'submitted' AND NEW.subject_fingerprint = OLD.subject_fingerprint
      AND (NEW.guardrails_id, NEW.round) IS DISTINCT FROM (OLD.guardrails_id, OLD.round) THEN
    RAISE EXCEPTION 'Unchanged terms are judged as they were before.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER c_dates BEFORE UPDATE ON approvals_approvalrequest FOR EACH ROW
  WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION request_dates_guard();

-- A step is laid closed, and its clock starts when it is put to somebody: no leader decides early by an old clock. Business
-- hours are never shorter than hours. The import places requests of earlier days.
CREATE FUNCTION step_clock_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.opened_at IS NOT NULL OR NEW.hours < 4
      OR NEW.escalates_at < NEW.opened_at + make_interval(hours => 2 * NEW.hours)
      OR TG_OP = 'UPDATE' AND OLD.opened_at IS NULL AND NEW.opened_at < clock_timestamp() - interval '5 minutes'
        AND session_user <> 'salesops_import' THEN
    RAISE EXCEPTION 'The clock of a step starts when it is put to somebody.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER c_clock BEFORE INSERT OR UPDATE ON approvals_approvalstep
  FOR EACH ROW EXECUTE FUNCTION step_clock_guard();

-- Who ends that somebody stands in for another: either of them, the approver's manager or a leader.
CREATE FUNCTION delegation_end_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.ended_by_id NOT IN (NEW.approver_id, NEW.deputy_id) AND NOT holds_step_role(NEW.ended_by_id, 'leader', '')
      AND NOT EXISTS (SELECT 1 FROM users_membership m JOIN users_team t ON t.id = m.team_id
        WHERE m.user_id = NEW.approver_id AND t.manager_id = NEW.ended_by_id) THEN
    RAISE EXCEPTION 'The approver ends it, the deputy, their manager or a leader.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER c_ended BEFORE UPDATE ON approvals_delegation FOR EACH ROW EXECUTE FUNCTION delegation_end_guard();
