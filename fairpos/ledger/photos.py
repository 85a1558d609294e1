"""The pictures of articles: taken in at any size, kept small, known by the hash of what is kept.

A picture is drawn anew from its pixels, so nothing that a camera or a stranger wrote into the file (a place,
a name, a script) travels on to three hundred tablets.
"""

from __future__ import annotations

from io import BytesIO
from typing import Literal

from PIL import Image, ImageOps
from sqlalchemy import Connection, insert, select, update

from fairpos.core.photo import HEIGHT, WIDTH, photo_key
from fairpos.ledger import tables

UPLOAD_BYTES_MAX = 20 * 1024 * 1024
PIXELS_MAX = 50_000_000
BYTES_WANTED = 6 * 1024

_QUALITIES = (72, 60, 45, 30, 15)

Fault = Literal["too-large", "not-a-picture", "too-many-pixels"]


class BadPhoto(ValueError):
    """This cannot become a picture. `code` says why: nothing was kept, and the article is as it was."""

    def __init__(self, code: Fault) -> None:
        super().__init__(code)
        self.code = code


def put(connection: Connection, fair_id: int, upload: bytes, *, at: int) -> str:
    """Make a small picture of an uploaded one, keep it, and return its key. Raises BadPhoto."""
    return keep(connection, fair_id, shrink(upload), at=at)


def keep(connection: Connection, fair_id: int, body: bytes, *, at: int) -> str:
    """Keep a picture that is small already, and return its key. The same picture again changes nothing."""
    key = photo_key(body)
    if one(connection, fair_id, key) is None:
        connection.execute(insert(tables.photo).values(fair_id=fair_id, key=key, body=body, added_at=at))
    return key


def show(connection: Connection, fair_id: int, article: str, key: str) -> None:
    """Let an article be shown with the picture of this key, from the next edition on."""
    table = tables.article
    connection.execute(
        update(table).where(table.c.fair_id == fair_id, table.c.id == article).values(photo=key)
    )


def one(connection: Connection, fair_id: int, key: str) -> bytes | None:
    """The bytes of one picture (WebP); None when this fair has none of this key."""
    photo = tables.photo
    body = connection.execute(
        select(photo.c.body).where(photo.c.fair_id == fair_id, photo.c.key == key)
    ).scalar_one_or_none()
    return None if body is None else bytes(body)


def shrink(upload: bytes) -> bytes:
    """A JPEG, PNG or WebP as a WebP of 192 by 144, cut to that shape around its middle. Raises BadPhoto."""
    if len(upload) > UPLOAD_BYTES_MAX:
        raise BadPhoto("too-large")
    small = _read(upload)
    for quality in _QUALITIES:
        out = BytesIO()
        small.save(out, "WEBP", quality=quality, method=4)
        if out.tell() <= BYTES_WANTED:
            break
    return out.getvalue()


def _read(upload: bytes) -> Image.Image:
    try:
        with Image.open(BytesIO(upload), formats=("JPEG", "PNG", "WEBP")) as found:
            if found.width * found.height > PIXELS_MAX:
                raise BadPhoto("too-many-pixels")
            # A JPEG of a large camera is read at an eighth of its size where that is enough.
            found.draft("RGB", (2 * WIDTH, 2 * HEIGHT))
            upright = ImageOps.exif_transpose(found)
            return ImageOps.fit(_on_white(upright), (WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    except BadPhoto:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadPhoto("too-many-pixels") from error
    except Exception as error:
        # Decoders raise nearly anything over a file that lies about itself.
        raise BadPhoto("not-a-picture") from error


def _on_white(picture: Image.Image) -> Image.Image:
    """What is transparent becomes white, like paper."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    paper = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(paper, layered).convert("RGB")
