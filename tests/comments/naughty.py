"""Texts that programs stumble over, collected by rule: scripts, controls, numbers, syntax."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

LANGUAGES = (
    "Ünïcödé ñämé", "Ελληνικά", "Привет, мир", "עברית עם English", "مرحبا بالعالم",
    "هَذَا نَصٌّ مُشَكَّل", "हिन्दी में", "ไทยไม่มีช่องว่าง", "日本語テキスト", "中文字符",
    "한국어 문장", "ქართული", "አማርኛ", "ᠮᠣᠩᠭᠣᠯ", "தமிழ்", "ᏣᎳᎩ", "ᚠᛇᚻ᛫ᛒᛦᚦ", "𐌰𐌱𐌲", "𒀀𒁀",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "Ⓔⓝⓒⓛⓞⓢⓔⓓ", "ﬁ ﬂ ﬀ", "İstanbul ıiIİ", "ß ẞ ſ", "Ǆ ǅ ǆ", "ʇxǝʇ uʍop ǝpısdn",
    "ＦＵＬＬ　ＷＩＤＴＨ", "ｶﾀｶﾅ", "𓀀𓁐", "Ṱ̺̺̕o͞ ̷i̲̬͇̪n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪", "½ ¼ ⅓ ⁿ ²",
)  # fmt: skip
EMOJI = (
    "😀", "👩‍👩‍👧‍👦", "👍🏿👍🏻", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🇩🇪🇫🇷🇺", "❤️‍🔥", "👁️‍🗨️", "#️⃣", "🧑🏽‍🚀",
    "☺︎☺️", "🏳️‍🌈" * 30, "😀" * 100,
)  # fmt: skip
CONTROL = (
    "\x00", "a\x00b", "\x01\x02\x03", "\x07", "\x08\x08\x08", "\x0b", "\x0c",
    "\x1b[31mred\x1b[0m", "\x1bc", "\x7f", "\x80\x81\x9f", "\x85", "\u00ad", "\u034f",
    "\u061c", "\u115f\u1160", "\u17b4", "\u180e", "\u2000\u2003", "\u200b", "\u200c\u200d",
    "\u200e\u200f", "\u2028", "\u2029", "\u202a\u202b\u202c\u202d\u202e", "\u202eevil\u202c",
    "\u2060\u2061", "\u2066\u2067\u2068\u2069", "\u206a\u206f", "\u2800", "\u3000", "\u3164",
    "\ufe0f", "\ufeff", "\ufeffbody", "\uffa0", "\ufff9a\ufffab\ufffb", "\ufffc\ufffd",
    "\ufffe", "\uffff", "\ufdd0\ufdef", "\U0001fffe", "\U0010ffff", "\U000e0001\U000e0041",
    "\ue000\uf8ff", "\U000f0000\U00100000", "\u0301", "\u0301\u0301a", "a" + "\u0301" * 500,
    "a" + "\u0489" * 100, "\u20dd", "\r", "\n", "\t", " ", "\r\n\r\n", "a\rb", "\u00a0",
)  # fmt: skip
NUMBERS = (
    "0", "-0", "1", "-1", "1.0", "1e309", "1E-400", "0x0", "0xffffffffffffffff", "0b1", "0o7",
    "NaN", "-NaN", "nan", "Infinity", "-Infinity", "INF", "1/0", "1,000.00", "1.000,00",
    "1 000", "00", "01000", "2147483648", "-2147483649", "9223372036854775807",
    "9223372036854775808", "18446744073709551616", "9" * 100, "-" + "9" * 400, "٣", "१२३",
    "²", "①", "Ⅷ", "1_000", "+1", "--1", "1e", ".", "..", "1;2", "0.1e+1_0", "$1.00", "1'000",
)  # fmt: skip
SYNTAX = (
    "'", '"', "''", "';--", "' OR '1'='1", "1; DROP TABLE comments_comment;--",
    "') UNION SELECT NULL--", "%00", "%0a", "%0d%0aSet-Cookie: a=b", "a\r\nSet-Cookie: a=b",
    "a\nBcc: all@example.com", "a\r\n\r\n<html>", "%s%s%s%n", "%d", "%(name)s", "%p%x", "{0}",
    "{}", "{name}", "{0.__class__.__mro__}", "{{ 7*7 }}", "{% debug %}", "{{ settings }}",
    "{# a #}", "{% csrf_token %}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "$(id)", "`id`", "| id",
    "; id", "&& id", "$HOME", "%USERPROFILE%", "../../etc/passwd", "..\\..\\win.ini",
    "/dev/null", "file:///etc/passwd", "C:\\", "CON", "PRN", "AUX", "NUL", "COM1", "LPT9",
    "null", "NULL", "(null)", "None", "nil", "undefined", "true", "False", "[]", "{}",
    "[object Object]", "__proto__", "constructor", "hasOwnProperty", "__class__", "then",
    "toString", "\\", "\\\\", "\\x00", "\\u0000", "\\u202e", "\\n", "\\'", "&amp;amp;",
    "&#0;", "&#x110000;", "&#xD800;", "&nbsp", "&lt;b&gt;", "<b>bold</b>", "<br>", "</p>",
    "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>&b;", "<?xml version='1.0'?>",
    "<![CDATA[x]]>", "]]>", "-->", "--", "<!--", "*/", "/*", "//", "#", "##", "---", "===",
    "***", "* * *", "___", "> ", ">" * 300, "* " * 200, "- " * 200, "`" * 201, "[" * 300,
    "](" * 100, "*" * 301, "~~~", "```", "    code", "\tcode", "1.", "999999999. a",
    "9999999999. a", "- - - - a", "[a]: b", "![](a)", "<a@b.c>", "http://", "https://",
    "http://a", "http://[::1", "http://a:99999/", "http://a b/", "http://\u202e.example/",
    "http://xn--a.example/", "http://" + "a" * 300 + ".example/", "https://a.example/%zz",
    "https://a.example/\\", "javascript:alert(1)", "data:,x", "//a.example", "mailto:", "a@b",
    "@", "a@", "@b.c", "a@b@c.d", "a b@c.d", "a@-b.c", "a@b..c", '"a b"@c.d', "a@[127.0.0.1]",
    "a@ü.example", "ü@a.example", "a@" + "b." * 120 + "c", "a" * 65 + "@b.example",
    "a\n@b.example", "a@b.example\r\nBcc: c@d.example", "A@B.EXAMPLE", "a+b@c.example",
    "=1+1", "=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(1)", "\t=1", "(" * 500, ")" * 500,
    "{" * 500, "a" * 4999, "a" * 5000, "a" * 5001, "漢" * 5000, "😀" * 5000, "w " * 2500,
    "\n" * 4000, "a\n" * 2500, ("x" * 120 + " ") * 30, "Lorem \u202e ipsum",
    "Hello\u2028World", "Power لُلُصّبُلُلصّبُررً ॣ ॣh ॣ ॣ 冗", "జ్ఞ\u200cా", "⁰⁴⁵₀₁₂", "ﷺ﷽",
    "ﷺ" * 300,
)  # fmt: skip
RAW = (
    b"%ED%A0%80", b"%ED%BF%BF", b"%ED%A0%BD%ED%B8%80", b"%C0%80", b"%C0%AF", b"%FF%FE",
    b"%80", b"%F8%88%80%80%80", b"%F4%90%80%80", b"%E2%82", b"%", b"%g1", b"%u0041", b"+%2B+",
    b"%EF%BB%BF", b"%FE%FF%00A", b"\xe9\xff", b"%F0%9F",
)  # fmt: skip


def families() -> Iterator[str]:
    """One character of each general category, in the middle of a word and alone."""
    seen: dict[str, str] = {}
    for number in (*range(0xD800), *range(0xE000, 0x11000), *range(0x1D400, 0x1F700)):
        seen.setdefault(unicodedata.category(chr(number)), chr(number))
    for character in seen.values():
        yield character
        yield f"wo{character}rd"


def strings() -> list[str]:
    """All texts, each once."""
    every = (*LANGUAGES, *EMOJI, *CONTROL, *NUMBERS, *SYNTAX, *families())
    return list(dict.fromkeys(every))
