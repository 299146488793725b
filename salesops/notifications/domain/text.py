"""Texts made safe to send: titles of one line, bodies of bounded length, Slack's own signs (reliability P27)."""

from __future__ import annotations

import unicodedata

LONGEST_TITLE, LONGEST_BODY, LONGEST_WHY = 200, 4_000, 300


def one_line(text: str, most: int) -> str:
    """This function will return a text on one line, without control or direction signs, cut to a length."""
    plain = "".join(" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign for sign in text)
    return cut(" ".join("".join(sign for sign in plain if unicodedata.category(sign) != "Cf").split()), most)


def lines(text: str, most: int) -> str:
    """This function will return a text with its line ends but no other control sign, cut to a length."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (sign for sign in text if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cf"})
    return cut("".join(kept).strip(), most)


def cut(text: str, most: int) -> str:
    """This function will shorten a text to a length and say so by its last sign."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def slack_text(text: str) -> str:
    """This function will take the meaning from the three signs a Slack-compatible receiver gives one."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
