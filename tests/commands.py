"""The whole command line, made once: tests type into it as into a terminal."""

from bot.commands import programme

app = programme()
