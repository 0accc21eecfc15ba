"""Why something cannot be done now, as a sentence for the one who wanted it."""

from fieldwork.life import Hindrance
from fieldwork.texts import Translator


def sentence(t: Translator, hindrance: Hindrance) -> str:
    """What stands in the way, and what can be done instead."""
    said = {
        Hindrance.STATE: t.staff("Not now: it is somewhere else by now."),
        Hindrance.NOT_THEIRS: t.staff("This is not yours to do."),
        Hindrance.ANOTHER: t.staff(
            "The reporter says it is not solved: this time another colleague takes it."
        ),
        Hindrance.NOT_REFUSED: t.staff("Ask another station first; only what it refuses can be returned."),
        Hindrance.TWICE: t.staff("It was returned twice already: your station keeps it."),
        Hindrance.MUST_KEEP: t.staff("Your station received it first and keeps it."),
        Hindrance.HOPS: t.staff("It has gone from station to station often enough: it goes no further."),
        Hindrance.HOPS_LEFT: t.staff("It may still go to another station: please ask one."),
        Hindrance.TOO_LATE: t.staff("The time for that is over."),
        Hindrance.HELP_FIRST: t.staff("Most urgent: help first, return it later."),
        Hindrance.SECOND: t.staff("A second person has to agree to that."),
        Hindrance.SAME_PERSON: t.staff("Somebody else has to agree to what you asked for."),
        Hindrance.NAMED: t.staff("Sensitive: only who is named to it. A head can name you."),
        Hindrance.LOWEST: t.staff("It cannot be lowered any further."),
        Hindrance.HIGHEST: t.staff("It is restricted as far as can be."),
        Hindrance.SEEN_BY_ALL: t.staff("The whole station sees it: nobody has to be named."),
        Hindrance.PERSONAL: t.staff("This is somebody's own matter: it goes on no agenda."),
        Hindrance.NO_PLAN: t.staff("No plan is waited for here now."),
        Hindrance.NO_VISIT: t.staff("It did not come of a visit."),
        Hindrance.LANE_OFF: t.staff("Reporting by law is not switched on in this district."),
        Hindrance.LANE: t.staff("This must be reported by law: the district decides."),
    }
    return said[hindrance]
