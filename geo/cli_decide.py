"""The commands of editors: ``python -m geo decide``. Each is a decision, and can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from geo.claims.hypotheses import Confidence, Evidence, Hypothesis, HypothesisKind, Side
from geo.cli_say import say
from geo.cli_store import show_layers
from geo.errors import DecisionError
from geo.settings import Settings

if TYPE_CHECKING:
    from geo.store.decisions import Act
    from geo.store.entries import HistoryEntry, Outcome

app = typer.Typer(
    no_args_is_help=True,
    result_callback=lambda _result: show_layers(Settings.from_env()),
    help="Move, split, merge and grade; hold hypotheses; list decisions and take them back.",
)

Author = Annotated[str, typer.Option(help="Who decides.", show_default=False)]
Reason = Annotated[str, typer.Option(help="Why.", show_default=False)]
Seen = Annotated[
    int | None, typer.Option(help="Revision you looked at; refused if changed since then.")
]
Incident = Annotated[str, typer.Argument(help="Id of an incident.", show_default=False)]
For = Annotated[list[str], typer.Option("--for", help="Evidence for it; may be repeated.")]
Against = Annotated[list[str], typer.Option(help="Evidence against it; may be repeated.")]
Source = Annotated[
    str | None, typer.Option(help="Where that stands: a web address or a report's id.")
]


@app.command()
def move(
    report: Annotated[str, typer.Argument(help="Id of a report.", show_default=False)],
    to: Annotated[str, typer.Option(help="Id of the incident it belongs to.", show_default=False)],
    author: Author,
    reason: Reason,
    seen: Seen = None,
) -> None:
    """Move a report to another incident."""
    from geo.store.incidents import move_report

    _say(move_report(_url(), report, to, _act(author, reason, seen)))


@app.command()
def split(
    incident: Incident,
    reports: Annotated[list[str], typer.Argument(help="Ids of reports.", show_default=False)],
    author: Author,
    reason: Reason,
    seen: Seen = None,
) -> None:
    """Make a new incident of some reports of an incident; prints its id."""
    from geo.store.incidents import split_incident

    done = split_incident(_url(), incident, reports, _act(author, reason, seen))
    _say(done)
    print(done.subject)


@app.command()
def merge(
    incident: Incident,
    into: Annotated[str, typer.Option(help="Incident that takes its reports.", show_default=False)],
    author: Author,
    reason: Reason,
    seen: Seen = None,
) -> None:
    """Merge an incident into another one, to which its id leads from then on."""
    from geo.store.incidents import merge_incidents

    _say(merge_incidents(_url(), incident, into, _act(author, reason, seen)))


@app.command("keep-apart")
def keep_apart(
    first: Incident,
    second: Incident,
    author: Author,
    reason: Reason,
    seen: Seen = None,
) -> None:
    """Hold that two incidents are two; they are not proposed as one again."""
    from geo.store.proposals import keep_apart as hold

    _say(hold(_url(), first, second, _act(author, reason, seen)))


@app.command("grade-outlet")
def grade_outlet(
    outlet: Annotated[str, typer.Argument(help="Name of an outlet.", show_default=False)],
    grade: Annotated[str, typer.Argument(help="A to F, or 'none'.", show_default=False)],
    author: Author,
    reason: Reason,
    seen: Seen = None,
) -> None:
    """Set the Admiralty grade of a source."""
    from geo.store.outlets import grade_outlet as decide

    letter = None if grade.lower() == "none" else grade.upper()
    _say(decide(_url(), outlet, letter, _act(author, reason, seen)))


@app.command("grade-incident")
def grade_incident(
    incident: Incident,
    grade: Annotated[
        str, typer.Argument(help="1 to 6, or 'rule' for what the rule gives.", show_default=False)
    ],
    author: Author,
    reason: Reason,
    seen: Seen = None,
) -> None:
    """Set the Admiralty grade of an incident's information against the rule's."""
    from geo.store.incidents import grade_incident as decide

    if grade != "rule" and not (grade.isascii() and grade.isdigit()):
        raise DecisionError(f"{grade!r} is no grade of information; these are 1 to 6")
    number = None if grade == "rule" else int(grade)
    _say(decide(_url(), incident, number, _act(author, reason, seen)))


@app.command()
def hypothesis(
    actor: Annotated[str, typer.Argument(help="Name of an actor.", show_default=False)],
    kind: Annotated[HypothesisKind, typer.Argument(show_default=False)],
    other: Annotated[str, typer.Argument(help="Name of the other one.", show_default=False)],
    confidence: Annotated[Confidence, typer.Option(show_default=False)],
    author: Author,
    reason: Reason,
    for_: For = [],  # noqa: B006 - typer copies it
    against: Against = [],  # noqa: B006
    source: Source = None,
    seen: Seen = None,
) -> None:
    """Hold something of two actors; "same as" with high confidence merges them."""
    from geo.store.hypotheses import propose

    with _in_words():
        held = Hypothesis(actor, kind, other, confidence, _evidence(for_, against, source))
    _say(propose(_url(), held, _act(author, reason, seen)))


@app.command()
def change(
    number: Annotated[int, typer.Argument(help="Of a hypothesis.", show_default=False)],
    author: Author,
    reason: Reason,
    confidence: Annotated[Confidence | None, typer.Option()] = None,
    for_: For = [],  # noqa: B006
    against: Against = [],  # noqa: B006
    source: Source = None,
    seen: Seen = None,
) -> None:
    """Give a hypothesis another confidence, or other evidence in the place of all it had."""
    from geo.store.hypotheses import change as decide

    with _in_words():
        evidence = _evidence(for_, against, source) or None
    act = _act(author, reason, seen)
    _say(decide(_url(), number, act, confidence=confidence, evidence=evidence))


@app.command()
def withdraw(
    number: Annotated[int, typer.Argument(help="Of what is withdrawn.", show_default=False)],
    author: Author,
    reason: Reason,
    footage: Annotated[bool, typer.Option(help="It is a footage link, no hypothesis.")] = False,
    seen: Seen = None,
) -> None:
    """Withdraw a hypothesis, or a footage link."""
    from geo.store.footage import unlink_footage
    from geo.store.hypotheses import withdraw as withdraw_hypothesis

    decide = unlink_footage if footage else withdraw_hypothesis
    _say(decide(_url(), number, _act(author, reason, seen)))


@app.command()
def footage(
    report: Annotated[str, typer.Argument(help="Report that showed it.", show_default=False)],
    found_by: Annotated[str, typer.Option(help="Who says so.", show_default=False)],
    author: Author,
    reason: Reason,
    comes_from: Annotated[str | None, typer.Option(help="Incident that it is of.")] = None,
    words: Annotated[str | None, typer.Option(help="What it is of, where none is known.")] = None,
    source: Source = None,
    seen: Seen = None,
) -> None:
    """State that the footage a report showed is of another incident."""
    from geo.store.footage import link_footage

    act = _act(author, reason, seen)
    _say(link_footage(_url(), report, comes_from, found_by, act, origin_words=words, source=source))


@app.command()
def actor(
    name: Annotated[str, typer.Argument(help="Name of the new actor.", show_default=False)],
    author: Author,
    reason: Reason,
    spelling: Annotated[list[str], typer.Option(help="Another one; may be repeated.")] = [],  # noqa: B006
) -> None:
    """Make a name an actor of its own."""
    from geo.store.actors import new_actor

    _say(new_actor(_url(), name, _act(author, reason, None), spelling))


@app.command()
def spelling(
    text: Annotated[str, typer.Argument(help="The spelling.", show_default=False)],
    author: Author,
    reason: Reason,
    of: Annotated[str | None, typer.Option(help="Actor that it stands for; none: itself.")] = None,
    seen: Seen = None,
) -> None:
    """Let a spelling stand for an actor (accepts a doubtful one), or for itself."""
    from geo.store.actors import assign_spelling, free_spelling

    act = _act(author, reason, seen)
    _say(free_spelling(_url(), text, act) if of is None else assign_spelling(_url(), text, of, act))


@app.command()
def undo(
    decision: Annotated[int, typer.Argument(help="Number of a decision.", show_default=False)],
    author: Author,
    reason: Reason,
    seen: Seen = None,
) -> None:
    """Take a decision back; what held before it holds again."""
    from geo.store import corrections
    from geo.store.decisions import decision as find
    from geo.store.entries import Kind
    from geo.store.placing import Placer
    from geo.store.undo import undo as undo_decision

    if find(_url(), decision).kind == Kind.CORRECT:
        geocoder = Placer(Settings.from_env()).geocoder()
        _say(corrections.undo(_url(), decision, author, reason, geocoder))
    else:
        _say(undo_decision(_url(), decision, _act(author, reason, seen)))


@app.command("list")
def list_decisions(
    incident: Annotated[str | None, typer.Option(help="Only those on this incident.")] = None,
    actor: Annotated[str | None, typer.Option(help="Only those on this actor.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Only those on this outlet.")] = None,
) -> None:
    """List decisions, the newest first, with tabs between the columns."""
    from geo.store import entries
    from geo.store.decisions import history

    asked = {entries.INCIDENT: incident, entries.ACTOR: actor, entries.OUTLET: outlet}
    subjects = [(type_, id_) for type_, id_ in asked.items() if id_ is not None]
    for entry in history(_url(), subjects or None):
        print(_line(entry))


def _line(entry: HistoryEntry) -> str:
    made = entry.decision
    state = "in force" if entry.stands else ""
    if entry.undone_by is not None:
        state = f"undone by {entry.undone_by}"
    return (
        f"{made.id}\trevision {made.revision}\t{made.decided_at:%Y-%m-%d %H:%M} UTC\t"
        f"{made.author}\t{made.kind}\t{made.summary}\t{made.reason}\t{state}"
    )


def _evidence(for_: list[str], against: list[str], source: str | None) -> tuple[Evidence, ...]:
    sides = ((Side.FOR, for_), (Side.AGAINST, against))
    return tuple(Evidence(side, text, source) for side, texts in sides for text in texts)


@contextmanager
def _in_words() -> Iterator[None]:
    """Tell what a value refuses as a decision that cannot be made."""
    try:
        yield
    except ValueError as error:
        raise DecisionError(str(error)) from error


def _act(author: str, reason: str, seen: int | None) -> Act:
    from geo.store.decisions import Act

    return Act(author, reason, seen)


def _url() -> str:
    return Settings.from_env().database_url


def _say(done: Outcome) -> None:
    moved = f"; {done.moved} reports moved" if done.moved else ""
    say(f"Decision {done.decision}, revision {done.revision}: {done.subject}{moved}.")
