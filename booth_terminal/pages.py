"""What a booth's tablet loads: two pages, their modules, words and worker.

All of it is the same for every device, so that a service worker may keep it and open the till with the
network dead. Who the device is and what it sells comes later, out of its own database. The version of the
whole is a hash of its bytes: one changed letter, and every tablet fetches the set anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import unescape
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from booth_terminal import bundle
from fairpos import __version__
from fairpos.core.money import Language
from fairpos.web.headers import CONTENT_SECURITY_POLICY
from fairpos.web.i18n import DEFAULT, LANGUAGES, Translator, language_of, messages
from fairpos.web.pages import environment
from fairpos.web.policy import PUBLIC
from fairpos.web.screen import screen
from fairpos.web.static import FOLDER as SHARED
from fairpos.web.static import Files, is_packable, packed, takes_gzip
from fairpos.web.toolkit import toolkit_of

FOLDER = Path(__file__).parent / "static"

HTML = "text/html; charset=utf-8"
JSON = "application/json"
SCRIPT = "text/javascript; charset=utf-8"
STYLE = "text/css; charset=utf-8"
MANIFEST = "application/manifest+json"

# The library that reads codes for browsers that cannot is WebAssembly. No other page may run any.
_SCANS = {"Content-Security-Policy": f"{CONTENT_SECURITY_POLICY}; script-src 'self' 'wasm-unsafe-eval'"}

PAGES = {
    "selling": "/till/",
    "gate": "/till/gate",
    "display": "/till/display",
    "inspection": "/till/inspection",
}
APART = "/till/inspection"
"""What only an inspector's phone needs. It keeps that itself, and no till fetches or translates it."""


@dataclass(frozen=True, slots=True)
class File:
    """One answer, made beforehand."""

    body: bytes
    media_type: str

    @property
    def tag(self) -> str:
        return f'"{sha256(self.body).hexdigest()[:24]}"'


def _translator(language: Language) -> Translator:
    return Translator(language, messages("till", language), {})


def _page(name: str) -> dict[str, File]:
    """A page, and beside it all its modules in one file and all its style sheets in another."""
    address = f"/till/{name}"
    template = environment().get_template(f"till/{name}.html")
    text = template.render(
        language=DEFAULT,
        translator=_translator(DEFAULT),
        entrance=f"{address}.js",
        words=f"{APART}." if PAGES[name] == APART else "/till/words/",
        version=__version__,
    )
    style = bundle.style([(url, _source(url).read_text()) for url in bundle.sheets(text)])
    return {
        PAGES[name]: File(bundle.with_one_sheet(text, f"{address}.css").encode(), HTML),
        f"{address}.js": File(bundle.script(FOLDER, f"{name}.js").encode(), SCRIPT),
        f"{address}.css": File(style.encode(), STYLE),
    }


def _source(url: str) -> Path:
    own = url.removeprefix("/till/static/")
    return FOLDER / own if own != url else SHARED / url.removeprefix("/static/")


def _manifest() -> File:
    icons = [
        {
            "src": f"/till/static/icon-{size}.png",
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": "any",
        }
        for size in (192, 512)
    ]
    content = {
        "id": "/till/",
        "name": "FairPOS",
        "short_name": "FairPOS",
        "lang": DEFAULT,
        "start_url": "/till/",
        "scope": "/till/",
        "display": "standalone",
        "background_color": "#f6f4ef",
        "theme_color": "#0b5b43",
        "icons": icons,
    }
    return File(json.dumps(content).encode(), MANIFEST)


def _said(every: Mapping[str, str], made: Mapping[str, File]) -> dict[str, str]:
    """Of the catalogue's messages those that these pages and modules name: the terminal has pages too."""
    texts = "".join(unescape(file.body.decode()) for file in made.values())
    return {
        message: text
        for message, text in every.items()
        if message in texts or json.dumps(message)[1:-1] in texts
    }


@cache
def files() -> dict[str, File]:
    """Every answer of this module by its address, except the static files and the worker."""
    made = {"/till/manifest.webmanifest": _manifest()}
    for name in PAGES:
        made |= _page(name)
    of_tills = {url: file for url, file in made.items() if not url.startswith(APART)}
    of_inspectors = {url: file for url, file in made.items() if url.startswith(APART)}
    for language in LANGUAGES:
        for where, pages in (
            (f"/till/words/{language}.json", of_tills),
            (f"{APART}.{language}.json", of_inspectors),
        ):
            text = json.dumps(_said(messages("till", language), pages), ensure_ascii=False, sort_keys=True)
            made[where] = File(text.encode(), JSON)
    return made


def _beside() -> dict[str, Path]:
    """The static files the till needs to open without a network, beside what is put together."""
    own = {f"/till/static/{path.name}": path for path in FOLDER.iterdir() if path.suffix in (".png", ".svg")}
    named = set().union(
        *(bundle.named(file.body.decode()) for file in files().values() if file.media_type == STYLE)
    )
    fonts = {url: _source(url) for url in named}
    return dict(sorted({**own, **fonts, "/static/favicon.svg": SHARED / "favicon.svg"}.items()))


@cache
def worker() -> File:
    """The service worker, told the version of the set and its addresses."""
    script = (FOLDER / "sw.js").read_bytes()
    beside = _beside()
    digest = sha256(script)
    made = {url: file.body for url, file in files().items() if not url.startswith(APART)}
    bodies = {url: path.read_bytes() for url, path in beside.items()} | made
    for url, body in bodies.items():
        digest.update(f"{url} {len(body)} ".encode() + body)
    told = json.dumps({"version": digest.hexdigest()[:16], "files": [*made, *beside]})
    return File(f"self.SHELL = {told};\n".encode() + script, SCRIPT)


def answer(request: Request, file: File, headers: dict[str, str] | None = None) -> Response:
    """The file, or 304: a browser asks each time, so that nothing on a tablet is older than the server."""
    kept = {
        "ETag": f"W/{file.tag}",
        "Cache-Control": "no-cache",
        "Vary": "Accept-Encoding",
        **(headers or {}),
    }
    if file.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=kept)
    if not takes_gzip(request.headers) or not is_packable(file.media_type, len(file.body)):
        return Response(file.body, headers=kept, media_type=file.media_type)
    kept["Content-Encoding"] = "gzip"
    return Response(packed(file.body), headers=kept, media_type=file.media_type)


@screen(PUBLIC)
def prepared(request: Request) -> Response:
    path = request.url.path
    return answer(request, files()[path], _SCANS if path == PAGES["selling"] else None)


@screen(PUBLIC)
def service_worker(request: Request) -> Response:
    return answer(request, worker(), {"Service-Worker-Allowed": "/till/"})


def enrolment(request: Request, *, status: int = 200, **values: object) -> Response:
    """The page behind an enrolment link: what it enrols as, or why it does not."""
    language = language_of(request)
    template = toolkit_of(request).environment.get_template("till/enrolment.html")
    text = template.render(language=language, translator=_translator(language), **values)
    return HTMLResponse(text, status)


def routes() -> list[BaseRoute]:
    """The routes of the till's own pages. None needs a credential: there is no secret in them."""
    return [
        *(Route(path, prepared, methods=["GET"]) for path in files()),
        Route("/till/sw.js", service_worker, methods=["GET"]),
        Mount("/till/static", Files(directory=FOLDER), name="till-static"),
    ]
