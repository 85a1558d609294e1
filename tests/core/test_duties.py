"""What falls due around a fair, and when."""

from fairpos.core.duties import Duty, duties

FIRST, LAST = "2027-02-10", "2027-02-16"


def test_a_registered_fair_registers_between_a_year_and_thirty_days_before() -> None:
    found = duties("registered", has_paper=False, first=FIRST, last=LAST, today="2026-12-01", foreign=True)
    assert found == (
        Duty("change", "2027-01-11", "to-come"),
        Duty("registration", "2027-01-11", "to-come", "2026-02-10"),
        Duty("re-export", "2027-03-18", "to-come"),
        Duty("report", "2027-03-18", "to-come"),
    )


def test_a_decision_frees_from_registration_and_its_number_settles_it() -> None:
    found = duties("by-decision", has_paper=True, first=FIRST, last=LAST, today="2027-02-01")
    assert [(duty.key, duty.state) for duty in found] == [("decision", "done"), ("report", "to-come")]


def test_a_duty_is_soon_for_two_weeks_then_late_and_the_day_itself_is_in_time() -> None:
    states = {
        today: duties("", has_paper=False, first=FIRST, last=LAST, today=today)[0].state
        for today in ("2026-12-27", "2026-12-28", "2027-01-11", "2027-01-12")
    }
    assert [*states.values()] == ["to-come", "soon", "soon", "late"]


def test_the_report_follows_the_days_the_department_gives() -> None:
    found = duties("registered", has_paper=True, first=FIRST, last=LAST, today=LAST, report_days=15)
    assert found[-1] == Duty("report", "2027-03-03", "to-come")
