from dataclasses import replace

import pytest

from fairpos.core.shift import (
    CashMovement,
    ShiftClosing,
    ShiftOpening,
    closing_faults,
    movement_faults,
    opening_faults,
)
from tests.documents import cash_movement, closing, opening

ShiftDocument = ShiftOpening | ShiftClosing | CashMovement

DOCUMENTS: list[ShiftDocument] = [
    opening(),
    opening(0),
    closing(12, 3_450_000),
    closing(1, -20_000),  # more given back than taken
    replace(closing(0, 0), counted=0),
    cash_movement(200_000),
    cash_movement(-200_000),
    opening(520_000, drawer="A1", notes=((500_000, 1), (10_000, 2))),
    opening(0, notes=((500_000, 0),)),
    closing(
        1,
        180_000,
        counted=680_000,
        cash=180_000,
        expected=700_000,
        notes=((200_000, 3), (20_000, 4)),
        reason="x",
    ),
    closing(1, 180_000, counted=None, expected=-20_000),
    replace(cash_movement(-200_000), approved_by="chu"),
]


def faults(document: ShiftDocument) -> list[str]:
    match document:
        case ShiftOpening():
            return opening_faults(document)
        case ShiftClosing():
            return closing_faults(document)
        case CashMovement():
            return movement_faults(document)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_sound_shift_document_has_no_fault(document: ShiftDocument) -> None:
    assert faults(document) == []


@pytest.mark.parametrize(
    "document",
    [
        opening(-1),
        opening(10**12 + 1),
        opening(booth=""),
        closing(-1, 0),
        closing(10**9 + 1, 0),
        # No database has a column for this, and such a closing must not hold up the sales behind it.
        closing(1 << 65, 0),
        closing(1, 10**15 + 1),
        closing(1, -(10**15) - 1),
        replace(closing(1, 1), counted=-1),
        replace(closing(1, 1), shift="ca sáng"),
        cash_movement(10**12 + 1),
        replace(cash_movement(1), shift=""),
        replace(cash_movement(1), reason="x" * 201),
        replace(cash_movement(1), approved_by="chị Hoa"),
        opening(drawer="két số 1"),
        opening(510_000, notes=((500_000, 1),)),
        opening(500_000, notes=((500_000, 2), (500_000, -1))),
        opening(0, notes=((0, 3),)),
        opening(1_000_000, notes=((1_000_000, 1),)),
        opening(0, notes=((1_000, 0),) * 21),
        closing(1, 1, counted=None, notes=((1_000, 1),)),
        closing(1, 1, counted=1_000, notes=((1_000, 2),)),
        closing(1, 1, cash=10**15 + 1),
        closing(1, 1, expected=-(10**15) - 1),
        closing(1, 1, reason="x" * 201),
    ],
)
def test_a_shift_document_out_of_its_limits_is_told(document: ShiftDocument) -> None:
    assert faults(document) == ["shift"]
