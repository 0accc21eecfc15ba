"""Somebody says how they are called, after 改名字.

    Chen   改名字
    bot    请写您的名字，就是社工站认识您的那个。
    Chen   陈桂芬
    bot    👤 我的资料
           名字：陈桂芬

Asked late, since almost anything can be a name: keys, commands and numbers lead where they always do. A
matter is no name, and becomes a report.
"""

from aiogram import Router

from handlers.own_data import NAME, TELEPHONE, Asked, LikeAName, name_said, something_else_said


def router() -> Router:
    own_name = Router(name="own_name")
    own_name.message.register(name_said, Asked(NAME), LikeAName())
    own_name.message.register(something_else_said, Asked(TELEPHONE), LikeAName())
    return own_name
