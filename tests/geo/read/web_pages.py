"""Pages as outlets make them, around a given text: menus, related stories, comments, captions.

Everything but the text is boilerplate; each sentence of it holds the word of ``NOISE`` of its
language, so that a test can tell what slipped in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any, Final

NOISE: Final = {"en": "Zanzibar", "ar": "زنجبار"}

_EN: Final = {
    "menu": ["Home Zanzibar", "World", "Sport Zanzibar", "Contact us"],
    "related": [
        "Rockets hit a base in Zanzibar, officials said on Friday after an attack at dawn",
        "Two soldiers killed as roadside bomb hits convoy near Zanzibar",
        "Analysis: who is behind the Zanzibar attacks?",
    ],
    "comments": [
        "I was in Zanzibar that night and I saw no bomb at all, this is fake news as always.",
        "They should leave Zanzibar. Three trucks were burned last week too, nobody wrote of it!",
    ],
    "cookie": "We and our 842 partners in Zanzibar store and access information on a device, such "
    "as cookies, and process personal data. You may accept or manage your choices at any time.",
    "caption": "Iraqi soldiers at a checkpoint in Zanzibar in May 2016. Photo by Ali of Zanzibar",
    "more": "Read more: Gunmen attack a checkpoint in Zanzibar, killing four",
    "letter": "Sign up for the Zanzibar briefing, our newsletter, every morning in your inbox.",
    "rights": "© 2020 The Zanzibar Times. All rights reserved. Terms of use and privacy policy.",
    "dir": "ltr",
}  # fmt: skip
_AR: Final = {
    "menu": ["الرئيسية زنجبار", "العالم", "رياضة زنجبار", "اتصل بنا"],
    "related": [
        "سقوط صواريخ على قاعدة في زنجبار فجر الجمعة بحسب مصدر أمني",
        "مقتل جنديين بانفجار عبوة ناسفة استهدفت رتلا قرب زنجبار",
        "تحليل: من يقف وراء هجمات زنجبار؟",
    ],
    "comments": [
        "كنت في زنجبار تلك الليلة ولم أر أي انفجار، هذا خبر كاذب كالعادة.",
        "عليهم الخروج من زنجبار. احترقت ثلاث شاحنات الأسبوع الماضي أيضا ولم يكتب أحد!",
    ],
    "cookie": "نستخدم نحن وشركاؤنا في زنجبار ملفات تعريف الارتباط لتحسين تجربتك على الموقع وعرض "
    "الإعلانات. يمكنك قبولها أو إدارة خياراتك في أي وقت.",
    "caption": "جنود عراقيون عند حاجز في زنجبار في أيار 2016. تصوير علي من زنجبار",
    "more": "اقرأ أيضا: مسلحون يهاجمون حاجزا في زنجبار ويقتلون أربعة",
    "letter": "اشترك في نشرة زنجبار البريدية لتصلك أهم الأخبار كل صباح.",
    "rights": "© 2020 صحيفة زنجبار. جميع الحقوق محفوظة. شروط الاستخدام وسياسة الخصوصية.",
    "dir": "rtl",
}  # fmt: skip


def _words(language: str) -> dict[str, Any]:
    return _EN if language == "en" else _AR


def _ps(paragraphs: Sequence[str]) -> str:
    return "".join(f"<p>{escape(p)}</p>" for p in paragraphs)


def _list(items: Sequence[str], kind: str = "ul", name: str = "") -> str:
    rows = "".join(f'<li><a href="/x/{n}">{escape(i)}</a></li>' for n, i in enumerate(items))
    return f'<{kind} class="{name}">{rows}</{kind}>'


def _frame(body: str, language: str, head: str = "") -> str:
    direction = _words(language)["dir"]
    return (
        f'<!DOCTYPE html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8">'
        f"<title>News</title>{head}<style>p{{color:red}}</style></head><body>{body}"
        "<script>var text = 'A bomb went off in Zanzibar';</script></body></html>"
    )


def semantic(paragraphs: Sequence[str], language: str) -> str:
    """Well made: nav, article, figure, aside, footer."""
    w = _words(language)
    middle = len(paragraphs) // 2 or 1
    return _frame(
        f"<header><nav>{_list(w['menu'])}</nav></header><main><article><h1>News</h1>"
        f"{_ps(paragraphs[:middle])}<figure><img src=a.jpg><figcaption>{w['caption']}</figcaption>"
        f"</figure>{_ps(paragraphs[middle:])}</article><aside>{_list(w['related'])}</aside></main>"
        f"<footer><p>{w['rights']}</p></footer>",
        language,
        '<meta property="article:published_time" content="2020-07-12T10:00:00Z">',
    )


def divs(paragraphs: Sequence[str], language: str) -> str:
    """Nothing but divisions with classes, paragraphs inside; comments and a banner below."""
    w = _words(language)
    comments = "".join(f'<div class="comment"><p>{c}</p></div>' for c in w["comments"])
    related = "".join(f'<div class="related-item"><a href="/r">{r}</a></div>' for r in w["related"])
    return _frame(
        f'<div id="cookie-banner" class="cookie-consent"><p>{w["cookie"]}</p></div>'
        f'<div class="top-menu">{_list(w["menu"])}</div><div class="story"><div class="story-body">'
        f'{_ps(paragraphs)}</div></div><div class="related-stories">{related}</div>'
        f'<div id="comments" class="comments">{comments}</div>'
        f'<div class="foot">{w["rights"]}</div>',
        language,
    )


def table_layout(paragraphs: Sequence[str], language: str) -> str:
    """As agencies once did: tables, the text in one cell with line breaks."""
    w = _words(language)
    return _frame(
        f'<table><tr><td colspan="2">{" | ".join(w["menu"])}</td></tr><tr><td>'
        f"{'<br><br>'.join(escape(p) for p in paragraphs)}</td><td>{_list(w['related'])}</td></tr>"
        f"<tr><td>{w['rights']}</td></tr></table>",
        language,
    )


def with_teasers(paragraphs: Sequence[str], language: str) -> str:
    """The article, then other stories as articles of their own, each with a lead."""
    w = _words(language)
    teasers = "".join(
        f'<article class="teaser"><h3><a href="/t">{r}</a></h3><p>{r}.</p></article>'
        for r in w["related"]
    )
    return _frame(
        f'<main><article class="main-article"><h1>News</h1>{_ps(paragraphs)}</article>'
        f'<section class="more-news"><h2>More</h2>{teasers}</section></main>'
        f"<footer>{w['rights']}</footer>",
        language,
        '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":'
        '"2020-07-12T08:00:00+03:00","dateModified":"2021-01-01"}</script>',
    )


def interrupted(paragraphs: Sequence[str], language: str) -> str:
    """In the middle of the text: a link to another story and a box to subscribe."""
    w = _words(language)
    middle = len(paragraphs) // 2 or 1
    comments = "".join(f'<li class="comment"><p>{c}</p></li>' for c in w["comments"])
    return _frame(
        f'<div class="menu">{_list(w["menu"])}</div><main><h1>News</h1><div class="content">'
        f'{_ps(paragraphs[:middle])}<p class="read-more"><a href="/m">{w["more"]}</a></p>'
        f'<div class="newsletter-signup"><p>{w["letter"]}</p><input></div>'
        f"{_ps(paragraphs[middle:])}</div>"
        f'<div class="comments-area"><ol class="commentlist">'
        f"{comments}</ol></div></main>",
        language,
    )


def blog(paragraphs: Sequence[str], language: str) -> str:
    """A blog: entry, sidebar widgets, comments as a list."""
    w = _words(language)
    return _frame(
        f'<div id="header">{_list(w["menu"])}</div><div id="content"><div class="post hentry">'
        f'<h2 class="entry-title">News</h2><abbr class="published" title="2020-07-12T09:00:00">'
        f'12 July</abbr><div class="entry-content">{_ps(paragraphs)}</div></div>'
        f'<div id="respond">{"".join(f"<p>{c}</p>" for c in w["comments"])}</div></div>'
        f'<div id="sidebar"><div class="widget">{_list(w["related"])}</div></div>'
        f'<div id="footer"><p>{w["rights"]}</p></div>',
        language,
    )


def consent_first(paragraphs: Sequence[str], language: str) -> str:
    """A long consent dialogue before the text, paragraphs as bare divisions."""
    w = _words(language)
    inner = "".join(f"<div>{escape(p)}</div>" for p in paragraphs)
    asked = f"<p>{w['cookie']}</p>" * 3
    return _frame(
        f'<div role="dialog" aria-modal="true" class="gdpr-modal"><h2>Privacy</h2>'
        f"{asked}<button>OK</button></div>"
        f'<div class="page"><div class="article__text">{inner}</div>'
        f'<div class="tags">{_list(w["related"], name="see-also")}</div></div>',
        language,
    )


PAGES: Final[dict[str, Callable[[Sequence[str], str], str]]] = {
    made.__name__: made
    for made in (semantic, divs, table_layout, with_teasers, interrupted, blog, consent_first)
}
