"""Words for days, months and spans of time, in English and in Arabic, and their patterns."""

from __future__ import annotations

import re
from typing import Final

from geo.extract.numbers import COUNT

WEEKDAYS: Final = {
    name: i
    for i, names in enumerate(
        ("monday mon الاثنين الاثنين", "tuesday tue الثلاثاء", "wednesday wed الاربعاء",
         "thursday thu الخميس", "friday fri الجمعه", "saturday sat السبت", "sunday sun الاحد")
    )
    for name in names.split()
}  # fmt: skip
MONTHS: Final = {
    name: i
    for i, names in enumerate(
        ("january jan|كانون الثاني|يناير", "february feb|شباط|فبراير", "march mar|اذار|مارس",
         "april apr|نيسان|ابريل", "may|ايار|مايو", "june jun|حزيران|يونيو", "july jul|تموز|يوليو",
         "august aug|اب|اغسطس", "september sept sep|ايلول|سبتمبر",
         "october oct|تشرين الاول|اكتوبر", "november nov|تشرين الثاني|نوفمبر",
         "december dec|كانون الاول|ديسمبر"), 1,
    )
    for part in names.split("|")
    for name in (part.split() if part.isascii() else [part])
}  # fmt: skip
DAY: Final = "|".join(sorted((n for n in WEEKDAYS if len(n) > 3), key=len, reverse=True))
MONTH: Final = "|".join(sorted(MONTHS, key=len, reverse=True))
TIME: Final = r"(?: (?:night|evening|morning|afternoon|midday|noon|dawn))?(?:,? (?:the )?(?=\d))?"
EXACT: Final = re.compile(
    rf"\b(?:(?:(?:{DAY}),? )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m>{MONTH})\b\.?|"
    rf"(?P<m2>{MONTH})\b\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:]))"
    r"(?:,? ?(?P<y>(?:19|20)\d\d)\b)?|\b(?P<iso>(?:19|20)\d\d-\d\d-\d\d)\b"
)
ARABIC_TIME: Final = "(?:مساء|صباح|ليله|فجر|ظهر|عصر|يوم|منتصف ليله|ليل)"
WEEKDAY: Final = re.compile(
    rf"(?:\b|(?<=\bو))(?P<pre>(?:the )?(?:last|early|late|on|"
    rf"{ARABIC_TIME}(?: يوم)?) )?(?P<day>{DAY})\b(?:'s)?{TIME}(?: الماضي|"
    rf" الماضيه)?"
)
LISTED_DAY: Final = re.compile(
    rf"(?:on )?(?P<day>{DAY})(?: the \w+(?:-\w+)?)?(?: (?:night|evening|morning|afternoon))?(?::|"
    rf" - )"
)
ANCHORED_WEEKDAY: Final = re.compile(rf"\bthe (?P<day>{DAY}) (?P<way>before|after)\b")
MONTH_ALONE: Final = re.compile(
    rf"(?:\b|(?<=\bو))(?:(?P<pre>in|of|last|since|from|during|في|شهر|خلال)(?: (?P<part>early|"
    rf"mid|late))?|(?P<part2>early|mid|"
    rf"late))[ -](?P<m>{MONTH})\b(?! \d{{1,2}}\b)(?:,? (?P<y>(?:19|20)\d\d))?|"
    rf"\b(?P<m2>{MONTH})'s\b|\b(?P<m3>{MONTH}) (?P<y3>(?:19|20)\d\d)\b"
)
YEAR: Final = re.compile(r"(?:\b|(?<=\bو))(?:in|during|في|عام|سنه) (?P<y>(?:19|20)\d\d)\b")
ORDINALS: Final = (
    "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
    "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth", "twentieth", "twenty-first", "twenty-second", "twenty-third", "twenty-fourth",
    "twenty-fifth", "twenty-sixth", "twenty-seventh", "twenty-eighth", "twenty-ninth",
    "thirtieth", "thirty-first",
)  # fmt: skip
NTH: Final = re.compile(
    rf"\b(?:on|since|before|until|{DAY}),? (?P<nth>the (?:(?P<word>{'|'.join(ORDINALS)})|"
    r"(?P<d>\d{1,2})(?:st|nd|rd|th)))(?: of (?P<m>{MONTH}))?(?=[,.;:]| when\b| an?\b| and\b|"
    r" with\b| at\b|$)"
)
SIMPLE: Final = re.compile(
    r"\b(?P<today>today|tonight|this (?:morning|afternoon|evening)|اليوم)\b|"
    r"\b(?P<overnight>overnight)\b|(?<!the day before )\b(?P<yesterday>yesterday|last night|"
    r"امس)\b|\b(?P<eve>the day before yesterday|اول امس)\b|\b(?P<lastweek>last week|"
    r"الاسبوع الماضي)\b|\b(?P<lastmonth>last month|الشهر الماضي)\b|\b(?P<thismonth>this month|"
    r"الشهر الحالي)\b|\b(?P<lastyear>last year|العام الماضي)\b"
)
AGO: Final = re.compile(rf"\b(?P<n>{COUNT}) (?P<u>day|week|month)s? ago\b")
OFFSET: Final = re.compile(
    rf"\b(?P<n>{COUNT}) (?P<u>day|week|month)s? (?P<way>earlier|before|previously|later|after)\b"
    r"|\b(?<!to )the (?:(?P<prev>day before|previous day|night before|evening before|eve)|"
    r"(?P<next>next day|following day|day after))\b(?! yesterday)"
    r"|(?:\b|(?<=\bو))(?:(?P<prev2>قبل ذلك بيوم|قبل يوم من ذلك|في اليوم السابق)|"
    r"(?P<next2>بعد ذلك بيوم|في اليوم التالي))\b"
)
SAME_TIME: Final = re.compile(
    r"\b(?:(?:on |at |earlier |later )?(?:that|the) (?:very )?same (?:day|night|evening|hour|"
    r"time)|(?:earlier|later) (?:that|the same) (?:day|night)|(?:on )?that (?:day|night|"
    r"evening)|(?:an|one|two|three|four|five|a few|some) hours? (?:earlier|before|later)|"
    r"hours (?:earlier|before|later|after)|minutes (?:earlier|before|later)|(?:earlier|"
    r"later) in the day|في اليوم نفسه)\b"
)
BETWEEN: Final = re.compile(r"\b(?:in between|in the meantime)\b")
NOT_WHEN: Final = re.compile(
    r"\b(?:since|until|till|by|every|next|due|coming|منذ|حتي)(?: (?:on|the|early|late|"
    r"(?:the )?(?:middle|start|end|beginning) of))? $"
)
