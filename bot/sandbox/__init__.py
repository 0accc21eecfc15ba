"""A Telegram on this machine: the real HTTP Bot API for a bot, and an app for the people who write to it.

It imports nothing of ours and neither Telegram library, so that it can contradict us: what Telegram refuses
(64 bytes of callback data, 4096 characters, broken HTML, stale callbacks, too many messages a second) is
refused here in Telegram's own words. Updates, messages and files stand in its own SQLite file.
"""
