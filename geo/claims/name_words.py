"""What the words of a group's name are: kinds, words that describe, words with a meaning.

Tables only; ``geo.claims.name_parts`` reads them. A name such as "Saraya Awliya al-Dam" is a kind
("companies") and words of its own ("guardians", "blood"). The press writes both in the script of
the country, romanises them in many ways, or translates them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A word of names: its Arabic stem's id, how it is written, and its translations.

    ``common``: the word stands in the names of many groups and alone tells none of them apart.
    """

    id: str
    forms: tuple[str, ...]
    translations: tuple[str, ...]
    common: bool


KINDS: Final[dict[str, str]] = {
    "saraya": "saraya seraya saraia sarayat sayara saryat sariya sariyat saria siraya "
    "سرايا سرايات سرية سريه company companies squad squads detachment detachments compañías "
    "compañía kompanie kompanien bölükleri bölük",
    "kataib": "kataib kataeb kitaeb kitaib ketaib katayib katayeb katibat katiba كتائب كتيبة كتايب "
    "کەتائیب كەتیبە گردان گردانهای گردانها battalion battalions batallón batallones bataillon "
    "bataillone taburu taburları batalyon brigade brigades brigada brigadas brigate brigata "
    "brigaden tugayı tugayları tugay brigad tiplar تیپ تیپهای",
    "liwa": "liwa lewa liva leva liwaa alwiya alwiyat لواء لوا الوية ليوا brigade brigades brigada "
    "brigadas brigate brigata brigaden tugayı tugayları tugay brigad تیپ تیپهای regiment",
    "harakat": "harakat haraka harakah hareket hareketi herekat harkat حركة حرکت جنبش بزوتنەوەی "
    "movement movements movimiento bewegung mouvement movimento gerakan",
    "asaib": "asaib asaeb esaib assaib asayib asayeb عصائب عصایب عەسائیب league leagues band bands "
    "liga ligue birlikleri",
    "usbat": "usbat usba usbah usbet osbat ousbat asbat isbat esbet عصبة league association band "
    "liga ligue birliği asociación bund liga",
    "jaysh": "jaysh jaish jeish jaysch ceyş جيش army ejército armee armée ordusu tentara",
    "jund": "jund jond junud جند جنود soldiers",
    "firqa": "firqa firqat ferqa فرقة division divisions división",
    "faylaq": "faylaq failaq filaq فيلق corps legion",
    "fawj": "fawj فوج regiment",
    "jabha": "jabha jabhat jebhet jabhah جبهة front frente frontun cephesi",
    "hizb": "hizb hezb حزب party partido partei partisi",
    "operations": "operations عمليات operation",
    "majlis": "majlis مجلس council consejo",
    "committee": "committee committees lajna لجنة لجان",
}
"""Kind of armed group -> its words; a translation may stand for several kinds."""

LOOSE_KINDS: Final = (
    "tanzim tanzeem munazzamat munazamat منظمة quwat quwwat unités unites "
    "group groups grup gruppe grupo grupos grubu groupe faction factions facción fraksi "
    "fraktion fasil fasail faseel fasael fasayil فصيل فصائل militia militias milicia milicias "
    "milis milisi milisler milisleri miliz milizen milice milices ميليشيا ميليشيات مليشيا "
    "مليشيات میلیشیا شبهنظامیان organization organisation organización organisasi örgütü "
    "terrorist تنظيم network networks formation formations tashkil tashkeel تشكيل تشكيلات "
    "forces force fuerzas fuerza kräfte güçleri pasukan unit units unidades einheiten birimleri "
    "قوات نیروهای نيروهاي هيئة هيئه commission jama jamaat jamaa cemaati جماعة جماعات گروه "
    "گروههای گرووپ گرووپی مجموعة مجموعات cell cells gang gangs room wing"
)
"""Kinds that are added to a name or left out without another group being meant."""

DESCRIBING: Final = (
    "unknown unidentified unnamed unclaimed anonymous gunmen gunman armed men man persons "
    "militant militants fighter fighters terrorists insurgents insurgent rebels rebel outlaw "
    "outlaws criminals elements members attackers assailants perpetrators bombers parties side "
    "sources source security military official officials spokesman spokesperson spokeswoman "
    "commander commanders leader leaders statement army police government authorities local "
    "residents witnesses media channel telegram minor small new newly previously formed little "
    "known so called self styled named calling itself name several some other various pro iran "
    "iranian iranians irans tehran irgc shia shiite shiites shii shi ite sunni sunnis proxies "
    "proxy paramilitary paramilitaries extremist extremists jihadist jihadists islamist "
    "islamists designated foreign terror claimed responsibility by unspecified undisclosed "
    "مسلحون مسلحين مسلح مسلحة مسلحه مجهولون مجهولين مجهول مجهولة خارجة خارجون خارجين القانون "
    "قانون عن مصدر مصادر امني امنية امنيه عناصر موالية موالي لايران ايران ايرانية ايرانيه "
    "مدعومة شيعية شيعيه ارهابي ارهابيه ارهابيون ارهابيين افراد ناشناس مسلحانه هاي چەکداران "
    "چەکدارانی چەکدار نەناسراو شيعه kimliği belirsiz silahlı kişiler kişi şii iranlı yanlısı "
    "destekli teröristleri hombres armados armado desconocidos desconocido chiíes chií chiitas "
    "proiraníes iraní iraníes kelompok bersenjata tak dikenal orang syiah unbekannte bewaffnete "
    "schiitische schiitischen iranische iranischen inconnus armés chiites hommes non identifiés "
    "teroris pejuang kämpfer terroristen miliciens combatientes combattants militan militanları "
    "savaşçıları"
)
"""Words that describe who acted and name nobody."""

LINKING: Final = (
    "affiliated affiliate affiliates linked backed close allied aligned loyal ally allies "
    "supported associated connected related tied facade proxy offshoot splinter branch former "
    "ex not anti alleged allegedly suspected faction's مقربة تابعة مرتبطة موالية مدعومة "
    "vinculado vinculados afines nahe bağlı yakın وابسته"
)
"""Words that say that somebody near the group is meant, not the group. "Front group of X"."""

STOPS: Final = (
    "of the in and for to a an from on by at with its s is as or de la los las del der die das "
    "des im von und le les du et di da il lo y e i u ye yi dan yang ve ile nin fi fil fel li "
    "lil bi wa en es esh ed er ez edh eth us ush ud ur un ut b ال و في من على های ها ی از در"
)

WORLDLY: Final = (
    "syria syrian lebanon lebanese lübnan lubnani turkey turkish turk turkmen kurdish kurdistan "
    "kurds palestine palestinian bahrain bahraini yemen yemeni saudi arabia jordan jordanian "
    "egypt egyptian israel israeli kuwait kuwaiti american us usa uk british russia russian "
    "afghan afghanistan pakistan pakistani khorasan levant sham arab arabs african somali sudan "
    "sudanese libyan european baghdad basra mosul nineveh kirkuk anbar diyala karbala najaf "
    "babylon guard guards liberation democratic democracy free freedom liberal united unity "
    "union national federation coalition alliance council command committee justice equality "
    "peace defence defense security socialist communist workers patriotic progressive salvation "
    "independence reform development support storm room eagle eagles lion lions hawk hawks "
    "falcon falcons knights sons soldiers men women youth students north south northern "
    "southern eastern western central first third fourth fifth sixth seventh eighth ninth tenth "
    "imam lashkar left right red black white green new old good great god day promised true "
    "promise war holy jihad lord family لبناني لبنانية لبنان سوري سوريا فلسطين يمن بحرين "
    "خراساني كردستان تركي ارهاب"
)
"""Words that sound or look like nothing in the names of the list but themselves."""

# Each entry: id: forms of the word = its translations; further lines are indented.
_COMMON: Final = """
islamic: islamiyah islamiya islamiyya islamiyyah islami islam إسلامية اسلامي إسلام ئیسلامی =
    islamic islámica islámico islamischer islamische islamico islamique İslami islam
resistance: muqawama muqawamat muqawamah moqawama moqavemat mukavemet مقاومة مقاومت موقاوەمە
    بەرخۆدان = resistance resistencia widerstand direniş direnişi perlawanan résistance
    resistenza
iraq: iraq iraqi irak iraqiya iraqiyah عراق عراقية عراقي عێراق عێراقی = iraqis irakí iraquí
    iracheno irakisch irakische irakischen irakien irakienne
hezbollah: hezbollah hizbullah hizballah hizbollah hezbullah hisbollah hezbola hizbula hizbola
    hezbolla حزبالله حیزبوڵڵا حیزبوڵا
dawla: dawla dawlah dowlah dawlat دولة دولت دەوڵەتی = state estado staat devleti negara état
    stato
dawli: dawliyah dawliya duwaliya duwaliyah duwaliyya dowaliya dawli دولية دولي بینالمللی =
    international internacional internasional internationaler internationale uluslararası
    internazionale
watani: watani wataniya وطني وطنية = national nacional nationale ulusal nasional
shaabi: shaabi shabi shaabiya شعبي شعبية شەعبی مردمی = popular peoples people popüler halk volks
    rakyat populaire popolare
sayyid: sayyid sayid sayed seyyed seyyid sayidu سيد سەید = master lord prince
shuhada: shuhada shohada suheda şüheda شهداء شهدا شەهیدان = martyrs martyr mártires märtyrer
    şehitleri
shahid: shahid shaheed شهيد = martyr
mahdi: mahdi mehdi مهدي
imam: imam إمام
ali: ali علي
hussein: hussein husayn hossein حسين
sadr: sadr صدر
abbas: abbas عباس
abu: abu abo abi ابو ابي = father
quds: quds qods قدس = jerusalem
aqsa: aqsa أقصى
ashab: ashab ashaab ashabu ishab eshab ashabi asshab as-hab أصحاب ئەسحاب ياران = companions
    companion fellows friends people compañeros compagnons gefährten yoldaşları arkadaşları
    sahabat owners
ahl: ahl ahlu ahli ehl ehli أهل ئەهلی = people folk family
ansar: ansar أنصار = supporters partisans helpers
thawra: thawra thawrat thora thorat thurat thawrah thaura thaurat thowrat saura sevre soura
    sawrat ثورة ثوره = revolution revolución devrimi révolution
muhandis: muhandis mohandes mohandis muhendis مهندس = engineer
"""

_TELLING: Final = """
ishrin: ishrin ashrin eshrin ashreen eshreen ishreen عشرين العشرون = twenty twenties 1920 20
    1920s twentieth veinte zwanzig yirmi
thani: thani thaniya thaniyah thania thanya thanea saniya saniyah saniye sani الثانية ثاني ثانية
    ثانيه = second 2nd ii segunda segundo zweite ikinci kedua seconde
thawar: thawar thuwar thuwwar ثوار = revolutionaries
kahf: kahf kahaf kehf kahfi kehef كهف کەهف = غار cave cueva höhle mağara mağarası gua grotte
    caverna grotta
thairin: thairin thaireen tharieen thayireen thaereen thairen thairun sairin sairen ثائرين
    ثائرون = revolutionaries revolutionary rebels revolucionarios revolutionäre devrimciler
    devrimcileri revolusioner révolutionnaires avengers
qasim: qasim qassem qassim qasem kasim ghasem قاصم = smasher breaker crusher destroyer
    vanquisher shatterer quebrantador zerstörer destructor
jabbarin: jabbarin jabarin jabbareen jababira cebbarin jabaren جبارين جبابرة = oppressors
    tyrants titans giants mighty opresores tiranos unterdrücker tyrannen zalimler
awliya: awliya awliyaa awlia auliya evliya owliya أولياء = guardians guardian custodians
    avengers heirs guardianes wächter koruyucuları wali gardiens guardiani kin
dam: dam damm dem دم = blood sangre blut kan kanı darah sang sangue
muntaqim: muntaqim montaqem muntaqem muntakim منتقم = avenger avengers vengador rächer intikamcı
thar: thar thaar thaer ثأر = revenge avenge avengers vengeance venganza rache intikam intikamı
    dendam
azm: azm aazm azim عزم = determination resolve
ulu: ulu uwlu uli oulou olu ulul ouloul أولو أولي = possessors
khaybar: khaybar khyber khaibar kheibar hayber خيبر
waritheen: waritheen warithin warisin varisin وارثين وارثون = inheritors heirs herederos erben
fadl: fadl fazl fadhl fadhel فضل
haq: haq haqq hak hagh hag حق حەق = truth right verdad
nujaba: nujaba nojaba nuceba nujabaa نجباء نجبا = nobles noble outstanding
hashd: hashd hashed hasd haşd haşdi حشد حەشدی = mobilization mobilisation movilización
    mobilisierung mobilmachung seferberlik mobilisasi
daesh: daesh daish deaş داعش داعيش
"""

JOINED: Final = {
    ("hizb", "allah"): "hezbollah", ("hezb", "allah"): "hezbollah", ("hizb", "ullah"): "hezbollah",
    ("حزب", "الله"): "حزبالله", ("حزب", "اللهي"): "حزبالله",
}  # fmt: skip
"""Two words that are one name."""

APART: Final = {
    "righteous": ("ahl", "haq"),
    "abolfazl": ("abu", "fadl"), "abulfazl": ("abu", "fadl"), "abulfadl": ("abu", "fadl"),
    "abolfadl": ("abu", "fadl"), "abalfadl": ("abu", "fadl"), "ابوالفضل": ("ابو", "فضل"),
    "volksmobilisierungskrafte": ("volks", "mobilisierung"),
    "volksmobilmachungskrafte": ("volks", "mobilmachung"),
}  # fmt: skip
"""One word that is two in other spellings."""


def _read(table: str, common: bool) -> list[Lexeme]:
    found = []
    for line in re.split(r"\n(?! )", table.strip()):
        name, _, rest = line.partition(":")
        forms, _, translations = rest.partition("=")
        found.append(Lexeme(name, tuple(forms.split()), tuple(translations.split()), common))
    return found


LEXEMES: Final = (*_read(_COMMON, True), *_read(_TELLING, False))
"""Words of the names of Iraqi groups. Words that are not here are compared by sound alone."""
