"""When two spellings name one company: normal form of names and of web domains (domain §11.3)."""

from __future__ import annotations

import re
import unicodedata

# Legal forms say nothing about which company it is.
LEGAL_FORMS = frozenset(
    [
        "ab", "ag", "aps", "as", "asa", "bv", "co", "company", "corp", "corporation", "gmbh", "group", "holding",
        "holdings", "inc", "incorporated", "kg", "kk", "limited", "llc", "llp", "ltd", "nv", "oy", "oyj", "plc",
        "pte", "pty", "sa", "sarl", "sas", "se", "sl", "spa", "srl",
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


def normal_name(name: str) -> str:
    """This function will return the form under which two spellings of a company are the same.

    Case, accents, punctuation and legal forms fall away: "Ácme, Inc." and "ACME Corporation" are both "acme".
    A name made of legal forms only keeps its words.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name)).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = plain.replace("&", " and ").replace("'", "").replace("’", "").replace(".", "")
    words = [word for word in _WORDS.split(plain) if word]
    core = [word for word in words if word not in LEGAL_FORMS]
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
