"""Every slip a terminal prints, in one list."""

from booth_terminal.receipt_slip import Names, Transfer, names_of, receipt, receipt_number
from booth_terminal.shift_slip import x_report, z_report
from booth_terminal.slip import Slip
from booth_terminal.transfer_slip import transfer_slip
from booth_terminal.trial_slip import enrolment_slip, trial_page

__all__ = [
    "Names",
    "Slip",
    "Transfer",
    "enrolment_slip",
    "names_of",
    "receipt",
    "receipt_number",
    "transfer_slip",
    "trial_page",
    "x_report",
    "z_report",
]
