"""`python -m bot` is the `fieldbot` command."""

from bot.commands import main

main()
