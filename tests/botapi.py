"""What the Bot API specification says of an exchange, asked in every test that speaks HTTP.

The machine-readable specification is a file inside aiogram's own source distribution. It is downloaded once,
of the version and by the hashes in requirements-dev.lock, and kept in FIELDBOT_TEST_CACHE (or
~/.cache/fieldbot). Running pip for a source distribution runs its build backend; that is why hatchling is in
the lock too.

What stays unchecked: lengths and ranges of values, and which fields exclude each other (but for the kinds of
an update). Return types stand in prose only: RETURNS below is read from it by people, for the methods we use.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

LOCK = Path(__file__).parent.parent / "requirements-dev.lock"

RETURNS: Mapping[str, str] = {
    # Read by people from the prose of each method; tests/test_botapi.py compares it with that prose.
    "getMe": "User",
    "getUpdates": "Array of Update",
    "setWebhook": "True",
    "deleteWebhook": "True",
    "getWebhookInfo": "WebhookInfo",
    "sendMessage": "Message",
    "sendPhoto": "Message",
    "sendDocument": "Message",
    "sendVoice": "Message",
    "sendAudio": "Message",
    "sendVideo": "Message",
    "sendLocation": "Message",
    "sendMediaGroup": "Array of Message",
    "sendChatAction": "True",
    "editMessageText": "Message or True",
    "editMessageCaption": "Message or True",
    "editMessageReplyMarkup": "Message or True",
    "deleteMessage": "True",
    "answerCallbackQuery": "True",
    "getFile": "File",
    "setMyCommands": "True",
    "deleteMyCommands": "True",
    "getMyCommands": "Array of BotCommand",
    "leaveChat": "True",
    "getChat": "ChatFullInfo",
    "getChatMember": "ChatMember",
    "getChatAdministrators": "Array of ChatMember",
    "getChatMemberCount": "Integer",
}


@dataclass(frozen=True)
class Field:
    """A field of an object or a parameter of a method; `constant` is the only value allowed, if any."""

    type: str
    required: bool
    constant: str | None


@dataclass(frozen=True)
class Shape:
    """An object or a method of the specification; one with `variants` is any one of those."""

    name: str
    description: str
    fields: Mapping[str, Field]
    variants: tuple[str, ...]


@dataclass(frozen=True)
class Schema:
    """The Bot API of one version."""

    version: str
    methods: Mapping[str, Shape] = field(repr=False)
    types: Mapping[str, Shape] = field(repr=False)


@cache
def load_schema() -> Schema:
    """The specification of the locked aiogram, from the cache or by pip; RuntimeError says what failed."""
    version, hashes = _locked("aiogram")
    folder = Path(os.environ.get("FIELDBOT_TEST_CACHE") or Path.home() / ".cache" / "fieldbot")
    archive = folder / f"aiogram-{version}.tar.gz"
    if not _is_one_of(archive, hashes):
        _download(version, hashes, archive)
    return read_schema(_member(archive, f"aiogram-{version}/.butcher/schema/schema.json"))


def read_schema(text: bytes) -> Schema:
    """The specification from aiogram's schema.json."""
    raw = json.loads(text)
    shapes = [(item["category"], _shape(item)) for group in raw["items"] for item in group["children"]]
    return Schema(
        version=raw["api"]["version"],
        methods={shape.name: shape for category, shape in shapes if category == "methods"},
        types={shape.name: shape for category, shape in shapes if category == "types"},
    )


def check_exchange(
    schema: Schema, method: str, params: Mapping[str, object], answer: Mapping[str, object]
) -> list[str]:
    """What is invalid in a call and its answer, a sentence each; an empty list when all is right.

    Parameters are taken as sent: values of a form are strings, and JSON is read where the type asks for it; a
    file is any string. A refused call is checked like any other: a test that makes it wrong on purpose names
    the sentences it expects.
    """
    if method not in schema.methods:
        return [f"{method}: the Bot API {schema.version} has no such method"]
    said = [*_check_params(schema, schema.methods[method], params), *_check_answer(schema, method, answer)]
    return [f"{method}: {sentence}" for sentence in said]


# --- reading the specification


def _shape(item: dict[str, object]) -> Shape:
    annotations = item["annotations"]
    assert isinstance(annotations, list)
    description = str(item["description"])
    fields = {a["name"]: Field(a["type"], a["required"], _constant(a["description"])) for a in annotations}
    variants = () if fields else tuple(re.findall(r"^ - (\w+)", description, re.MULTILINE))
    if item["name"] == "RichText":
        variants += ("String", "Array of RichText")
    return Shape(str(item["name"]), description, fields, variants)


def _constant(description: str) -> str | None:
    found = re.search(r"(?:always|must be) ['\"“]?([\w/-]+)['\"”]?$", description)
    return found.group(1) if found else None


def _locked(package: str) -> tuple[str, frozenset[str]]:
    found = re.search(
        rf"^{package}==(\S+) \\\n((?:    --hash=sha256:[0-9a-f]{{64}}(?: \\)?\n)+)",
        LOCK.read_text(),
        re.MULTILINE,
    )
    if found is None:
        raise RuntimeError(f"{LOCK.name} does not pin {package} with hashes; `make lock` writes it.")
    return found.group(1), frozenset(re.findall(r"sha256:([0-9a-f]{64})", found.group(2)))


def _is_one_of(archive: Path, hashes: frozenset[str]) -> bool:
    return archive.is_file() and hashlib.sha256(archive.read_bytes()).hexdigest() in hashes


def _download(version: str, hashes: frozenset[str], archive: Path) -> None:
    """Fetch the source distribution by pip, which honours the machine's mirror and refuses another hash."""
    archive.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=archive.parent) as folder:
        wanted = Path(folder) / "wanted.txt"
        wanted.write_text(
            f"aiogram=={version} " + " ".join(f"--hash=sha256:{sum_}" for sum_ in sorted(hashes))
        )
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "download"]
        command += ["--require-hashes", "--no-deps", "--no-binary", "aiogram", "--no-build-isolation"]
        done = subprocess.run(
            [*command, "--dest", folder, "--requirement", wanted], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(
                f"pip could not fetch the source distribution of aiogram: {done.stderr[-800:]}"
            )
        # A rename within one folder: another run of the tests finds the whole archive or none.
        (Path(folder) / archive.name).replace(archive)


def _member(archive: Path, name: str) -> bytes:
    with tarfile.open(archive) as opened:
        found = opened.extractfile(name)
        if found is None:
            raise RuntimeError(f"{archive.name} holds no {name}; see what its .butcher folder has now.")
        return found.read()


# --- checking a call


def _check_params(schema: Schema, method: Shape, params: Mapping[str, object]) -> Iterator[str]:
    attached = set(re.findall(r"attach://([^\"\\]+)", json.dumps(params, default=str)))
    for name in params:
        if name not in method.fields and name not in attached:
            yield f"there is no parameter {name}"
    for name, wanted in method.fields.items():
        if name in params:
            yield from _check(schema, wanted.type, _decoded(wanted.type, params[name]), f"parameter {name}")
        elif wanted.required:
            yield f"the required parameter {name} is missing"


def _decoded(type_: str, value: object) -> object:
    """A form's string as the value it stands for; left as it is where a string is wanted or it is no JSON."""
    if not isinstance(value, str) or {"String", "InputFile"} & set(_alternatives(type_)):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


# --- checking an answer


def _check_answer(schema: Schema, method: str, answer: Mapping[str, object]) -> list[str]:
    if answer.get("ok") is True:
        return _check_success(schema, method, answer)
    if answer.get("ok") is False:
        return _check_refusal(schema, answer)
    return ["the answer does not say whether it is ok"]


def _check_success(schema: Schema, method: str, answer: Mapping[str, object]) -> list[str]:
    said = [
        f"there is no field {name} in an answer"
        for name in sorted(answer.keys() - {"ok", "result", "description"})
    ]
    if "result" not in answer:
        return [*said, "the answer is ok and holds no result"]
    if method not in RETURNS:
        return [*said, "its type of answer is not in RETURNS of tests/botapi.py; add it"]
    return [*said, *_check(schema, RETURNS[method], answer["result"], "result")]


def _check_refusal(schema: Schema, answer: Mapping[str, object]) -> list[str]:
    known = {"error_code": "Integer", "description": "String", "parameters": "ResponseParameters"}
    said = [
        f"there is no field {name} in a refusal" for name in sorted(answer.keys() - known.keys() - {"ok"})
    ]
    said += [f"the refusal has no {name}" for name in ("error_code", "description") if name not in answer]
    for name, type_ in known.items():
        if name in answer:
            said += _check(schema, type_, answer[name], name)
    return said


# --- checking a value against a type as the specification writes it


@cache
def _alternatives(type_: str) -> tuple[str, ...]:
    """`A, B and C` and `A or B` are alternatives; an array of such is one alternative."""
    if type_.startswith("Array of "):
        return (type_,)
    return tuple(re.split(r", | and | or ", type_))


def _check(schema: Schema, type_: str, value: object, where: str) -> list[str]:
    names = _alternatives(type_)
    if len(names) > 1:
        return _best(schema, names, value, where)
    if type_.startswith("Array of "):
        return _check_array(schema, type_.removeprefix("Array of "), value, where)
    if type_ in _PLAIN:
        return [] if _PLAIN[type_](value) else [f"{where} should be {type_} and is {_shown(value)}"]
    return _check_object(schema, schema.types[type_], value, where)


def _best(schema: Schema, names: tuple[str, ...], value: object, where: str) -> list[str]:
    """Of several allowed types, what is wrong by the one that fits best."""
    return min((_check(schema, name, value, where) for name in names), key=lambda said: _weight(said, where))


def _weight(said: list[str], where: str) -> int:
    """A value of another type or kind altogether fits worse than any number of slips inside the right one."""
    elsewhere = (
        f"{where} should be",
        f"{where}.type should be",
        f"{where}.status should be",
        f"{where}.source should",
    )
    return len(said) + sum(1000 for sentence in said if sentence.startswith(elsewhere))


def _check_array(schema: Schema, inner: str, value: object, where: str) -> list[str]:
    if not isinstance(value, list):
        return [f"{where} should be an array of {inner} and is {_shown(value)}"]
    return [said for i, one in enumerate(value) for said in _check(schema, inner, one, f"{where}[{i}]")]


def _check_object(schema: Schema, shape: Shape, value: object, where: str) -> list[str]:
    if shape.variants:
        return _best(schema, shape.variants, value, where)
    if shape.name == "InputFile":
        return [] if isinstance(value, str) else [f"{where} should be a file and is {_shown(value)}"]
    if not isinstance(value, dict):
        return [f"{where} should be {shape.name} and is {_shown(value)}"]
    return [*_check_names(shape, value, where), *_check_fields(schema, shape, value, where)]


def _check_names(shape: Shape, value: Mapping[str, object], where: str) -> Iterator[str]:
    for name in value:
        if name not in shape.fields:
            yield f"{where} is {shape.name}, which has no field {name}"
    for name, wanted in shape.fields.items():
        if wanted.required and name not in value:
            yield f"{where} is {shape.name} and lacks its {name}"
    if shape.name == "Update" and len(value.keys() - {"update_id"}) != 1:
        yield f"{where} is Update and should hold exactly one thing beside its update_id"


def _check_fields(schema: Schema, shape: Shape, value: Mapping[str, object], where: str) -> Iterator[str]:
    for name, wanted in shape.fields.items():
        if name not in value:
            continue
        yield from _check(schema, wanted.type, value[name], f"{where}.{name}")
        if wanted.constant is not None and wanted.type == "String" and value[name] != wanted.constant:
            yield f"{where}.{name} should be '{wanted.constant}' and is {_shown(value[name])}"


_PLAIN = {
    # In Python True is an int too; on the wire it is not.
    "Integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "Float": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "String": lambda value: isinstance(value, str),
    "Boolean": lambda value: isinstance(value, bool),
    "True": lambda value: value is True,
}


def _shown(value: object) -> str:
    return f"{json.dumps(value, ensure_ascii=False, default=repr)[:60]}"
