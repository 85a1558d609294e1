from fairpos.web.downloads import download


def test_a_file_keeps_its_vietnamese_name_and_breaks_no_header() -> None:
    answer = download('sản phẩm "2026"\r\nX: y', "csv", b"a")
    assert answer.headers["content-disposition"] == (
        'attachment; filename="s-n-ph-m--2026---X--y.csv"; '
        "filename*=UTF-8''s%E1%BA%A3n%20ph%E1%BA%A9m%20%222026%22%0D%0AX%3A%20y.csv"
    )
    assert (answer.media_type, answer.body) == ("text/csv; charset=utf-8", b"a")
