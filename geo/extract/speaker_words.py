"""Words for those who speak of incidents: institutions, media, offices, ranks and their kinds.

Patterns are of plain text (see ``geo.extract.text``). ``{r}`` stands for the office that a pattern
may hold in its group ``r``.
"""

from __future__ import annotations

from typing import Final

from geo.model import Stance

_CONFIRMS, _REPORTS = Stance.CONFIRMS, Stance.REPORTS

COALITION: Final = "US-led Coalition"
EMBASSY: Final = "Embassy"
"""An embassy whose country the words do not name."""

CHANNEL: Final = "Channel"
"""A medium that the words do not name."""

INSTITUTIONS: Final[tuple[tuple[str, str, Stance], ...]] = (
    (r"security media cell|the (?:media )?cell|خليه الاعلام الامني|اعلام الامن",
     "Security Media Cell", _CONFIRMS),
    (r"(?:iraq's |iraqi )?military(?:'s)? (?:media office|media cell|information office)",
     "Iraqi military media office", _CONFIRMS),
    (r"joint operations(?: command)?|joint command|(?:قياده )?العمليات المشتركه",
     "Joint Operations Command", _CONFIRMS),
    (r"centcom|(?:u\.?s\.? )?central command|القياده (?:المركزيه|الوسطي)(?: الامريكيه)?",
     "CENTCOM", _CONFIRMS),
    (r"pentagon|البنتاغون|(?:us|u\.s\.|american) (?:department of defen[cs]e|defen[cs]e "
     r"(?:department|ministry))|department of defen[cs]e|وزاره الدفاع الامريكيه",
     "Pentagon", _CONFIRMS),
    (r"operation inherent resolve|combined joint task force|oir|cjtf-oir|"
     r"(?:(?:us|u\.s\.|american)-led |international |global )?coalition|"
     r"(?:قوات )?التحالف(?: الدولي)?", COALITION, _CONFIRMS),
    (r"(?P<p>british|us|u\.s\.|american|turkish|iranian|australian|dutch|french|german|italian|"
     r"canadian) (?:embassy|consulate)", "{p} Embassy", _CONFIRMS),
    (r"(?:the )?embassy", EMBASSY, _CONFIRMS),
    (r"السفاره (?:الامريكيه|الاميركيه)|سفاره (?:واشنطن|الولايات المتحده)", "US Embassy", _CONFIRMS),
    (r"(?:the )?un (?:mission|agency)|united nations(?: (?:assistance )?mission)?|unami",
     "United Nations mission", _CONFIRMS),
    (r"general staff in kuwait|kuwaiti (?:general staff|army|military)|kuwait's (?:general staff|"
     r"army)", "Kuwaiti general staff", _CONFIRMS),
    (r"(?:kurdish|kurdistan(?: region)?(?: government)?(?:'s)?|the region's|regional|region's|"
     r"krg(?:'s)?|erbil(?:'s)?|the) counter-? ?terroris[mt] (?:service|group|department|"
     r"directorate|agency)(?: of (?:the )?(?:kurdistan(?: region)?|region))?|"
     r"جهاز مكافحه الارهاب (?:في )?(?:اقليم )?(?:كردستان|كوردستان)",
     "Kurdistan Counter-Terrorism Service", _CONFIRMS),
    (r"(?:kurdish|kurdistan(?: region)?(?: government)?(?:'s)?|the region's|regional|region's|"
     r"krg(?:'s)?) (?:interior ministry|ministry of (?:the )?interior)|(?:interior ministry|"
     r"ministry of (?:the )?interior) (?:of|in) (?:the )?(?:kurdistan(?: region)?|region)|"
     r"وزاره داخليه (?:اقليم )?(?:كردستان|كوردستان)",
     "Kurdistan interior ministry", _CONFIRMS),
    (r"peshmerga(?: ministry)?|البيشمركه", "Peshmerga", _CONFIRMS),
    (r"(?:iraq's |iraqi )?(?:interior ministry|ministry of (?:the )?interior)|"
     r"وزاره الداخليه(?: العراقيه)?", "interior ministry", _CONFIRMS),
    (r"(?P<p>[a-z]+(?:ish|ian|ch)) (?:defen[cs]e ministry|ministry of defen[cs]e)|defen[cs]e "
     r"ministry in (?P<abroad>ankara|copenhagen|london|paris|berlin|rome)|"
     r"(?P<whose>turkey|britain|spain|denmark|france|italy|germany|poland|norway)'s "
     r"(?:defen[cs]e ministry|ministry of defen[cs]e)", "{p} defence ministry", _CONFIRMS),
    (r"(?P<whose>ankara|madrid|london|copenhagen|paris|berlin|rome)'s (?:defen[cs]e ministry|"
     r"ministry of "
     r"defen[cs]e)", "{p} defence ministry", _CONFIRMS),
    (r"(?:iraq's |iraqi )?security (?:services|forces|agencies)", "Iraqi security forces",
     _CONFIRMS),
    (r"(?:iraq's |iraqi )?(?:defen[cs]e ministry|ministry of defen[cs]e)|وزاره الدفاع",
     "defence ministry", _CONFIRMS),
    (r"(?:iraq's |iraqi |the )?(?:prime minister's office|office of the prime minister)",
     "prime minister's office", _CONFIRMS),
    (r"(?:us|u\.s\.|american) (?:military|army|forces|armed forces)|(?:القوات|الجيش) الامريكيه?",
     "US military", _CONFIRMS),
    (r"(?:iraq's |iraqi |the )?(?:commander-in-chief|armed forces general command)(?:'s)?|"
     r"(?:iraqi|iraq's) (?:armed forces|military)(?:'s)?(?= spokes)|"
     r"القائد العام للقوات المسلحه(?: العراقيه)?", "Iraqi armed forces", _CONFIRMS),
    (r"(?:iraqi |iraq's )armed forces", "Iraqi armed forces", _CONFIRMS),
    (r"(?:the )?iraqi army|iraq's army|الجيش العراقي", "Iraqi army", _CONFIRMS),
    (r"(?:the )?iraqi military|iraq's military", "Iraqi military", _CONFIRMS),
    (r"security consultants?|(?:a )?consultancy", "security consultants", _REPORTS),
    (r"(?P<n>governor|mayor|president)'s office", "{n}'s office", _CONFIRMS),
    (r"provincial council", "provincial council", _CONFIRMS),
    (r"(?:the )?(?:popular|tribal) mobili[sz]ation(?: forces| units| commission)?|(?:the )?hashd(?:"
     r"'s own commission| al-shaabi)?|pmf|pmu", "Popular Mobilization Forces", _REPORTS),
)  # fmt: skip

PERSON: Final = "person"
"""What stands for the office of somebody known by name."""

_RANK: Final = (
    r"(?:(?:u\.?s\.? )?(?:army |air force )?(?:colonel|col\.|(?:major |lieutenant |brigadier )?"
    r"general|(?:maj\. |lt\. |brig\. )?gen\.|admiral|rear admiral|captain) )?"
)
PEOPLE: Final = tuple(
    (rf"{_RANK}(?:{names})", office)
    for names, office in (
        ("wayne marotto|myles caggins|joel harper", f"{COALITION} spokesman"),
        ("john kirby|pat(?:rick)? ryder|sabrina singh|jonathan hoffman", "Pentagon spokesman"),
        ("kenneth mckenzie|frank mckenzie|michael kurilla|erik kurilla", "CENTCOM commander"),
        ("yahya rasool|yehia rasool|abdul ?karim khalaf", "Iraqi armed forces spokesman"),
        ("tahsin al-khafaji", "Joint Operations Command spokesman"),
        ("saad maan|khalid al-muhanna", "interior ministry spokesman"),
        ("jutiar adil", "Kurdistan Regional Government spokesman"),
    )
)  # fmt: skip
"""Those who speak for an institution and are often named without it."""

OPERATIONS: Final = (
    r"(?P<n>baghdad|basra|samarra|nineveh|anbar|salah al-din|karbala|babil|diwaniyah|diyala|"
    r"jazeera|kirkuk|muthanna|dhi qar|rafidain|sumer|middle euphrates|euphrates)(?:'s)? "
    r"operations(?: command)?"
)
OPERATIONS_AR: Final = r"(?:قياده |قائد )?عمليات (?P<n>[\u0600-\u06ff]+)"

OUTLETS: Final = (
    ("Sabereen News", r"sab[ei]ri?een(?: news)?|saberin(?: news)?|sabr?een(?: news)?|"
                      r"صابرين(?: نيوز)?"),
    ("Fars News", r"fars(?: news)?(?: agency)?|fna|وكاله (?:انباء )?فارس"),
    ("Tasnim", r"tasnim(?: news)?(?: agency)?|تسنيم"),
    ("Mehr News Agency", r"mehr(?: news)?(?: agency)?|وكاله مهر"),
    ("IRNA", r"irna"), ("Press TV", r"press ?tv"), ("Al-Alam", r"al-?alam(?: tv)?"),
    ("Al-Mayadeen", r"al-? ?mayadeen|قناه الميادين|الميادين"),
    ("Al-Manar", r"al-?manar|قناه المنار"),
    ("Shafaq News", r"shafaq(?: news)?(?: agency)?|(?:وكاله )?شفق نيوز"),
    ("Iraqi News Agency", r"iraqi news agency|ina|واع|وكاله الانباء العراقيه"),
    ("NINA", r"nina"), ("Rudaw", r"rudaw|رووداو|روداو"),
    ("Kurdistan 24", r"kurdistan ?24|كوردستان ?24"), ("BasNews", r"basnews"),
    ("Alsumaria", r"al-? ?sumaria|السومريه(?: نيوز)?"),
    ("Baghdad Today", r"baghdad today|بغداد اليوم"), ("NRT", r"nrt"),
    ("Al Jazeera", r"al-? ?jazeera(?! operations| command)|قناه الجزيره"),
    ("Al Arabiya", r"al-? ?arabiya|العربيه نت"), ("Alhurra", r"al-?hurra"),
    ("Sputnik", r"sputnik|سبوتنيك"), ("RT", r"russia today|روسيا اليوم"),
    ("South Front", r"south ?front"), ("ISWNews", r"iswnews|islamic world news"),
    ("Anadolu Agency", r"anadolu(?: agency)?|الاناضول"), ("The Cradle", r"the cradle"),
    ("Islam Times", r"islam times"), ("Talos", r"talos(?: iraq)?"),
    ("Crisis24", r"crisis ?24"), ("Middle East Eye", r"middle east eye"),
    ("Al-Monitor", r"al-monitor"), ("Amaq", r"amaq"),
    ("Al-Ahed News", r"al-?ahed(?: news| tv)?"), ("Alghadeer TV", r"al-?ghadeer(?: tv)?"),
)  # fmt: skip
"""Media by the name of the list of outlets, and how texts write them."""

WIRES: Final = (
    "reuters", "ap", "the associated press", "associated press", "afp", "agence france-presse",
    "xinhua", "cnn", "bbc", "dpa",
)  # fmt: skip
"""Agencies whose reports a text mostly is itself: never who asserts."""

OFFICES: Final = (
    r"officials?|officers?|spokes(?:man|woman|person|men)|commanders?|generals?|colonels?|"
    r"captains?|lieutenants?|brigadiers?|sergeants?|governors?|mayors?|ministers?|ministr(?:y|ies)|"
    r"police|army|directorate|authorities|government|council|prosecutors?|medics|doctors|"
    r"firefighters|councillors?|directors?|advis[eo]rs?|chiefs?|deput(?:y|ies)|lawmakers?|"
    r"police(?:man|men)|"
    r"lieutenant colonel|department|service|asayish|military"
)
"""Who knows at first hand, and confirms by speaking of it."""

SOURCES: Final = (
    r"sources?|media|outlets?|agenc(?:y|ies)|news sites?|sites?|channels?|newspapers?|television|"
    r"stations?|residents?|witness(?:es)?|villagers|consultants|drivers?|accounts|"
    r"broadcasters?|correspondents?|press(?: accounts)?|activists|pages?|locals|relatives|"
    r"employees|workers|contractors|hauliers?"
)
"""Who hands on what others know."""

KINDS: Final = frozenset({
    "senior", "prime", "security", "medical", "health", "police", "military", "intelligence",
    "provincial", "local", "regional", "tribal", "defence", "defense", "interior", "foreign",
    "army", "border", "oil", "government", "airport", "district", "council", "ministry",
    "counter-terrorism", "counter-terror", "federal", "iraqi", "us", "u.s", "american",
    "british", "turkish", "kurdish", "iranian", "kuwaiti", "lebanese", "russian", "israeli",
    "danish", "spanish", "emirati", "saudi", "arab", "western", "northern", "southern",
    "eastern", "private", "state-run", "news", "state", "public", "kurdistan", "region",
    "coalition", "base", "port", "customs", "traffic", "civil", "media", "embassy", "hospital",
    "municipal", "riot", "intelligence-service", "national", "command", "operations",
    "operational", "central", "brigade", "battalion", "provincial-council", "diplomatic",
    "law-enforcement", "press", "deputy", "chief", "district-council", "company",
    "defence-ministry", "service", "television", "peshmerga", "asayish", "parliamentary",
    "pro-iranian", "pro-iran",
})  # fmt: skip
"""Words before an office that say which; "two", "another" and the like say nothing."""

NATIONS: Final = {
    "us": "US", "u.s": "US", "u.s.": "US", "american": "US", "iraq's": "Iraqi", "iraq": "Iraqi",
    "turkey's": "Turkish", "iran's": "Iranian", "kuwait's": "Kuwaiti", "turkey": "Turkish",
    "britain": "British", "spain": "Spanish", "denmark": "Danish", "france": "French",
    "italy": "Italian", "germany": "German", "poland": "Polish", "norway": "Norwegian",
    "ankara": "Turkish", "copenhagen": "Danish", "london": "British", "paris": "French",
    "berlin": "German", "rome": "Italian", "madrid": "Spanish", "spain's": "Spanish",
    "denmark's": "Danish",
}  # fmt: skip

FOREIGN: Final = frozenset({
    "Iranian", "Turkish", "Israeli", "Syrian", "Lebanese", "Russian", "Saudi", "Jordanian",
    "Emirati", "Qatari", "Chinese", "German", "French",
})  # fmt: skip
"""Whose officials know nothing at first hand of an attack on others in Iraq."""

PLACES_AR: Final = {
    "ذي قار": "Dhi Qar", "المثني": "Muthanna", "بابل": "Babil", "الديوانيه": "Diwaniyah",
    "القادسيه": "Qadisiyah", "صلاح الدين": "Salah al-Din", "الانبار": "Anbar", "بغداد": "Baghdad",
    "نينوي": "Nineveh", "كركوك": "Kirkuk", "ديالي": "Diyala", "البصره": "Basra", "واسط": "Wasit",
    "ميسان": "Maysan", "كربلاء": "Karbala", "النجف": "Najaf", "اربيل": "Erbil", "دهوك": "Dohuk",
    "السليمانيه": "Sulaymaniyah", "سامراء": "Samarra", "سومر": "Sumer", "الجزيره": "Jazeera",
    "الموصل": "Mosul", "الفرات الاوسط": "Middle Euphrates", "الرافدين": "Rafidain",
}  # fmt: skip

ARABIC: Final = (
    (r"مصدر في (?:قياده |مديريه )?شرطه (?P<n>{place})|مصدر (?:في|من) شرطه (?P<n2>{place})",
     "{n} police source", _CONFIRMS),
    (r"مصدر في (?:\S+ )?(?:ال)?شرطه", "police source", _CONFIRMS),
    (r"(?:ضابط|نقيب|عقيد|عميد|رائد|ملازم|مقدم) في (?:قياده )?شرطه (?P<n>{place})",
     "{n} police officer", _CONFIRMS),
    (r"(?:قياده |مديريه )?شرطه (?P<n>{place})", "{n} police", _CONFIRMS),
    (r"قائد عمليات (?P<n>{place})", "{n} Operations commander", _CONFIRMS),
    (r"(?:قياده )?عمليات (?P<n>{place})", "{n} Operations Command", _CONFIRMS),
    (r"محافظ (?P<n>{place})", "governor of {n}", _CONFIRMS),
    (r"(?:المتحدث|الناطق) (?:الرسمي )?باسم (?:القائد العام للقوات المسلحه|القوات المسلحه)",
     "Iraqi armed forces spokesman", _CONFIRMS),
    (r"(?:المتحدث|الناطق) (?:الرسمي )?باسم (?:قوات )?التحالف(?: الدولي)?",
     "US-led Coalition spokesman", _CONFIRMS),
    (r"(?:المتحدث|الناطق) (?:الرسمي )?باسم (?:وزاره الدفاع الامريكيه|البنتاغون)",
     "Pentagon spokesman", _CONFIRMS),
    (r"(?:المتحدث|الناطق) (?:الرسمي )?باسم وزاره الداخليه", "interior ministry spokesman",
     _CONFIRMS),
    (r"(?:مسوول|مسؤول|مسئول) (?:امريكي|اميركي)", "US official", _CONFIRMS),
    (r"(?:مسوول|مسؤول|مسئول) (?:محلي|حكومي)", "local official", _CONFIRMS),
    (r"(?:مسوول|مسؤول|مسئول|ضابط) (?:امني|عسكري|عراقي)", "Iraqi security official", _CONFIRMS),
    (r"مصادر (?:امنيه|عسكريه)(?: عراقيه)?", "Iraqi security sources", _REPORTS),
    (r"مصدر (?:امني|عسكري|استخباري)(?: عراقي)?", "Iraqi security source", _REPORTS),
    (r"مصدر (?:محلي|طبي|قبلي|عشائري)|مصادر (?:محليه|طبيه|عشائريه)|شهود عيان", "local sources",
     _REPORTS),
    (r"وسائل اعلام (?:عراقيه|محليه)", "Iraqi media", _REPORTS),
    (r"وسائل اعلام ايرانيه|وكالات ايرانيه", "Iranian media", _REPORTS),
    (r"(?:الشرطه|شرطه)(?: العراقيه)?", "police", _CONFIRMS),
)  # fmt: skip
"""Arabic offices; ``{place}`` stands for the places of ``PLACES_AR``."""
