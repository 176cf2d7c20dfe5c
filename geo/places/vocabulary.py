"""The words around place names, in the languages of the sources: kinds, directions, roads, links.

All words are folded as ``geo.places.names.fold_letters`` folds them, Arabic ones without article.
"""

from __future__ import annotations

from typing import Final

from geo.places.names import ARTICLES, drop_article, fold_letters


def folded(words: str) -> frozenset[str]:
    """The words of a text as a set, folded, Arabic ones without article."""
    return frozenset(drop_article(fold_letters(word)) for word in words.split())


GOVERNORATE: Final = folded(
    "province provinces governorate governorates provincial muhafazah muhafaza mohafazat provinsi "
    "provincia provinz provincie wilayah vilayeti vilayet ili gouvernorat gouvernement "
    "governatorato governatorio gobernacion gobernación محافظة محافظتي محافظات استان استانهای "
    "پارێزگای پارێزگا prowincja prowincji "
    "vilayetine vilayetinde vilayetinin parêzgeha parezgay ostan استانى پارێزگاکانی"
)
DISTRICT: Final = folded(
    "district districts qada qadaa qadha qaza kaza ilcesi distrik distrito bezirk قضاء قەزای "
    "شهرستان subdistrict nahiya nahiyah nahia nahiyat ناحية ناحیه "
    "ilcesinde ilcesine ilce ناوچەی ناوچە قەزا ناحیەی ناحيتي bölgesi بخش"
)
TOWN: Final = folded(
    "city town cities towns downtown kota ciudad cidade ville stadt citta città città miasto "
    "miasta şehri kenti مدينة مدينتي مدن شهر شار kasaba municipality "
    "kentinde kentine sehri sehrinde şehrinde شاری شارێ شارۆچکەی شارۆچکە شهرک شهری"
)
VILLAGE: Final = folded(
    "village villages desa pueblo dorf villaggio koyu köyü قرية قرى روستای "
    "koyunde köyünde qaryat qaryah گوندی گوندێ گوند روستا قريتي villages dorfes"
)
AREA: Final = folded(
    "area region vicinity locality zone outskirts suburb suburbs surroundings countryside gegend "
    "wilayah daerah zona منطقة مناطق ضواحي محيط اطراف منطقه "
    "kawasan wilaya bolge bolgesi bolgesinde environs zone mıntıka دەڤەری دەڤەرا outskirt"
)
NEIGHBOURHOOD: Final = folded(
    "neighborhood neighbourhood quarter hay hayy حي محله محلة "
    "mahalle mahallesi quartier barrio viertel stadtteil lingkungan quartiere گەڕەکی گەڕەک "
    "احياء"
)
BASE: Final = folded(
    "base bases airbase airbases airfield airfields airstrip camp camps fob pangkalan ussu üssü "
    "ussunde baza bazy bazie basis stutzpunkt stützpunkt luftwaffenbasis militarbasis campamento "
    "قاعدة قواعد معسكر پایگاه پادگان "
    "ussunun ussune karargahi lsa cob cop jss kamp kampi کەمپی بنکەی پایگاهی مخيم اردوگاه"
)
AIRPORT: Final = folded(
    "airport airports bandara flughafen aeroport aéroport aeropuerto aeroporto lotnisko lotniska "
    "havalimani havalimanı مطار فرودگاه "
    "lotnisku فڕۆکەخانەی فرۆکەخانەی"
)
CROSSING: Final = folded(
    "border crossing crossings gate perbatasan perlintasan frontera frontiera grenze grenzubergang "
    "منفذ معبر حدود مرز "
    "kapisi sinir sinirkapisi paso przejscie مرزی گذرگاه پایانه دەروازەی"
)
BRIDGE: Final = folded(
    "bridge bridges jembatan puente brucke brücke pont ponte kopru koprusu kupri جسر جسور پل"
)
ROAD: Final = folded(
    "road roads highway highways expressway freeway motorway route routes street avenue path raod "
    "jalan raya carretera autopista autoroute strasse straße autobahn strada droga yolu otoyolu "
    "karayolu طريق شارع خط سريع اوتوستراد بزرگراه جاده اتوبان ڕێگای "
    "مسیر way"
)
THROUGH_ROAD: Final = folded("طريق خط سريع بزرگراه جاده مسیر")
"""Words of Arabic script for a road from one town to another, not for a street."""
MOUNTAIN: Final = folded(
    "mountain mountains mount jabal jebel hills جبل جبال تلال dagh "
    "gunung dagi dağı daglari dağları montagne montagnes berge berg monte montanas montañas "
    "چیای چیا چیاکانی کوه کوههای ارتفاعات سلسلة مرتفعات"
)
LAKE: Final = folded(
    "lake reservoir buhayrat بحيرة "
    "danau gol golu gölü lac lago دریاچه دەریاچەی بحیره marsh marshes marshlands هور "
    "اهوار"
)
DAM: Final = folded("dam dams barrage baraji barajı bendungan presa staudamm سد سدة بەنداوی")
FACILITY: Final = folded(
    "refinery oilfield oilfields gasfield field fields plant port factory prison مصفى مصفاة حقل "
    "حقول ميناء سجن محطة معمل پالایشگاه"
)
RIVER: Final = folded(
    "river rivers canal نهر قناة sungai nehri fleuve rio río fluss fiume رود رودخانه ڕووباری"
)
BETWEEN: Final = folded(
    "between linking links connecting connects joining entre zwischen tra fra między miedzy antara "
    "arasında arasindaki arasında بين رابط رابطة واصل یربط يربط میان بین نێوان"
)
AND: Final = folded("and with to und et dan oraz ve ile و y e i")
TO: Final = folded("to toward towards till until الي a nach ke tot به تا")
TRAVEL: Final = folded(
    "travelled traveled travelling traveling travels moved moving headed heading driving drove en "
    "transit bound convoy convoys رتل متوجه متجه قادم"
)
"""Words with which "from A to B" is a way even where no road is named."""

FROM: Final = folded("from desde von depuis dari من از")
NEAR: Final = folded(
    "near nearby outside around close vicinity beside towards toward outskirts cerca proximo "
    "nahe nähe dekat pres près proche pobliżu poblizu pressi vicino yakınında yakininda قرب بالقرب "
    "قريب محيط نزدیک نزدیکی adjacent leading away"
)
OF: Final = folded("of de del della di des du von in at within inside na w en im في در ب bei s")
REGION: Final = folded(
    "northern southern eastern western central northeastern northwestern southeastern southwestern"
)
INSIDE: Final = folded(
    "central downtown eastern western northern southern east west north south وسط"
)
COUNTRY: Final = folded(
    "kurdistan کوردستان كردستان iraq iraqi irak iraqs العراق عراق عراقية عراقي عيراق irakische "
    "iracheno"
)

_BEARINGS: Final = {
    "north": 0, "northeast": 45, "east": 90, "southeast": 135, "south": 180, "southwest": 225,
    "west": 270, "northwest": 315, "شمال": 0, "شرق": 90, "جنوب": 180, "غرب": 270, "شمالي": 0,
    "شرقي": 90, "جنوبي": 180, "غربي": 270, "norte": 0, "sur": 180, "este": 90, "oeste": 270,
    "nord": 0, "sud": 180, "est": 90, "ouest": 270, "ovest": 270, "nordlich": 0, "sudlich": 180,
    "ostlich": 90, "westlich": 270, "utara": 0, "selatan": 180, "timur": 90, "barat": 270,
    "kuzey": 0, "guney": 180, "dogu": 90, "bati": 270,
    "nordostlich": 45, "sudostlich": 135, "sudwestlich": 225, "nordwestlich": 315,
    "noreste": 45, "sureste": 135, "suroeste": 225, "noroeste": 315, "tenggara": 135,
    "kuzeyinde": 0, "kuzeyindeki": 0, "guneyinde": 180, "guneyindeki": 180, "dogusunda": 90,
    "dogusundaki": 90, "batisinda": 270, "batisindaki": 270, "kuzeydogusunda": 45,
    "kuzeybatisinda": 315, "guneydogusunda": 135, "guneybatisinda": 225, "polnoc": 0,
    "poludnie": 180, "wschod": 90, "zachod": 270, "باکووری": 0, "باکوور": 0, "باشووری": 180,
    "باشوور": 180, "ڕۆژهەڵاتی": 90, "ڕۆژهەڵات": 90, "ڕۆژئاوای": 270, "ڕۆژئاوا": 270,
    "ne": 45, "nw": 315, "se": 135, "sw": 225,
}  # fmt: skip
BEARINGS: Final = {fold_letters(word): float(angle) for word, angle in _BEARINGS.items()}
"""Degrees clockwise from north."""
BEARINGS_AFTER: Final = frozenset(
    word for word in BEARINGS if word.endswith(("nda", "ndaki", "nde", "ndeki"))
)
"""Turkish: "Musul'un güneyindeki", what lies south of Mosul."""

KILOMETRES: Final = folded(
    "km kms kilometer kilometers kilometre kilometres kilometros كم كيلومتر كلم كيلو کیلومتری"
)
MILES: Final = folded("mile miles mi millas ميل")

_GENERIC: Final = folded(
    "the a an is was were are be been by on off for its it his their this that these those while "
    "when where during after before against over under about some many several two three one first "
    "second last further also not no or as into "
    "onto through along across upon than then there here "
    "us u.s american americans coalition convoy convoys logistics logistic supplies trucks truck "
    "vehicle vehicles forces force troops soldiers army military militia militias attack attacks "
    "rocket rockets bomb bombs bombing explosion explosive ied drone drones house houses home "
    "mosque market hospital school church checkpoint intersection square office compound embassy "
    "headquarters center centre terminals terminal capital main international internasional "
    "intl secondary public old new great greater big small upper lower farms farm river "
    "lake mountain mountains hill hills desert dam "
    "refinery oil field fields station bank plant power "
    "shiite sunni kurdish arab kurd iranian iran turkish turkey syrian syria kuwait kuwaiti jordan "
    "jordanian saudi arabia british unknown unnamed various locations location place places site "
    "unos metros meters metres m known called named passing crossing crossings line called number "
    "no. section part side entrance exit sector way lorry lorries air airport land ground sea "
    "militer militar militare militaire aerea aerienne udara area area's iracheno irachena nei der "
    "die das des la le les el los las una un une il lo gli the base y e i "
    "near toward towards leading terletak iraqis iraq's city's "
    "دولي دولية رئيس رئيسي رئيسية سريع عام عسكرية عسكري جوية "
    "جوي ضمن داخل خارج امام خلف عند على الى من "
    "عن هذا هذه رتل ارتال قوات قوة دعم لوجستي "
    "تابع تابعة التحالف دولی نظامی شکاری هوایی مرکز كبير صغير "
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday"
)
KINDS: Final[dict[str, str]] = {
    word: kind
    for kind, words in (
        ("road", ROAD), ("governorate", GOVERNORATE), ("district", DISTRICT), ("town", TOWN),
        ("village", VILLAGE), ("neighbourhood", NEIGHBOURHOOD), ("area", AREA), ("base", BASE),
        ("airport", AIRPORT), ("crossing", CROSSING), ("bridge", BRIDGE),
        ("mountain", MOUNTAIN), ("lake", LAKE), ("river", RIVER), ("dam", DAM),
        ("facility", FACILITY),
    )
    for word in words
}  # fmt: skip
"""What a common noun beside a name says of the kind of place."""

FUNCTION: Final = frozenset(
    _GENERIC | BETWEEN | AND | FROM | NEAR | OF | REGION | INSIDE | COUNTRY | KILOMETRES | MILES
    | frozenset(BEARINGS) | frozenset(KINDS) | ARTICLES
)  # fmt: skip
"""Words that are never, standing alone, the name of a place."""
