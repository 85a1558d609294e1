"""What a figure covers and what it lacks: a figure without its days is none."""

from __future__ import annotations

from dataclasses import dataclass

from fairpos.core.money import Language, number


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What a figure covers and what it lacks.

    `days` are the open days counted, by their place among the fair's `of` open days (1 is the first); either
    is None where a source does not say. `partial` says that the fair traded on afterwards, `running` that the
    last of them is not over. `tills` still hold at least `held` documents that are not in the figure.
    """

    days: tuple[int, ...] | None
    of: int | None
    running: bool = False
    tills: int = 0
    held: int = 0
    partial: bool = False

    def __post_init__(self) -> None:
        assert self.days is None or list(self.days) == sorted(set(self.days)), "each open day counts once"
        assert self.days is None or self.of is None or all(1 <= day <= self.of for day in self.days)

    @property
    def count(self) -> int | None:
        """How many open days were counted: the divisor of the mean."""
        return None if self.days is None else len(self.days)

    @property
    def all_days(self) -> bool:
        """Whether every open day is in. A source that gives one figure for a fair means the whole fair."""
        return not self.partial and (self.days is None or self.of is None or len(self.days) == self.of)

    @property
    def complete(self) -> bool:
        return self.all_days and not self.running and self.held == 0

    def text(self, language: Language) -> str:
        """The days in words: "6 ngày", "3 ngày đầu trên 6 ngày", "day 2 of 6 days"."""
        vi = language == "vi"
        if self.days is None:
            return "số ngày không nêu" if vi else "number of days not stated"
        if self.all_days:
            return f"{self.count} ngày" if vi else _days(len(self.days))
        if len(self.days) == 1:
            place = f"ngày mở cửa thứ {self.days[0]}" if vi else f"day {self.days[0]}"
        elif self.days == tuple(range(1, len(self.days) + 1)):
            place = f"{self.count} ngày đầu" if vi else f"first {self.count}"
        else:
            listed = ", ".join(map(str, self.days))
            place = f"ngày {listed}" if vi else f"days {listed}"
        if self.of is None:
            return place if vi else f"{place} days"
        return f"{place} trên {self.of} ngày" if vi else f"{place} of {_days(self.of)}"

    def lacks(self, language: Language) -> str:
        """What is still to come, in words; empty when nothing is known to be missing."""
        vi = language == "vi"
        parts = []
        if self.running:
            parts.append("đang diễn ra" if vi else "still running")
        if self.held:
            tills = number(self.tills, language)
            held = number(self.held, language)
            parts.append(
                f"{tills} máy còn giữ ít nhất {held} chứng từ chưa về"
                if vi
                else f"{tills} {counted('till', self.tills)} still {'holds' if self.tills == 1 else 'hold'} "
                f"at least {held} {counted('document', self.held)}"
            )
        return "; ".join(parts)


def counted(noun: str, count: int) -> str:
    """ "1 day", "6 days"."""
    return noun if count == 1 else f"{noun}s"


def _days(count: int) -> str:
    return f"{count} {counted('day', count)}"
