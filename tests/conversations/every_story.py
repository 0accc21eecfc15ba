"""All stories, by name: each module keeps those that it tells."""

from tests.conversations import stories, stories_of_activities, stories_of_needs
from tests.conversations.stage import STORIES, Story

MODULES = (stories, stories_of_activities, stories_of_needs)
ALL: dict[str, Story] = STORIES
