"""The addresses of a reply as plain text (see articles.paths); a test compares with `reverse`."""

from __future__ import annotations


def reply(number: int) -> str:
    return f"/comments/{number}/"


def answer(number: int) -> str:
    return f"/comments/{number}/reply/"


def report(number: int) -> str:
    return f"/comments/{number}/report/"


def branch(root: int) -> str:
    return f"/comments/{root}/branch/"


def mine(token: str) -> str:
    return f"/comments/mine/{token}/"
