"""The plain rules about accounts: same names, domains, profile fit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesops.accounts.domain.icp import FITS_FROM, Profile, score_fit
from salesops.accounts.domain.industries import INDUSTRIES, industry_of
from salesops.accounts.domain.naming import is_free_mail, normal_domain, normal_name
from salesops.accounts.domain.values import check_account, check_contact
from tests.accounts.profiles import FIRST


class TestNormalName:
    @pytest.mark.parametrize(
        "spelling", ["Acme", "ACME, Inc.", "Ácme Corporation", "  acme  ", "Acme GmbH", "Ａｃｍｅ"]
    )
    def test_is_one_for_the_spellings_of_a_company(self, spelling) -> None:
        assert normal_name(spelling) == "acme"

    @pytest.mark.parametrize(("one", "other"), [("Acme", "Acne"), ("Acme 1", "Acme 2"), ("A and B", "B and A")])
    def test_keeps_different_companies_apart(self, one, other) -> None:
        assert normal_name(one) != normal_name(other)

    def test_of_legal_forms_only_keeps_them(self) -> None:
        assert normal_name("The Company Ltd") == "the"
        assert normal_name("Group SA") == "group sa"

    @given(st.text(max_size=250))
    def test_is_bounded_and_the_same_with_blanks_around(self, name) -> None:
        assert len(normal_name(name)) <= 200
        assert normal_name(f"  {name} ") == normal_name(name)


class TestNormalDomain:
    @pytest.mark.parametrize(
        ("text", "domain"),
        [
            ("https://www.Example.com/about?x=1", "example.com"),
            ("kari@mail.example.co.uk", "mail.example.co.uk"),
            ("example.com.", "example.com"),
            ("bücher.example", "xn--bcher-kva.example"),
            ("", ""),
            ("not a domain", None),
            ("localhost", None),
            ("10.0.0.1", None),
            ("-a.com", None),
            ("a" * 300 + ".com", None),
        ],
    )
    def test_is_read_from_what_people_paste(self, text, domain) -> None:
        assert normal_domain(text) == domain

    def test_of_a_free_provider_names_no_company(self) -> None:
        assert is_free_mail("kari@GMAIL.com")
        assert not is_free_mail("kari@example.com")


class TestIcp:
    def test_scores_the_best_account_at_a_hundred(self) -> None:
        fit = score_fit(Profile("software", 500, "US", Decimal(50)), FIRST.icp)
        assert (fit.score, fit.version, fit.is_fit, len(fit.reasons)) == (100, 1, True, 4)

    @pytest.mark.parametrize(
        ("employees", "points"),
        [(49, 60), (50, 88), (199, 88), (200, 100), (1000, 100), (1001, 88), (5000, 88), (5001, 60)],
    )
    def test_gives_points_by_the_bands_of_size(self, employees, points) -> None:
        assert score_fit(Profile("software", employees, "US", Decimal(50)), FIRST.icp).score == points

    def test_says_nothing_where_nothing_is_known(self) -> None:
        assert score_fit(Profile(country="US", annual_revenue=Decimal(5)), FIRST.icp) is None

    @given(
        st.sampled_from(["", *(key for key, _ in INDUSTRIES)]), st.none() | st.integers(0, 10**7),
        st.sampled_from(["", "US", "KP"]), st.none() | st.decimals(0, 10**8, places=2),
    )  # fmt: skip
    def test_stays_between_0_and_100_and_its_reasons_add_up(self, industry, employees, country, revenue) -> None:
        fit = score_fit(Profile(industry, employees, country, revenue), FIRST.icp)
        if fit is not None:
            assert 0 <= fit.score <= 100
            assert fit.score == sum(int(reason.rsplit(": ", 1)[1].split(" of ")[0]) for reason in fit.reasons)
            assert fit.is_fit == (fit.score >= FITS_FROM)


class TestIndustries:
    @pytest.mark.parametrize(
        ("text", "industry"),
        [
            ("technolgy", "technology"),
            ("Finance", "financial_services"),
            (" Retail ", "retail"),
            ("telecom", "telecommunications"),
            ("", ""),
            ("alchemy", None),
        ],
    )
    def test_are_read_from_the_spellings_of_files(self, text, industry) -> None:
        assert industry_of(text) == industry


class TestValues:
    @given(st.dictionaries(st.sampled_from(["name", "email", "phone", "title", "persona"]), st.text(max_size=300)))
    def test_any_text_is_judged_and_never_fails(self, values) -> None:
        assert isinstance(check_contact(values), dict)

    @pytest.mark.parametrize("text", ["a@b", "a b@c.de", "a@b.de\nBcc: x@y.de", "@b.de", "a@"])
    def test_an_e_mail_that_is_none_is_named(self, text) -> None:
        assert "email" in check_contact({"email": text})

    @pytest.mark.parametrize("field", ["name", "city"])
    def test_control_characters_are_refused(self, field) -> None:
        assert field in check_account({field: "Acme\r\nX: y"}, countries={}, year=2026)
