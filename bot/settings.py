"""Settings: read once, from the environment or `.env`, into one frozen object (DESIGN 8).

A secret may lie in a file of its own, named by `…_FILE`. A wrong setting stops the start with one
sentence that names it.
"""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from fieldwork.texts import Language

PREFIX = "FIELDBOT_"
SECRETS = ("TOKEN", "SECRET_KEY", "DATABASE_URL", "WEBHOOK_SECRET", "PROXY")
TELEGRAM = "https://api.telegram.org"


class SettingsError(Exception):
    """A setting is wrong or missing. The message is the sentence for the person."""


class Settings(BaseSettings):
    """What the person who runs the bot decides. Each name is prefixed with FIELDBOT_."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", frozen=True, extra="ignore")

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
    data_dir: Path = Field(
        Path("data"), description="Where database, photos, the stations' own words and the sandbox lie."
    )
    port: int = Field(8080, ge=1, le=65535, description="The port of the page.")
    proxy: str | None = Field(None, description="http:// or socks5:// proxy on the way to Telegram.")
    pace: Literal["telegram", "off", "held"] = Field(
        "telegram", description="Telegram's pace; for a sandbox alone: `off`, or `held` (nothing leaves)."
    )

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, key: SecretStr | None) -> SecretStr | None:
        if key is not None and len(key.get_secret_value()) < 16:
            raise ValueError("needs at least 16 characters")
        return key

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


def read_settings(environment: Mapping[str, str] | None = None, **given: Any) -> Settings:
    """Settings from the environment, secret files and `.env`; `given` beats them. Raises SettingsError."""
    environment = os.environ if environment is None else environment
    try:
        return Settings(**{**_from_files(environment), **given})
    except ValidationError as wrong:
        first = wrong.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise SettingsError(f"{name}: {first['msg'].removeprefix('Value error, ')}.") from None


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
        secret = path.read_text().strip()
    except OSError as unreadable:
        raise SettingsError(f"{name}: cannot read {path}: {unreadable.strerror}.") from unreadable
    if not secret:
        raise SettingsError(f"{name}: {path} is empty.")
    return secret


def sandbox_key(folder: Path) -> str:
    """The sandbox's own key, made at its first start. Raises SettingsError where the folder cannot be written."""
    path = folder / "key"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(32))
        return path.read_text().strip()
    except OSError as refused:
        raise SettingsError(f"FIELDBOT_DATA_DIR: cannot write in {folder}: {refused.strerror}.") from refused
