"""What every figure and every unit is called: one term, in the chat, on paper and on the command line."""

from collections.abc import Mapping, Sequence

from fieldwork.activities import ActivityKind, Unit
from fieldwork.digests import Stated
from fieldwork.figures import BY_KEY, FIGURES, PIECES, Figure, written
from fieldwork.letters.activities import kind_named, number_named
from fieldwork.texts import Language, Translator

KINDS = frozenset(kind.value for kind in ActivityKind)


def figure_named(t: Translator, name: str) -> str:
    """The term of a figure; a name that is none is left as it is."""
    if name in KINDS:
        return kind_named(t, ActivityKind(name))
    return (
        _needs(t).get(name) or _rates(t).get(name) or _others(t).get(name) or _standing(t).get(name) or name
    )


def _needs(t: Translator) -> Mapping[str, str]:
    return {
        "received": t.staff("Reports received"), "dispatched": t.staff("Dispatched"), "signed": t.staff("Signed"),
        "contacted": t.staff("First contacts"), "done": t.staff("Finished"), "closed": t.staff("Closings"),
        "called_back": t.staff("Call-backs"), "answered": t.staff("Answered call-backs"),
        "answered_chat": t.staff("Answered in the chat"), "answered_phone": t.staff("Answered on the telephone"),
        "unrated": t.staff("Not rated"), "solved": t.staff("Solved, says the reporter"),
        "partly": t.staff("Partly solved"),
        "unsolved": t.staff("Not solved, says the reporter"),
        "satisfied": t.staff("Satisfied"), "fairly": t.staff("Fairly satisfied"),
        "unsatisfied": t.staff("Not satisfied"), "done_extended": t.staff("Done in extended time"),
        "overdue": t.staff("Overdue"), "returned": t.staff("Returned"),
        "return_upheld": t.staff("Returns that were right"), "moved": t.staff("Passed between stations"),
        "backstopped": t.staff("Held by the station above"), "reopened": t.staff("Done again"),
        "parked": t.staff("Parked"), "extended": t.staff("Extended"), "supervised": t.staff("Supervised"),
        "risen_3": t.staff("On the weekly list of what is late"), "withdrawn": t.staff("Withdrawn"),
        "merged": t.staff("Merged"), "not_accepted": t.staff("Not accepted"),
        "excluded": t.staff("Left out of the rates"),
        "planned": t.staff("Plans agreed on"), "plan_late": t.staff("Plans overdue"),
    }  # fmt: skip


def _rates(t: Translator) -> Mapping[str, str]:
    return {
        "signing_rate": t.staff("Rate of signing in time"), "response_rate": t.staff("Rate of contact in time"),
        "done_rate": t.staff("Rate of done in time"), "overdue_rate": t.staff("Rate of overdue"),
        "closed_rate": t.staff("Rate of closing"), "called_rate": t.staff("Rate of call-backs"),
        "answered_rate": t.staff("Rate of answered call-backs"), "rated_rate": t.staff("Rate of taking part"),
        "solved_rate": t.staff("Rate of solved"), "satisfied_rate": t.staff("Rate of satisfied"),
        "returned_rate": t.staff("Rate of returns"), "upheld_rate": t.staff("Rate of returns that were right"),
        "first_right_rate": t.staff("Rate of right first dispatch"), "reopened_rate": t.staff("Rate of done again"),
        "plan_rate": t.staff("Rate of plans in time"),
    }  # fmt: skip


def _others(t: Translator) -> Mapping[str, str]:
    return {
        "open": t.staff("Open"), "old": t.staff("Open for long"),
        "first_response": t.staff("Median time to first contact"),
        "service": t.staff("Service"), "case_opened": t.staff("Cases opened"), "case_closed": t.staff("Cases closed"),
        "case_open": t.staff("Cases open"), "volunteer_hours": t.staff("Volunteer service"),
        "trained": t.staff("People trained"), "communities": t.staff("Communities served"),
        "calls_counted": t.staff("Home visits of which the calls are known"),
        "not_met": t.staff("Calls at which nobody was in"), "visit_rate": t.staff("Rate of visits in time"),
    }  # fmt: skip


def _standing(t: Translator) -> Mapping[str, str]:
    """What a digest finds at the moment that it is made (fieldwork.figures.STANDING)."""
    return {
        "open_now": t.staff("Open now"), "restricted": t.staff("Restricted, in no list"),
        "to_accept": t.staff("Activities to be checked"), "visits_late": t.staff("Visits overdue"),
        "patterns": t.staff("The same again and again"), "unreachable": t.staff("People out of reach"),
        "silent_heads": t.staff("Silent building heads"), "silent_buildings": t.staff("Silent buildings"),
    }  # fmt: skip


def by_term(t: Translator) -> dict[str, Figure]:
    """Each figure by what people call it: `入户走访.次`, `服务人次`, `签收率`; `上报`, where there is one unit."""
    found = dict(BY_KEY)
    for figure in FIGURES:
        term = figure_named(t, figure.name)
        found[f"{term}.{figure.unit}"] = found[f"{term}{figure.unit}"] = figure
        if figure.name not in KINDS:
            found[term] = figure
    return found


def joined(t: Translator, names: Sequence[str]) -> str:
    """Several names as they are listed: 签收率、解决率."""
    return (", " if t.language is Language.ENGLISH else "、").join(names)


# -- numbers ----------------------------------------------------------------------------------------


def unit_named(t: Translator, unit: str) -> str:
    """A unit by its word: without one a number is no figure."""
    names = {
        PIECES: t.staff("matters"),
        "个": t.staff("communities"),
        "栋": t.staff("buildings"),
        "处": t.staff("spots"),
        Unit.TIMES: t.staff("times"),
        Unit.HOUSEHOLDS: t.staff("households"),
        Unit.HOUSEHOLD_VISITS: t.staff("household calls"),
        Unit.PEOPLE: t.staff("people"),
        Unit.PERSON_TIMES: t.staff("person-times"),
        Unit.SESSIONS: t.staff("sessions"),
        Unit.CASES: t.staff("cases"),
        Unit.HOURS: t.staff("hours"),
    }
    return names.get(unit, unit)


def _is_of_cases_told(name: str, unit: str) -> bool:
    """个案服务 told in 例: no cases, which are counted from their own records (个案)."""
    return (name, unit) == (ActivityKind.CASE_SESSION.value, Unit.CASES.value)


def unit_of(t: Translator, name: str, unit: str) -> str:
    """The unit of a figure, by which 例 that were told are never taken for cases."""
    said = unit_named(t, unit)
    return t.staff("{unit} (as told)", unit=said) if _is_of_cases_told(name, unit) else said


def amount_of(t: Translator, name: str, number: float, unit: str) -> str:
    """A figure's number with its unit, by the same rule."""
    said = amount(t, number, unit)
    return t.staff("{unit} (as told)", unit=said) if _is_of_cases_told(name, unit) else said


def amount(t: Translator, number: float, unit: str) -> str:
    """A number with its unit: 5 户."""
    if unit in tuple(Unit):
        return number_named(t, Unit(unit), number)
    return t.staff("{number} {unit}", number=written(number), unit=unit_named(t, unit))


def number_of(t: Translator, one: Stated) -> str:
    """`5 户`, a rate as `16 / 20（80%）`; what came late beside it."""
    if one.whole is not None:
        return rate(t, one.number, one.whole)
    plain = amount_of(t, one.name, one.number, one.unit)
    return t.staff("{number}, {many} of it late", number=plain, many=written(one.late)) if one.late else plain


def rate(t: Translator, number: float, whole: float) -> str:
    """A rate with what it is of; none of nothing, and no share where some came before, or to another station: 结案 5 /
    上报 3, and 1 / 0 where what was closed had been sent elsewhere first."""
    if not whole and not number:
        return t.staff("none yet")
    if number > whole:
        return t.staff("{number} / {whole} (with earlier ones, or from elsewhere)",
                       number=written(number), whole=written(whole))  # fmt: skip
    share = _per_cent(number / whole)
    return t.staff(
        "{number} / {whole} ({share} %)", number=written(number), whole=written(whole), share=share
    )


def _per_cent(share: float) -> int:
    """All is said of all alone, and nothing of nothing: 199 of 200 are 99 %."""
    return round(100 * share) if share in (0, 1) else min(99, max(1, round(100 * share)))
