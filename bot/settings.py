"""Settings: read once, from the environment or `.env`, into one frozen object (DESIGN 8).

A secret may lie in a file of its own, named by `…_FILE`. A wrong setting stops the start with one
sentence that names it.
"""

import os
import pwd
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from fieldwork.texts import Language

PREFIX = "FIELDBOT_"
SECRETS = ("TOKEN", "SECRET_KEY", "OLD_SECRET_KEY", "DATABASE_URL", "WEBHOOK_SECRET", "PROXY")
TELEGRAM = "https://api.telegram.org"


class SettingsError(Exception):
    """A setting is wrong or missing. The message is the sentence for the person."""


class Settings(BaseSettings):
    """What the person who runs the bot decides. Each name is prefixed with FIELDBOT_."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True,
        frozen=True, extra="ignore",
    )  # fmt: skip

    token: SecretStr | None = Field(
        None, description="The bot's token from BotFather; without one, `run` starts the sandbox."
    )
    api_base: str = Field(TELEGRAM, description="Another Bot API server.")
    database_url: SecretStr | None = Field(
        None, description="sqlite:///… or postgresql://…; default: fieldbot.db under DATA_DIR."
    )
    mode: Literal["polling", "webhook"] = Field(
        "polling", description="How updates arrive. Only polling is built so far."
    )
    webhook_url: str | None = Field(None, description="Where Telegram posts updates to (webhook mode).")
    webhook_secret: SecretStr | None = Field(
        None, description="The secret Telegram sends along (webhook mode)."
    )
    language: Language = Field(Language.HANS, description="The stations' language: zh-hans, zh-hant or en.")
    timezone: str = Field("Asia/Shanghai", description="The field's time zone, an IANA name.")
    secret_key: SecretStr | None = Field(
        None, description="Encrypts what people wrote and who they are; at least 16 characters."
    )
    old_secret_key: SecretStr | None = Field(
        None, description="The key until now, for `fieldbot key rotate` alone."
    )
    data_dir: Path = Field(
        Path("data"), description="Where database, photos, the stations' own words and the sandbox lie."
    )
    port: int = Field(8080, ge=1, le=65534, description="The port of the page; the bot's own is the next.")
    proxy: str | None = Field(None, description="http:// or socks5:// proxy on the way to Telegram.")
    record: Path | None = Field(
        None, description="For the sandbox alone: a file that gets each exchange with it."
    )
    pace: Literal["telegram", "off", "held"] = Field(
        "telegram", description="Telegram's pace; for a sandbox alone: `off`, or `held` (nothing leaves)."
    )

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, key: SecretStr | None) -> SecretStr | None:
        if key is not None and len(key.get_secret_value()) < 16:
            raise ValueError("needs at least 16 characters")
        return key

    @field_validator("token")
    @classmethod
    def _like_a_token(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", token.get_secret_value()):
            raise ValueError("is no bot's token; BotFather gives one like 123456:ABC-def")
        return token

    @field_validator("mode")
    @classmethod
    def _built(cls, mode: str) -> str:
        if mode != "polling":
            raise ValueError("webhook is not built yet; give polling")
        return mode

    @field_validator("api_base")
    @classmethod
    def _over_http(cls, address: str) -> str:
        return _address(address, "http", "https")

    @field_validator("proxy")
    @classmethod
    def _known_proxy(cls, address: str | None) -> str | None:
        return None if address is None else _address(address, "http", "socks5")

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError) as unknown:
            raise ValueError(f"knows no time zone {name!r}") from unknown
        return name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def sandbox_folder(self) -> Path:
        return self.data_dir / "sandbox"


def _address(address: str, *schemes: str) -> str:
    """The address again, when it has one of these schemes and a host; what is wrong is told without it."""
    try:
        read = urlsplit(address)
        whole = read.scheme in schemes and bool(read.hostname) and read.port != 0
    except ValueError:
        whole = False
    if not whole:
        raise ValueError(f"needs an address like {schemes[-1]}://host:port")
    return address


def read_settings(environment: Mapping[str, str] | None = None, **given: Any) -> Settings:
    """Settings from the environment, secret files and `.env`; `given` beats them. Raises SettingsError."""
    environment = os.environ if environment is None else environment
    try:
        return Settings(**{**_from_files(environment), **given})
    except ValidationError as wrong:
        first = wrong.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise SettingsError(f"{name}: {first['msg'].removeprefix('Value error, ')}.") from None
    except (UnicodeDecodeError, OSError) as unreadable:
        raise SettingsError(f".env cannot be read: {_why(unreadable)}.") from None


def operator(environment: Mapping[str, str] | None = None) -> str:
    """The account of this machine at which a command is given, and who lent it by sudo: `wang as root`."""
    environment = os.environ if environment is None else environment
    try:
        account = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # a container may run under a number alone
        account = str(os.getuid())
    lent = environment.get("SUDO_USER", "")
    return f"{lent} as {account}" if lent not in ("", account) else account


def without_ours(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment for a bot that is started with settings of its own."""
    environment = os.environ if environment is None else environment
    return {name: value for name, value in environment.items() if not name.startswith(PREFIX)}


def _from_files(environment: Mapping[str, str]) -> dict[str, str]:
    """What lies in files named by FIELDBOT_…_FILE; an unreadable file is an error, never an empty secret."""
    found = {}
    for name in SECRETS:
        path = environment.get(f"{PREFIX}{name}_FILE")
        if path:
            found[name.lower()] = _read_secret(f"{PREFIX}{name}_FILE", Path(path))
    return found


def _read_secret(name: str, path: Path) -> str:
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except (UnicodeDecodeError, OSError) as unreadable:
        raise SettingsError(f"{name}: cannot read {path}: {_why(unreadable)}.") from None
    if not secret:
        raise SettingsError(f"{name}: {path} is empty.")
    return secret


def _why(unreadable: UnicodeDecodeError | OSError) -> str:
    return "it is not UTF-8" if isinstance(unreadable, UnicodeDecodeError) else str(unreadable.strerror)


def sandbox_key(folder: Path) -> str:
    """The sandbox's own key, made at its first start. Raises SettingsError where it cannot be kept."""
    path = folder / "key"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists() or not path.read_bytes().strip():  # empty: the start that made it was cut off
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(32), encoding="utf-8")
        return path.read_text(encoding="utf-8").strip()
    except UnicodeDecodeError:
        raise SettingsError(f"The sandbox's key in {path} cannot be read: it is not UTF-8.") from None
    except OSError as refused:
        raise SettingsError(f"FIELDBOT_DATA_DIR: cannot write in {folder}: {refused.strerror}.") from refused
