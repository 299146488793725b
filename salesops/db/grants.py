"""What the runtime roles may do, table by table: the one readable list (reliability P3, §3.1).

A key is a table or a prefix ending in `*`; the most exact key counts. The value goes to PostgreSQL as it is, so
columns can be named: `SELECT, INSERT, UPDATE (name, amount)`. A table without a line gets nothing at all, and
tests/architecture fails for it. Nobody is ever granted TRUNCATE, REFERENCES or TRIGGER.
"""

from __future__ import annotations

from django.db import connection, transaction

from salesops.db.roles import PARTNER, RUNTIME

READ = "SELECT"
APPEND = "SELECT, INSERT"
KEEP = "SELECT, INSERT, UPDATE"
ALL = "SELECT, INSERT, UPDATE, DELETE"

GRANTS: dict[str, str] = {
    # Django and the libraries
    "django_migrations": READ,
    "django_content_type": READ,
    "auth_permission": READ,
    "auth_group": READ,
    "auth_group_permissions": READ,
    "auth_user*": ALL,
    "django_session": ALL,
    "db_cache": ALL,
    "django_admin_log": APPEND,
    "account_*": ALL,
    "mfa_*": ALL,
    "socialaccount_*": ALL,
    "usersessions_*": ALL,
    # Ground rooms
    "rest_framework_api_key_apikey": READ,
    "users_*": ALL,
    "users_user": KEEP,
    "users_team": KEEP,
    "users_workspacesetting": "SELECT, UPDATE",
    "users_apikey": "SELECT, INSERT, UPDATE (revoked, last_used_at)",
    "audit_auditentry": APPEND,
    "audit_audithead": READ,
    "outbox_event": APPEND,
    "outbox_delivery": KEEP,
    "outbox_heartbeat": ALL,
    "notifications_notification": "SELECT, INSERT, UPDATE (read_at)",
    "notifications_message": KEEP,
    "notifications_preference": KEEP,
    "notifications_hook": "SELECT, INSERT, UPDATE (ended_at)",
    "notifications_feedaddress": "SELECT, INSERT, UPDATE (ended_at)",
    "outbox_steprun": KEEP,
    "accounts_*": KEEP,
    "accounts_mergedrow": APPEND,
    "accounts_mergerecord": "SELECT, INSERT, UPDATE (undone_at, undone_by_id, before)",
    # What a draft says changes and goes; what is published stays (accounts/migrations/0004_profiles.sql).
    "accounts_profileversion": "SELECT, INSERT, UPDATE (rules, reason, published_at, published_by_id), DELETE",
    # Who works where: what was assigned is only ever ended, what a plan says only changes while it is a draft.
    "territories_geonode": READ,
    "territories_*": APPEND,
    "territories_territory": KEEP,
    "territories_accountholding": KEEP,
    "territories_mapfollow": KEEP,
    "territories_territorygap": "SELECT, INSERT, UPDATE (covered_at)",
    "territories_territorydispute": "SELECT, INSERT, UPDATE (account_id, settled_for_id, settled_at, version)",
    "territories_territoryplan": KEEP,
    "territories_territoryrule": ALL,
    "territories_plannedassignment": ALL,
    "territories_territoryassignment": "SELECT, INSERT, UPDATE (valid_to, ended_at)",
    "territories_namedaccount": "SELECT, INSERT, UPDATE (valid_to, ended_at)",
    "reminders_*": KEEP,
    "reminders_reminderentry": APPEND,
    # Layer 1. Sources, statuses and histories are guarded by triggers besides (intake/migrations/0002_lead_guards.sql).
    "intake_lead": KEEP,
    "intake_leadsignal": APPEND,
    "intake_leadtouch": APPEND,
    "intake_leadmove": APPEND,
    "intake_marketingasset": KEEP,
    "intake_introduction": ALL,
    "intake_introductionquestion": "SELECT, INSERT, UPDATE (answer, answered_at)",
    "intake_meetinginvitation": "SELECT, INSERT, UPDATE (withdrawn_at)",
    "intake_protection": (
        "SELECT, INSERT, UPDATE (ends_at, extended_at, evidence, extended_by_id, is_held, ended_at, end_reason, "
        "end_words)"
    ),
    "intake_protectiondispute": "SELECT, INSERT, UPDATE (outcome, ruling, settled_by_id, settled_at)",
    "intake_portalsession": "SELECT, INSERT, UPDATE (ended_at)",
    "intake_referrerlink": "SELECT, INSERT, UPDATE (revoked_at)",
    # Process definitions are published by the owner role as a step of a release; nobody edits them at run time.
    "process_*": READ,
    # Layer 2. Stages, events and testimony are guarded by triggers besides (opportunities/migrations/0002_guards.sql).
    "opportunities_*": KEEP,
    "opportunities_opportunity": KEEP,
    "opportunities_stageevent": APPEND,
    "opportunities_fieldchange": READ,
    "opportunities_attestation": APPEND,
    "opportunities_waiver": "SELECT, INSERT, UPDATE (lifted_at, lifted_by_id, lifted_reason)",
    "opportunities_milestone": "SELECT, INSERT, UPDATE (revoked_at, revoked_reason)",
    "opportunities_document": "SELECT, INSERT, UPDATE (state, signed_by, signed_title, signed_company, signed_on)",
    "opportunities_exchangerate": APPEND,
    "opportunities_pricebook": APPEND,
    "opportunities_pricebookentry": APPEND,
    "opportunities_offeroption": ALL,
    "opportunities_offerline": ALL,
    "opportunities_offeredit": READ,
    "opportunities_quote": "SELECT, INSERT, UPDATE (voided_at, voided_by_id, voided_reason)",
    "opportunities_customeroverride": APPEND,
    "opportunities_term": APPEND,
    "opportunities_marketplaceoffer": (
        "SELECT, INSERT, UPDATE (acceptance_id, accepted_at, withdrawn_at, withdrawn_reason)"
    ),
    "opportunities_legalitem": "SELECT, INSERT, UPDATE (settled, settled_by_id, settled_at)",
    "opportunities_collaborationrequest": (
        "SELECT, INSERT, UPDATE (responsible_id, state, due_at, accepted_at, closed_at, result, reason)"
    ),
    "opportunities_holdover": "SELECT, INSERT, UPDATE (outcome, ended_at, ended_by_id, reason)",
    "opportunities_stakeholder": ALL,
    "opportunities_activity_contacts": ALL,
    "opportunities_activity_people": ALL,
    "opportunities_planaction": ALL,
    "opportunities_savedview": ALL,
    # Layer 3
    "qualification_*": APPEND,
    "qualification_componentdetail": ALL,
    "qualification_securitystep": ALL,
    "qualification_extension": (
        "SELECT, INSERT, UPDATE (validator_id, validated_at, regional_vp_id, approved_at, "
        "refused_by_id, refused_at, refused_reason)"
    ),
    "qualification_question": "SELECT, INSERT, UPDATE (answer, answered_by_id, answered_at)",
    "qualification_poc": KEEP,
    "qualification_pocsession": KEEP,
    "qualification_signlink": "SELECT, INSERT, UPDATE (used_at, revoked_at)",
    "qualification_health": "SELECT, INSERT, UPDATE",
    "qualification_stagebenchmark": ALL,
    "qualification_proposalversion": "SELECT, INSERT, UPDATE (finalised_at, finalised_by_id)",
    "qualification_review": KEEP,
    "qualification_redflag": "SELECT, INSERT, UPDATE (owner_id, due_on, closed_at, closed_by_id, how_closed)",
    "qualification_confidencecall": "SELECT, INSERT, UPDATE (planned_for, activity_id, outcome)",
    "qualification_confirmation": "SELECT, INSERT, UPDATE (withdrawn_at, withdrawn_by_id, withdrawn_reason)",
    # Layer 4
    "approvals_*": APPEND,
    "approvals_approvalrequest": KEEP,
    "approvals_approvalstep": (
        "SELECT, INSERT, UPDATE (approver_id, in_place_of_id, opened_at, remind_at, due_at, escalates_at)"
    ),
    "approvals_delegation": "SELECT, INSERT, UPDATE (ended_by_id, ended_at)",
    "approvals_escalation": KEEP,
    "approvals_guardrailset": "SELECT, INSERT, UPDATE (state, rules, reason, published_by_id, published_at)",
    "approvals_backtest": "SELECT, INSERT, UPDATE (state, total, done, beat_at, finished_at, report, failure)",
    # Layer 5
    "handoff_*": APPEND,
    "handoff_agreement": "SELECT, INSERT, UPDATE (voided_at, voided_reason)",
    "web_idempotentanswer": ALL,
    "web_attemptcounter": ALL,
}

# What the partner portal reads (ADR 0601): these columns and views, each table under row-level security for the
# partner that the session names. Nothing commercial, nothing internal, nothing of others is among them.
PARTNER_GRANTS: dict[str, str] = {
    "accounts_partner": "SELECT (id, name, nda_from, nda_to)",
    "intake_introduction": (
        "SELECT (id, receipt, partner_id, state, progress, draft, saved_at, company, domain, country, city, "
        "buyer_name, buyer_title, buyer_email, agreed_on, timeline, wanted_by, problem, has_promised, promised, "
        "buyer_phone, buyer_role, known_how, current_setup, other_vendors, asset_id, preferred_step, confidential, "
        "submitted_at, verdict, reviewer_id, answer_due, decided_at, decline_reason, basis, host_id, "
        "introduce_by, introduced_at, shared_step, fee_state, fee_paid_on, ended_at)"
    ),
    "intake_introductionquestion": (
        "SELECT (id, introduction_id, partner_id, text, asked_at, due_at, answer, answered_at)"
    ),
    "intake_meetinginvitation": "SELECT (id, introduction_id, partner_id, title, starts_at, place, withdrawn_at)",
    "intake_protection": (
        "SELECT (id, introduction_id, partner_id, accepted_at, ends_at, extended_at, is_held, ended_at, end_reason)"
    ),
    "intake_protectiondispute": (
        "SELECT (id, introduction_id, partner_id, words, raised_at, outcome, ruling, settled_at)"
    ),
    "intake_portalperson": "SELECT",
    "intake_portalkit": "SELECT",
}
# A function that runs as the owner of the tables is called by triggers and by the processes, never by the portal.
CLOSE_FUNCTIONS = f"""
    DO $$
    DECLARE each record;
    BEGIN
        FOR each IN
            SELECT p.oid::regprocedure AS name, p.prorettype = 'trigger'::regtype AS is_trigger
            FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
        LOOP
            EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', each.name);
            IF NOT each.is_trigger THEN
                EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO {", ".join(RUNTIME)}', each.name);
            END IF;
        END LOOP;
    END $$
"""


class UndeclaredGrant(LookupError):
    """A table has no line in GRANTS."""


def grant_for(table: str) -> str:
    """This function will return what the runtime roles may do with a table.

    Raises: UndeclaredGrant where no line names it.
    """
    if table in GRANTS:
        return GRANTS[table]
    prefixes = [key for key in GRANTS if key.endswith("*") and table.startswith(key[:-1])]
    if not prefixes:
        raise UndeclaredGrant(table)
    return GRANTS[max(prefixes, key=len)]


def declared_and_not(tables: list[str]) -> tuple[dict[str, str], list[str]]:
    """This function will split tables into those with their grant and those without a line."""
    granted, undeclared = {}, []
    for table in tables:
        try:
            granted[table] = grant_for(table)
        except UndeclaredGrant:
            undeclared.append(table)
    return granted, undeclared


def apply_grants() -> list[str]:
    """This function will set the grants of every table and function, in one transaction, as the owner role.

    It returns the tables without a line, which stay closed to the runtime roles.
    """
    roles, everybody = ", ".join(RUNTIME), ", ".join((*RUNTIME, PARTNER))
    granted, undeclared = declared_and_not(connection.introspection.table_names())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {everybody}")
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {everybody}, PUBLIC")
        cursor.execute(f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {everybody}, PUBLIC")
        for table, rights in granted.items():
            cursor.execute(f"GRANT {rights} ON {connection.ops.quote_name(table)} TO {roles}")
        for table, rights in PARTNER_GRANTS.items():
            cursor.execute(f"GRANT {rights} ON {connection.ops.quote_name(table)} TO {PARTNER}")
        cursor.execute(CLOSE_FUNCTIONS)
    return undeclared
