"""The conversations, one file each, named by what a person is doing; here in the order they are asked.

The order matters: ways out and commands come before what listens to any words, and `unexpected` is last,
because it answers everything.
"""

import handlers.first_use  # isort: skip  # noqa: F401  before aiogram: it spares the start seconds

from aiogram import Router

from fieldwork import few_words
from handlers import (
    accepting,
    adding,
    agreeing,
    answering,
    approving,
    arbitrating,
    arranging_visits,
    asking,
    asking_about_digests,
    asking_after,
    asking_for_digests,
    asking_for_figures,
    asking_for_help,
    asking_for_time,
    asking_monthly,
    asking_partners,
    asking_the_clock,
    assisting,
    being_away,
    being_on_duty,
    binding,
    calling_a_council,
    cancelling,
    changing_a_council,
    changing_days,
    changing_numbers,
    choosing,
    choosing_kinds,
    choosing_times,
    claiming,
    closing_days,
    closing_periods,
    coming_from_a_group,
    confiding,
    confirming_hours,
    continuing,
    correcting,
    correcting_activities,
    correcting_doors,
    counting_who_came,
    danger,
    declining,
    door_codes,
    editing,
    ending_a_round,
    entering_old_activities,
    explaining,
    extra_rounds,
    finding_a_need,
    finding_the_way,
    giving_up,
    going_from_door_to_door,
    grouping,
    guessing,
    guiding,
    handing_over,
    inviting,
    joining,
    joining_a_matter,
    keeping_the_minutes,
    languages,
    leaving,
    listing,
    looking_at_figures,
    looking_at_households,
    looking_at_parts,
    looking_at_targets,
    looking_at_the_agenda,
    looking_back,
    losing_a_phone,
    mapping,
    merging,
    must_reporting,
    muting_visits,
    naming_a_number,
    naming_a_step,
    nobody_opened,
    noticing_patterns,
    nudging,
    offering,
    offering_to_volunteers,
    opening,
    opening_cases,
    organising,
    own_data,
    own_hours,
    own_name,
    own_rhythms,
    parting,
    partnering,
    passing_on_notices,
    phoning,
    planning,
    planning_visits,
    putting_on_the_agenda,
    reading_digests,
    referring,
    reminding_volunteers,
    reopening,
    replying,
    reporting,
    reporting_in_a_group,
    reporting_up,
    resuming,
    returning,
    reviewing,
    reviewing_many,
    ringing,
    saying_something_else,
    saying_when_digests_come,
    searching,
    signing,
    signing_in,
    staffing,
    standing_by,
    supervising,
    swapping_duty,
    tagging_activities,
    taking_out,
    talking,
    telling_apart,
    telling_of_activities,
    telling_of_several,
    too_many,
    transcribing,
    turning_away,
    typing_a_label,
    unexpected,
    urging,
    verifying,
    visit_rates,
    visiting,
    when_and_where,
)

CONVERSATIONS = (
    leaving,  # blocks or unblocks the bot
    coming_from_a_group,  # opens the private chat by a button in a group
    own_data,  # looks at what is kept of them: 我的资料; before numbers, since a telephone is one
    signing_in,  # signs in at an event: 签到; whoever is unknown too
    joining,  # comes with an invitation, or as a stranger
    finding_the_way,  # looks what they can do here: 帮助
    agreeing,  # says that the five lines are understood
    binding,  # looks for the groups of an own station
    reporting_in_a_group,  # reports with /bao, in private too
    languages,  # wants another language
    guiding,  # is led through a report question by question, or comes back to one left lying
    cancelling,  # gives up what they were asked; before whatever listens to any words
    muting_visits,  # has nobody visited for a while: 暂停探访
    extra_rounds,  # has everybody visited once more: 加访 台风
    being_away,  # is away for some days, or back; commands that `listing` does not know come before it
    being_on_duty,  # looks at the rota or arranges it: 值班
    swapping_duty,  # passes a day of duty to a colleague
    closing_periods,  # closes a period of the figures: 封账
    closing_days,  # says when a station is closed: 休息
    own_rhythms,  # changes or stops what comes by itself: 我的提醒
    reading_digests,  # reads a digest: 简报
    urging,  # asks whoever has a report to see to it: 催办
    asking_monthly,  # answers whether there is anything in the building
    ringing,  # chooses what rings
    choosing_times,  # chooses when lists of what is to be done come: 提醒时间
    telling_of_several,  # tells of several things done at once, and confirms them; before what corrects one
    correcting_activities,  # says in words what is not right about an activity; numbers alone are for the next
    changing_numbers,  # says the numbers of what was done; a bare one may be the answer
    asking_the_clock,  # asks what will fall due: 到期
    putting_on_the_agenda,  # puts an open matter on the agenda of the building heads: 上会
    calling_a_council,  # calls a meeting of building heads: 议事会
    looking_at_the_agenda,  # heads a building and asks when they meet
    when_and_where,  # says at what time it is, and where
    changing_a_council,  # looks at it, changes it, calls it off
    counting_who_came,  # lets people sign in there
    keeping_the_minutes,  # notes what a meeting decided; a number is an answer there, so before numbers
    taking_out,  # takes records out as a table: 导出
    planning_visits,  # plans whom to visit: 探访; a telephone is typed there, so before numbers
    telling_apart,  # says whether two of one name on a list are one
    confirming_hours,  # says how long those on a list gave their time
    own_hours,  # asks for the hours they gave: 我的时长
    opening_cases,  # opens a case and closes it: 个案
    organising,  # says which organisations and projects there are: 组织, 项目
    searching,  # looks for words in what they may see
    joining_a_matter,  # says whether a neighbour reported the same; before numbers, since one may be the answer
    merging,  # finds that two reports are one matter, or two after all; before numbers too
    asking_for_digests,  # asks for a digest in words: 简报 上周 西湖社区
    asking_for_figures,  # asks for figures in words: 数字 上月 西湖社区
    looking_at_figures,  # looks at figures and what is behind them: 数字
    looking_at_targets,  # looks how far workers are with their targets: 目标
    looking_at_parts,  # looks at one figure apart: by place, week, person
    listing,  # looks for reports: /mine, 待办, a number
    naming_a_step,  # says what is to be done with a report, by its number: 剔除 N-10001-6
    naming_a_number,  # asks how far a report is, or takes it back, by its number; before `replying`
    nudging,  # asks that an own report go faster: 催一下
    inviting,  # invites people, one or many at once: 人员, 邀请
    staffing,  # sees a station's people, ends or moves a role: 看名单
    losing_a_phone,  # somebody's telephone is lost
    own_name,  # says how they are called, after 改名字
    mapping,  # brings the network up to date with a file
    door_codes,  # looks after the codes at the doors
    asking_for_help,  # sees who helps, ends it, answers a helper; what lies under a helper's card is not for `replying`
    asking_partners,  # asks a partner for help
    assisting,  # asks another station for help
    offering_to_volunteers,  # looks for volunteers
    claiming,  # takes on what volunteers are looked for; its words come before `partnering`
    reminding_volunteers,  # hears the day before what they promised
    partnering,  # was asked to help, and answers
    nobody_opened,  # reaches somebody at whose door nobody opened
    arranging_visits,  # arranges how often, by whom and where somebody is visited; in words too
    visit_rates,  # looks how many were visited in time
    visiting,  # visits a household, and says what came of it
    replying,  # answers a card, so that the other side hears it; before whatever listens to any words
    reopening,  # opens again what was over; after `replying`, which hears what is open
    handing_over,  # gives a report to a colleague, or takes it over
    giving_up,  # is reminded of what is not theirs any more
    offering,  # asks another station to take a report over
    accepting,  # takes over what another station offers, or says that it is not theirs
    returning,  # returns what another station did not take either: 退单
    arbitrating,  # decides about what a station below has returned: 裁定
    transcribing,  # hears a voice, types what it says, looks at a map; and the speaker says whether it is right
    entering_old_activities,  # enters what was noted before there were records: 待登记
    reviewing_many,  # looks at all that was done, a page at a time
    reviewing,  # looks at what was done: it counts, goes back, is void
    looking_at_households,  # and at the doors of a round
    finding_a_need,  # says that an activity is something to be dealt with
    looking_back,  # reads what happened to a report: 办理经过
    confiding,  # decides who may see a report: its class, and who is named to it
    must_reporting,  # marks what has to be reported by law, and says who was told
    opening,  # opens what is restricted, for some hours: 打开
    noticing_patterns,  # looks at what comes up again and again at a place: 一起办
    choosing,  # looks for what else can be done with a report: 更多
    declining,  # tells the reporter that it is not ours, and where to go
    talking,  # writes to the reporter
    asking_for_time,  # asks for time, or for a report not to be counted
    planning,  # says how something long is to be done: 报方案
    approving,  # decides about what a station asks for
    supervising,  # sees to what is late: 督办
    reporting_up,  # says why something is late
    referring,  # refers a report to an outside body, and hears back
    verifying,  # looks whether it is really done
    resuming,  # goes on with what was held or parked
    signing,  # signs for a report, contacts, finishes
    typing_a_label,  # types the words of a button under an own card
    saying_something_else,  # says nothing that an activity could be corrected by
    correcting,  # says what is not right about an own report
    danger,  # says whether anybody is in danger
    phoning,  # rings a reporter who did not say whether it is solved
    answering,  # says whether it is solved
    standing_by,  # says that what came back is right as it is
    telling_of_activities,  # confirms the numbers of what was done
    choosing_kinds,  # says what kind of activity it was
    changing_days,  # says on which day it was
    tagging_activities,  # says under which project it is counted
    passing_on_notices,  # says whether what they passed on was theirs
    parting,  # says that what was taken together is two matters
    editing,  # edits a message that they sent
    adding,  # adds words or photos to an own report
    explaining,  # answers the one question that follows a report, or skips it
    asking,  # asks the reporter one thing; and any message of theirs answers it
    guessing,  # types a word that they guess: 统计; before whatever is a report
    continuing,  # goes on with the message before: an album's next photo, a place, the rest of a long text
    too_many,  # has reported five times today, and only lives there; before reports
    reporting,  # reports: any other words, a photo, an album
    unexpected,  # anything else; must be last
)

WORDS = frozenset(
    finding_the_way.HELP | languages.WORDS | listing.MINE | listing.TODO | listing.WANTS_TO_REPORT | listing.CANCEL
    | asking_the_clock.DUE | taking_out.EXPORT | putting_on_the_agenda.AGENDA | calling_a_council.COUNCIL
    | guiding.STEP_BY_STEP | guiding.ON_BEHALF | agreeing.AGREES | own_data.WORDS | binding.GROUPS
    | being_away.AWAY | being_away.BACK | ringing.SETTINGS | choosing_times.TIMES | searching.FIND
    | organising.WORDS | being_on_duty.DUTY | closing_days.CLOSED | own_rhythms.WORDS
    | reading_digests.WORDS
    | own_hours.WORDS | opening_cases.OPEN | opening_cases.OWN
    | looking_at_figures.WORDS | looking_at_targets.WORDS
    | planning_visits.VISITS | nudging.WORDS
    | inviting.PEOPLE | inviting.INVITE | staffing.LIST | door_codes.WORDS | closing_periods.CLOSE
    | closing_periods.RECORD
    | signing_in.ALONE | going_from_door_to_door.ALONE | reviewing_many.CHECK
)  # fmt: skip
"""Words that open something by its name."""

KEYS = WORDS | set(few_words.guessed())
"""Words that lead somewhere else than to a report."""

OPENINGS = (
    "/",
    "找 ",
    "找一下",
    "查 ",
    "搜 ",
    "搜一下",
    "搜索 ",
    "查找 ",
    *asking_for_digests.OPENINGS,
    *asking_for_figures.OPENINGS,
    *door_codes.OPENINGS,
    *being_on_duty.OPENINGS,
    *closing_days.OPENINGS,
    *closing_periods.OPENINGS,
    *planning_visits.OPENINGS,
    *organising.OPENINGS,
    *putting_on_the_agenda.OPENINGS,
    *calling_a_council.OPENINGS,
    *signing_in.OPENINGS,
)
"""How a message begins that is no report, whatever stands behind. 查一下 may open one: 查一下4号楼怎么没水."""


def routers() -> list[Router]:
    """Fresh routers, in order: one can be attached only once. First what belongs to a group, then whoever drops a
    question for another word, or asks what became of theirs, then whoever goes from door to door (302 漏水 is a door
    first), then the short way for plain reports."""
    return [
        grouping.router(),
        turning_away.router(WORDS),
        calling_a_council.at_once(),
        ending_a_round.router(),
        asking_after.router(),
        typing_a_label.at_once(),
        correcting_doors.router(),
        going_from_door_to_door.router(KEYS, OPENINGS),
        saying_when_digests_come.at_once(),
        asking_about_digests.router(),
        asking_for_digests.at_once(),
        asking_for_figures.at_once(),
        too_many.at_once(KEYS, OPENINGS),
        reporting.at_once(KEYS, OPENINGS),
        *(conversation.router() for conversation in CONVERSATIONS),
    ]
