"""Files made to exhaust, mislead or break out: a clear message, and nothing else happens."""

from __future__ import annotations

import json
import re
import resource
import struct
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import AtlasError, ReadError
from geo.read import ReadOptions, guess_file, read_file
from geo.settings import PROJECT_DIR, Limits

SMALL = ReadOptions(limits=Limits(file_mb=5, unpacked_mb=20, rows=1_000, columns=50))
HEADER = "report_id,incident_key,outlet,event_date,stance,place_text,note"


def refused(path: Path, message: str, options: ReadOptions = SMALL) -> None:
    """Reading fails with this message, and leaves nothing in the temporary folder."""
    before = unpacked()
    with pytest.raises(ReadError, match=message) as error:
        read_file(path, options=options)
    assert path.name in str(error.value)
    assert len(str(error.value)) < 1_000
    assert unpacked() == before


def unpacked() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob("atlas-*"))


def archive(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def test_a_zip_bomb_is_stopped_as_it_unpacks(tmp_path: Path) -> None:
    bomb = archive(tmp_path / "bomb.zip", {"a.csv": b"a" * 100_000_000})
    assert bomb.stat().st_size < 200_000
    refused(bomb, r"unpacked it has more than 20 MB.*\(ATLAS_MAX_UNPACKED_MB\)")


def test_a_zip_bomb_that_lies_about_its_size_is_stopped_too(tmp_path: Path) -> None:
    bomb = archive(tmp_path / "bomb.zip", {"a.csv": b"a" * 100_000_000})
    content = bomb.read_bytes().replace(struct.pack("<I", 100_000_000), struct.pack("<I", 100))
    bomb.write_bytes(content)
    refused(bomb, "bomb.zip")


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"]
)
def test_a_workbook_that_is_a_bomb(tmp_path: Path, part: str) -> None:
    path = tmp_path / "bomb.xlsx"
    parts = workbook_parts(tmp_path)
    parts[part] = b"<a>" + b"<b/>" * 10_000_000 + b"</a>"
    refused(archive(path, parts), r"more than 20 MB|too large to be sound")


@pytest.mark.parametrize(
    "name", ["../out.csv", "/out.csv", "a/../../out.csv", "..\\out.csv", "C:\\out.csv"]
)
def test_an_archive_that_names_files_outside_itself(tmp_path: Path, name: str) -> None:
    path = archive(tmp_path / "a.zip", {name: b"a,b\n1,2\n", "b.csv": HEADER.encode()})
    refused(path, "names a file outside itself")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.zip"]


def test_a_link_in_an_archive_is_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as file:
        link = zipfile.ZipInfo("a.csv")
        link.external_attr = 0o120777 << 16
        file.writestr(link, "/etc/passwd")
    refused(path, "names a file outside itself")


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({}, "found: none"),
        ({"readme.md": b"x"}, "found: none"),
        ({"a.csv": b"x", "b.csv": b"x"}, "must hold one table .*found: a.csv, b.csv"),
        ({"a.shp": b"\0\0\x27\x0a", "a.shx": b"x"}, "the shapefile lacks its .dbf"),
        ({"a.shp": b"\0\0\x27\x0a"}, "lacks its .shx and .dbf"),
        ({"a.csv": b""}, "the file is empty"),
        ({"a.csv": b"PK\x03\x04"}, "cannot be"),
        ({f"{n}.csv": b"" for n in range(10_001)}, "more than 10,000 files"),
    ],
)
def test_archives_without_one_whole_table(tmp_path: Path, members, message: str) -> None:
    refused(archive(tmp_path / "a.zip", members), message)


def test_a_locked_archive(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"a.csv": b"a,b\n"})
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    refused(path, "cannot be unpacked.*encrypted")


def test_a_shapefile_without_its_table(tmp_path: Path) -> None:
    where = gpd.GeoDataFrame({"a": ["x"]}, geometry=gpd.points_from_xy([44], [33]), crs=4326)
    where.to_file(tmp_path / "a.shp")
    (tmp_path / "a.dbf").unlink()
    refused(tmp_path / "a.shp", r"a\.shp: the shapefile lacks its \.dbf")


ENTITIES = '<!DOCTYPE x [<!ENTITY e SYSTEM "file://{path}">]>'
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY e0 "ha">'
    + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    + '<!ENTITY e "&e9;">]>'
)
KML = (
    "<kml xmlns='http://www.opengis.net/kml/2.2'><Document><Placemark><name>&e;</name>"
    "</Placemark></Document></kml>"
)
GPX = (
    "<gpx version='1.1' xmlns='http://www.topografix.com/GPX/1/1'><wpt lat='33' lon='44'>"
    "<name>&e;</name></wpt></gpx>"
)


@pytest.mark.parametrize("root", [KML, GPX])
@pytest.mark.parametrize("declared", [ENTITIES, LAUGHS, "<!DOCTYPE kml>"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_before_they_are_resolved(
    tmp_path: Path, root: str, declared: str, encoding: str
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the content of another file")
    path = tmp_path / ("a.kml" if "kml" in root else "a.gpx")
    path.write_bytes((declared.replace("{path}", str(secret)) + root).encode(encoding))
    refused(path, "declares a document type or entities")


def workbook_parts(tmp_path: Path) -> dict[str, bytes]:
    book = openpyxl.Workbook()
    book.active.append(["date", "place"])
    book.active.append(["2020-07-11", "Hit"])
    book.save(tmp_path / "sound.xlsx")
    with zipfile.ZipFile(tmp_path / "sound.xlsx") as file:
        return {name: file.read(name) for name in file.namelist()}


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"]
)
def test_entities_in_a_workbook(tmp_path: Path, part: str) -> None:
    parts = workbook_parts(tmp_path)
    head, _, rest = parts[part].partition(b"?>")
    body = rest or head
    parts[part] = ENTITIES.replace("{path}", "/etc/passwd").encode() + body
    refused(archive(tmp_path / "a.xlsx", parts), "declares a document type or entities")


def test_entities_in_a_part_of_another_name_and_behind_a_long_comment(tmp_path: Path) -> None:
    hidden = b"<!--" + b" " * 3_000_000 + b"-->" + ENTITIES.encode() + b"<worksheet/>"
    for name in ("xl/media/image1.png", "xl/worksheets/sheet2.xml"):
        parts = workbook_parts(tmp_path) | {name: hidden}
        refused(archive(tmp_path / "a.xlsx", parts), "declares a document type or entities")


def test_a_workbook_that_counts_rows_to_the_end_of_time(tmp_path: Path) -> None:
    parts = workbook_parts(tmp_path)
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b'<row r="2"', b'<row r="999999999999"')
    parts["xl/worksheets/sheet1.xml"] = sheet
    path = archive(tmp_path / "a.xlsx", parts)
    with pytest.raises(ReadError, match="more than 1,048,576 rows"):
        read_file(path, format="table")


@pytest.mark.parametrize(
    ("root", "what"),
    [
        ("<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc/passwd</SrcDataSource>"
         "</OGRVRTLayer></OGRVRTDataSource>", "neither KML nor GPX"),
        ("<svg onload='x'/>", "neither KML nor GPX but 'svg'"),
        ("<kml><a>", "not well-formed"),
        ("<?xml version='1.0' encoding='ut-8'?><kml/>", "not well-formed"),
        ("<?xml version='1.0' encoding='utf-7'?><kml/>", "not well-formed"),
        ("<?xml version='1.0' encoding='hex'?><kml/>", "not well-formed"),
        ("<?xml version='1.0' encoding='big5'?><kml/>", "not well-formed"),
        ("<html><script>alert(1)</script></html>", "a web page"),
        ("<table><tr><td>1</td></tr></table>", "a web page"),
    ],
)  # fmt: skip
def test_other_xml(tmp_path: Path, root: str, what: str) -> None:
    (tmp_path / "a.kml").write_text(root)
    refused(tmp_path / "a.kml", what)


def test_a_file_of_2_gb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(2_000_000_000)
    refused(path, r"has 2,000 MB; at most 5 MB are read \(ATLAS_MAX_FILE_MB\)")
    refused(path, r"at most 1,000 MB are read", ReadOptions())


def test_a_million_columns(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text(",".join(f"c{n}" for n in range(500_000)) + "\n")
    refused(path, "line 1 has more than 100,000 characters")
    path.write_text(",".join(f"c{n}" for n in range(60)) + "\n")
    refused(path, r"60 columns; at most 50 are read \(ATLAS_MAX_COLUMNS\)")
    pd.DataFrame({f"c{n}": [1] for n in range(60)}).to_parquet(tmp_path / "w.parquet")
    refused(tmp_path / "w.parquet", "60 columns; at most 50")
    path.write_text(f"{HEADER}\n" + "," * 1_000_000 + "x\n")
    (rejection,) = read_file(path, options=SMALL).rejections
    assert "1000001 cells, the header has 7" in rejection.reason


def test_too_many_rows(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text(f"{HEADER}\n" + "x,y,z,2020,reports,Hit,n\n" * 1_001)
    refused(path, r"more than 1,000 rows.*\(ATLAS_MAX_ROWS\)")


def test_a_file_without_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "line.csv"
    path.write_text(f"{HEADER}\n" + "x" * 12_000_000)
    refused(path, "line 2: the line has more than 10,000,000 characters", ReadOptions())


def test_parquet_that_unpacks_to_more_than_it_should(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pd.DataFrame({"date": [f"{n:09}" * 40 for n in range(100_000)]}).to_parquet(
        path, compression="zstd", use_dictionary=False
    )
    assert path.stat().st_size < 5_000_000
    refused(path, r"unpacked it has 36 MB; at most 20 MB")


def test_a_polygon_of_many_vertices(tmp_path: Path) -> None:
    ring = ",".join(f"[{44 + n * 1e-7:.7f},33]" for n in range(200_000))
    path = tmp_path / "a.geojson"
    text = (
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"date":"2020"},'
        f'"geometry":{{"type":"Polygon","coordinates":[[{ring},[44,33]]]}}}}]}}'
    )
    path.write_text(text)
    refused(path, "too complex/large", ReadOptions(limits=Limits(vertices=1_000)))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "this is a picture"),
        ("a.xlsx", b"%PDF-1.4", "a PDF document"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 50, "an old Excel workbook; save it as .xlsx"),
        ("a.parquet", b"PAR1" + b"\0" * 50, "the Parquet file cannot be read"),
        ("a.geojson", b"a,b\n1,2\n", "of no format"),
        ("a.geojson", b'{"a": 1}', "cannot be read"),
        ("a.geojson", b'{"type":"FeatureCollection","features":[]}', "no features"),
        ("a.geojson", b'{"type":"FeatureCollection","features":[{', "cannot be read"),
        ("a.gpkg", b"SQLite format 3\0" + b"\0" * 100, "SQLite database but no GeoPackage"),
        ("a.gpkg", b"SQLite format 3\0" + b"\0" * 52 + b"GPKG" + b"\0" * 90, "cannot be read"),
        ("a.shp", b"\0\0\x27\x0a" + b"\0" * 100, "lacks its .shx and .dbf"),
        ("a.zip", b"PK\x05\x06" + b"\0" * 18, "found: none"),
        ("a.csv.gz", b"\x1f\x8b\x08", "a gzip archive"),
        ("a.csv", b"MZ\x90\0\3\0", "a program"),
    ],
)  # fmt: skip
def test_files_that_are_not_what_they_are_called(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    refused(tmp_path / name, message)


def test_script_in_every_cell_stays_text(tmp_path: Path) -> None:
    script = "<script>alert(1)</script>"
    path = tmp_path / "a.csv"
    path.write_text(
        f"date,place,type,actor,source,title,notes,link,more\n"
        f"2020-07-11,{','.join([script] * 6)},javascript:alert(1),{script}\n"
    )
    result = read_file(path, format="table")
    (row,) = result.rows
    assert row.place_text == row.headline == row.note == script
    assert row.url is None
    assert row.extra[0][1] in (script, "javascript:alert(1)")


def test_mixed_encodings_and_nul_bytes_cost_their_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        "date,place,notes\n2020-07-11,الديوانية,one\n".encode()
        + b"2020-07-12,Samarra,caf\xe9\n2020-07-13,Hit,a\0b\n"
    )
    result = read_file(path, format="table")
    assert [row.note for row in result.rows] == ["one", None, None]
    assert [r.line for r in result.rejections] == [3, 4]


def test_memory_stays_bounded(tmp_path: Path) -> None:
    """Each hostile file is refused by a process that may use 1.5 GB."""
    with (
        zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as bomb,
        bomb.open("a.csv", "w") as member,
    ):
        for _ in range(1_100):
            member.write(b"a" * 1_000_000)
    with (tmp_path / "big.geojson").open("w") as text:
        text.write(
            '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"date":"2020"},'
            '"geometry":{"type":"Polygon","coordinates":[[[44,33]'
        )
        for _ in range(1_000):
            text.write(",[44.1,33.1],[44.2,33.2]" * 5_000)
        text.write("]]}}]}")
    with (tmp_path / "line.csv").open("wb") as file:
        file.write(HEADER.encode() + b"\n")
        file.truncate(900_000_000)
    code = (
        "import sys\nfrom pathlib import Path\nfrom geo.errors import ReadError\n"
        "from geo.read import ReadOptions, read_file\nfrom geo.settings import Limits\n"
        "for name in sys.argv[1:]:\n"
        "    try:\n"
        "        read_file(Path(name), options=ReadOptions(limits=Limits(unpacked_mb=1_000)))\n"
        "    except ReadError as error:\n        print(error)\n"
    )
    names = ["bomb.zip", "big.geojson", "line.csv"]
    done = subprocess.run(
        [sys.executable, "-c", code, *(str(tmp_path / name) for name in names)],
        cwd=PROJECT_DIR, capture_output=True, text=True, check=False, timeout=200,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (1_500_000_000,) * 2),
    )  # fmt: skip
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 3, done.stdout


def sound_files() -> dict[str, bytes]:
    """One small file of each kind, as bytes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table = pd.DataFrame({"date": ["2020-07-11", "3 May 2020"], "place": ["Hit", "Mosul"]})
        where = gpd.GeoDataFrame(table, geometry=gpd.points_from_xy([42.8, 43.1], [33.6, 36.3]),
                                 crs="EPSG:4326")  # fmt: skip
        workbook_parts(folder)
        writers: dict[str, Callable[[Path], object]] = {
            "a.parquet": table.to_parquet,
            "a.geojson": lambda p: where.to_file(p, driver="GeoJSON"),
            "a.gpkg": lambda p: where.to_file(p, driver="GPKG"),
            "a.kml": lambda p: where.to_file(p, driver="KML"),
            "a.gpx": lambda p: p.write_text(GPX.replace("&e;", "x")),
        }
        for file, write in writers.items():
            write(folder / file)
        shape = folder / "shape"
        shape.mkdir()
        where.to_file(shape / "a.shp")
        archive(folder / "a.zip", {p.name: p.read_bytes() for p in shape.iterdir()})
        return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


SOUND = sound_files()

damage = st.lists(
    st.tuples(
        st.sampled_from(["cut", "insert", "flip", "end"]),
        st.floats(0, 1),
        st.binary(min_size=1, max_size=12)
        | st.sampled_from([b"<!ENTITY", b"NaN", b"1e999", b"{[", b"\0" * 8, b"\xff" * 8]),
    ),
    min_size=1,
    max_size=4,
)


def damaged(content: bytes, steps: list[tuple[str, float, bytes]]) -> bytes:
    for what, where, extra in steps:
        at = int(where * len(content))
        if what == "cut":
            content = content[:at] + content[at + len(extra) :]
        elif what == "insert":
            content = content[:at] + extra + content[at:]
        elif what == "flip":
            content = content[:at] + extra + content[at + len(extra) :]
        else:
            content = content[:at]
    return content


@settings(deadline=None, max_examples=400)
@given(name=st.sampled_from(sorted(SOUND)), steps=damage)
def test_damaged_files_raise_only_errors_fit_to_be_shown(tmp_path_factory, name, steps) -> None:
    path = tmp_path_factory.getbasetemp() / f"damaged-{name}"
    path.write_bytes(damaged(SOUND[name], steps))
    for how in (guess_file, lambda p: read_file(p, "table", options=SMALL)):
        with suppress(AtlasError):
            how(path)


def test_the_sound_files_are_read(tmp_path: Path) -> None:
    for name, content in SOUND.items():
        path = tmp_path / name
        path.write_bytes(content)
        assert guess_file(path).mapping.columns, name
        assert read_file(path, "table").rows, name


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=300))
def test_any_bytes_raise_only_errors_fit_to_be_shown(tmp_path_factory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(content)
    with suppress(AtlasError):
        read_file(path)


json_keys = st.sampled_from(["type", "coordinates", "features", "geometry", "properties"])
json_values = st.recursive(
    st.none() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(json_keys, inner),
)


@settings(deadline=None, max_examples=100)
@given(json_values)
def test_any_json_raises_only_errors_fit_to_be_shown(tmp_path_factory, value) -> None:
    path = tmp_path_factory.getbasetemp() / "any.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [value]}))
    with suppress(AtlasError):
        read_file(path, "table")


def test_messages_do_not_tell_where_files_were_unpacked(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"x.geojson": b'{"type":"FeatureCollection","features":[{'})
    with pytest.raises(ReadError) as error:
        read_file(path)
    assert not re.search(r"atlas-\w{8}|/tmp/", str(error.value))
