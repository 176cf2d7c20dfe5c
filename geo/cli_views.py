"""The commands of saved views: ``python -m geo views``. Every version is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from geo.cli_say import say
from geo.settings import Settings
from geo.view.words import counted

if TYPE_CHECKING:
    from geo.store.saved_views import SavedView

app = typer.Typer(
    no_args_is_help=True,
    help="List the saved views; save, change, rename or remove one, or print its history.",
)

Name = Annotated[str, typer.Argument(help="Short name of the view.", show_default=False)]
Author = Annotated[str, typer.Option(help="Who does it.", show_default=False)]
Link = Annotated[str | None, typer.Option(help="A link of the app; with rev= it is frozen.")]
Title = Annotated[str | None, typer.Option(help="One line, in any script.")]
Note = Annotated[str | None, typer.Option(help="What it is for.")]
_FIRST = "map"


@app.command("list")
def list_views() -> None:
    """Print the saved views: name, version, page, revision or "live", author, day, title, link."""
    from geo.store.saved_views import saved_views

    found = saved_views(Settings.from_env().database_url)
    for view in found:
        _print(view)
    say(f"{counted(len(found), 'saved view')}.")


@app.command()
def save(
    name: Name,
    author: Author,
    link: Annotated[str, typer.Option(help="A link of the app; with rev= it is frozen.")] = "",
    title: Title = None,
    note: Note = None,
) -> None:
    """Save what a link shows under a name; its own link then ends in ?view=NAME."""
    from geo.store.saved_views import save_view

    page, query = _usable(link)
    store = Settings.from_env().database_url
    made = save_view(store, name, page, query, author, title=title or "", note=note or "")
    say(f"Saved: ?view={made.name} (version {made.version}).")


@app.command()
def change(
    name: Name, author: Author, link: Link = None, title: Title = None, note: Note = None
) -> None:
    """Make a new version of a view; what is not given stays as it is."""
    from geo.store.saved_views import change_view

    page, query = (None, None) if link is None else _usable(link)
    store = Settings.from_env().database_url
    made = change_view(store, name, author, page=page, query=query, title=title, note=note)
    say(f"Saved: ?view={made.name} is at version {made.version}.")


@app.command()
def rename(name: Name, new: Name, author: Author) -> None:
    """Give a view another name; links by the former one still lead to it."""
    from geo.store.saved_views import rename_view

    made = rename_view(Settings.from_env().database_url, name, new, author)
    say(f"Renamed: ?view={made.name} (version {made.version}).")


@app.command()
def remove(name: Name, author: Author) -> None:
    """Remove a view; saving one under its name brings it back."""
    from geo.store.saved_views import remove_view

    made = remove_view(Settings.from_env().database_url, name, author)
    say(f"Removed: {made.name}; its {counted(made.version, 'version')} are kept.")


@app.command()
def history(name: Name) -> None:
    """Print all versions of a view, the newest first; also of a removed one."""
    from geo.store.saved_views import view_history

    for view in view_history(Settings.from_env().database_url, name):
        _print(view, str(view.act))


def _usable(link: str) -> tuple[str, str]:
    """Page and query of a link; raises ``NotFoundError`` if it is frozen at what cannot be."""
    from geo.view.linked import asked_revision, page_and_query, pairs_of

    page, query = page_and_query(link)
    asked_revision(pairs_of(query))
    return page or _FIRST, query


def _print(view: SavedView, act: str = "") -> None:
    kind = f"revision {view.revision}" if view.revision else "live"
    parts = [act] if act else []
    parts += [view.name, str(view.version), view.page, kind, view.author]
    typer.echo("\t".join([*parts, f"{view.saved_at:%Y-%m-%d}", view.title, f"?{view.query}"]))
