"""Documents as bytes: what a till of any age and any honesty may send."""

import dataclasses
import json
from collections.abc import Callable
from typing import Any, get_type_hints

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairpos.core.document import Document
from fairpos.core.sale import Sale, Tender
from fairpos.wire import documents
from fairpos.wire.documents import TYPES, Unreadable
from tests.documents import (
    HONEY,
    TEA,
    bank_credit,
    cash_movement,
    closing,
    gate_count,
    inspection,
    line,
    opening,
    refund,
    sale,
    stock_movement,
    void,
)
from tests.examples import EXAMPLES

SOLD = sale(line(), TEA, HONEY, discount=5_000)
EVERY: dict[str, Document] = {
    "sale": SOLD,
    "void": void(SOLD),
    "refund": refund(SOLD, HONEY),
    "shift_opening": opening(),
    "shift_closing": closing(3, 540_000),
    "cash_movement": cash_movement(-50_000),
    "gate_count": gate_count(-1, ref=gate_count().id),
    "stock_movement": stock_movement(-2_000, kind="adjusted", reason="chai vỡ"),
    "bank_credit": bank_credit(raw='{"id": 7}'),
    "inspection": inspection(article="SP1", note="không có giấy", picture="/9j/"),
}


def test_there_is_an_example_of_every_type() -> None:
    assert EVERY.keys() == TYPES.keys()


@pytest.mark.parametrize("kind", TYPES)
def test_a_document_comes_back_as_it_was_written(kind: str) -> None:
    document = EVERY[kind]
    assert documents.read(documents.write(document)) == document
    assert type(documents.read(documents.write(document))) is TYPES[kind]


@pytest.mark.parametrize("kind", TYPES)
def test_a_scanned_document_has_the_fields_and_properties_of_a_read_one(kind: str) -> None:
    document = EVERY[kind]
    scanned = documents.scan(documents.write(document))
    assert msgspec.to_builtins(scanned) == msgspec.to_builtins(document)
    assert scanned.corrected_at == document.corrected_at
    if isinstance(document, Sale):
        assert [row.total for row in scanned.lines] == [row.total for row in document.lines]  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", TYPES)
def test_a_written_document_is_one_line_of_the_order_the_core_gives(kind: str) -> None:
    body = documents.write(EVERY[kind])
    assert b"\n" not in body
    assert list(json.loads(body)) == [field.name for field in dataclasses.fields(TYPES[kind])]


@pytest.mark.parametrize("kind", TYPES)
def test_no_field_of_a_document_is_a_float(kind: str) -> None:
    assert float not in get_type_hints(TYPES[kind]).values()


def spoilt(**changes: Any) -> bytes:
    return json.dumps(json.loads(documents.write(SOLD)) | changes, ensure_ascii=False).encode()


def without(name: str) -> bytes:
    fields = json.loads(documents.write(SOLD))
    del fields[name]
    return json.dumps(fields).encode()


def raw(name: str, value: str) -> bytes:
    """The sale with the JSON of one field replaced by text that json.dumps would not write."""
    return spoilt(**{name: "@@"}).replace(b'"@@"', value.encode("utf-8", "surrogatepass"))


WHOLE = documents.write(SOLD)

BAD: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "not-json"),
    "blanks": (b"   ", "not-json"),
    "a page of a captive portal": (b"<!DOCTYPE html><title>Wi-Fi</title>", "not-json"),
    "a byte-order mark": (b"\xef\xbb\xbf" + WHOLE, "not-json"),
    "half a document": (WHOLE[: len(WHOLE) // 2], "not-json"),
    "two documents": (WHOLE + WHOLE, "not-json"),
    "something behind it": (WHOLE + b"\0", "not-json"),
    "UTF-16": (WHOLE.decode().encode("utf-16"), "not-json"),
    "not a number": (raw("total", "NaN"), "not-json"),
    "infinity": (raw("total", "-Infinity"), "not-json"),
    "a bare NUL in a text": (raw("by", '"a\0b"'), "not-json"),
    "a number with a leading zero": (raw("total", "007"), "not-json"),
    "a list": (b"[]", "shape"),
    "a number": (b"7", "shape"),
    "null": (b"null", "shape"),
    "an empty object": (b"{}", "shape"),
    "no type": (without("type"), "shape"),
    "no edition": (without("v"), "shape"),
    "an edition from the future": (spoilt(v=2), "unknown-edition"),
    "an edition below the first": (spoilt(v=0), "unknown-edition"),
    "an edition of 65 bits": (spoilt(v=1 << 65), "unknown-edition"),
    "an unknown type": (spoilt(type="telepathy"), "unknown-type"),
    "an empty type": (spoilt(type=""), "unknown-type"),
    "an object as type": (spoilt(type={"type": "sale"}), "shape"),
    "an edition as text": (spoilt(v="1"), "shape"),
    "a missing total": (without("total"), "shape"),
    "a missing list of lines": (without("lines"), "shape"),
    "a total as text": (spoilt(total="585000"), "shape"),
    "a total with a point": (raw("total", "585000.0"), "shape"),
    "a total with an exponent": (raw("total", "1e6"), "shape"),
    "a total beyond every float": (raw("total", "1e400"), "shape"),
    "a total of five thousand digits": (raw("total", "9" * 5_000), "shape"),
    "a total that is true": (spoilt(total=True), "shape"),
    "a total that is null": (spoilt(total=None), "shape"),
    "a number that is false": (spoilt(n=False), "shape"),
    "training as a number": (spoilt(training=1), "shape"),
    "lines as an object": (spoilt(lines={}), "shape"),
    "a line that is null": (spoilt(lines=[None]), "shape"),
    "a tender of an unknown kind": (spoilt(tenders=[{"kind": "shells", "amount": 1}]), "shape"),
    "half a surrogate pair": (raw("by", '"\\ud800"'), "not-json"),
    "half a surrogate pair in the type": (raw("type", '"\\ud800"'), "not-json"),
    "a surrogate as bytes": (raw("by", '"\ud800"'), "shape"),
    "no UTF-8": (WHOLE.replace(b"lan", b"\xff\xfe"), "shape"),
    "a thousand levels deep": (raw("lines", "[" * 100_000 + "]" * 100_000), "not-json"),
    "a thousand levels deep in a field nobody knows": (
        WHOLE[:-1] + b',"x":' + b'{"x":' * 50_000 + b"1" + b"}" * 50_000 + b"}",
        "not-json",
    ),
}


@pytest.mark.parametrize("read", [documents.read, documents.scan])
@pytest.mark.parametrize(("body", "code"), BAD.values(), ids=BAD)
def test_what_cannot_be_read_has_a_code(read: Callable[[bytes], Document], body: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(body)
    assert caught.value.code == code


@pytest.mark.parametrize(("body", "code"), BAD.values(), ids=BAD)
def test_the_claim_of_an_unreadable_document_is_had_or_not_but_never_raises(body: bytes, code: str) -> None:
    found = documents.claim(body)
    assert all(part is None or isinstance(part, str | int) for part in found)


def test_what_an_unreadable_document_claims_is_read_as_far_as_it_goes() -> None:
    assert documents.claim(spoilt(v=2)) == (SOLD.id, "M1", SOLD.total)
    assert documents.claim(b"{}") == (None, None, None)
    assert documents.claim(b"<html>") == (None, None, None)


def test_a_large_whole_number_is_read_and_judged_by_the_core_and_not_here() -> None:
    document = documents.read(spoilt(total=1 << 65))
    assert isinstance(document, Sale)
    assert document.total == 1 << 65


@pytest.mark.parametrize("read", [documents.read, documents.scan])
def test_fields_that_only_a_newer_till_knows_are_passed_over(read: Callable[[bytes], Document]) -> None:
    newer = spoilt(loyalty={"type": "gold", "points": 1.5})
    assert msgspec.to_builtins(read(newer)) == msgspec.to_builtins(SOLD)


@pytest.mark.parametrize("read", [documents.read, documents.scan])
def test_of_a_key_that_stands_twice_every_reader_takes_the_last(read: Callable[[bytes], Document]) -> None:
    # Also JavaScript does. What matters is that nobody takes another one than the next reader.
    twice = WHOLE[:-1] + b',"total":1,"id":"' + b"0" * 32 + b'","till":"M2"}'
    found = read(twice)
    assert (found.id, found.till) == ("0" * 32, "M2")
    assert documents.claim(twice) == ("0" * 32, "M2", 1)


@pytest.mark.parametrize("read", [documents.read, documents.scan])
def test_a_type_inside_a_text_or_a_foreign_field_misleads_nobody(read: Callable[[bytes], Document]) -> None:
    decoy = json.loads(documents.write(gate_count()))
    bodies = [
        json.dumps({"note": {"type": "sale"}} | decoy).encode(),
        json.dumps({"note": '"type":"sale"'} | decoy).encode(),
        b'{"type":"sale",' + json.dumps(decoy).encode()[1:],
    ]
    assert [read(body).type for body in bodies] == ["gate_count"] * 3


HOSTILE = [
    "<script>alert(1)</script>",
    "'; DROP TABLE entry; --",
    '=HYPERLINK("http://x")',
    "\x1b@\x1dV\x00\x10\x04",
    "\N{RIGHT-TO-LEFT OVERRIDE}gnod",
    "{{ 7*7 }}${7*7}%s%n",
    "\x00",
    "a\nb\r\n\u2028",
    "😀" * 50,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(text: str) -> None:
    document = sale(line(name=text, unit=text))
    body = documents.write(document)
    assert b"\n" not in body
    assert documents.read(body) == document
    assert msgspec.to_builtins(documents.scan(body)) == msgspec.to_builtins(document)


TEXTS = st.text(max_size=30)
INTEGERS = st.integers(-(1 << 66), 1 << 66)


@EXAMPLES
@given(
    st.builds(line, price=INTEGERS, quantity=INTEGERS, name=TEXTS, vat=st.none() | INTEGERS), TEXTS, INTEGERS
)
def test_whatever_fits_the_shape_comes_back_whole_from_both_readers(row: Any, by: str, total: int) -> None:
    tenders = (Tender(kind="card", amount=total),)
    document = dataclasses.replace(SOLD, lines=(row,), by=by, total=total, tenders=tenders)
    body = documents.write(document)
    assert documents.read(body) == document
    assert msgspec.to_builtins(documents.scan(body)) == msgspec.to_builtins(document)


@EXAMPLES
@given(st.binary(max_size=200))
def test_no_bytes_at_all_make_a_reader_fail_in_another_way(body: bytes) -> None:
    for read in (documents.read, documents.scan):
        with pytest.raises(Unreadable):
            read(body)


@EXAMPLES
@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 255))
def test_one_damaged_byte_is_read_alike_by_both_readers(place: int, byte: int) -> None:
    body = WHOLE[:place] + bytes([byte]) + WHOLE[place + 1 :]
    outcomes = []
    for read in (documents.read, documents.scan):
        try:
            outcomes.append(msgspec.to_builtins(read(body)))
        except Unreadable as unreadable:
            outcomes.append(unreadable.code)
    assert outcomes[0] == outcomes[1]
