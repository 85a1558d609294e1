"""A form and a row of a list are read by the same rules, with every fault at once."""

from fairpos.core.product import Certificate
from fairpos.wire import application_forms, exhibitor_lists, product_lists
from fairpos.wire.entries import Entry


def test_an_exhibitor_is_read_as_people_write_it() -> None:
    entry = Entry(
        {
            "name": "  HTX  Ba Chẽ ",
            "kind": "htx",
            "country": "lào",
            "tax_code": "5700 101 234",
            "phone": "0203.3811 222",
            "tax_method": "Trực tiếp",
            "story": "Một\ncâu chuyện",
        }
    )
    found = exhibitor_lists.read(entry, "Quảng Ninh")
    assert entry.faults == {}
    assert (found.name, found.kind, found.country, found.province) == ("HTX Ba Chẽ", "cooperative", "LA", "")
    assert (found.tax_code, found.phone, found.tax_method) == ("5700101234", "02033811222", "direct")
    assert found.story == "Một\ncâu chuyện"
    assert exhibitor_lists.read(Entry({"name": "a"}), "Quảng Ninh").province == "Quảng Ninh"


def test_all_that_is_wrong_with_an_exhibitor_is_told_at_once() -> None:
    entry = Entry(
        {
            "name": "",
            "kind": "hội",
            "country": "Atlantis",
            "tax_code": "123",
            "phone": "abc",
            "email": "a@b",
            "tax_method": "?",
            "note": "\x00",
            "contact": "x" * 81,
        }
    )
    exhibitor_lists.read(entry, "Quảng Ninh")
    assert entry.faults == {
        "name": "missing",
        "kind": "not-a-choice",
        "country": "not-a-country",
        "tax_code": "not-a-tax-code",
        "phone": "not-a-phone",
        "email": "not-an-email",
        "tax_method": "not-a-choice",
        "note": "control",
        "contact": "too-long",
    }


def test_a_certificate_without_its_last_day_gets_it_and_its_code_stays_as_printed() -> None:
    entry = Entry(
        {"name": "Trà", "price": "450k", "stars": "4", "issued": "22/5/2024", "code": "22-07-01-2023 "}
    )
    found = product_lists.read(entry)
    assert entry.faults == {}
    assert (found.price, found.unit, found.group, found.stars) == (450_000, "cái", "Khác", 4)
    assert found.certificate == Certificate(code="22-07-01-2023", issued="2024-05-22", valid_to="2027-05-22")


def test_all_that_is_wrong_with_a_product_is_told_at_once() -> None:
    entry = Entry(
        {
            "name": "a",
            "price": "1.5",
            "barcode": "8.93E+12",
            "stars": "2",
            "expires": "31/02/2026",
            "tax_class": "7%",
            "weighed": "chắc",
            "issued": "2026-01-02",
            "valid_to": "2026-01-01",
        }
    )
    product_lists.read(entry)
    assert entry.faults == {
        "price": "not-money",
        "barcode": "not-a-barcode",
        "stars": "out-of-range",
        "expires": "not-a-day",
        "tax_class": "not-a-choice",
        "weighed": "not-yes-or-no",
        "valid_to": "ends-before-it-begins",
    }


def test_an_application_comes_out_of_its_own_fields_again() -> None:
    texts = {
        "name": "HTX Ba Chẽ",
        "contact": "Bà Lan",
        "phone": "0912345678",
        "group": "Đồ uống",
        "products": "Trà hoa vàng",
        "least": "1",
        "most": "2",
        "facility-water": "1",
        "trait-delicate": "1",
        "wishes": "A1; A2, A1",
        "rivals": "Hộ X\n\n Hộ  Y ",
    }
    wanted = application_forms.read(Entry(texts), "Quảng Ninh", reachable=True)
    assert (wanted.wishes, wanted.rivals) == (("A1", "A2"), ("Hộ X", "Hộ Y"))
    assert (list(wanted.facilities), list(wanted.traits)) == (["water"], ["delicate"])
    again = application_forms.read(Entry(application_forms.fields(wanted)), "Quảng Ninh", reachable=True)
    assert again == wanted


def test_a_stranger_who_cannot_be_reached_is_asked_for_a_number() -> None:
    entry = Entry({"name": "a", "group": "b", "products": "c", "least": "3", "most": "2", "wishes": "<b>"})
    application_forms.read(entry, "Quảng Ninh", reachable=True)
    assert entry.faults == {
        "contact": "missing",
        "phone": "missing",
        "most": "less-than-least",
        "wishes": "not-a-code",
    }
