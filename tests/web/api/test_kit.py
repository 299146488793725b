"""The REST kit: problems, versions, retries, pages; the same for every room (interface §3)."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, OperationalError
from django.test import Client
from django.utils import timezone

from salesops.accounts.models import Account
from salesops.accounts.services.create_account import create_account
from salesops.outbox.models import Event
from salesops.web.api.problems import answer_exception
from salesops.web.models import IdempotentAnswer
from salesops.web.services.answer_once import KEPT_FOR
from tests.cast import NOW, act_as, hire, key_for

pytestmark = pytest.mark.django_db
ACCOUNTS = "/api/v1/accounts/"


def post(client: Client, url: str, body: object, **headers: str):
    """POST JSON."""
    return client.post(url, json.dumps(body), content_type="application/json", headers=headers)


def patch(client: Client, url: str, body: object, **headers: str):
    """PATCH JSON."""
    return client.patch(url, json.dumps(body), content_type="application/json", headers=headers)


@pytest.fixture
def seller(program) -> Client:
    """A program of an account executive, with every scope."""
    return program("elena")


@pytest.fixture
def account() -> Account:
    """One account."""
    return create_account(actor=act_as("elena"), now=NOW, name="Acme", country="US")


class TestProblems:
    @pytest.mark.parametrize(
        ("method", "url", "status", "code"),
        [
            ("get", "/api/v1/accounts/999999/", 404, "account_not_found"),
            ("get", "/api/v1/nothing/here/", 404, "not_found"),
            ("delete", "/api/v1/accounts/", 405, "method_not_allowed"),
            ("get", "/api/v1/accounts/?colour=red", 400, "unknown_parameter"),
            ("get", "/api/v1/accounts/?name__startswith=A", 400, "unknown_parameter"),
            ("get", "/api/v1/accounts/?_connector=OR", 400, "unknown_parameter"),
            ("get", "/api/v1/accounts/?owner=abc", 400, "bad_parameter"),
            ("get", "/api/v1/accounts/?updated_since=2026-01-01T00:00:00%2B99:99", 400, "bad_parameter"),
            ("get", "/api/v1/accounts/?q=%00", 400, "bad_parameter"),
            ("get", "/api/v1/contacts/?persona=everybody", 400, "bad_parameter"),
            ("get", "/api/v1/accounts/?page_size=201", 400, "bad_page_size"),
            ("get", "/api/v1/accounts/?page_size=-1", 400, "bad_page_size"),
            ("get", "/api/v1/accounts/?page_size=%C2%B2", 400, "bad_page_size"),
            ("get", "/api/v1/accounts/?order=password", 400, "unknown_order"),
            ("get", "/api/v1/accounts/?fields=id,secret", 400, "unknown_field"),
            ("get", "/api/v1/accounts/?expand=contacts", 400, "unknown_expansion"),
            ("get", "/api/v1/accounts/?cursor=forged", 400, "bad_cursor"),
            ("get", "/api/v1/accounts/99999999999999999999999999/", 404, "account_not_found"),
        ],
    )
    def test_have_one_shape(self, seller, method, url, status, code) -> None:
        response = getattr(seller, method)(url)
        body = response.json()
        assert (response.status_code, body["code"], body["status"]) == (status, code, status)
        assert response["Content-Type"] == "application/problem+json"
        assert {"type", "title", "detail", "next_action"} <= body.keys()

    def test_of_a_value_outside_a_few_names_the_few(self, seller) -> None:
        asked = seller.get("/api/v1/leads/?segment=A,E").json()
        assert asked["detail"] == 'segment=A,E: "E" is none of these: A, B, C, D.'
        assert asked["next_action"].startswith("Correct the parameter")
        told = post(seller, "/api/v1/assets/", {"title": "A kit", "kind": "song"}).json()["errors"]
        assert told[0]["field"] == "kind"
        assert told[0]["messages"][0].startswith('"song" is none of these: ')

    def test_without_a_key_is_401_with_a_challenge(self, client) -> None:
        response = client.get(ACCOUNTS)
        assert (response.status_code, response["WWW-Authenticate"]) == (401, 'Bearer realm="salesops"')
        assert response.json()["code"] == "unauthenticated"

    @pytest.mark.parametrize("text", ["", "x", "a.b", "ä.ö", "a" * 5000, "aaaaaaaa." + "b" * 32])
    def test_of_a_key_that_opens_nothing_is_401(self, text, db) -> None:
        response = Client(headers={"Authorization": f"Bearer {text}"}).get(ACCOUNTS)
        assert response.status_code == 401

    def test_of_a_missing_scope_is_403_and_named(self, program) -> None:
        response = post(program("elena", "account:read"), ACCOUNTS, {"name": "Acme"})
        assert (response.status_code, response.json()["code"]) == (403, "scope")
        assert "account:write" in response.json()["detail"]

    def test_of_a_session_without_the_csrf_token_is_403(self) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(hire("elena"), backend="salesops.users.services.sign_in.ThrottledBackend")
        assert client.get(ACCOUNTS).status_code == 200
        assert post(client, ACCOUNTS, {"name": "Acme"}).status_code == 403
        assert not Account.objects.exists()

    @pytest.mark.parametrize(
        "body",
        [
            b"{", b"[", b"nul", b"\xff\xfe", b'{"name": NaN}', b'{"name": "a\\u0000b"}', b'{"name": "\\ud800"}',
            b"[" * 100_000, b'{"a":' * 30 + b"1" + b"}" * 30, b"1" * 5000, b'{"name": 1e999}',
        ],
    )  # fmt: skip
    def test_of_a_malformed_body_is_400(self, seller, body) -> None:
        response = seller.post(ACCOUNTS, body, content_type="application/json")
        assert response.status_code in (400, 422)
        assert response["Content-Type"] == "application/problem+json"
        assert not Account.objects.exists()

    @pytest.mark.parametrize("body", ["[]", '"text"', "1", "null", "true", "{}"])
    def test_of_a_body_of_the_wrong_type_is_422(self, seller, body) -> None:
        response = seller.post(ACCOUNTS, body, content_type="application/json")
        assert (response.status_code, response.json()["code"]) == (422, "invalid")

    def test_of_a_body_beyond_the_limit_is_413(self, seller) -> None:
        response = seller.post(ACCOUNTS, b'{"name": "' + b"a" * 3_000_000 + b'"}', content_type="application/json")
        assert (response.status_code, response.json()["code"]) == (413, "too_large")

    def test_of_another_media_type_is_415(self, seller) -> None:
        assert seller.post(ACCOUNTS, "name=Acme", content_type="application/x-www-form-urlencoded").status_code == 415

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"name": ""}, "name"),
            ({"name": 7 * "long " * 50}, "name"),
            ({"name": ["A"]}, "name"),
            ({"colour": "red"}, "colour"),
            ({"id": 7}, "id"),
            ({"version": 7}, "version"),
            ({"icp_fit": 100}, "icp_fit"),
            ({"country": "XX"}, "country"),
            ({"country": "US", "subdivision": "DE-BY"}, "subdivision"),
            ({"domain": "not a domain"}, "domain"),
            ({"employees": -1}, "employees"),
            ({"employees": "many"}, "employees"),
            ({"annual_revenue": "1e400"}, "annual_revenue"),
            ({"annual_revenue": -5}, "annual_revenue"),
            ({"year_established": 3000}, "year_established"),
            ({"industry": "witchcraft"}, "industry"),
            ({"parent_id": 123456}, "parent_id"),
            ({"owner_id": 123456}, "owner_id"),
            ({"owner_id": 10**30}, "owner_id"),
        ],
    )
    def test_name_the_wrong_field(self, seller, values, field) -> None:
        response = post(seller, ACCOUNTS, {"name": "Acme"} | values)
        assert response.status_code == 422
        assert field in {item["field"] for item in response.json()["errors"]}
        assert not Account.objects.exists()

    @pytest.mark.parametrize(
        ("error", "status"),
        [
            (ZeroDivisionError("a secret"), 500),
            (IntegrityError("a secret"), 500),
            (OperationalError("a secret"), 503),
            (DataError("a secret"), 422),
            (ValidationError("a secret"), 500),
        ],
    )
    def test_of_a_failure_of_ours_tell_nothing_about_it(self, error, status) -> None:
        response = answer_exception(error, {})
        assert response.status_code == status
        assert "secret" not in json.dumps(response.data)


class TestVersions:
    def test_a_change_without_if_match_is_428(self, seller, account) -> None:
        response = patch(seller, f"{ACCOUNTS}{account.pk}/", {"city": "Oslo"})
        assert (response.status_code, response.json()["code"]) == (428, "if_match_missing")

    @pytest.mark.parametrize("tag", ['"2"', 'W/"1"', "*", '"1", "2"', "1", '"x"', '"٣"', '"' + "9" * 40 + '"'])
    def test_a_change_of_another_version_is_412(self, seller, account, tag) -> None:
        response = patch(seller, f"{ACCOUNTS}{account.pk}/", {"city": "Oslo"}, **{"If-Match": tag})
        assert response.status_code == 412
        assert Account.objects.get().city == ""

    def test_a_change_of_the_newest_version_raises_it(self, seller, account) -> None:
        url = f"{ACCOUNTS}{account.pk}/"
        read = seller.get(url)
        response = patch(seller, url, {"city": "Oslo"}, **{"If-Match": read["ETag"]})
        assert (read["ETag"], response["ETag"], response.json()["version"]) == ('"1"', '"2"', 2)

    def test_a_reader_who_has_it_gets_304(self, seller, account) -> None:
        url = f"{ACCOUNTS}{account.pk}/"
        response = seller.get(url, headers={"If-None-Match": seller.get(url)["ETag"]})
        assert (response.status_code, response.content) == (304, b"")

    def test_an_empty_change_is_422(self, seller, account) -> None:
        response = patch(seller, f"{ACCOUNTS}{account.pk}/", {}, **{"If-Match": '"1"'})
        assert response.status_code == 422


class TestRetries:
    def test_the_same_key_gets_the_same_answer(self, seller) -> None:
        answers = [post(seller, ACCOUNTS, {"name": "Acme"}, **{"Idempotency-Key": "k1"}) for _ in range(3)]
        assert len({answer.content for answer in answers}) == 1
        assert len({(answer.status_code, answer["Location"], answer["ETag"]) for answer in answers}) == 1
        assert [answer.get("Idempotency-Replayed") for answer in answers] == [None, "true", "true"]
        assert {answer["Content-Type"] for answer in answers} == {"application/json"}
        assert (Account.objects.count(), Event.objects.filter(type="account.created.v1").count()) == (1, 1)

    def test_the_same_key_with_another_body_is_422(self, seller) -> None:
        post(seller, ACCOUNTS, {"name": "Acme"}, **{"Idempotency-Key": "k1"})
        response = post(seller, ACCOUNTS, {"name": "Other"}, **{"Idempotency-Key": "k1"})
        assert (response.status_code, response.json()["code"]) == (422, "key_reused")
        assert Account.objects.count() == 1

    def test_the_same_key_of_another_program_is_another_key(self, seller, program) -> None:
        for client in (seller, program("grace")):
            assert post(client, ACCOUNTS, {"name": "Acme"}, **{"Idempotency-Key": "k1"}).status_code == 201
        assert Account.objects.count() == 2

    def test_a_refused_request_keeps_nothing_and_may_be_tried_again(self, seller) -> None:
        assert post(seller, ACCOUNTS, {"name": ""}, **{"Idempotency-Key": "k1"}).status_code == 422
        assert not IdempotentAnswer.objects.exists()
        assert post(seller, ACCOUNTS, {"name": "Acme"}, **{"Idempotency-Key": "k1"}).status_code == 201

    def test_a_key_is_kept_for_seven_days(self, seller) -> None:
        post(seller, ACCOUNTS, {"name": "Acme"}, **{"Idempotency-Key": "k1"})
        IdempotentAnswer.objects.update(at=timezone.now() - KEPT_FOR + timedelta(hours=1))
        post(seller, ACCOUNTS, {"name": "Acme"}, **{"Idempotency-Key": "k1"})
        assert Account.objects.count() == 1
        IdempotentAnswer.objects.update(at=timezone.now() - KEPT_FOR - timedelta(hours=1))
        post(seller, ACCOUNTS, {"name": "Acme"}, **{"Idempotency-Key": "k1"})
        assert Account.objects.count() == 2

    @pytest.mark.parametrize("key", ["", "x" * 201, "tab\there"])
    def test_a_key_that_cannot_be_kept_is_422(self, seller, key) -> None:
        assert post(seller, ACCOUNTS, {"name": "Acme"}, **{"Idempotency-Key": key}).status_code == 422

    def test_a_patch_may_be_retried_too(self, seller, account) -> None:
        headers = {"Idempotency-Key": "p1", "If-Match": '"1"'}
        answers = [patch(seller, f"{ACCOUNTS}{account.pk}/", {"city": "Oslo"}, **headers) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [200, 200]
        assert Account.objects.get().version == 2


class TestPages:
    @pytest.fixture(autouse=True)
    def _accounts(self) -> None:
        actor = act_as("elena")
        for number in range(11):
            create_account(actor=actor, now=NOW, name=f"Name {number // 3}", country="US" if number % 2 else "NO")

    @pytest.mark.parametrize("order", ["id", "-id", "name", "-name", "updated_at", "-updated_at"])
    def test_walked_forth_and_back_show_every_row_once(self, seller, order) -> None:
        url, pages = f"{ACCOUNTS}?order={order}&page_size=4", []
        while url:
            pages.append(seller.get(url).json())
            url = pages[-1]["next"]
        ids = [row["id"] for page in pages for row in page["results"]]
        assert sorted(ids) == sorted(Account.objects.values_list("id", flat=True))
        back = [pages[-1]]
        while back[-1]["previous"]:
            back.append(seller.get(back[-1]["previous"]).json())
        assert [page["results"] for page in reversed(back)] == [page["results"] for page in pages]
        assert back[-1]["previous"] is None

    def test_keep_the_filters_and_count_on_request(self, seller) -> None:
        first = seller.get(f"{ACCOUNTS}?country=US&page_size=2&count=1").json()
        second = seller.get(first["next"]).json()
        assert first["count"] == 5
        assert {row["country"] for row in [*first["results"], *second["results"]]} == {"US"}
        assert "count" not in seller.get(ACCOUNTS).json()

    def test_never_skip_or_repeat_when_rows_come_and_change(self, seller) -> None:
        first = seller.get(f"{ACCOUNTS}?order=name&page_size=4").json()
        create_account(actor=act_as("elena"), now=NOW, name="Name 0a")
        rest = seller.get(f"{first['next']}").json()
        seen = [row["id"] for row in [*first["results"], *rest["results"]]]
        assert len(seen) == len(set(seen))

    def test_a_cursor_belongs_to_its_order(self, seller) -> None:
        following = seller.get(f"{ACCOUNTS}?order=name&page_size=4").json()["next"]
        assert seller.get(following.replace("order=name", "order=-id")).json()["code"] == "bad_cursor"

    def test_show_the_asked_fields_and_expansions_only(self, seller) -> None:
        parent = Account.objects.order_by("id")[0]
        Account.objects.exclude(pk=parent.pk).update(parent=parent)
        page = seller.get(f"{ACCOUNTS}?fields=id,name&expand=parent&page_size=2&order=-id").json()
        assert [set(row) for row in page["results"]] == [{"id", "name", "parent"}] * 2
        assert page["results"][0]["parent"]["id"] == parent.pk

    @pytest.mark.parametrize("size", [1, 10])
    def test_need_the_same_statements_at_any_size(self, seller, size, django_assert_max_num_queries) -> None:
        seller.get(f"{ACCOUNTS}?page_size={size}&expand=owner,parent")
        with django_assert_max_num_queries(3):
            seller.get(f"{ACCOUNTS}?page_size={size}&expand=owner,parent")


class TestSchema:
    def test_is_shown_to_who_is_signed_in_only(self, client, seller) -> None:
        assert client.get("/api/v1/schema/").status_code == 401
        assert seller.get("/api/v1/schema/").status_code == 200

    def test_docs_are_readable(self, client) -> None:
        client.force_login(hire("elena"), backend="salesops.users.services.sign_in.ThrottledBackend")
        response = client.get("/api/v1/docs/")
        assert response.status_code == 200
        assert "swagger" in response.content.decode().lower()


class TestMe:
    def test_says_who_and_with_which_scopes(self) -> None:
        client = Client(headers={"Authorization": f"Bearer {key_for('elena', 'deal:read')}"})
        body = client.get("/api/v1/me/").json()
        assert (body["roles"], body["scopes"], body["name"]) == (["ae"], ["deal:read"], "Elena Petrova")


class TestRateLimit:
    def test_refuses_beyond_the_limit_of_a_key(self, seller, settings) -> None:
        settings.API_REQUESTS_PER_MINUTE = 3
        answers = [seller.get("/api/v1/me/") for _ in range(5)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
        assert int(answers[-1]["Retry-After"]) > 0
