"""All stories, by name: each module keeps those that it tells."""

from tests.conversations import stories, stories_of_activities
from tests.conversations.stage import STORIES, Story

MODULES = (stories, stories_of_activities)
ALL: dict[str, Story] = STORIES
