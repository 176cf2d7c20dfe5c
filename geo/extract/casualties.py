"""Killed and wounded in a clause: numbers in digits and words, "nobody was hurt", vague numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from geo.extract.numbers import SOME, count_range
from geo.model import CountRange

_WHO: Final = (
    r"(?:[\w'.-]+ ){0,4}?(?:people|persons?|soldiers?|contractors?|members?|guards?|drivers?|"
    r"civilians?|americans?|iraqis?|troops|policem[ae]n|fighters?|child(?:ren)?|m[ae]n|"
    r"wom[ae]n|personnel|officers?|workers?|servicem[ae]n|staff(?: members?)?|employees?|"
    r"girls?|boys?|students?|pilgrims?|farmers?|engineers?|technicians?|residents?|fighters?|"
    r"passengers?|bystanders?|nationals?|marines?|guardsmen|bodyguards?)"
)
_HURT: Final = r"(?:wounded|injured|hurt|scratched|concussed|beaten|maimed)"
_DEAD: Final = r"(?:killed|dead|died)"
_ADVERB: Final = r"(?:(?:lightly|slightly|seriously|badly|critically|reportedly|only) )?"
_PATTERNS: Final = tuple(
    (field, re.compile(pattern))
    for field, verb, active in (
        ("killed", _DEAD, r"kill(?:s|ed|ing)"),
        ("wounded", _HURT, r"(?:wound(?:s|ed|ing)|injur(?:es|ed|ing)|hurt(?:s|ing)?)"),
    )
    for pattern in (
        rf"\b{active} (?P<n>{SOME})\b(?! (?:vehicles?|trucks?|hours?|days?))",
        rf"\b{active} (?P<one>an?|the|its|his|their) (?:[\w'-]+ ){{0,3}}?{_WHO}\b",
        rf"\b(?P<n>{SOME}) {_WHO}\b(?:(?! was | were )[^;]){{0,80}}?,? (?:was |were |"
        rf"had been ){_ADVERB}{verb}\b",
        rf"\b(?P<n>{SOME}) (?:{_WHO} |others? )?(?:was |were |had been |been )?{_ADVERB}{verb}\b",
        rf"\b(?P<one>an?|the) {_WHO}(?: (?:(?! was | were | and )[^.,;]){{0,40}}?)? (?:was |"
        rf"were |had been |is )?{_ADVERB}{verb}\b",
    )
)
_DIAGNOSED: Final = re.compile(
    rf"\b(?P<n>{SOME}) (?:{_WHO} )?(?:have |has |were |was )?(?:since )?(?:been )?(?:diagnosed|"
    rf"treated|hospitali[sz]ed|taken to (?:a )?hospital)\b|\b(?P<m>{SOME}) (?:{_WHO} )(?:is|"
    rf"are|was|were) in hospital\b"
)
_ONE_WOUNDED: Final = re.compile(r"\b(?P<n>one|two|three|four|five|six|\d+) wounded (?:\w+)")
_NOBODY_HURT: Final = re.compile(
    r"\b(?:nobody|no ?one|none of (?:them|its people|the \w+)|no \w+) (?:was|"
    r"were)?(?: \w+)? ?(?:hurt|injured|wounded|harmed)\b|\b(?:hurt|wounded|injured) (?:nobody|"
    r"no ?one)\b|\bunharmed\b|\bunhurt\b|"
    r"\bwithout (?:injur\w+|hurting any\w+)\b|\bno (?:injuries|one was hurt)\b|"
    r"\bnone of them was hurt\b|لم يصب(?:ا|وا)? (?:احد )?باذي|لم يصب احد"
)
_PLAIN_WORD: Final = "(?!iraqi|american|british|coalition|civilian|turkish|foreign)\\w+"
_NO_CASUALTIES: Final = re.compile(
    rf"\b(?:no|without|zero|absence of|nor any) (?:{_PLAIN_WORD} )?casualt(?:y|ies)\b|"
    rf"\bno (?:human |significant )?loss(?:es)?\b|\bwithout loss(?:es)?\b"
    r"|\bno casualties\b|دون (?:\w+ )?(?:خسائر|اصابات)|لا توجد خسائر|(?:لم|"
    r"ولم) ت?ي?سفر[^.]{0,30}(?:خسائر|اصابات|ضحايا)"
)
_NO_KNOWN: Final = re.compile(
    r"\bno (?:word|count|details?|information|news)\b|\bcould not (?:speak|say)\b|\bgives no\b"
)
_KILLED_NOBODY: Final = re.compile(r"\bkilled (?:nobody|no one)\b|\bnobody (?:was killed|died)\b")
_ARABIC_KILLED: Final = re.compile(r"(?:مقتل|\bو?قتل) (?P<n>\w+)")
_ARABIC_WOUNDED: Final = re.compile(r"(?:اصابه|جرح|اصيب) (?P<n>\w+)")
_ARABIC_PLURAL: Final = re.compile(
    r"(?:ال)?(?:(?:مدني|مسلح|متظاهر|عراقي|مواطن|ارهابي|مقاتل|منتسب|موظف|عامل|مهاجم|اميركي|امريكي|"
    r"مسافر|معلم|مهندس|صحفي)(?:ين|ون)|جنود|عناصر|اشخاص|افراد|ضباط|سائقين|حراس|عمال|اطفال|"
    r"نساء|رجال|شرطه)"
)
"""Words for more people than one that do not say how many: "مدنيين" is two or more of them."""
_ARABIC_DUAL: Final = re.compile(r"(?:ين|ان)$")


@dataclass(frozen=True, slots=True)
class CasualtyWords:
    """A count of "killed" or "wounded" people in [start, end)."""

    start: int
    end: int
    field: str
    people: CountRange
    final: bool = False  # it sets right what was said before


def find_casualties(plain: str, start: int, end: int) -> list[CasualtyWords]:
    """What a clause says of people; that nothing is known gives nothing."""
    found: list[CasualtyWords] = []
    none = CountRange(0, 0)
    if _NO_KNOWN.search(plain, start, end):
        return found
    for pattern, fields in (
        (_NO_CASUALTIES, ("killed", "wounded")), (_NOBODY_HURT, ("wounded",)),
        (_KILLED_NOBODY, ("killed",)),
    ):  # fmt: skip
        for m in pattern.finditer(plain, start, end):
            final = pattern is _KILLED_NOBODY
            found += [CasualtyWords(*m.span(), field, none, final) for field in fields]
    if found:
        return found
    for field, pattern in (
        *_PATTERNS, ("wounded", _DIAGNOSED), ("wounded", _ONE_WOUNDED),
    ):  # fmt: skip
        for m in pattern.finditer(plain, start, end):
            one = m.groupdict().get("one")
            people = CountRange(1, 1) if one else count_range(m["n"] or m["m"])
            if people is not None and people.low and not any(w.field == field for w in found):
                found.append(CasualtyWords(*m.span(), field, people))
    for field, pattern in (("killed", _ARABIC_KILLED), ("wounded", _ARABIC_WOUNDED)):
        for m in pattern.finditer(plain, start, end):
            people = count_range(m["n"])
            if people is None and _ARABIC_PLURAL.fullmatch(m["n"]):
                people = CountRange(2, None)
            elif people is None:
                n = 2 if _ARABIC_DUAL.search(m["n"]) else 1
                people = CountRange(n, n)
            found.append(CasualtyWords(*m.span(), field, people))
    return found
