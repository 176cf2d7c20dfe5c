"""Names across scripts and spellings: folding, the romanisation of Arabic, and sound skeletons.

``fold`` makes two spellings of one writing equal ("Al-Dīwānīyah" and "diwaniyah"); ``skeletons``
makes two romanisations of one name meet ("Diwnaiya" and "الديوانية"). A skeleton throws much
away, so whoever uses it must look at the likeness of the words as well.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

ARTICLES: Final = frozenset(
    {"al", "el", "ul", "ad", "as", "ash", "at", "an", "ar", "az", "adh", "ath"}
)
"""Latin spellings of the Arabic article, assimilated ones included."""

_ARABIC_LETTERS: Final = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ىیېۍ", "ي"),
        **dict.fromkeys("ةەھہۀ", "ه"),
        **dict.fromkeys("کڪ", "ك"),
        **dict.fromkeys("ڕڔ", "ر"),
        **dict.fromkeys("ڵ", "ل"),
        **dict.fromkeys("ۆۇۋ", "و"),
        "ؤ": "و",
        "ئ": "ي",
        "ێ": "ي",
        "چ": "ج",
        "پ": "ب",
        "گ": "ك",
        "ڤ": "ف",
        "ژ": "ز",
        "ء": None,
        "ـ": None,
    }
)
_LATIN_LETTERS: Final = str.maketrans(
    {
        **dict.fromkeys("ʻʼʽʾʿ‘’`´'′ˈ\u200c\u200d\u200e\u200f\ufeff", None),
        "ı": "i",
        "ł": "l",
        "ø": "o",
        "ð": "dh",
        "þ": "th",
        "đ": "d",
        "ə": "e",
        "æ": "ae",
        "œ": "oe",
    }
)
_NOT_WORD: Final = re.compile(r"[^\w]+|_+")
_ARABIC: Final = re.compile(r"[\u0600-\u06ff]")

_ROMAN: Final = {
    "ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh",
    "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "",
    "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w",
    "ي": "y",
}  # fmt: skip

# One sign for all romanisations of a sound. "1" stands for the interdentals and their emphatic
# kin (th dh z), which the press writes in every way; "2" is sh, "3" kh; gh falls in with q and k.
_SOUND: Final = {
    "q": "k", "k": "k", "g": "k", "c": "k", "p": "b", "b": "b", "j": "j", "d": "d", "t": "t",
    "z": "1", "s": "s", "f": "f", "l": "l", "m": "m", "n": "n", "r": "r", "h": "h", "x": "3",
}  # fmt: skip
_ARABIC_SOUND: Final = {
    "ب": "b", "ت": "t", "ج": "j", "ح": "h", "د": "d", "ر": "r", "ز": "1", "س": "s", "ش": "2",
    "ط": "t", "ظ": "1", "ف": "f", "ق": "k", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h",
    "ث": "1", "ذ": "1", "ص": "s", "ض": "d", "خ": "3", "غ": "k",
}  # fmt: skip
_DIGRAPHS: Final = (("tsch", "j"), ("sch", "2"), ("tch", "j"), ("dj", "j"), ("kh", "3"),
                    ("gh", "k"), ("sh", "2"), ("ch", "j"), ("ph", "f"), ("zh", "1"))  # fmt: skip


def is_arabic(text: str) -> bool:
    """Whether the text has a letter of the Arabic script (Arabic, Persian, Sorani)."""
    return _ARABIC.search(text) is not None


def fold_letters(text: str) -> str:
    """Case, marks and letter variants made equal; words separated by one blank; articles kept.

    >>> fold_letters("Al-Dīwānīyah")
    'al diwaniyah'
    """
    if text.isascii():
        plain = text.replace("'", "").replace("`", "").lower()
    else:
        marked = unicodedata.normalize("NFKD", text.translate(_LATIN_LETTERS))
        plain = "".join(c for c in marked if not unicodedata.combining(c)).casefold()
        plain = plain.translate(_ARABIC_LETTERS).translate(_LATIN_LETTERS)
    return _NOT_WORD.sub(" ", plain).strip()


def drop_article(word: str) -> str:
    """A folded Arabic word without its leading article; other words as they are."""
    if len(word) > 4 and word.startswith("ال"):
        return word[2:]
    return word


@lru_cache(maxsize=2**18)
def fold(text: str) -> str:
    """Search folding: as ``fold_letters``, and without articles in either script.

    A text that is nothing but an article keeps it.

    >>> fold("Al-Dīwānīyah"), fold("Ba‘qūbah"), fold("الديوانية")
    ('diwaniyah', 'baqubah', 'ديوانيه')
    """
    words = fold_letters(text).split()
    kept = [word for word in words if word not in ARTICLES]
    if not text.isascii():  # of the folding a load does, most is of plain ASCII
        kept = [drop_article(word) for word in kept]
    return " ".join(kept or words)


_LOOSE: Final = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        ("tsch|tch|dj", "j"), ("sch", "sh"), ("ph", "f"), ("kh|x", "kh"), ("th|dh|z", "z"),
        ("[qg](?!h)|c(?!h)|ck", "k"), ("ou|oo|uw|w|v|o", "u"), ("ee|iy|ie|y|e", "i"),
        ("p", "b"), (r"(.)\1+", r"\1"), ("ai", "i"), ("au", "u"), ("i?ah?$|h$", "a"),
    )
)  # fmt: skip


@lru_cache(maxsize=65536)
def loose(key: str) -> str:
    """A Latin key (folded, no blanks) in one spelling of the usual variants of romanisation.

    Doubled letters, q k g, y i e, w u o, dh th z and the ending -a -ah -iyah are made equal.

    >>> loose("qayyarah") == loose("gayara"), loose("baghdadi") == loose("baghdad")
    (True, False)
    """
    for pattern, plain in _LOOSE:
        key = pattern.sub(plain, key)
    return key


def romanise(text: str) -> str:
    """Arabic letters written in Latin ones, vowels that are not written left out.

    >>> romanise("النجمي")
    'alnjmy'
    """
    return "".join(_ROMAN.get(c, "" if _ARABIC.match(c) else c) for c in fold_letters(text))


_READ: Final = {
    **_ROMAN, "ع": "", "ة": "a", "ى": "a", "أ": "a", "إ": "i", "آ": "a", "ٱ": "a", "ؤ": "u",
    "ئ": "", "ء": "", "پ": "p", "چ": "ch", "ژ": "zh", "گ": "g", "ڤ": "v", "ک": "k", "ی": "y",
    "ە": "a", "ۆ": "o", "ێ": "e", "ڕ": "r", "ڵ": "l", "ھ": "h", "ۋ": "v",
}  # fmt: skip
_READ_VOWELS: Final = frozenset("اأإآٱةىەۆێؤ")


@lru_cache(maxsize=2**14)
def readable(text: str) -> str:
    """A name in Arabic script as a reader of English may say it.

    Long vowels are written; of the short ones an "a" stands where two consonants would begin or
    end a word.

    >>> readable("النجمي"), readable("بغداد"), readable("حسن")
    ('Al-Najmi', 'Baghdad', 'Hasan')
    """
    return " ".join(filter(None, map(_read_word, re.findall(r"[\w-]+", text))))


def _read_word(word: str) -> str:
    article = "Al-" if len(word) > 4 and word.startswith("ال") else ""
    letters = [c for c in word[2 if article else 0 :] if c in _READ or not _ARABIC.match(c)]
    sounds = [_sound(letters, i) for i in range(len(letters))]
    written = any(c in "ەۆێ" for c in letters)  # Kurdish writes its vowels
    read = ""
    for i, (sound, vowel) in enumerate(sounds):
        read += sound
        clash = i + 1 < len(sounds) and not vowel and not sounds[i + 1][1]
        if clash and not written and (i == 0 or i + 2 == len(sounds)):
            read += "a"
    return article + read[:1].upper() + read[1:]


def _sound(letters: list[str], i: int) -> tuple[str, bool]:
    """How a letter is read where it stands, and whether as a vowel."""
    letter, after = letters[i], letters[i + 1] if i + 1 < len(letters) else ""
    if letter in "ويی":
        consonant = i == 0 or after in _READ_VOWELS
        if letter == "و":
            return ("w", False) if consonant else ("u", True)
        if consonant and i and after == "ة":
            return "iy", True
        return ("y", False) if consonant else ("i", True)
    return _READ.get(letter, letter), letter in _READ_VOWELS


@lru_cache(maxsize=2**18)
def skeletons(text: str) -> tuple[str, ...]:
    """The consonants of a name in one sign a sound; two spellings of a name share one of them.

    Latin "th", "dh" and "sh" may be one sound or two letters, so a name that has them has
    several skeletons. Empty when nothing is left (names of vowels alone, other scripts).

    >>> set(skeletons("Al-Batha")) & set(skeletons("البطحاء"))
    {'bth'}
    """
    words = fold(text).split()
    if not words:
        return ()
    joined = "".join(_without_run_on_article(word) for word in words)
    if is_arabic(joined):
        return _nonempty([_arabic_skeleton(joined)])
    readings = [joined]
    if "th" in joined or "dh" in joined:
        readings.append(joined.replace("th", "z").replace("dh", "z"))
        readings.append(joined.replace("th", "t").replace("dh", "d"))
    if "sh" in joined:
        readings += [reading.replace("sh", "s'h") for reading in readings]
    return _nonempty([_latin_skeleton(reading) for reading in readings])


def _without_run_on_article(word: str) -> str:
    if len(word) >= 6 and word.startswith("al") and word[2] not in "aeiou":
        return word[2:]
    return word


def _nonempty(items: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for item in items if item))


def _arabic_skeleton(text: str) -> str:
    signs: list[str] = []
    before = ""
    last = len(text) - 1
    for i, letter in enumerate(text):
        if letter in "اعي":
            sign = "a" if i == 0 and letter != "ي" else "y" if i == 0 else ""
        elif letter == "و":
            # Written waw is the consonant before a vowel and at the start, else a vowel.
            sign = "w" if i == 0 or (i < last and text[i + 1] in "اهي") else ""
        elif letter == "ه" and i == last:
            sign = ""
        else:
            sign = _ARABIC_SOUND.get(letter, "")
        if sign != before:
            signs.append(sign)
        before = sign
    return "".join(signs)


def _latin_skeleton(text: str) -> str:
    for written, sign in _DIGRAPHS:
        text = text.replace(written, sign)
    signs: list[str] = []
    before = ""
    last = len(text) - 1
    for i, letter in enumerate(text):
        if letter in "aeiou":
            sign = "a" if i == 0 else ""
        elif letter == "y":
            sign = "y" if i == 0 else ""
        elif letter in "wv":
            sign = "w" if i == 0 or (i < last and text[i + 1] in "aeiouy") else ""
        elif letter == "h" and i == last:
            sign = ""
        else:
            sign = _SOUND.get(letter, letter if letter.isdigit() else "")
        if sign != before:
            signs.append(sign)
        before = sign
    return "".join(signs)
