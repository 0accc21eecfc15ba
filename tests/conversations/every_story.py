"""All stories, by name: each module keeps those that it tells."""

from tests.conversations import (
    stories,
    stories_of_activities,
    stories_of_people,
    stories_of_reporters,
    stories_of_stations,
)
from tests.conversations.stage import STORIES, Story

MODULES = (stories, stories_of_activities, stories_of_people, stories_of_reporters, stories_of_stations)
ALL: dict[str, Story] = STORIES
