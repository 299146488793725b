"""Which country belongs to which region and theatre: every ISO country exactly once (domain §5.1)."""

from __future__ import annotations

THEATRES = {"americas": "Americas", "emea": "EMEA", "japac": "JAPAC"}

# Countries that are sold to by themselves hang right below their theatre.
OWN_COUNTRIES = {"US": "americas", "CA": "americas", "IN": "japac"}

# region → (name, theatre, its countries)
REGIONS: dict[str, tuple[str, str, str]] = {
    "latam": (
        "LATAM",
        "americas",
        "AG AI AR AW BB BL BM BO BQ BR BS BZ CL CO CR CU CW DM DO EC FK GD GF GP GS GT GY HN HT JM KN KY LC MF MQ MS "
        "MX NI PA PE PM PR PY SR SV SX TC TT UY VC VE VG VI",
    ),
    "uk_ireland": ("UK/Ireland", "emea", "GB GG IE IM JE"),
    "dach": ("DACH", "emea", "AT CH DE LI"),
    "nordics": ("Nordics", "emea", "AX DK FI FO GL IS NO SE SJ"),
    "benelux": ("Benelux", "emea", "BE LU NL"),
    "middle_east": ("Middle East", "emea", "AE BH IL IQ IR JO KW LB OM PS QA SA SY YE"),
    "africa": (
        "Africa",
        "emea",
        "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ NA "
        "NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TF TG TN TZ UG YT ZA ZM ZW",
    ),
    "rest_of_emea": (
        "Rest of EMEA",
        "emea",
        "AD AL AM AZ BA BG BV BY CY CZ EE ES FR GE GI GR HR HU IT KG KZ LT LV MC MD ME MK MT PL PT RO RS RU SI SK SM "
        "TJ TM TR UA UZ VA",
    ),
    "rest_of_apac": (
        "Rest of APAC",
        "japac",
        "AF AQ AS AU BD BN BT CC CK CN CX FJ FM GU HK HM ID IO JP KH KI KP KR LA LK MH MM MN MO MP MV MY NC NF NP NR "
        "NU NZ PF PG PH PK PN PW SB SG TH TK TL TO TV TW UM VN VU WF WS",
    ),
}
