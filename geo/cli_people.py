"""The commands on people: ``python -m geo people``. Whoever runs them has the store's address."""

from __future__ import annotations

from typing import Annotated

import typer

from geo.access import Role
from geo.cli_say import say
from geo.settings import Settings

app = typer.Typer(
    no_args_is_help=True,
    help="Who may read, edit and give roles: list people, set their roles, remove them.",
)

Who = Annotated[str, typer.Argument(help="E-mail address, or ISSUER#SUBJECT.", show_default=False)]
Author = Annotated[str, typer.Option(help="Who sets it, for the history.", show_default=False)]


@app.command("list")
def list_people(
    history: Annotated[bool, typer.Option(help="Every act, in place of what holds.")] = False,
) -> None:
    """Print who has a role, since when and by whom."""
    from geo.store.people import people, people_history

    settings = Settings.from_env()
    store = settings.database_url
    entries = people_history(store) if history else people(store)
    for one in entries:
        role = "removed" if one.role is None else one.role.word
        typer.echo(f"{one.identity}\t{role}\t{one.set_at:%Y-%m-%d %H:%M} UTC\t{one.author}")
    for admin in settings.access.admins:
        say(f"{admin} is admin by the settings.")


@app.command("set")
def set_person(
    who: Who,
    role: Annotated[str, typer.Argument(help="viewer, editor, admin, or none to keep out.")],
    author: Author,
) -> None:
    """Give somebody a role; it outweighs what the provider says of the person."""
    from geo.store.people import set_role

    try:
        wanted = Role.named(role)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    done = set_role(Settings.from_env().database_url, who, wanted, author)
    say(f"{done.identity} is {wanted.word} now.")


@app.command("remove")
def remove(who: Who, author: Author) -> None:
    """Forget what was set of somebody: settings and the provider say again what holds."""
    from geo.store.people import remove_person

    done = remove_person(Settings.from_env().database_url, who, author)
    say(f"Nothing is set of {done.identity} any more.")
