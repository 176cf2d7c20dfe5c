"""Articles cut up: nothing moves, nothing is lost, credits are no account."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from geo.extract.text import Article, plain


@given(st.text())
def test_plain_keeps_every_offset(text: str) -> None:
    assert len(plain(text)) == len(text)


@given(st.text(alphabet="Ab. \n;,!؟م\"'-()1İ", max_size=200))
def test_sentences_lie_in_order_and_clauses_inside_them(text: str) -> None:
    article = Article.read(text)
    ends = [0]
    for sentence in article.sentences:
        assert ends[-1] <= sentence.start < sentence.end <= len(text)
        ends.append(sentence.end)
        for start, end in sentence.clauses:
            assert sentence.start <= start < end <= sentence.end


def test_abbreviations_end_no_sentence() -> None:
    article = Article.read("It fell on Dec. 27 near the U.S. Embassy. Gen. Ali spoke.")
    assert [article.text[s.start : s.end] for s in article.sentences] == [
        "It fell on Dec. 27 near the U.S. Embassy.",
        "Gen. Ali spoke.",
    ]


def test_dateline_is_parted_from_the_account() -> None:
    article = Article.read("DIWANIYAH, Iraq (Reuters) - Trucks burned on Saturday.")
    assert article.head is not None
    assert article.text[slice(*article.head)] == "DIWANIYAH, Iraq"
    assert article.text[article.sentences[0].start :] == "Trucks burned on Saturday."


def test_a_dash_in_a_sentence_is_no_dateline() -> None:
    assert Article.read("The trucks - three of them - burned.").head is None


def test_credits_and_captions_are_left_out() -> None:
    text = "A bomb went off.\n\nPhotographs by Ali al-Husseini.\n\n(Reporting by Jane Carter)"
    assert len(Article.read(text).sentences) == 1


def test_endless_sentences_are_read_in_pieces() -> None:
    article = Article.read("word " * 2_000)
    assert len(article.sentences) > 5
    assert max(s.end - s.start for s in article.sentences) <= 1_000
    assert len(Article.read("a" * 60_000).text) == 50_000
