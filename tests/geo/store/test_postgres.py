"""What only a server does: it goes away and comes back, refuses texts, keeps others out."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import insert, make_url, select, text

import geo.store.engine as engine_module
import geo.store.live as live_module
from geo.errors import StoreAwayError, StoreError
from geo.settings import PROJECT_DIR, Settings
from geo.store import schema
from geo.store.among import among
from geo.store.bulk import add_rows
from geo.store.check import check
from geo.store.decisions import Act
from geo.store.engine import connect_engine, open_engine, reading, writing
from geo.store.incidents import grade_incident
from geo.store.live import Phase, State
from geo.store.load import load_files
from geo.store.query import latest_revision, read_snapshot
from tests.conftest import free_environment
from tests.databases import Databases, Holders
from tests.geo.store.conftest import Table, at
from tools.postgres import Server

JULY = "20200711-najmi"
ACT = Act("Amal", "why")


@pytest.fixture
def own(databases: Databases) -> Iterator[Settings]:
    """The built store on the server, for this test alone."""
    with databases.own("built") as url:
        yield at(url)


@pytest.fixture
def tables(databases: Databases) -> Iterator[str]:
    """A store without rows."""
    with databases.own() as url:
        yield url


def password(url: str) -> str:
    return url.partition("://")[2].partition("@")[0].partition(":")[2]


def test_no_text_is_sorted_by_rules_of_a_language(tables: str) -> None:
    """A test server sorts as people do, so this is the migration's doing."""
    with reading(open_engine(tables)) as connection:
        found = connection.execute(
            text(
                "SELECT table_name, column_name, collation_name FROM information_schema.columns "
                "WHERE table_schema = 'public' AND data_type IN ('text', 'character varying') "
                "AND table_name <> 'alembic_version'"
            )
        ).all()
        columns = sum(
            hasattr(column.type, "length")
            for table in schema.metadata.tables.values()
            for column in table.c
        )
    assert len(found) == columns
    assert {row.collation_name for row in found} == {"C"}


def test_a_reader_sees_one_moment_and_cannot_write(tables: str) -> None:
    engine = open_engine(tables)
    count = select(schema.dataset.c.id)
    with reading(engine) as reader:
        assert reader.execute(count).all() == []
        with writing(engine) as writer:
            writer.execute(insert(schema.dataset).values(id=1, name="a"))
        assert reader.execute(count).all() == []
    with reading(engine) as reader:
        assert len(reader.execute(count).all()) == 1
    with pytest.raises(StoreError, match="only reads"), reading(engine) as reader:
        reader.execute(insert(schema.dataset).values(id=2, name="b"))


def test_ids_do_not_collide_when_many_write_at_once(tables: str) -> None:
    engine = open_engine(tables)
    faults: list[Exception] = []

    def add(writer: int) -> None:
        try:
            for step in range(10):
                with writing(engine) as connection:
                    last = max(connection.scalars(select(schema.dataset.c.id)), default=0)
                    row = {"id": last + 1, "name": f"{writer}-{step}"}
                    connection.execute(insert(schema.dataset).values(row))
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=add, args=[n]) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with reading(engine) as connection:
        assert sorted(connection.scalars(select(schema.dataset.c.id))) == [*range(1, 61)]


@pytest.mark.parametrize("many", [1, 200])
def test_a_text_with_a_nul_is_refused_in_words(tables: str, many: int) -> None:
    """One row is inserted, two hundred are copied in."""
    engine = open_engine(tables)
    rows = [{"id": n, "name": f"{n}\0"} for n in range(many)]
    with pytest.raises(StoreError, match="NUL character") as caught, writing(engine) as connection:
        add_rows(connection, schema.dataset, rows)
    assert password(tables) not in str(caught.value)
    rows = [{"id": n, "name": f"{n}\ud800"} for n in range(many)]
    with pytest.raises(StoreError, match="half of a character"), writing(engine) as connection:
        add_rows(connection, schema.dataset, rows)
    with reading(engine) as connection:
        assert connection.execute(select(schema.dataset)).all() == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"id": 2**31, "name": "a"}, "a number is larger than PostgreSQL keeps"),
        ({"id": 1, "name": "".join(map(chr, range(300, 4300)))}, "a name or an id is longer"),
    ],
)
def test_what_is_too_much_is_said(tables: str, row: dict[str, object], message: str) -> None:
    engine = open_engine(tables)
    with pytest.raises(StoreError, match=message), writing(engine) as connection:
        add_rows(connection, schema.dataset, [row])


def test_rows_that_the_database_refuses_leave_nothing(tables: str) -> None:
    engine = open_engine(tables)
    rows = [{"id": n // 2, "name": str(n)} for n in range(200)]
    with pytest.raises(StoreError, match="duplicate key"), writing(engine) as connection:
        add_rows(connection, schema.dataset, rows)
    with reading(engine) as connection:
        assert connection.execute(select(schema.dataset)).all() == []


def test_more_values_than_a_statement_takes_parameters(tables: str) -> None:
    engine = open_engine(tables)
    odd = ["it's", 'a "b"', "a\\b", "{a,b}", "NULL", "الديوانية"]
    rows = [{"id": n, "name": odd[n] if n < len(odd) else str(n)} for n in range(70_000)]
    with writing(engine) as connection:
        add_rows(connection, schema.dataset, rows)
    with reading(engine) as connection:
        table = schema.dataset.c
        by_id = select(table.id).where(among(connection, table.id, range(5, 200_000)))
        by_name = select(table.id).where(among(connection, table.name, [r["name"] for r in rows]))
        assert len(connection.execute(by_id).all()) == 69_995
        assert len(connection.execute(by_name).all()) == 70_000
        none = select(table.id).where(among(connection, table.id, []))
        assert connection.execute(none).all() == []


def test_damage_that_foreign_hands_did_is_found(own: Settings) -> None:
    assert check(own.database_url) == []
    with writing(open_engine(own.database_url)) as connection:
        connection.execute(text("DELETE FROM location WHERE id = 7"))
    assert any("exactly one current location" in fault for fault in check(own.database_url))


# Messages for what can go wrong.


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"password": "wrong-secret"}, "does not let us in"),
        ({"database": "nothing"}, "there is no database"),
        ({"port": 1}, "cannot be reached"),
        ({"host": "nowhere.invalid"}, "cannot be reached"),
        ({"drivername": "postgresql+nosuch"}, "cannot be used"),
    ],
)
def test_addresses_that_do_not_work(tables: str, change: dict[str, object], message: str) -> None:
    url = make_url(tables).set(**change).render_as_string(hide_password=False)  # type: ignore[arg-type]
    with pytest.raises(StoreError, match=message) as caught:
        open_engine(url)
    assert "wrong-secret" not in str(caught.value)
    assert password(tables) not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://atlas:s3cret@host:port/atlas",
        "postgresql+psycopg://atlas:s3cret@127.0.0.1:1/atlas",
        "postgresql://atlas:s3cret@127.0.0.1:1/atlas",
        "postgres://atlas:s3cret@127.0.0.1:1/atlas",
        "postgresql:///atlas?host=127.0.0.1&port=1&user=atlas&password=s3cret",
        "mysql://atlas:s3cret@127.0.0.1/atlas",
    ],
)
def test_a_password_is_never_shown(url: str) -> None:
    with pytest.raises(StoreError) as caught:
        open_engine(url)
    assert "s3cret" not in str(caught.value)


def test_a_user_who_may_only_read(databases: Databases, tables: str) -> None:
    databases.server.run(
        "DROP ROLE IF EXISTS reader",
        "CREATE ROLE reader LOGIN PASSWORD 'reader'",
        "GRANT pg_read_all_data TO reader",
    )
    name = tables.rpartition("/")[2]
    url = f"postgresql://reader:reader@127.0.0.1:{databases.server.port}/{name}"
    assert latest_revision(url) == 0
    with pytest.raises(StoreError, match="may not do this"), writing(open_engine(url)) as writer:
        writer.execute(insert(schema.dataset).values(id=1, name="a"))
    connect_engine(url).dispose()


def test_a_writer_who_waits_too_long(tables: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "BUSY_SECONDS", 0.05)
    engine = open_engine(tables)
    with (
        writing(engine),
        pytest.raises(StoreError, match="being written by another process"),
        writing(engine),
    ):
        pass


# The server goes away and comes back.


def test_a_server_that_goes_away_and_comes_back(alone: Server, hold: Holders, table: Table) -> None:
    """The last snapshot stays, writes are refused, and all goes on without a restart."""
    url = alone.create("atlas")
    load_files(url, [table({})], at(url))
    live = hold(at(url))
    before = live.current()
    for _ in range(2):
        alone.stop()
        assert live.refresh() is before
        assert live.state.phase is Phase.READY
        assert "cannot be reached" in live.state.message
        assert live.current() is before
        hold.settle()
        for store in (url, live._opened()):
            with pytest.raises(StoreAwayError, match="cannot be reached") as caught:
                grade_incident(store, "t-1", 2, ACT)
            assert password(url) not in str(caught.value)
        alone.start()
        assert live.refresh() is before
        assert live.state == State(Phase.READY, 1.0)
    done = grade_incident(url, "t-1", 2, ACT)
    assert live.look().revision == done.revision


def test_a_server_that_stops_while_somebody_writes(alone: Server) -> None:
    url = alone.create("atlas")
    engine = open_engine(url)

    def write() -> None:
        with writing(engine) as writer:
            writer.execute(insert(schema.dataset).values(id=1, name="a"))
            alone.stop()
            writer.execute(insert(schema.dataset).values(id=2, name="b"))

    with pytest.raises(StoreAwayError, match="wholly or not at all"):
        write()
    alone.start()
    with writing(engine) as connection:
        assert connection.execute(select(schema.dataset)).all() == []
    engine.dispose()


def test_an_app_that_starts_before_its_server(alone: Server, hold: Holders, table: Table) -> None:
    url = alone.create("atlas")
    load_files(url, [table({})], at(url))
    connect_engine(url).dispose()
    alone.stop()
    live = hold(at(url), poll_seconds=0.05)
    with pytest.raises(StoreError, match="cannot be reached"):
        live.current()
    assert live.state.phase is Phase.FAILED
    worker = live._thread
    assert worker is not None
    alone.start()
    worker.join(60)
    assert live.state == State(Phase.READY, 1.0)
    assert live.current().n == 1


# Two processes over one server.

_WRITER = """
import sys
from geo.settings import Settings
from geo.store.decisions import Act
from geo.store.incidents import grade_incident

for line in sys.stdin:
    done = grade_incident(Settings.from_env().database_url, sys.argv[1], int(line), Act("B", "r"))
    print(done.revision, flush=True)
"""


def test_what_another_process_writes_shows_at_the_next_look(
    own: Settings, hold: Holders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page looks every ``poll_seconds`` (2): what is there then is shown within 3 s."""
    assert own.poll_seconds <= 2
    monkeypatch.setattr(live_module, "_PATIENCE_S", 60)
    live = hold(own)
    live.current()
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, JULY],
        cwd=PROJECT_DIR,
        env=free_environment(own.database_url),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        for grade in (1, 2, 3):
            other.stdin.write(f"{grade}\n")
            other.stdin.flush()
            written = int(other.stdout.readline())
            assert live.look().revision == written
            assert live.state.message == ""
        other.stdin.close()
    assert read_snapshot(own.database_url).revision == live.current().revision


def test_watchers_are_told_of_each_newest_snapshot(own: Settings, hold: Holders) -> None:
    live = hold(own)
    told: list[int] = []
    heard = threading.Event()

    def broken(_snapshot: object) -> None:
        raise StoreError("no matter")

    def note(snapshot: object) -> None:
        told.append(snapshot.revision)  # type: ignore[attr-defined]
        heard.set()

    live.tell(broken)
    live.tell(note)
    first = live.current().revision
    assert heard.wait(60)
    heard.clear()
    live.refresh()
    second = grade_incident(own.database_url, JULY, 2, ACT).revision
    live.refresh()
    assert heard.wait(60)
    assert told == [first, second]
    assert live.state == State(Phase.READY, 1.0)
