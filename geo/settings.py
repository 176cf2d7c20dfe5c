"""Everything the atlas reads from its environment, in one frozen value.

Each variable stands in the README's table; a test compares the two.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from geo.access import AccessSetting, Mode, Role, identity
from geo.errors import SettingsError

PROJECT_DIR: Final = Path(__file__).resolve().parent.parent
DATA_DIR: Final = PROJECT_DIR / "data"
_BOUNDARIES: Final = DATA_DIR / "boundaries"

VARIABLES: Final = (
    "ATLAS_DATABASE_URL",
    "ATLAS_GOVERNORATES",
    "ATLAS_GOVERNORATES_LAYER",
    "ATLAS_GOVERNORATES_KEY",
    "ATLAS_GOVERNORATES_NAME",
    "ATLAS_GOVERNORATES_NAME_AR",
    "ATLAS_DISTRICTS",
    "ATLAS_DISTRICTS_LAYER",
    "ATLAS_DISTRICTS_KEY",
    "ATLAS_DISTRICTS_NAME",
    "ATLAS_DISTRICTS_NAME_AR",
    "ATLAS_ROADS",
    "ATLAS_TILES_URL",
    "ATLAS_TILES_CREDIT",
    "ATLAS_POLL_SECONDS",
    "ATLAS_MAX_FILE_MB",
    "ATLAS_MAX_UNPACKED_MB",
    "ATLAS_MAX_ROWS",
    "ATLAS_MAX_COLUMNS",
    "ATLAS_MAX_VERTICES",
    "ATLAS_MAX_ARTICLE_MB",
    "ATLAS_MODEL_URL",
    "ATLAS_MODEL_NAME",
    "ATLAS_MODEL_KEY",
    "ATLAS_ACCESS",
    "ATLAS_ROLE_CLAIM",
    "ATLAS_ROLE_VALUES",
    "ATLAS_DEFAULT_ROLE",
    "ATLAS_ADMINS",
    "ATLAS_SESSION_HOURS",
    "ATLAS_OIDC_METADATA_URL",
    "ATLAS_OIDC_CLIENT_ID",
    "ATLAS_OIDC_CLIENT_SECRET",
    "ATLAS_OIDC_REDIRECT_URI",
    "ATLAS_OIDC_COOKIE_SECRET",
)
"""Every environment variable that ``Settings.from_env`` reads."""


@dataclass(frozen=True, slots=True)
class LayerSetting:
    """A boundary file and the names of its columns; ``name_ar`` may be missing from the file.

    ``layer`` names the layer of a file that holds several (GeoPackage); ``None`` when it has one.
    """

    path: Path
    key: str
    name: str
    name_ar: str | None
    layer: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is taken in: what is larger is refused before it fills the memory.

    ``file_mb``, ``unpacked_mb``: megabytes (1,000,000 bytes) of a file on disk, and of what an
    archive or workbook holds when unpacked. ``vertices``: of the geometry of one row.
    ``article_mb``: megabytes of an article, as a file or pasted.
    """

    file_mb: int = 1_000
    unpacked_mb: int = 2_000
    rows: int = 2_000_000
    columns: int = 2_000
    vertices: int = 100_000
    article_mb: int = 5

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Limits:
        """Read ``ATLAS_MAX_*``; raises ``SettingsError`` for what is no number above 0."""
        return cls(*(_at_least_one(env, f"ATLAS_MAX_{f.name.upper()}", f) for f in fields(cls)))

    def to_env(self) -> dict[str, str]:
        """The variables that say the same."""
        return {f"ATLAS_MAX_{f.name.upper()}": str(getattr(self, f.name)) for f in fields(self)}


NO_LIMITS_SET: Final = Limits()
"""What holds where no setting says otherwise."""


_EVERYONE: Final = AccessSetting()


@dataclass(frozen=True, slots=True)
class ModelSetting:
    """A language model behind an OpenAI-compatible address; ``key`` is never shown."""

    url: str
    name: str
    key: str = field(default="", repr=False)

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> ModelSetting | None:
        """Read ``ATLAS_MODEL_*``; ``None`` when no address is set.

        Raises
        ------
        SettingsError
            The address is not one of the web, or the model has no name.
        """
        url = (env.get("ATLAS_MODEL_URL") or "").strip()
        if not url:
            return None
        try:
            parts = urlsplit(url)
            usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        except ValueError:
            usable = False
        if not usable or parts.username is not None or parts.query or parts.fragment:
            raise SettingsError(
                "ATLAS_MODEL_URL must be an address such as https://host/v1, without a name, "
                "password or question mark"
            )
        name = (env.get("ATLAS_MODEL_NAME") or "").strip()
        if not name:
            raise SettingsError("ATLAS_MODEL_URL is set; ATLAS_MODEL_NAME must name the model")
        return cls(url, name, env.get("ATLAS_MODEL_KEY") or "")

    @property
    def address(self) -> str:
        """What is asked: the address as set, up to ``/chat/completions``."""
        return self.url.rstrip("/").removesuffix("/chat/completions") + "/chat/completions"

    @property
    def host(self) -> str:
        """Where a text goes that the model is asked about."""
        return urlsplit(self.url).netloc


@dataclass(frozen=True, slots=True)
class ProviderSetting:
    """Who signs people in, an OpenID Connect provider; the secrets are never shown."""

    metadata_url: str
    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str
    cookie_secret: str = field(repr=False)

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> ProviderSetting | None:
        """Read ``ATLAS_OIDC_*``; ``None`` when none of them is set.

        Raises
        ------
        SettingsError
            Some are set and some are missing, or the secret of the cookie is easy to guess.
        """
        names = [f"ATLAS_OIDC_{f.name.upper()}" for f in fields(cls)]
        given = {name: (env.get(name) or "").strip() for name in names}
        missing = [name for name, value in given.items() if not value]
        if len(missing) == len(names):
            return None
        if missing:
            raise SettingsError(f"sign-in is set up in part; {', '.join(missing)} must be set too")
        found = cls(*given.values())
        if len(found.cookie_secret) < _SHORTEST_SECRET:
            raise SettingsError(
                f"ATLAS_OIDC_COOKIE_SECRET must have {_SHORTEST_SECRET} characters at least; "
                "'openssl rand -hex 32' makes one"
            )
        return found


_SHORTEST_SECRET: Final = 32


def _access(env: Mapping[str, str]) -> AccessSetting:
    """Read ``ATLAS_ACCESS`` and what goes with it."""
    default = AccessSetting()
    mode, hours = env.get("ATLAS_ACCESS") or default.mode, env.get("ATLAS_SESSION_HOURS") or "12"
    if mode not in list(Mode):
        raise SettingsError(f"ATLAS_ACCESS is {mode!r}; it must be {', '.join(Mode)}")
    if not re.fullmatch(r"\d{1,3}(\.\d+)?", hours, re.ASCII) or not 0 < float(hours) <= _A_MONTH_H:
        raise SettingsError(
            f"ATLAS_SESSION_HOURS is {hours!r}; it must be a number above 0, {_A_MONTH_H} at most"
        )
    try:
        pairs = [one.rpartition("=") for one in _listed(env.get("ATLAS_ROLE_VALUES"))]
        values = tuple((value.strip(), Role.named(role)) for value, _, role in pairs)
        if not all(value for value, _ in values):
            raise ValueError("each role needs a value before it, such as atlas-editors=editor")
    except ValueError as error:
        raise SettingsError(f"ATLAS_ROLE_VALUES: {error}") from None
    try:
        admins = tuple(identity(one) for one in _listed(env.get("ATLAS_ADMINS")))
    except ValueError as error:
        raise SettingsError(f"ATLAS_ADMINS: {error}") from None
    try:
        role = Role.named(env.get("ATLAS_DEFAULT_ROLE") or default.default.word)
    except ValueError as error:
        raise SettingsError(f"ATLAS_DEFAULT_ROLE: {error}") from None
    claim = (env.get("ATLAS_ROLE_CLAIM") or "").strip()
    return AccessSetting(Mode(mode), claim, values or default.values, admins, role, float(hours))


_A_MONTH_H: Final = 720


def _listed(text: str | None) -> list[str]:
    """The parts between commas that hold something."""
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def _at_least_one(env: Mapping[str, str], name: str, limit: Field[int]) -> int:
    text = env.get(name) or str(limit.default)
    if not re.fullmatch(r"[1-9]\d{0,11}", text, re.ASCII):
        raise SettingsError(f"{name} is {text!r}; it must be a whole number above 0")
    return int(text)


@dataclass(frozen=True, slots=True)
class Settings:
    """The environment as the atlas understands it.

    ``poll_seconds``: how often a running app looks for new data. ``roads``: where imported roads
    are; the shipped ones are used while there is no such file. ``limits``: of files that are read.
    ``model``: a language model that may be asked about articles; ``None``: there is none.
    ``access``: who may read and write. ``provider``: who signs people in; ``None``: it is set up
    in Streamlit's own file of secrets, or nobody can sign in.
    """

    database_url: str
    governorates: LayerSetting
    districts: LayerSetting
    tiles_url: str
    tiles_credit: str
    poll_seconds: float
    roads: Path | None = None
    limits: Limits = NO_LIMITS_SET
    model: ModelSetting | None = None
    access: AccessSetting = _EVERYONE
    provider: ProviderSetting | None = None

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Read the variables of ``VARIABLES``.

        Raises
        ------
        SettingsError
            A value cannot be used; the message names the variable and the value.
        """
        env = os.environ if env is None else env
        poll = env.get("ATLAS_POLL_SECONDS") or "2"
        try:
            poll_seconds = float(poll)
        except ValueError:
            poll_seconds = 0.0
        if not poll_seconds > 0:
            raise SettingsError(f"ATLAS_POLL_SECONDS is {poll!r}; it must be a number above 0")
        database_url = env.get("ATLAS_DATABASE_URL") or default_database_url()
        return cls(
            database_url=database_url,
            governorates=_layer(env, "GOVERNORATES", "adm1", "ADM1"),
            districts=_layer(env, "DISTRICTS", "adm2", "ADM2"),
            tiles_url=env.get("ATLAS_TILES_URL")
            or "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
            tiles_credit=env.get("ATLAS_TILES_CREDIT") or "© OpenStreetMap contributors",
            poll_seconds=poll_seconds,
            roads=Path(own) if (own := env.get("ATLAS_ROADS")) else _roads_beside(database_url),
            limits=Limits.from_env(env),
            model=ModelSetting.from_env(env),
            access=_access(env),
            provider=ProviderSetting.from_env(env),
        )

    @property
    def places_folder(self) -> Path:
        """Where a user's own places are kept: beside the store's file."""
        prefix = "sqlite:///"
        url = self.database_url if self.database_url.startswith(prefix) else default_database_url()
        return Path(url.removeprefix(prefix)).parent / "places"

    def to_env(self) -> dict[str, str]:
        """The variables that make another process read the same settings."""
        env = {
            "ATLAS_DATABASE_URL": self.database_url,
            "ATLAS_TILES_URL": self.tiles_url,
            "ATLAS_TILES_CREDIT": self.tiles_credit,
            "ATLAS_POLL_SECONDS": str(self.poll_seconds),
            "ATLAS_ROADS": str(self.roads or ""),
            **self.limits.to_env(),
            "ATLAS_MODEL_URL": self.model.url if self.model else "",
            "ATLAS_MODEL_NAME": self.model.name if self.model else "",
            "ATLAS_MODEL_KEY": self.model.key if self.model else "",
            "ATLAS_ACCESS": self.access.mode,
            "ATLAS_ROLE_CLAIM": self.access.claim,
            "ATLAS_ROLE_VALUES": ",".join(f"{v}={r.word}" for v, r in self.access.values),
            "ATLAS_DEFAULT_ROLE": self.access.default.word,
            "ATLAS_ADMINS": ",".join(self.access.admins),
            "ATLAS_SESSION_HOURS": str(self.access.hours),
            **{
                f"ATLAS_OIDC_{f.name.upper()}": getattr(self.provider, f.name, "")
                for f in fields(ProviderSetting)
            },
        }
        for what, layer in (("GOVERNORATES", self.governorates), ("DISTRICTS", self.districts)):
            env[f"ATLAS_{what}"] = str(layer.path)
            env[f"ATLAS_{what}_LAYER"] = layer.layer or ""
            env[f"ATLAS_{what}_KEY"] = layer.key
            env[f"ATLAS_{what}_NAME"] = layer.name
            env[f"ATLAS_{what}_NAME_AR"] = layer.name_ar or ""
        return env


def _layer(env: Mapping[str, str], what: str, level: str, column: str) -> LayerSetting:
    default = _BOUNDARIES / f"irq_admbnda_{level}_cso_20190603.shp"
    own = env.get(f"ATLAS_{what}")
    return LayerSetting(
        path=Path(own) if own else default,
        key=env.get(f"ATLAS_{what}_KEY") or f"{column}_PCODE",
        name=env.get(f"ATLAS_{what}_NAME") or f"{column}_EN",
        name_ar=env.get(f"ATLAS_{what}_NAME_AR") or (None if own else f"{column}_AR"),
        layer=env.get(f"ATLAS_{what}_LAYER") or None,
    )


def cache_folder() -> Path:
    """Where things are kept that can be made again: beside the default store."""
    return Path(default_database_url().removeprefix("sqlite:///")).parent / "places"


def _roads_beside(database_url: str) -> Path:
    """Where imported roads are kept: beside the store, so that each store has roads of its own."""
    file = database_url.partition(":///")[2]
    is_file = database_url.startswith("sqlite") and file and ":memory:" not in file
    return (Path(file).parent if is_file else PROJECT_DIR / "var") / "roads.geojson"


def default_database_url() -> str:
    """SQLite in ``var/`` of the project, or in the user's cache or temporary folder.

    The first folder that can be written to is taken, so that the app also starts where a host
    mounts the project read-only.
    """
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folders = (PROJECT_DIR / "var", cache / "iraq-incident-atlas")
    for folder in (*folders, Path(tempfile.gettempdir()) / "iraq-incident-atlas"):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return f"sqlite:///{folder / 'atlas.sqlite'}"
        except OSError:
            continue
    raise SettingsError(
        "no folder can be written to; set ATLAS_DATABASE_URL, for instance to "
        "sqlite:////path/to/atlas.sqlite"
    )
