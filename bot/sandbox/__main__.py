"""`python -m bot.sandbox`."""

import sys

from bot.sandbox.command import main

sys.exit(main())
