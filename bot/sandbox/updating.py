"""The Bot API methods by which a bot gets its updates: fetch them, or have them posted."""

from urllib.parse import urlsplit

from bot.sandbox.calls import Call
from bot.sandbox.refusals import Refused, bad_request
from bot.sandbox.store import to_json
from bot.sandbox.telegram import Outcome, Telegram, Webhook

LONGEST_POLL = 50.0
OTHER_POLL = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)
WEBHOOK_IS_SET = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
WEBHOOK_CAME = "Conflict: terminated by setWebhook request"


async def get_updates(telegram: Telegram, call: Call) -> str:
    """What waits, at once or as soon as something arrives; an offset acknowledges what is before it."""
    if telegram.webhook.url:
        raise Refused(409, WEBHOOK_IS_SET)
    telegram.end_poll("other poll")
    telegram.allow(call.structure("allowed_updates"))
    offset, asked = call.whole("offset") or 0, call.whole("limit")
    limit = min(max(100 if asked is None else asked, 1), 100)
    if offset:
        telegram.acknowledge(offset)
    telegram.drop_expired()
    seconds = min(float(call.whole("timeout") or 0), LONGEST_POLL)
    bodies = telegram.store.waiting(max(offset, 0), limit)
    if not bodies and seconds > 0:
        _refuse_if_ended(await telegram.poll(seconds))
        bodies = telegram.store.waiting(max(offset, 0), limit)
    return f"[{','.join(bodies)}]"


def _refuse_if_ended(why: Outcome) -> None:
    if why == "other poll":
        raise Refused(409, OTHER_POLL)
    if why == "webhook":
        raise Refused(409, WEBHOOK_CAME)


def set_webhook(telegram: Telegram, call: Call) -> str:
    url, secret = call.text("url"), call.text("secret_token")
    parts = urlsplit(url)
    if url and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if len(secret) > 256 or not all(one.isascii() and (one.isalnum() or one in "_-") for one in secret):
        raise bad_request("secret token contains unallowed characters")
    telegram.allow(call.structure("allowed_updates"))
    _drop(telegram, call)
    telegram.set_webhook(Webhook(url, secret, min(max(call.whole("max_connections") or 40, 1), 100)))
    return "true"


def delete_webhook(telegram: Telegram, call: Call) -> str:
    _drop(telegram, call)
    telegram.set_webhook(Webhook())
    return "true"


def _drop(telegram: Telegram, call: Call) -> None:
    if call.truth("drop_pending_updates"):
        telegram.acknowledge(telegram.update_ids.last + 1)


def get_webhook_info(telegram: Telegram, call: Call) -> str:
    hook = telegram.webhook
    info = {"url": hook.url, "has_custom_certificate": False, "pending_update_count": telegram.waiting}
    if hook.url:
        info["max_connections"] = hook.max_connections
    if hook.last_error_date:
        info |= {"last_error_date": hook.last_error_date, "last_error_message": hook.last_error_message}
    if telegram.allowed:
        info["allowed_updates"] = telegram.allowed
    return to_json(info)
