"""Texts that attack spreadsheets, XML, HTML, Typst and whoever reads a line."""

from __future__ import annotations

from typing import Final

HOSTILE: Final = (
    "=cmd|'/C calc'!A0",
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "a\x00\x07\x1b\x0b￾b",
    '#import "@preview/evil:1.0.0": *; #read("/etc/passwd") $x$ *b* `r` @ref <lab> \\ //',
    "]]></description><script>alert(3)</script><!--",
    "x" * 40_000,
    "\u202eevil\u202c ${jndi:ldap://h} $[name] {{7*7}} &amp; \"'",
    "@SUM(1+1)\t=1+1",
    "#N/A",
    '"><svg/onload=alert(4)>',
    "الديوانية =1+1 <b>",
    "javascript:alert(5)",
)
