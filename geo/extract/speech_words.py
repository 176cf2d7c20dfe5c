"""Words of speech: who says, confirms, denies, doubts, withdraws, claims, credits, and of silence.

All read plain text; each pattern is compiled once.
"""

from __future__ import annotations

import re
from typing import Final

SAY: Final = re.compile(
    r"(?<![\w-])(?<!been )(?<!be )(?<!was )(?<!were )(?<!is )(?<!are )(?:sa(?:y|ys|id|ying)|"
    r"tells?|told|report(?:s|ed)?|announc(?:es|ed)|stat(?:ed|es)|"
    r"mention(?:s|ed)?|count(?:s|ed)|sp(?:eaks?|oke) of|gives?|gave|puts? the (?:\w+ )?(?:at|"
    r"number|toll|figure|count|damage|dead)|added|adds|list(?:s|"
    r"ed)|record(?:s|ed)|finds?|found|placed|insist\w*|showed|shows|wrote|writes|"
    r"answer(?:s|ed)|repli(?:es|ed)|maintain\w*|recall\w*|went further|describe[sd]?|explain\w*|"
    r"claim(?:s|ed)|assert(?:s|ed)|named?|call(?:s|ed)|not(?:es|ed)|declar(?:es|ed)|tweeted|"
    r"posted|printed|repeat(?:s|ed)|raised|swore|presented|blam(?:es|ed)|estimat(?:es|ed)|"
    r"specif(?:ies|ied)|point(?:s|ed) (?:to|at)|suggest(?:s|ed)|knows?|knew|attribut(?:es|"
    r"ed)|credit(?:s|ed)|quot(?:es|ed)|was (?:told|quoted)|is quoted|believes?|believed|thinks?|"
    r"sees|saw|learn(?:ed|t)|made no|had no|has no|issued|speaking to|wondered|read|published|"
    r"recounted|carried|copied|copies|reject\w*|ackn\w+|confirm\w*|den(?:y|ies|ied)|dismiss\w*|"
    r"disput\w+|"
    r"bears? out|"
    r"bore out|verif\w+|admit\w*|refut\w+|contradict\w*|withdrew|retract\w*|deleted|took|taken "
    r"down|has withdrawn|doubt\w*|question(?:s|ed)|disclaim\w*|were unaware|was unaware|"
    r"is unaware|is not aware|was not aware|lost no|was quiet|disagree[sd]?|indicated|revealed|"
    r"stressed|clarified|will not have it)(?![\w-])"
)
CONFIRM: Final = re.compile(
    r"(?<![\w-])(?:confirm(?:s|ed|ing)?|acknowledg(?:es|ed|ing)|verif(?:ies|ied)|admit(?:s|ted)|"
    r"bears? out|bore out)(?![\w-])|(?<![\u0600-\u06ff])و?(?:اكد|اكدت|يؤكد|تؤكد)(?![\u0600-\u06ff])"
)
DENY: Final = re.compile(
    r"\bden(?:y|ies|ied)\b|\bdenial (?:from|by)\b|\breject\w*|\bdismiss\w* (?:the |it|reports?|"
    r"such)|\brefut\w+|"
    r"\bdisput\w+|\bcontradict\w*|"
    r"\bno truth\b|\bkn[eo]ws? (?:of no|nothing of)\b|"
    r"\bno (?:such )?(?:attack|explosion|blast|bomb|targeting|strike)\b|"
    r"\bthere was no\b(?! (?:damage|casualt|injur|loss|claim|word|report of (?:cas|inj)|one))|"
    r"\bnothing of the (?:kind|sort)|\binvent(?:ion|ed)\b|\bnothing (?:had |has )?happened|"
    r"\bnothing else (?:had |has )?happened|"
    r"\b(?:is|was|were|are|as) (?:\w+ )?(?:false|untrue|baseless|made up)\b|"
    r"\bfalse (?:reports?|news|alarm)\b|\bnot (?:been )?(?:attacked|hit|targeted|struck)\b|"
    r"\bwas quiet\b|\bno ?(?:one|body) (?:had )?attacked|\bnone of (?:its|their|our) (?:convoys|"
    r"trucks|vehicles|bases)|\blost no (?:vehicles?|trucks?|convoys?|lorr)|\bno reports of an? |"
    r"\bno reports? of (?:any )?(?:attack|explosion|blast)|"
    r"\bno reports? of any\b|\b(?:it|they|he|she) (?:had|has|have) none\b|"
    r"\b(?:it|they) (?:had|has|have) no (?:\w+ )?(?:vehicles?|convoys?|trucks?|columns?|forces|"
    r"troops|presence)\b|\boverheat\w*|\bmechanical (?:fault|failure)|"
    r"\b(?:unaware|not aware) of\b|\bno (?:knowledge|record) of (?:an|any|such|the)\b|"
    r"\bno (?:coalition|american|us|u\.s\.) (?:\w+ (?:or|nor) )?(?:vehicles?|convoys?|trucks?|"
    r"forces|columns?) (?:was|were|had|have|is|are|on|in|at|near)|"
    r"\bno american (?:had been|was|is) (?:within|near|on|there)|"
    r"\b(?:an )?accident\b|\bnot an? (?:attack|bomb)|\bdid not (?:happen|take place|occur)|"
    r"\bunfounded|\bfabricat\w+|\bdisclaim\w*|\b(?:another|a different) (?:story|version)\b|"
    r"\b(?:blown|burst) tyres?\b|\btyres? (?:had |has )?(?:burst|blew|blown)|"
    r"\bgas (?:bottle|cylinder|canister|pipe|leak)|\bshort circuit|\bburst pipe|"
    r"\b(?:electrical|wiring) fault|\baccidental|\bfairy ?tale|\bno convoy|\b(?:was|is) a toy\b|"
    r"(?<![\u0600-\u06ff])و?(?:نفي|نفت|ينفي|تنفي)(?![\u0600-\u06ff])|لا صحه|انفجار اطار|"
    r"اطار \S+ انفجر|تماس كهربائي|عار عن الصحه"
)
INVOLVEMENT: Final = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject\w*|disavow\w*|disown\w*|dismiss\w*) (?:that (?:it|"
    r"they) |the (?:\w+ )?(?:accusation|charge|claim that it)|its |any |all |a |having )"
    r"(?:\w+ ){0,2}?(?:part|role|involvement|hand|link|links|connection|responsib\w+|directs?|"
    r"accusations?|charges?|had fired|having|supplying|was behind|were behind)\b|"
    r"\b(?:den(?:y|ies|ied)|reject\w*) (?:any |the )?(?:\w+ )?(?:involvement|responsibility|"
    r"accusations?|charges?|supplying|part)\b|"
    r"(?:علاقت\w+|صلت\w+|اي صله|اي علاقه|تورط\w*|ضلوع\w*|مسؤوليت\w+ عن)"
)
"""A denial of having done it, which is none of the incident."""

WITHDRAW: Final = re.compile(
    r"\b(?:withdrew|withdrawn|withdraws|retract(?:s|ed)|deleted the (?:post|report|story)|"
    r"tak(?:en|es) down|took (?:\w+ ){0,3}down|withdrew the (?:claim|report))\b|سحبت?|تراجعت? عن"
)
DOUBT: Final = re.compile(
    r"\bno (?:independent )?(?:proof|confirmation)\b|\bnot make it proven|\bunproven|"
    r"\bcannot be (?:verified|confirmed)|\bimplausib\w+|\bno evidence (?:that|of|for)\b|"
    r"\bdoubtful\b|\bbelieves? none of it\b|\bthis (?:paper|desk|newspaper|site) (?:has seen "
    r"no|doubts|does not believe)|\b(?:is|remains) unverified\b"
)
UNSUPPORTED: Final = re.compile(
    r"\bnothing to (?:support|confirm|suggest|back|bear out)|\bno (?:evidence|indications?|signs?) "
    r"(?:of|that|to|for)\b|\b(?:could|can) ?not (?:be )?(?:independently )?(?:confirm|verif)\w*"
)
"""That somebody finds nothing that speaks for it."""

DOUBTS: Final = re.compile(
    r"\b(?:doubt(?:s|ed)|question(?:s|ed)|cast doubt|staged|theatre|sceptical|skeptical|"
    r"unconvinced|wary|first seen in|seen before)\b"
)
WARY: Final = re.compile(
    r"\b(?P<who>analysts|experts|observers|researchers|consultants|officials|"
    r"residents)\b[^.;]{0,60}?\b(?:wary|scepti\w+|skepti\w+|(?<!no such )doubt(?:s|ed|ful)?|"
    r"question\w*|unconvinced|noted that the same)\b"
)
CREDIT: Final = re.compile(
    r"\bcredit(?:s|ed|ing)\b(?!.*\btook\b)|\bnamed? (?:a |the )?group\b|\bascrib\w+|"
    r"\bnamed by\b|\bو?نسبت?\b"
)
SILENT: Final = re.compile(
    r"\bsa(?:id|ys) (?:nothing|no more|only that it would)|\bmay be behind\b|\bno comment|"
    r"\b(?:did|does|do|has|have|had|could|would) not (?:yet )?(?:immediately )?"
    r"(?:comment|commented|respond|answer|answered|issued|speak|say|said)\b|"
    r"\bdeclin\w+ to\b|\bunanswered|\bkept silent|\bwas silent|\bwere silent|"
    r"\bcondemn(?:s|ed)?\b(?! the act)|\blooking into|\b(?:is|are|was|were|be) investigating|"
    r"\bopened an investigation|\bwas briefed|\burged\b|\bconfirmed nothing|\bnot commented|"
    r"\bcould not say\b|\bissued no\b|\bno statement\b|\btoo early to\b|\bpromis(?:ed|es) "
    r"(?:reinforcements|a|an|to)\b|\bvowed\b|\bcalled (?:on|for)\b|"
    r"\bneither confirm\w* nor\b|\boutrage\w*|\bno (?:claim|group|faction)\b|\bnobody (?:has |"
    r"had )?(?:claimed|spoken)|\bput it (?:near|at|in|on)\b|لم تعلق|لم تعلن|لم يصدر|لم تصدر|يتابع"
)
NOBODY_CLAIMS: Final = re.compile(r"\b(?:no|nobody|none|neither)\b|لم تعلن")
LOOSELY: Final = re.compile(r"\bsp(?:eaks?|oke) of\b|\bput the \w+ at\b")

OTHERWISE: Final = re.compile(
    r"\b(?:den(?:y|ies|ied)|reject\w*|dismiss\w*) (?:\w+ ){0,2}?that (?!one\b|claim\b|report\b|"
    r"version\b|story\b)(?P<what>.*)"
)
"""What a denial is of."""

LIKEWISE: Final = re.compile(r"\b(?:so did|so has|as did|nor did) (?:the |an? )?$")
BEFORE: Final = re.compile(
    r"\b(?:according to|quot(?:ed|ing)|cit(?:ed|ing)|told by|(?:as )?(?:confirmed|reported|"
    r"announced|denied|stated|given|described|relayed|carried|published|recorded|claimed|counted|"
    r"acknowledged|spread|named),? (?:\w+ ){0,3}?by|(?:word|statement|account|denial|"
    r"confirmation|report|reports|figures|message) (?:from|by|of)|by the (?:count|account|"
    r"reckoning) of|authority (?:is|was)|so did|so has|as did|nor did|per|says|"
    r"(?<!was )(?<!were )said|adds|added|writes|wrote|"
    r"(?:presented|explained|dismissed|seen) [^.;]{0,50}? by|(?:first|second|third|other|version|"
    r"tale|one),? (?:is )?(?:from|told by)|as) (?:only |a pair of |one of |the |an? |some |two |"
    r"three |four |several |another |"
    r"iraq's |iraqi )*"
    r"(?:source (?:at|in) (?:the |an? )?)?(?:channel |agency |outlet |site |broadcaster )?$"
)
"""Words right before the one who speaks."""

RELAYED: Final = re.compile(
    r"\b(?:reported|carried|spread|published|relayed) by (?:the )?(?:channel |agency |site )?$"
)
TOLD_TO: Final = re.compile(
    r"\b(?:told|tells|telling|speaking to|said to|talking to|spoke to|speaks to|spoken to|"
    r"statement to|informed|interviewed by|quoted (?:by|in|on)|on|via|of which|from whom|لـ?وكاله) "
    r"(?:the |an? )?(?:[\w-]+ ){0,2}?$|(?:لـ?|ل)(?:وكاله |قناه )?$"
)
OF_THEM: Final = re.compile(
    r"\b(?:against|of|for|on|to|through|at|near|beside|carrying|host\w*|houses|with|targeted|from|"
    r"in|"
    r"targeting|hit|attacked|struck|wounded|killed|injured|killing|wounding|injuring|into|"
    r"by|like|between|than|outside|inside|above|over|around|onto|towards?|past) (?:the |an? |its |"
    r"their |one |two |three |four |five |"
    r"\d+ |several |american |us |senior |some )*$"
)
"""Words that make the one named what is spoken of."""

THEIR_OWN: Final = re.compile(
    r"'s (?!spokes|press|statement|denial|account|version|own|figures|count|numbers|tally)|"
    r"(?: and (?:\w+ ){0,3}| )(?:equipment|"
    r"troops|forces|convoys?|soldiers|compound|column|columns|supply|supplies|trucks|personnel|"
    r"base|bases|checkpoint|patrol|station|vehicles?|car|cars|driver|contractors?|camp)\b"
)
NOUN_OF: Final = re.compile(
    r"'s (?:own )?(?:denial|statement|account|version|confirmation|figures|count|numbers|tally|"
    r"reckoning)\b"
)
APART: Final = re.compile(
    r"\b(?:arrested|detained|cordoned|sealed|found|seized|deployed|sent|arrived|put the flames|"
    r"withdrew|searched)\b"
)
ARABIC_SAYS: Final = re.compile(
    r"(?<![\u0600-\u06ff])و?(?:قال|قالت|اعلن|اعلنت|اكد|اكدت|نفي|نفت|ذكر|ذكرت|افاد|افادت|اوضح|"
    r"اوضحت|اشار|اشارت|كشف|كشفت|بين|بينت|صرح|صرحت|بحسب|وفقا ل|حسب|نقلا عن|عن|ابلغ|اضاف|اضافت|نشر|"
    r"نشرت|بث|بثت)"
    r"(?: (?!عن|ان)[\u0600-\u06ff]+){0,2}\s*(?:ل)?$"
)
PRONOUN: Final = re.compile(
    r"(?<![\w-])(?:he|she|they|it|the statement|the official|the source)(?: also| later| then)? "
    r"(?:said|says|say|added|adds|wrote|told|insist\w*|denied|denies|den(?:y|ies)|confirmed|"
    r"confirms|maintain\w*|explained|noted|did not dispute|reported)\b"
)
ABOUT: Final = re.compile(
    r"\b(?:casualt\w+|damage\w*|toll|harm\w*|hurt|unhurt|unharmed|loss(?:es)?|launch\w*|claims?|"
    r"drones?|rockets?|bombs?|device|charge|fire|burn\w*|injur\w*|wound\w*|kill\w*|dead|died|"
    r"death|shot|the act|both|happened|incident|intercept\w*|tyre|truck|trucks|lorry|convoy|"
    r"weapons?|attack\w*|blam\w+|behind it|explos\w+|fingerprints|defen[cs]es|"
    r"brought (?:\w+ ){0,3}down|no (?:independent )?"
    r"proof|named (?:nobody|no one|no group|a group)|(?:same|similar|another|different) "
    r"(?:account|story|version|figures?)|(?:reported|repeated|printed|carried|copied) (?:it|"
    r"this|the (?:report|claim|same)))\b|"
    r"اصابات|خسائر|اضرار|ضحايا"
)
"""What tells of an incident without naming an attack."""
