"""A request moves who is responsible, never who is accountable: service and raw SQL (domain §1.7)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import psycopg2
import pytest
from django.db import connection

from opportunities import events
from opportunities.domain.closing import Loss
from opportunities.domain.collaboration import KINDS
from opportunities.models import CollaborationRequest
from opportunities.queries.collaboration import queue, request_of
from opportunities.services.answer_request import accept_request, decline_request
from opportunities.services.ask_for_help import NewRequest, ask_for_help
from opportunities.services.assign_layer import assign_layer
from opportunities.services.end_request import finish_request, withdraw_request
from opportunities.services.lose import lose
from salesops.audit.models import AuditEntry
from salesops.core.errors import Conflict, Invalid, NotVisible, Refused, StaleVersion
from salesops.outbox.models import Event
from salesops.users.services.set_absence import set_absence
from tests.cast import Cast
from tests.story import NOTE, Deal

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ASKED = "Show their analysts the nightly jobs on masked data."


@pytest.fixture
def deal(cast: Cast) -> Deal:
    """A deal of Elena's, on a Monday morning."""
    return Deal(cast, now=MONDAY)


def ask(deal: Deal, kind: str = "demo", who: str = "", **more: object) -> CollaborationRequest:
    """Ask as the owner, or as somebody else."""
    actor = deal.cast.actor(who) if who else deal.actor
    return ask_for_help(**deal.known(actor), new=NewRequest(kind, ASKED, **more))  # type: ignore[arg-type]


def known(deal: Deal, who: str, request: CollaborationRequest) -> dict[str, object]:
    """Return what every step is called with."""
    return {"actor": deal.cast.actor(who), "now": deal.now, "request_id": request.pk}


class TestAsking:
    def test_is_for_the_owner_and_those_who_lead(self, deal: Deal) -> None:
        for who in ("", "tomas", "ingrid"):
            assert ask(deal, who=who).state == "requested"
        for who, code in (("arjun", "R14"), ("ana", "refused"), ("rachel", "refused"), ("vera", "refused")):
            with pytest.raises(Refused) as refused:
                ask(deal, who=who)
            assert refused.value.code == code

    @pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
    def test_is_due_in_its_business_days(self, deal: Deal, kind: object) -> None:
        request = ask(deal, kind.key)  # type: ignore[attr-defined]
        # A full business day ends at 17:00 of the last day, and 2026-03-07 and 08 are a weekend.
        ends = MONDAY + timedelta(days=kind.business_days - 1, hours=8)  # type: ignore[attr-defined]
        assert request.due_at == ends

    def test_names_everything_that_is_missing(self, deal: Deal) -> None:
        with pytest.raises(Invalid) as refused:
            ask_for_help(**deal.known(), new=NewRequest("coffee", "now", wished_on=date(2026, 3, 1)))
        assert set(refused.value.fields) == {"kind", "asked", "wished_on"}

    def test_tells_who_is_responsible_and_who_is_accountable(self, deal: Deal, cast: Cast) -> None:
        ana = cast.user("ana")
        request = ask(deal, responsible_id=ana.pk)
        told = Event.objects.get(type=events.HELP_ASKED).data
        assert (told["responsible_id"], told["accountable_id"]) == (ana.pk, cast.elena.user_id)
        assert told["request_id"] == request.pk
        assert AuditEntry.objects.filter(action=events.HELP_ASKED, subject_id=deal.id).count() == 1

    def test_is_refused_on_a_closed_deal(self, deal: Deal) -> None:
        lose(**deal.known(), loss=Loss("lost", "price_budget", NOTE, is_reengage_never=True))
        with pytest.raises(Conflict) as refused:
            ask(deal)
        assert refused.value.code == "R28"


class TestWhoIsResponsible:
    def test_is_nobody_while_several_could_be(self, deal: Deal, cast: Cast) -> None:
        cast.user("ana"), cast.user("sam")
        assert ask(deal).responsible is None

    def test_is_the_only_person_of_the_function(self, deal: Deal, cast: Cast) -> None:
        assert ask(deal, "co_sell").responsible is None
        theo = cast.user("theo")
        assert ask(deal, "co_sell").responsible == theo

    def test_is_who_acts_for_the_deal_already(self, deal: Deal, cast: Cast) -> None:
        cast.user("sam")
        assign_layer(**deal.known(), layer=3, person_id=cast.user("ana").pk)
        assert ask(deal).responsible == cast.user("ana")

    def test_is_the_deputy_while_that_person_is_away(self, deal: Deal, cast: Cast) -> None:
        ana, sam = cast.user("ana"), cast.user("sam")
        assign_layer(**deal.known(), layer=3, person_id=ana.pk)
        away = {"user_id": ana.pk, "starts_on": MONDAY.date(), "ends_on": MONDAY.date()}
        set_absence(actor=cast.ana, now=MONDAY, deputy_id=sam.pk, **away)
        assert ask(deal).responsible == sam

    def test_is_nobody_where_the_deputy_is_of_another_function(self, deal: Deal, cast: Cast) -> None:
        theo = cast.user("theo")
        away = {"user_id": theo.pk, "starts_on": MONDAY.date(), "ends_on": MONDAY.date()}
        set_absence(actor=cast.theo, now=MONDAY, deputy_id=cast.user("ana").pk, **away)
        assert ask(deal, "co_sell").responsible is None

    def test_is_never_somebody_of_another_function(self, deal: Deal, cast: Cast) -> None:
        with pytest.raises(Invalid) as refused:
            ask(deal, responsible_id=cast.user("rachel").pk)
        assert "Solution Engineering" in refused.value.fields["responsible"][0]

    def test_is_never_the_owner(self, cast: Cast) -> None:
        deal = Deal(cast, owner="beatriz", now=MONDAY)
        assert ask(deal, "adoption_risk").responsible is None
        with pytest.raises(Invalid):
            ask(deal, "adoption_risk", responsible_id=cast.user("beatriz").pk)
        with pytest.raises(Refused) as refused:
            accept_request(**known(deal, "beatriz", ask(deal, "adoption_risk")))
        assert refused.value.code == "R15"


class TestAccepting:
    def test_moves_who_is_responsible_and_leaves_the_owner(self, deal: Deal, cast: Cast) -> None:
        request = accept_request(**known(deal, "ana", ask(deal)))
        assert (request.state, request.responsible) == ("accepted", cast.user("ana"))
        assert deal.row.owner_id == cast.elena.user_id
        assert request_of(cast.elena, request.pk).accountable == cast.user("elena")

    def test_counts_in_the_zone_of_who_took_it_from_the_asking_on(self, deal: Deal, cast: Cast) -> None:
        mei = cast.user("mei")
        mei.time_zone = "Asia/Tokyo"
        mei.save(update_fields=["time_zone"])
        request = accept_request(**known(deal, "mei", ask(deal)) | {"now": MONDAY + timedelta(days=1)})
        # Asked on Monday at 18:00 of Tokyo: Tuesday, Wednesday, Thursday until 17:00 there.
        assert request.due_at == datetime(2026, 3, 5, 8, 0, tzinfo=UTC)

    @pytest.mark.parametrize("who", ["theo", "beatriz", "arjun", "tomas", "kim"])
    def test_is_for_the_asked_function_only(self, deal: Deal, who: str) -> None:
        with pytest.raises(Refused):
            accept_request(**known(deal, who, ask(deal)))

    def test_happens_once(self, deal: Deal) -> None:
        request = accept_request(**known(deal, "ana", ask(deal)))
        with pytest.raises(Conflict) as refused:
            accept_request(**known(deal, "sam", request))
        assert refused.value.code == "request_state"

    def test_wants_the_version_that_was_read(self, deal: Deal) -> None:
        with pytest.raises(StaleVersion):
            accept_request(**known(deal, "ana", ask(deal)), expected_version=7)

    def test_of_an_unknown_request_is_not_found(self, deal: Deal, cast: Cast) -> None:
        with pytest.raises(NotVisible):
            accept_request(actor=cast.ana, now=MONDAY, request_id=999_999)


class TestEnding:
    def test_keeps_the_result(self, deal: Deal) -> None:
        request = accept_request(**known(deal, "ana", ask(deal)))
        done = finish_request(**known(deal, "ana", request), result=NOTE)
        assert (done.state, done.result, done.closed_at) == ("done", NOTE, MONDAY)

    def test_is_for_who_accepted_it(self, deal: Deal) -> None:
        request = accept_request(**known(deal, "ana", ask(deal)))
        for end in (
            lambda: finish_request(**known(deal, "sam", request), result=NOTE),
            lambda: decline_request(**known(deal, "sam", request), reason=NOTE),
        ):
            with pytest.raises(Conflict) as refused:
                end()
            assert refused.value.code == "not_responsible"

    def test_wants_words(self, deal: Deal) -> None:
        request = ask(deal)
        with pytest.raises(Invalid):
            decline_request(**known(deal, "ana", request), reason="No time.")
        accept_request(**known(deal, "ana", request))
        with pytest.raises(Invalid):
            finish_request(**known(deal, "ana", request), result="Done.")

    def test_is_declined_for_a_reason(self, deal: Deal) -> None:
        declined = decline_request(**known(deal, "ana", ask(deal)), reason=NOTE)
        assert (declined.state, declined.reason) == ("declined", NOTE)

    def test_is_withdrawn_by_who_may_ask(self, deal: Deal) -> None:
        with pytest.raises(Refused):
            withdraw_request(**known(deal, "ana", ask(deal)))
        assert withdraw_request(**known(deal, "elena", ask(deal))).state == "withdrawn"

    @pytest.mark.parametrize("step", ["accept", "decline", "finish", "withdraw"])
    def test_is_final(self, deal: Deal, step: str) -> None:
        request = withdraw_request(**known(deal, "elena", ask(deal)))
        steps = {
            "accept": lambda: accept_request(**known(deal, "ana", request)),
            "decline": lambda: decline_request(**known(deal, "ana", request), reason=NOTE),
            "finish": lambda: finish_request(**known(deal, "ana", request), result=NOTE),
            "withdraw": lambda: withdraw_request(**known(deal, "elena", request)),
        }
        with pytest.raises(Conflict):
            steps[step]()


class TestTheQueue:
    def test_puts_each_request_in_one_place_the_longest_waiting_first(self, deal: Deal, cast: Cast) -> None:
        cast.user("ana"), cast.user("sam")
        first, second = ask(deal), ask(deal, "technical_discovery")
        taken = accept_request(**known(deal, "ana", ask(deal, "poc_delivery")))
        ask(deal, "scoping")
        page = queue(cast.ana, now=MONDAY)
        assert [row.request for row in page.mine] == [taken]
        assert [row.request for row in page.functions] == [first, second]
        assert [row.request.kind for row in page.elsewhere] == ["scoping"]

    def test_shows_delivery_only_what_it_is_asked_for(self, deal: Deal, cast: Cast) -> None:
        cast.user("rachel"), cast.user("noor")
        ask(deal)
        scoping = ask(deal, "scoping")
        page = queue(cast.rachel, now=MONDAY)
        rows = page.mine + page.functions + page.deals + page.elsewhere
        assert [row.request for row in rows] == [scoping]
        assert (rows[0].may_accept, rows[0].may_open_deal) == (True, False)
        with pytest.raises(NotVisible):
            request_of(cast.rachel, ask(deal).pk)

    def test_shows_nothing_to_who_may_see_nothing(self, deal: Deal, cast: Cast) -> None:
        ask(deal)
        assert queue(cast.victor, now=MONDAY).groups == []
        assert queue(cast.vera, now=MONDAY).groups == []

    def test_leaves_out_closed_deals(self, deal: Deal, cast: Cast) -> None:
        request = ask(deal)
        lose(**deal.known(), loss=Loss("lost", "price_budget", NOTE, is_reengage_never=True))
        assert queue(cast.ana, now=MONDAY).groups == []
        with pytest.raises(Conflict) as refused:
            accept_request(**known(deal, "ana", request))
        assert refused.value.code == "R28"


def execute(sql: str, *values: object) -> None:
    """Run one statement as the runtime role."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


class TestRawSql:
    @pytest.mark.parametrize(
        "change",
        [
            "state = 'done', result = 'x', closed_at = now()",
            "state = 'accepted', accepted_at = now()",
            "state = 'accepted', accepted_at = now(), responsible_id = {rachel}",
            "responsible_id = {ana}",
            "due_at = now()",
            "state = 'declined', closed_at = now()",
            "state = 'withdrawn'",
        ],
    )
    def test_gets_round_no_step(self, deal: Deal, cast: Cast, change: str) -> None:
        request = ask(deal)
        ids = {name: cast.user(name).pk for name in ("ana", "rachel")}
        with pytest.raises(Exception, match=r"violates|does not|Only|only"):
            execute(
                f"UPDATE opportunities_collaborationrequest SET {change.format(**ids)} WHERE id = %s",
                request.pk,
            )

    @pytest.mark.parametrize(
        "column", ["asked", "kind", "opportunity_id", "asked_by_id", "asked_at", "wished_on", "xid"]
    )
    def test_changes_nothing_that_was_asked(self, deal: Deal, column: str) -> None:
        request = ask(deal)
        with pytest.raises(Exception, match="permission denied"):
            execute(
                f"UPDATE opportunities_collaborationrequest SET {column} = {column} WHERE id = %s",
                request.pk,
            )

    def test_takes_nothing_away(self, deal: Deal) -> None:
        request = ask(deal)
        with pytest.raises(Exception, match="permission denied"):
            execute("DELETE FROM opportunities_collaborationrequest WHERE id = %s", request.pk)

    def test_knows_the_roles_the_charter_knows(self) -> None:
        with connection.cursor() as cursor:
            for kind in KINDS.values():
                cursor.execute("SELECT ARRAY(SELECT jsonb_array_elements_text(collaboration_roles(%s)))", [kind.key])
                assert set(cursor.fetchone()[0]) == kind.roles


@pytest.mark.django_db(transaction=True)
class TestTheOwner:
    """Accepting and changing the owner never share a transaction, in either order."""

    ACCEPT = (
        "UPDATE opportunities_collaborationrequest SET state = 'accepted', accepted_at = now(), responsible_id = %(ana)s"
        " WHERE id = %(request)s"
    )
    GIVE = "UPDATE opportunities_opportunity SET owner_id = %(ana)s WHERE id = %(deal)s"

    @pytest.mark.parametrize("order", [(ACCEPT, GIVE), (GIVE, ACCEPT)], ids=["accept first", "owner first"])
    def test_stays_who_it_was(self, cast: Cast, app_connection, order: tuple[str, str]) -> None:
        deal = Deal(cast)
        values = {"ana": cast.user("ana").pk, "request": ask(deal).pk, "deal": deal.id}
        with app_connection.cursor() as cursor:
            for statement in order:
                cursor.execute(statement, values)
        with pytest.raises(psycopg2.errors.CheckViolation, match="never who is accountable"):
            app_connection.commit()
        app_connection.rollback()
        assert deal.row.owner_id == cast.elena.user_id

    def test_changes_by_itself(self, cast: Cast, app_connection) -> None:
        deal = Deal(cast)
        values = {"ana": cast.user("walt").pk, "deal": deal.id}
        ask(deal)
        with app_connection.cursor() as cursor:
            cursor.execute(self.GIVE, values)
        app_connection.commit()
        assert deal.row.owner_id == values["ana"]
