"""Who may be placed at all: papers that hold to the last day, goods lists, deposits."""

from __future__ import annotations

from fairpos.core.allocation.terms import GOODS_LIST, Reason, Rules
from fairpos.core.application import Application


def hindrances(application: Application, rules: Rules) -> tuple[Reason, ...]:
    """Why an applicant cannot be placed yet; empty when nothing stands in its way (H15, H16, H17)."""
    found: list[Reason] = []
    if application.papers_missing:
        found.append(Reason(code="DOCUMENT_MISSING", what=tuple(sorted(application.papers_missing))))
    ending = sorted(
        f"{paper.kind} {paper.valid_to}"
        for paper in application.papers
        if paper.valid_to is not None and paper.valid_to < rules.last_day
    )
    if ending:
        found.append(Reason(code="DOCUMENT_EXPIRES_DURING_FAIR", what=tuple(ending)))
    if rules.deposit_overdue and not application.paid:
        found.append(Reason(code="UNPAID"))
    return tuple(found)


def is_late(application: Application, rules: Rules) -> bool:
    return rules.closes_at is not None and application.received_at > rules.closes_at


def lacks_goods_list(application: Application) -> bool:
    return application.zone == "foreign" and GOODS_LIST in application.papers_missing


Order = tuple[int, int, int, int, str]


def order(application: Application, rules: Rules, lots: dict[str, int]) -> Order:
    """The place in the queue, smallest first: in time before late, promised, priority, then the lot."""
    return (
        int(is_late(application, rules)),
        int(application.exhibitor not in rules.promised),
        -application.priority,
        lots.get(application.exhibitor, 1 << 30),
        application.exhibitor,
    )
