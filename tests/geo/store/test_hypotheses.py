"""Hypotheses, spellings, grades of outlets and footage: held, changed, withdrawn, undone."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from geo.claims.actors import spelling_key
from geo.claims.hypotheses import Confidence, Evidence, Hypothesis, HypothesisKind, Side
from geo.errors import DecisionError, NotFoundError, ReadError
from geo.settings import Settings
from geo.store.actors import actors, assign_spelling, free_spelling, new_actor
from geo.store.check import check
from geo.store.decisions import Act, history
from geo.store.engine import open_engine, reading
from geo.store.entries import ACTOR, HYPOTHESIS, Kind
from geo.store.footage import footage, link_footage, unlink_footage
from geo.store.hypotheses import (
    change,
    hypotheses,
    merge_actors,
    propose,
    unmerge_actors,
    withdraw,
)
from geo.store.incidents import merge_incidents, move_report
from geo.store.load import INCIDENTS_DIR, load_files
from geo.store.outlets import grade_outlet, outlet_grades
from geo.store.query import incident_detail, latest_revision, read_snapshot
from geo.store.reports import read_spellings
from geo.store.undo import undo
from tests.geo.store.conftest import Table

ACT = Act("Amal", "two sources say so")
HOLDS = "actor,kind,other,confidence,evidence_for,evidence_against,source_url\n"
DOUBTFUL = "Saraya Shuhada Thawar Ashreen al-Thani"
THAWRAT = "Saraya Thawrat al-Ishrin al-Thaniya"


@pytest.fixture
def url(settings: Settings) -> str:
    """A store with the project's lists."""
    lists = [INCIDENTS_DIR / f"{name}.csv" for name in ("groups", "outlets", "hypotheses")]
    load_files(settings.database_url, lists, settings)
    return settings.database_url


def held(url: str | Engine, revision: int | None = None) -> dict[str, Confidence]:
    return {one.name: one.confidence for one in hypotheses(url, revision)}


def means(url: str, spelling: str, revision: int | None = None) -> str | None:
    """The actor that a spelling stands for."""
    with reading(open_engine(url)) as connection:
        at = latest_revision(url) if revision is None else revision
        return read_spellings(connection, at).get(spelling_key(spelling))


def facade(actor: str, other: str, *evidence: Evidence) -> Hypothesis:
    return Hypothesis(actor, HypothesisKind.FACADE_OF, other, Confidence.LOW, evidence)


def test_the_shipped_hypotheses_are_held(url: str) -> None:
    found = {one.name: one for one in hypotheses(url)}
    one = found["Ashab al-Kahf facade of Asaib Ahl al-Haq"]
    assert (one.confidence, one.decision, one.author) == (Confidence.LOW, None, None)
    assert {item.side for item in one.evidence} == {Side.FOR, Side.AGAINST}
    assert all(item.source and item.source.startswith("https://") for item in one.evidence)
    same = found[f"{DOUBTFUL} same as {THAWRAT}"]
    assert same.confidence is Confidence.LOW
    assert means(url, DOUBTFUL) == DOUBTFUL
    known = {actor.name for actor in actors(url)}
    assert {one.actor for one in found.values()} | {one.other for one in found.values()} <= known


def test_every_shipped_hypothesis_rests_on_the_text_of_its_group(url: str) -> None:
    """The page it was read from is the group's, and the other group stands in the text.

    Groups are held distinct where the texts of both say "not a rebrand".
    """
    groups = {actor.name: actor for actor in actors(url)}
    for one in hypotheses(url):
        if DOUBTFUL in (one.actor, one.other):
            continue
        group = groups[one.actor]
        if one.kind is HypothesisKind.DISTINCT:
            texts = (group.hypothesis, groups[one.other].hypothesis)
            assert all(text and text.startswith("not a rebrand") for text in texts)
            continue
        assert {item.source for item in one.evidence} == {group.source_url}
        assert one.other in (group.hypothesis or "")


def test_propose_change_withdraw_and_propose_again(url: str) -> None:
    start = held(url)
    proof = Evidence(Side.FOR, "the same channel", "R0090")
    made = propose(url, facade("Ulu al-Azm", "KH", proof), ACT)
    number = int(made.subject)
    name = "Ulu al-Azm facade of Kataib Hezbollah"
    assert held(url)[name] is Confidence.LOW
    with pytest.raises(DecisionError, match=f"hypothesis {number} says so already"):
        propose(url, facade("Ulu al-Azm", "Kataib Hezbollah"), ACT)
    with pytest.raises(DecisionError, match="is so already"):
        change(url, number, ACT, confidence=Confidence.LOW)
    doubt = Evidence(Side.AGAINST, "it says it is not")
    changed = change(url, number, ACT, confidence=Confidence.HIGH, evidence=[proof, doubt])
    now = next(one for one in hypotheses(url) if one.number == number)
    assert (now.confidence, now.evidence, now.author) == (Confidence.HIGH, (proof, doubt), "Amal")
    gone = withdraw(url, number, ACT)
    assert held(url) == start
    with pytest.raises(DecisionError, match="withdrawn"):
        change(url, number, ACT, confidence=Confidence.LOW)
    again = propose(url, facade("Ulu al-Azm", "Kataib Hezbollah"), ACT)
    assert again.subject == made.subject
    for outcome in (again, gone, changed, made):
        undo(url, outcome.decision, ACT)
    assert held(url) == start
    assert held(url, changed.revision)[name] is Confidence.HIGH
    told = history(url, [(HYPOTHESIS, made.subject)])
    assert len(told) == 8
    assert len(history(url, [(ACTOR, "Ulu al-Azm")])) == 8
    assert check(url) == []


def test_what_cannot_be_held(url: str) -> None:
    with pytest.raises(ValueError, match="itself"):
        facade("A", "A")
    with pytest.raises(ValueError, match="neither a web address"):
        Evidence(Side.FOR, "x", "javascript:alert(1)")
    with pytest.raises(ValueError, match="needs its words"):
        Evidence(Side.FOR, " ")
    with pytest.raises(DecisionError, match="both stand for Kataib Hezbollah"):
        propose(url, facade("KH", "Kataib Hezbollah"), ACT)
    with pytest.raises(NotFoundError, match="no actor is called “nobody”"):
        propose(url, facade("nobody", "KH"), ACT)
    with pytest.raises(NotFoundError, match="no hypothesis 99"):
        withdraw(url, 99, ACT)
    same = Hypothesis("Ulu al-Azm", HypothesisKind.SAME_AS, "Liwa Khaybar", Confidence.LOW)
    propose(url, same, ACT)
    mirrored = Hypothesis("Liwa Khaybar", HypothesisKind.SAME_AS, "Ulu al-Azm", Confidence.LOW)
    with pytest.raises(DecisionError, match="says so already"):
        propose(url, mirrored, ACT)


def test_merging_two_actors_is_one_call_and_so_is_unmerging(url: str) -> None:
    name = f"{DOUBTFUL} same as {THAWRAT}"
    with pytest.raises(DecisionError, match="not merged"):
        unmerge_actors(url, THAWRAT, DOUBTFUL, ACT)
    before = next(one for one in hypotheses(url) if one.name == name)
    merged = merge_actors(url, THAWRAT, DOUBTFUL, ACT, [Evidence(Side.FOR, "one spokesman")])
    now = next(one for one in hypotheses(url) if one.name == name)
    assert (now.number, now.confidence) == (before.number, Confidence.HIGH)
    assert now.evidence[:-1] == before.evidence
    with pytest.raises(DecisionError, match="merged already"):
        merge_actors(url, DOUBTFUL, THAWRAT, ACT)
    unmerged = unmerge_actors(url, DOUBTFUL, THAWRAT, ACT)
    assert name not in held(url)
    undo(url, unmerged.decision, ACT)
    undo(url, merged.decision, ACT)
    restored = next(one for one in hypotheses(url) if one.name == name)
    assert (restored.confidence, restored.evidence) == (before.confidence, before.evidence)
    merge_actors(url, "Ulu al-Azm", "Liwa Khaybar", ACT)
    assert held(url)["Liwa Khaybar same as Ulu al-Azm"] is Confidence.HIGH


def test_two_editors_do_not_overwrite_each_other_unseen(url: str) -> None:
    seen = latest_revision(url)
    change(url, 3, Act("Basim", "a third source"), confidence=Confidence.MODERATE)
    late = Act("Amal", "I doubt it", seen)
    with pytest.raises(DecisionError, match=r"by Basim .* after revision"):
        withdraw(url, 3, late)
    with pytest.raises(DecisionError, match="by Basim"):
        undo(url, 1, late)
    withdraw(url, 4, late)
    withdraw(url, 3, Act("Amal", "I doubt it", latest_revision(url)))


def test_a_list_does_not_overrule_a_decision(url: str, settings: Settings, tmp_path: Path) -> None:
    withdraw(url, 3, ACT)
    change(url, 4, ACT, confidence=Confidence.MODERATE)
    again = load_files(url, [INCIDENTS_DIR / "hypotheses.csv"], settings)
    assert not again.changed
    path = tmp_path / "own.csv"
    path.write_text(
        HOLDS
        + "Ashab al-Kahf,facade of,AAH,high,,,\n"
        + "Ashab al-Kahf,Facade of,Kataib Hezbollah,high,,,\n"
        + "Saraya al-Muntaqim,facade of,Kataib Hezbollah,moderate,new|proof,,https://x.org/1\n"
        + "Brand New,splinter of,KH,low,,,\n"
        + "Brand New,twin of,KH,low,,,\n"
        + "Brand New,distinct,Ulu al-Azm,,,,\n",
        encoding="utf-8",
    )
    report = load_files(url, [path], settings).files[0]
    assert (report.n_new, report.n_changed, report.n_same, report.n_rejected) == (1, 1, 2, 2)
    now = held(url)
    assert "Ashab al-Kahf facade of Asaib Ahl al-Haq" not in now
    assert now["Ashab al-Kahf facade of Kataib Hezbollah"] is Confidence.MODERATE
    assert now["Saraya al-Muntaqim facade of Kataib Hezbollah"] is Confidence.MODERATE
    assert now["Brand New splinter of Kataib Hezbollah"] is Confidence.LOW
    assert means(url, "brand new") == "Brand New"
    assert not load_files(url, [path], settings).changed
    path.write_text(HOLDS + "KH,same as,Kataib Hezbollah,low,,,\n", encoding="utf-8")
    with pytest.raises(ReadError, match="stand for one actor"):
        load_files(url, [path], settings)


def test_a_new_actor_and_its_undoing(url: str) -> None:
    made = new_actor(url, "Saraya  Nova", ACT, ["S. Nova"])
    assert made.subject == "Saraya Nova"
    assert means(url, "s. nova") == "Saraya Nova"
    with pytest.raises(DecisionError, match="stands for Saraya Nova already"):
        new_actor(url, "S. NOVA", ACT)
    held_ = propose(url, facade("Saraya Nova", "KH"), ACT)
    with pytest.raises(DecisionError, match=f"hypothesis {held_.subject} names Saraya Nova"):
        undo(url, made.decision, ACT)
    undo(url, held_.decision, ACT)
    given = assign_spelling(url, "SN", "Saraya Nova", ACT)
    with pytest.raises(DecisionError, match="the spelling “SN” was given"):
        undo(url, made.decision, ACT)
    undo(url, given.decision, ACT)
    undo(url, made.decision, ACT)
    assert means(url, "S. Nova") is None
    assert means(url, "S. Nova", made.revision) == "Saraya Nova"
    assert "Saraya Nova" not in {actor.name for actor in actors(url)}
    again = new_actor(url, "Saraya Nova", ACT)
    assert means(url, "Saraya Nova") == "Saraya Nova"
    assert history(url)[0].decision.id == again.decision
    assert check(url) == []


def test_a_spelling_is_given_to_one_actor_and_taken_from_the_other(
    url: str, settings: Settings
) -> None:
    given = assign_spelling(url, "hezbollah brigades", "Kataib Sayyid al-Shuhada", ACT)
    assert means(url, "Hezbollah Brigades") == "Kataib Sayyid al-Shuhada"
    kinds = [entry.decision.kind for entry in history(url, [(ACTOR, "Kataib Hezbollah")])]
    assert kinds == [Kind.ASSIGN]
    with pytest.raises(DecisionError, match="stands for Kataib Sayyid al-Shuhada already"):
        assign_spelling(url, "Hezbollah  Brigades", "KSS", ACT)
    freed = free_spelling(url, "Nujaba", ACT)
    assert means(url, "Nujaba") is None
    load_files(url, [INCIDENTS_DIR / "groups.csv"], settings, "groups")
    assert means(url, "Hezbollah Brigades") == "Kataib Sayyid al-Shuhada"
    assert means(url, "Nujaba") is None
    undo(url, freed.decision, ACT)
    undo(url, given.decision, ACT)
    assert means(url, "Hezbollah Brigades") == "Kataib Hezbollah"
    assert means(url, "Nujaba") == "Harakat Hezbollah al-Nujaba"
    for text, message in (("Kataib Hezbollah", "own name"), ("unheard of", "no actor's spelling")):
        with pytest.raises(DecisionError, match=message):
            free_spelling(url, text, ACT)
    with pytest.raises(DecisionError, match="hold it to be the same as"):
        assign_spelling(url, "Liwa Khaybar", "KH", ACT)


def test_a_doubtful_spelling_is_accepted(settings: Settings) -> None:
    url = settings.database_url
    load_files(url, [INCIDENTS_DIR / "groups.csv"], settings)
    assert means(url, DOUBTFUL) is None
    done = assign_spelling(url, DOUBTFUL, THAWRAT, ACT)
    assert means(url, DOUBTFUL) == THAWRAT
    undo(url, done.decision, ACT)
    assert means(url, DOUBTFUL) is None


def test_a_decided_grade_stands_against_lists(url: str, settings: Settings, tmp_path: Path) -> None:
    name = "Press TV"
    made = grade_outlet(url, name, "D", ACT)
    path = tmp_path / "outlets.csv"
    path.write_text(f"outlet,country,type,grade\n{name},Nowhere,state,A\n", encoding="utf-8")
    load_files(url, [path], settings)
    entry = outlet_grades(url)[name]
    assert (entry.grade, entry.author, entry.reason) == ("D", ACT.author, ACT.reason)
    with pytest.raises(DecisionError, match="graded D already"):
        grade_outlet(url, name, "D", ACT)
    with pytest.raises(DecisionError, match="A to F"):
        grade_outlet(url, name, "G", ACT)
    with pytest.raises(NotFoundError, match="no outlet"):
        grade_outlet(url, "Nobody's Paper", "A", ACT)
    undo(url, made.decision, ACT)
    assert outlet_grades(url) == {}
    assert outlet_grades(url, made.revision)[name].grade == "D"


def test_footage_links_follow_their_incidents(url: str, settings: Settings, table: Table) -> None:
    rows = [{"report_id": f"T{i}", "incident_key": key} for i, key in enumerate("aabbc")]
    load_files(url, [table(*rows)], settings)
    one = link_footage(url, "T0", "b", "Amal", ACT, source="https://x.org/1")
    two = link_footage(url, "T4", None, "AFP", ACT, origin_words="a film of 2016")
    first, second = footage(url)
    assert (first.report, first.shown_for, first.comes_from) == ("T0", "a", "b")
    assert (second.shown_for, second.comes_from, second.origin_words) == (
        "c", None, "a film of 2016",
    )  # fmt: skip
    for incident in ("a", "b"):
        assert footage(url, incident) == [first]
        made = incident_detail(incident, url).decisions
        assert [d.kind for d in made] == [Kind.LINK_FOOTAGE]
    with pytest.raises(DecisionError, match="link 1 says so already"):
        link_footage(url, "T0", "b", "Basim", ACT)
    with pytest.raises(DecisionError, match="is a report of a itself"):
        link_footage(url, "T0", "a", "Basim", ACT)
    with pytest.raises(DecisionError, match="or say what it is of"):
        link_footage(url, "T0", None, "Basim", ACT)
    with pytest.raises(DecisionError, match="neither a web address"):
        link_footage(url, "T1", "b", "Basim", ACT, source="javascript:x")
    merge_incidents(url, "b", "c", ACT)
    move_report(url, "T1", "c", ACT)
    assert [(f.shown_for, f.comes_from) for f in footage(url)] == [("a", "c"), ("c", None)]
    assert [(f.shown_for, f.comes_from) for f in footage(url, revision=two.revision)] == [
        ("a", "b"), ("c", None),
    ]  # fmt: skip
    gone = unlink_footage(url, 1, ACT)
    assert [f.number for f in footage(url)] == [2]
    with pytest.raises(DecisionError, match="withdrawn already"):
        unlink_footage(url, 1, ACT)
    undo(url, gone.decision, ACT)
    undo(url, one.decision, ACT)
    assert [f.number for f in footage(url)] == [2]
    assert check(url) == []


PAIRS = [("Ulu al-Azm", "KH"), ("Ashab al-Kahf", "AAH"), ("Liwa Khaybar", "KSS")]
DECISIONS = st.lists(
    st.tuples(
        st.sampled_from(["propose", "change", "withdraw", "grade", "undo", "undo"]),
        st.integers(0, 40),
        st.integers(0, 2),
    ),
    max_size=20,
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the project's lists, to be copied."""
    folder = tmp_path_factory.mktemp("lists")
    settings = Settings.from_env({"ATLAS_DATABASE_URL": f"sqlite:///{folder / 'atlas.sqlite'}"})
    lists = [INCIDENTS_DIR / f"{name}.csv" for name in ("groups", "outlets", "hypotheses")]
    load_files(settings.database_url, lists, settings)
    return folder


@hypothesis_settings(max_examples=40)
@given(decisions=DECISIONS)
def test_decisions_on_a_record_lie_on_each_other(
    template: Path, decisions: list[tuple[str, int, int]]
) -> None:
    """An oracle keeps a stack for each record; an undo lifts off the top one and no other."""
    outlets = ("Press TV", "AFP")
    with tempfile.TemporaryDirectory() as name:
        shutil.copytree(template, name, dirs_exist_ok=True)
        url = f"sqlite:///{name}/atlas.sqlite"
        engine = open_engine(url)

        def state() -> dict[str, object]:
            graded = {n: entry.grade for n, entry in outlet_grades(engine).items()}
            return graded | {one.name: one.confidence for one in hypotheses(engine)}

        stacks: dict[str, list[tuple[int, object]]] = {}
        start = state()
        seen = {latest_revision(engine): start}
        for kind, x, y in decisions:
            level = list(Confidence)[x % 3]
            pair = PAIRS[y]
            one = Hypothesis(pair[0], HypothesisKind.FACADE_OF, pair[1], level)
            try:
                if kind == "undo":
                    made = [entry.decision.id for entry in history(engine)]
                    number = made[x % len(made)] if made else 1
                    tops = [key for key, stack in stacks.items() if stack[-1:] and
                            stack[-1][0] == number]  # fmt: skip
                    try:
                        undo(engine, number, ACT)
                    except DecisionError:
                        assert not tops
                        raise
                    stacks[tops[0]].pop()
                elif kind == "grade":
                    outlet, grade = outlets[y % 2], "ABC"[x % 3]
                    done = grade_outlet(engine, outlet, grade, ACT)
                    stacks.setdefault(outlet, []).append((done.decision, grade))
                else:
                    found = next((h for h in hypotheses(engine) if is_pair(h, pair)), None)
                    number = found.number if found and found.number else 99
                    if kind == "propose":
                        done = propose(engine, one, ACT)
                    elif kind == "change":
                        done = change(engine, number, ACT, confidence=level)
                    else:
                        done = withdraw(engine, number, ACT)
                    value = None if kind == "withdraw" else level
                    stacks.setdefault(key_of_pair(pair), []).append((done.decision, value))
            except (DecisionError, NotFoundError):
                pass
            expected = start | {key: stack[-1][1] for key, stack in stacks.items() if stack}
            assert state() == {key: value for key, value in expected.items() if value is not None}
            seen[latest_revision(engine)] = state()
        assert check(url) == []
        for revision, former in seen.items():
            graded = {n: entry.grade for n, entry in outlet_grades(engine, revision).items()}
            assert former == graded | held(engine, revision)


def key_of_pair(pair: tuple[str, str]) -> str:
    full = {"KH": "Kataib Hezbollah", "AAH": "Asaib Ahl al-Haq", "KSS": "Kataib Sayyid al-Shuhada"}
    return f"{pair[0]} facade of {full[pair[1]]}"


def is_pair(hypothesis: Hypothesis, pair: tuple[str, str]) -> bool:
    return hypothesis.name == key_of_pair(pair)


def test_a_snapshot_of_before_is_as_it_was(own_store: Settings) -> None:
    """On the project's data: every column of the old revision, whatever was decided since."""
    url = own_store.database_url
    old = read_snapshot(url)
    merge_incidents(url, "20200711-najmi", "20200715-mukayshifah", ACT)
    grade_outlet(url, "Press TV", "E", ACT)
    assign_spelling(url, "Iraqi Hezbollah", "Kataib Sayyid al-Shuhada", ACT)
    now, then = read_snapshot(url), read_snapshot(url, old.revision)
    assert now.n == old.n - 1
    assert now.m == old.m
    assert then.vocab == old.vocab
    for name in (*then.incident_columns(), "report_ids", "outlet", "stance", "published", "actor"):
        before, after = np.asarray(getattr(old, name)), np.asarray(getattr(then, name))
        np.testing.assert_array_equal(before, after, name)
