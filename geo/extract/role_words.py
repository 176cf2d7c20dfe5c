"""Words that give a named group its role: claimed, attributed or denied.

``AFTER`` patterns begin where the name ends, ``BEFORE`` patterns end where it begins.
"""

from __future__ import annotations

import re
from typing import Final

AGENT: Final = "agent"
"""The role of a group that is said to have acted, where nobody claims or blames."""

_ITS: Final = (
    r"(?:'s?(?: own)?(?: (?:leaders?|spokes\w+|secretary-general|commanders?|chief|channel|media|"
    r"statement|notice|page|commission|posts?))?)?(?: [A-Z][\w'-]+){0,3}"
)
_ASIDE: Final = r"(?: \([^)]{0,60}\))?(?:,(?! and)[^.;:]{1,70}?,|,)?(?: which| that| who)?"
_ADVERB: Final = (
    r"(?: (?:also|has|have|had|then|later|immediately|promptly|quickly|itself|both|since|openly|"
    r"swiftly|earlier|already|duly|however|on \w+(?: (?:evening|night|morning))?|"
    r"in an? [\w ]{2,30}?,?|for (?:its|their) part,?|within [\w ]{3,14}?))*"
)
_SUBJECT: Final = r"\)?" + _ITS + _ASIDE + _ADVERB

DENIES_AFTER: Final = re.compile(
    _SUBJECT + r" (?:den(?:y|ies|ied|ying)|disown\w*|disavow\w*|reject\w*|dismiss\w*|distanc\w+|"
    r"disclaim\w*|refut\w+|called the (?:accusation|charge|claim)|(?:said|says|insist\w*|"
    r"maintain\w*)(?: that)? (?:it|they|he|she|his group|the "
    r"group|(?:its|his|their) (?:men|fighters)) (?:had|has|have|played|plays|was|were) (?:no|not|"
    r"nothing|never)|(?:had|has|have) (?:no (?:part|role|hand)|nothing to do)|"
    r"washed (?:its|their) hands)\b|[^.;:]{1,80}? (?:and|but) (?:\w+ )?(?:denied|denies|disavowed|"
    r"disowned|rejected)\b|[^.;:]{1,90}? (?:and|but) (?:said|says|insisted)(?: that)? (?:it|they) "
    r"(?:had|has|have|played|was|were) (?:no|not|nothing|never)\b"
)
DENIES_BEFORE: Final = re.compile(
    r"(?:\bdenial(?:s)? (?:by|from|of)|\b(?:denied|disowned|disavowed|rejected) by|"
    r"(?<![\u0600-\u06ff])و?(?:نفي|نفت|ينفي|تنفي))(?: the| a| spokes\w+ (?:for|of)| متحدث باسم|"
    r" المتحدث باسم| حركه| "
    r"جماعه| فصيل)* ?$"
)
LIKEWISE: Final = re.compile(r"\b(?:so (?:did|does|has)|as did|as has|neither did|nor did) $")

NOT_AFTER: Final = re.compile(
    _SUBJECT + r" (?:(?:did|does|has|have|had|would|could) not|never|was silent|were silent|"
    r"stayed silent|kept (?:silent|quiet)|declin\w+|made no|issued no|remained|praised|welcomed|"
    r"(?:said|announced|declared)[^.;]{0,40} suspend\w*|condemned|celebrat\w+|threaten\w*|vowed|"
    r"warned|promised|called (?:on|for)|said (?:the|a) "
    r"(?:truce|government)|is (?:the|a|an) \w+(?! (?:behind|responsible)))\b"
)
CLAIMS_AFTER: Final = re.compile(
    _SUBJECT + r" (?:claim(?:s|ed|ing)?|says?|said|announc\w+|assert\w*|boast\w*|tak(?:es|en|ing) "
    r"(?:the )?(?:credit|responsib\w+)|took (?:the )?(?:credit|responsib\w+)|sign(?:s|ed)|owned up|"
    r"owns up|post(?:s|ed)|publish(?:es|ed)|releas(?:es|ed)|put(?:s)? (?:out|its name)|"
    r"issu(?:es|ed) an?|circulat\w+|told its|tells its|declar(?:es|ed)|made the|"
    r"present(?:s|ed)|wr(?:ites|ote)|sp(?:eaks?|oke) of|admit\w*|report(?:s|ed)|did, in|"
    r"did so|call(?:s|ed) (?:it|the [\w ]{2,20}) (?:its|their)|used a video|did something|"
    r"tells|told|stated|put the|raised|had it otherwise)\b"
    r"|[^.;]{0,40}(?:مسؤوليت|نفذت|تبن)"
)
OWNED_AFTER: Final = re.compile(
    r",? (?:the|an?) (?:[\w-]+ ){1,3}(?:that|which|who) (?:had |has )?(?:claimed|owned up|signed|"
    r"took (?:credit|responsib\w+))\b"
)
CREDITED_AFTER: Final = re.compile(
    r"\)?(?: \([^)]{0,60}\))?(?:,[^.;:]{1,60}?,|,)? (?:was|were|is|has been) (?:named|credited|"
    r"identified) (?:by|as)\b"
)
CLAIMS_BEFORE: Final = re.compile(
    r"(?:\b(?:claimed|issued|published|released|posted|made|put out|circulated|presented|"
    r"announced|printed)(?: (?!the )[\w']+){0,3}? by|\bsigned(?:,? [\w', ]{0,40}?)? by|\btold by|"
    r"\bcredited (?:[\w' ]{0,30}? )?(?:by|to)|"
    r"\bclaim(?:s|ed)?,? (?:of|by|from|made by)|\bresponsibility by|"
    r"\b(?:statement|communique|message|notice|text|post|video|film|clip|letter)s? (?:[\w ]{0,20}? "
    r")?(?:by|from|of|signed|attributed to|in the name of)|\b(?:in|under|bearing) the (?:name|"
    r"seal|logo|label|banner) of|\bcredit(?:s|ed|ing)? [^.;]{0,50}? to|\bcredit(?:s|ed)|"
    r"\b(?:label|brand|name|signature)(?:,| on [^.;]{0,40}?)?(?: reads| is| was)?|"
    r"\breads|\bas the author|"
    r"(?<![\u0600-\u06ff])و?(?:تبن\S*|اعلنت?|قالت|نشرت?|زعمت?|ادعت?|تحمل اسم|باسم|"
    r"نسبت?(?: [\u0600-\u06ff]+){1,3} الي|صادر عن|بيان ل?|"
    r"بيان صادر عن|اصدرت)"
    r"(?: (?:جماعه|تنظيم|فصيل|فصائل|العمليه|الهجوم|مجموعه|كل من|الحادث|حينها|في وقت لاحق))*)"
    r"(?: (?:the|a|an|group|faction|itself|called|calling itself|styling itself|outfit|militia|"
    r"little-known|unknown|previously|new|unheard-of|brigade|run|name|label))*,? ?$"
)
BLAMED_BEFORE: Final = re.compile(
    r"(?:\b(?:blam\w+|accus\w+|suspect\w*|suspects?|pointed (?:the finger )?(?:at|to)|point(?:s|"
    r"ing)? "
    r"to|attributed (?:[\w ]{0,20} )?to|ascribed to|left (?:behind )?by|laid by|planted by|"
    r"carried out "
    r"by|(?:works?|hand|doing) of|orders? (?:had )?c[ao]me from|remnants of|(?:put|pinned) (?:it|"
    r"this|them) down to|(?:put|"
    r"pinned) (?:it|them|the [\w ]{2,20}) on|"
    r"held|holds?|sees?|saw|suspicions? (?:fell on|falls on|rests on|of)|fingers? at|"
    r"believed? (?:that )?|thinks? "
    r"(?:that )?|named|belong(?:s|ed|ing)? to|(?:gunmen|fighters|militants|cells?|men|jihadists|"
    r"members|units?|elements|factions|groups) (?:of|from|within|in|inside|belonging to|"
    r"affiliated with|linked to)|"
    r"launched by|fired by|(?:attack|raid|ambush|assault|bombing) by|like those of|behind it)|"
    r"(?:و?اتهم\S*|تتهم|عناصر|مسلحي|مسلحو|خلايا|تعتقد ان|يعتقد ان)(?: [\u0600-\u06ff]+){0,2})"
    r"(?: (?:the|a|an|of|on|group|militant|armed|so-called|local|powerful|faction|تنظيم|من|"
    r"fighters from|members of|groups? within|elements? of|elements? within))*,? ?$"
)
BLAMED_AFTER: Final = re.compile(
    _ITS + r"(?: \([^)]{0,60}\))? (?:(?:was|were|is|are|had been|might be|may be|must be|could be|"
    r"stood|stands) (?:\w+ )?(?:behind|responsible|blamed|suspected|accused|to blame|"
    r"named as)|(?:was|is) known to have|to be (?:behind|responsible)|responsible for|at work\b|"
    r"fingerprints)"
    r"|'s fingerprints|'s hand\b|'s? (?:fighters|gunmen|cells|remnants)\b| تقف وراء"
    r"|,? to (?:whom|which) [^.;,]{3,40} ascribed"
)
DEED_AFTER: Final = re.compile(
    r"(?: group| militants?| fighters| gunmen| cells?| members| jihadists)*"
    r"(?: \([^)]*\))?(?:, [^.;,]{1,50},)? (?:\w+ ){0,2}?(?:attacked|bombed|fired|shelled|ambushed|"
    r"burned|torched|struck|hit|targeted|killed|blew|launched|detonated|planted|shot|raided|"
    r"stormed|overran|opened fire)\b"
)
DEED_BEFORE: Final = re.compile(
    r"\b(?:by|fighters|members|gunmen|men|militants|cells|units?|jihadists)(?: of| from)? (?:the |"
    r"a |an )?"
    r"(?:\w+ ){0,3}$"
)
ASIDE_BEFORE: Final = re.compile(
    r"\b(?:such as|groups like|like|among them|including|close to|ties to|linked to|friendly to|"
    r"affiliated (?:with|to)|supporters of|loyal to|against (?:the )?|front (?:for|of)|"
    r"bases? of|depots? of|positions? of|fighters? of (?=\w+ (?:were|was) killed)|"
    r"cousins?|rebrand of|splinter of|as far as|than|from among|members of|"
    r"offices? of|flag of) (?:the |a |an )?(?:\w+ )?$"
)
HEARSAY: Final = re.compile(
    r"\b(?:pages?|accounts?|supporters|fans|sympathi[sz]ers|users|"
    r"rumou?rs?)\b[^.]{0,40}\b(?:adds?|say|suggest|claim|hint|credit|praise)\b"
)
UNCLAIMED: Final = re.compile(
    r"\b(?:not|never|nobody|no one|no group|no faction|neither)(?: has| had)?(?: yet|"
    r" itself)? (?:yet )?(?:claimed|(?:published|made|issued) (?:a|any) claim)\b"
)
NAMED: Final = re.compile(r"\bnamed?\b|\bpoint\w* to\b|\bcredit\w*\b")
NOT_ABOUT: Final = re.compile(
    r"\bthreat\w*|\bsuch as\b|\bgroups like\b|\bwould\b|\bamong them\b|\bwarn\w*|\bhave denied\b|"
    r"\bif (?:a|an|the|any)\b|\bwhen the (?:first|second) says\b"
)
CLAIM_WORDS: Final = re.compile(
    r"\bclaim\w*|\bsigns\b|\bassert\w*|\bsigned\b|\bboast\w*|\btook (?:the )?credit|"
    r"\bresponsib\w+|\bcredit(?:s|ed)\b|\bas the author\b|\bas (?:the|its) (?:work|doing)\b|"
    r"\bits (?:doing|work)\b|\bbehind\b|\bput its name\b|\bin the name of\b|\btold by\b|"
    r"\b(?:new )?(?:brand|label)\b|تبن|مسؤوليت|نفذت|بيان"
)
"""Words of a claim anywhere in a clause, for a name that no frame fits."""

THE_GROUP_DENIES: Final = re.compile(
    r"(?<![\w-])(?:the|that) (?:group|militia|faction|movement|brigades?|organi[sz]ation|party)"
    r"(?:'s? (?:leaders?|spokes\w+|commanders?|statement))?(?: also| later| itself| promptly| has|"
    r" have)* (?:denied|denies|disavow\w*|disown\w*|reject(?:s|ed)|dismissed|replied that it had|"
    r"called (?:that|it|this|the charge|the accusation) an? (?:lie|invention)|said (?:that )?it "
    r"(?:had|played|has) (?:no|nothing|not))\b"
)
