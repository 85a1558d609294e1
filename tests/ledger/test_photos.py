"""Pictures of articles: any camera's file in, a small and clean one out."""

import random
import zlib
from collections.abc import Iterator
from io import BytesIO
from struct import pack

import pytest
from PIL import Image
from sqlalchemy import Connection

from fairpos.core.photo import HEIGHT, WIDTH, photo_key
from fairpos.db.database import Database
from fairpos.ledger import fairs, photos
from fairpos.ledger.photos import BYTES_WANTED, PIXELS_MAX, UPLOAD_BYTES_MAX, BadPhoto
from fixtures.small import small_fair

AT = 1_763_600_000_000
RED, BLUE, WHITE = (200, 30, 30), (30, 30, 200), (255, 255, 255)


@pytest.fixture
def connection(ledger_url: str) -> Iterator[Connection]:
    database = Database(ledger_url)
    with database.writing() as connection:
        yield connection
    database.close()


def upload(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def opened(body: bytes) -> Image.Image:
    return Image.open(BytesIO(body)).convert("RGB")


def near(found: object, wanted: tuple[int, int, int]) -> bool:
    assert isinstance(found, tuple)
    return all(abs(one - other) <= 12 for one, other in zip(found, wanted, strict=True))


def fault_of(body: bytes) -> str:
    with pytest.raises(BadPhoto) as bad:
        photos.shrink(body)
    return bad.value.code


# --- what becomes of a picture ---------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_of_any_size_becomes_a_small_webp(kind: str) -> None:
    small = photos.shrink(upload(Image.new("RGB", (1_600, 900), RED), kind))
    with Image.open(BytesIO(small)) as found:
        assert (found.format, found.size, found.mode) == ("WEBP", (WIDTH, HEIGHT), "RGB")
        assert near(found.getpixel((WIDTH // 2, HEIGHT // 2)), RED)


def test_the_middle_is_kept_and_nothing_is_squeezed() -> None:
    wide = Image.new("RGB", (1_200, 300), BLUE)
    wide.paste(RED, (400, 0, 800, 300))
    small = opened(photos.shrink(upload(wide, "PNG")))
    assert all(near(small.getpixel((x, HEIGHT // 2)), RED) for x in (4, WIDTH // 2, WIDTH - 5))


def test_a_photograph_held_upright_stands_upright() -> None:
    lying = Image.new("RGB", (800, 600), RED)
    lying.paste(BLUE, (0, 0, 400, 600))
    exif = Image.Exif()
    exif[0x0112] = 6
    small = opened(photos.shrink(upload(lying, "JPEG", exif=exif)))
    assert near(small.getpixel((WIDTH // 2, 10)), BLUE)
    assert near(small.getpixel((WIDTH // 2, HEIGHT - 10)), RED)


def test_where_and_by_whom_it_was_taken_is_not_kept() -> None:
    exif = Image.Exif()
    exif[0x010E] = "secret-place"
    exif[0x013B] = "secret-name"
    taken = upload(Image.new("RGB", (800, 600), RED), "JPEG", exif=exif, comment=b"secret-comment")
    assert b"secret" in taken
    small = photos.shrink(taken)
    assert b"secret" not in small
    assert b"EXIF" not in small


def test_transparency_becomes_white() -> None:
    small = opened(photos.shrink(upload(Image.new("RGBA", (400, 300), (0, 0, 0, 0)), "PNG")))
    assert near(small.getpixel((50, 50)), WHITE)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "CMYK", "I;16"])
def test_every_kind_of_colour_is_understood(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    small = photos.shrink(upload(Image.new(mode, (400, 300)), kind))
    assert opened(small).size == (WIDTH, HEIGHT)


def test_the_busiest_picture_is_still_small() -> None:
    noise = Image.frombytes("RGB", (640, 480), random.Random(7).randbytes(640 * 480 * 3))
    assert len(photos.shrink(upload(noise, "PNG"))) <= BYTES_WANTED


# --- what is refused -------------------------------------------------------------------------------


def test_a_file_over_the_limit_is_not_even_opened() -> None:
    assert fault_of(b"\xff\xd8" + bytes(UPLOAD_BYTES_MAX)) == "too-large"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"%PDF-1.7",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a" + bytes(100),
        b"\xff\xd8\xff\xe0" + bytes(200),
        b"\x89PNG\r\n\x1a\n" + bytes(50),
        b"RIFF\x10\x00\x00\x00WEBPVP8 " + bytes(30),
        upload(Image.new("RGB", (400, 300), RED), "PNG")[:-60],
        upload(Image.new("RGB", (400, 300), RED), "BMP"),
        upload(Image.new("RGB", (400, 300), RED), "GIF"),
    ],
    ids=["empty", "pdf", "svg", "gif", "jpeg", "png", "webp", "cut off", "bmp", "a real gif"],
)
def test_what_is_no_photograph_is_refused(body: bytes) -> None:
    assert fault_of(body) == "not-a-picture"


@pytest.mark.parametrize("side", [7_072, 12_000, 60_000])
def test_a_small_file_that_unfolds_into_a_huge_picture_is_refused(side: int) -> None:
    def chunk(name: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + name + data + pack(">I", zlib.crc32(name + data))

    assert side * side > PIXELS_MAX
    head = chunk(b"IHDR", pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    body = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1_000))) + chunk(b"IEND", b"")
    assert len(body) < 1_000
    assert fault_of(body) == "too-many-pixels"


def test_a_refused_picture_is_not_kept(connection: Connection) -> None:
    fair_id = fairs.load(connection, small_fair(), at=AT)
    with pytest.raises(BadPhoto):
        photos.put(connection, fair_id, b"nonsense", at=AT)
    assert photos.one(connection, fair_id, photo_key(b"nonsense")) is None


# --- keeping ---------------------------------------------------------------------------------------


def test_a_picture_is_kept_once_under_its_key_for_its_own_fair(connection: Connection) -> None:
    fair_id = fairs.load(connection, small_fair(), at=AT)
    other = fairs.load(connection, small_fair("khac"), at=AT)
    taken = upload(Image.new("RGB", (800, 600), RED), "JPEG")
    key = photos.put(connection, fair_id, taken, at=AT)
    assert photos.put(connection, fair_id, taken, at=AT + 1) == key
    body = photos.one(connection, fair_id, key)
    assert body is not None
    assert photo_key(body) == key
    assert photos.one(connection, other, key) is None
    assert photos.one(connection, fair_id, "ab" * 16) is None
