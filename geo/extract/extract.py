"""Article text to drafts: the one door to this package."""

from __future__ import annotations

from datetime import date

from geo.claims.actor_index import ActorIndex
from geo.extract.draft import ArticleDraft
from geo.extract.incidents import ArticleReader
from geo.extract.text import Article
from geo.places.geocode import Geocoder


def extract(text: str, published: date, geocoder: Geocoder, index: ActorIndex) -> ArticleDraft:
    """The incidents that an article speaks of, drafted for review.

    Parameters
    ----------
    text : the article's own text, in English or Arabic, headline and advertisements left out.
    published : the day from which "Saturday night" and the like count.
    geocoder, index : who knows the places and the groups.

    Never raises on any text. Deterministic; needs no network.
    """
    return ArticleReader(Article.read(text), published, geocoder, index).read()
