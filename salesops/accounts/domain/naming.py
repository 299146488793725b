"""When two spellings name one company: normal form of names and of web domains (domain §11.3)."""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

# Legal forms say nothing about which company it is.
LEGAL_FORMS = frozenset(
    [
        "ab", "ag", "aps", "as", "asa", "bv", "co", "company", "corp", "corporation", "gmbh", "group", "holding",
        "holdings", "inc", "incorporated", "kg", "kk", "limited", "llc", "llp", "ltd", "nv", "oy", "oyj", "plc",
        "pte", "pty", "sa", "sarl", "sas", "se", "sl", "spa", "srl", "ae",
        "jsc", "kft", "oao", "ooo", "pjsc", "spzoo", "zao", "zrt",
    ]
)  # fmt: skip
FREE_MAIL = frozenset(
    [
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "gmx.de",
        "gmx.net", "web.de", "proton.me", "protonmail.com", "aol.com", "mail.com", "qq.com", "163.com",
    ]
)  # fmt: skip
_HOST = re.compile(r"^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$")
_WORDS = re.compile(r"[^\w]+", re.UNICODE)
# Legal forms that are written in several words: A/S, S/A, Sp. z o.o.
_SLASHED = re.compile(r"\b(\w)/(\w)\b")
_SPZOO = re.compile(r"\bsp z oo\b")


def normal_name(name: str) -> str:
    """This function will return the form under which two spellings of a company are the same.

    Case, accents, scripts, punctuation and legal forms fall away: "Ácme, Inc.", "ACME Corporation" and "АКМЕ" are
    "acme", "acme" and "akme". A name made of legal forms only keeps its words.
    """
    plain = anyascii(unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name))).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = plain.replace("&", " and ").replace("'", "").replace("’", "").replace(".", "")
    plain = _SPZOO.sub("spzoo", _SLASHED.sub(r"\1\2", plain))
    words = [word for word in _WORDS.split(plain) if word]
    core = [word for word in words if word not in LEGAL_FORMS]
    core = core[1:] if core[:1] == ["the"] and len(core) > 1 else core
    return " ".join(core or words)[:200]


def normal_domain(text: str) -> str | None:
    """This function will return a web domain from an address, a host or an e-mail; "" for no text.

    None where the text holds no domain.
    """
    host = text.strip().lower()
    if not host:
        return ""
    host = host.rpartition("@")[2]
    host = host.partition("://")[2] or host
    host = re.split(r"[/?#:]", host)[0].removeprefix("www.").rstrip(".")
    try:
        host = host.encode("idna").decode()
    except UnicodeError:
        return None
    return host if _HOST.match(host) else None


def is_free_mail(email: str) -> bool:
    """This function will say whether an e-mail is at a free provider, so that its domain names no company."""
    return email.rpartition("@")[2].lower() in FREE_MAIL


SAME_FROM = 0.85
_UMLAUT = re.compile(r"([aou])e")
# What people shorten in the names of companies.
_SHORT = {
    "bros": "brothers", "eng": "engineering", "intl": "international", "mfg": "manufacturing",
    "pharma": "pharmaceuticals", "svcs": "services", "sys": "systems", "tech": "technologies",
}  # fmt: skip
_DOUBLE = re.compile(r"(.)\1")


def likeness(one: str, other: str) -> float:
    """This function will say how alike two company names are, from 0 to 1 (domain §11.3); 0.85 is probably the same.

    The trigrams of their normal forms are compared, as PostgreSQL's pg_trgm does; and once more the way another
    hand may have written them: without spaces, with shortened words in full, and without what transliteration adds
    (ue for ü, doubled letters).
    """
    first, second = normal_name(one), normal_name(other)
    if not first or not second:
        return 0.0
    return max(_shared(a, b) for a, b in zip(_spellings(first), _spellings(second), strict=True))


def _spellings(name: str) -> tuple[str, str, str]:
    whole = " ".join(_SHORT.get(word, word) for word in name.split())
    folded = _DOUBLE.sub(r"\1", _UMLAUT.sub(r"\1", whole))
    return name, name.replace(" ", ""), folded


def _shared(one: str, other: str) -> float:
    first, second = _trigrams(one), _trigrams(other)
    return len(first & second) / len(first | second)


def _trigrams(name: str) -> frozenset[str]:
    padded = [f"  {word} " for word in name.split()]
    return frozenset("".join(three) for word in padded for three in zip(word, word[1:], word[2:], strict=False))
