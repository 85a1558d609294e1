"""`--https`: serving a hall over its own network, where tablets must trust what no public authority knows.

Two ports: the programs behind https, and beside them a plain one for the set-up page, from which everything
else leads to https.
"""

from __future__ import annotations

import logging
import socket
import ssl
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click
import uvicorn
from cryptography import x509
from starlette.applications import Starlette

from fairpos.server.settings import Settings
from fairpos.web import certificates, lan, setup
from fairpos.web.certificates import Unusable
from fairpos.web.lan import Place
from fairpos.web.setup import Door

log = logging.getLogger("fairpos.https")

LOOK_SECONDS = 60.0
"""How often the machine's addresses and the certificate's end are looked at."""

Clock = Callable[[], int]
Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Wish:
    """What the options said. `port` and `host` are None when they were not given."""

    host: str | None
    port: int | None
    https: bool
    http_port: int
    cert: Path | None
    key: Path | None
    names: tuple[str, ...]


def options(plain_port: int, secure_port: int) -> Callable[[Command], Command]:
    """The options of a program that serves. `plain_port` is where it is without --https, and the port of the
    set-up page with it: an address that was printed before still leads on."""
    file = click.Path(path_type=Path)
    every = (
        click.option("--host", help="Address to listen on.  [default: 127.0.0.1; with --https: all]"),
        click.option("--port", type=int, help=f"[default: {plain_port}; with --https: {secure_port}]"),
        click.option("--https", is_flag=True, help="Serve over https, with a certificate made here."),
        click.option(
            "--http-port",
            default=plain_port,
            show_default=True,
            help="With --https: plain port of the set-up page; 0 for none.",
        ),
        click.option("--cert", type=file, help="With --https: a certificate you bring (PEM, whole chain)."),
        click.option("--key", type=file, help="With --cert: its key (PEM, without a password)."),
        click.option("--name", "names", multiple=True, help="With --https: another name of this machine."),
    )

    def add(command: Command) -> Command:
        for option in reversed(every):
            command = option(command)
        return command

    return add


class Served:
    """The certificate in use, and the door that tells of it. `look()` renews it while connections stay."""

    def __init__(self, settings: Settings, wish: Wish, port: int, clock: Clock) -> None:
        self._folder = settings.folder() / "https"
        self._wish = wish
        self._clock = clock
        http_port = wish.http_port or None
        if wish.cert and wish.key:
            self._current = certificates.context(wish.cert, wish.key)
            found = certificates.brought(wish.cert, wish.key, now=clock())
            self.door = Door(_reached_at(found, wish), found, None, port, http_port)
        else:
            host, now = lan.host_name(), clock()
            authority = certificates.authority(self._folder, host=host, now=now)
            for name in wish.names:
                if not lan.is_name(name) or not certificates.permits(authority, name):
                    endings = ", ".join(f".{suffix}" for suffix in lan.SUFFIXES)
                    raise Unusable(
                        f"The name {name} cannot be in a certificate made here: only names that end in "
                        f"{endings} can. For another, bring a certificate with --cert and --key."
                    )
            place = _place(wish)
            made = certificates.leaf(self._folder, authority, place, now=now)
            self._current = certificates.context(made.path)
            self.door = Door(place, made.certificate, authority, port, http_port)
        self._front = self._current
        # Asked at every greeting. So a renewed certificate serves the next connection, and the context that
        # the server was started with is never changed under it.
        self._front.sni_callback = self._choose

    @property
    def context(self) -> ssl.SSLContext:
        return self._front

    def _choose(self, connection: ssl.SSLSocket | ssl.SSLObject, _name: str | None, _: object) -> None:
        connection.context = self._current

    def look(self) -> bool:
        """Renew what has to be renewed. Says whether anything changed. Raises Unusable."""
        door, now = self.door, self._clock()
        if self._wish.cert and self._wish.key:
            # Renewed in its place by whoever renews it: the same program goes on with the new file.
            found = certificates.brought(self._wish.cert, self._wish.key, now=now)
            if found == door.certificate:
                return False
            self._current = certificates.context(self._wish.cert, self._wish.key)
            door.place, door.certificate = _reached_at(found, self._wish), found
            return True
        authority = certificates.authority(self._folder, host=lan.host_name(), now=now)
        place = _place(self._wish)
        made = certificates.leaf(self._folder, authority, place, now=now)
        changed = made.certificate != door.certificate
        if changed:
            self._current = certificates.context(made.path)
        door.place, door.certificate, door.authority = place, made.certificate, authority
        return changed


def _place(wish: Wish) -> Place:
    """Where this machine stands, or of that the one address it was told to listen on."""
    place = lan.here(wish.names)
    if wish.host in (None, "", "0.0.0.0", "::"):  # noqa: S104 - compared, not listened on
        return place
    only = next((address for address in place.addresses if str(address) == wish.host), None)
    if only is None:
        return place
    return Place(("localhost",), lan.LOOPBACK) if only.is_loopback else Place(place.names, (only,))


def _reached_at(certificate: x509.Certificate, wish: Wish) -> Place:
    """What a brought certificate covers, and of a wildcard only the names that were given."""
    covered = certificates.place_of(certificate)
    plain = [name for name in covered.names if "*" not in name]
    stars = {name.removeprefix("*.") for name in covered.names if name.startswith("*.")}
    given = [name for name in wish.names if name in plain or name.partition(".")[2] in stars]
    place = Place(tuple(dict.fromkeys([*given, *plain])), covered.addresses)
    if not place.hosts:
        raise Unusable(f"The certificate is for {', '.join(covered.names)}: say which name with --name.")
    return place


def run(
    app: Starlette,
    settings: Settings,
    wish: Wish,
    clock: Clock,
    *,
    ports: tuple[int, int],
    first: str = "/",
) -> None:
    """Serve until told to stop, the way the options say. Raises click.ClickException before it serves.

    `ports` are the usual ones, plain and secure; `first` is the page to tell of.
    """
    plain, secure = ports
    if not wish.https:
        if wish.cert or wish.key or wish.names:
            raise click.UsageError("--cert, --key and --name belong to --https.")
        host, port = wish.host or "127.0.0.1", plain if wish.port is None else wish.port
        with _listening(host, port) as listener:
            for said, at in _plain_hosts(host):
                click.echo(f"{said} http://{at}:{listener.getsockname()[1]}{first}")
            _serve(app, listener)
        return
    if (wish.cert is None) != (wish.key is None):
        raise click.UsageError("--cert and --key belong together.")
    try:
        served = Served(settings, wish, secure if wish.port is None else wish.port, clock)
    except Unusable as error:
        raise click.ClickException(str(error)) from error
    app.state.door = served.door
    with (
        _listening(wish.host, served.door.port) as listener,
        _plain_door(served, wish, clock),
        _watch(served),
    ):
        tell(served.door, first)
        _serve(app, listener, served.context)


def _plain_hosts(host: str) -> list[tuple[str, str]]:
    """What to open, for a host that is listened on; "every address" is none that a browser could open."""
    if host not in ("0.0.0.0", "::"):  # noqa: S104 - it is told of here, not listened on
        return [("Open", f"[{host}]" if ":" in host else host)]
    others = [lan.url_host(address) for address in lan.here().addresses if not address.is_loopback]
    return [("Open", "127.0.0.1"), *(("From other devices:", other) for other in others)]


def tell(door: Door, first: str) -> None:
    """Where things are, on the console of the person who runs the server."""
    host = door.place.hosts[0]
    click.echo(f"Open {door.secure_origin(host)}{first}")
    if all(address.is_loopback for address in door.place.addresses) and door.authority:
        click.echo("No private address found on this machine: give --name for a name the network knows.")
    if door.http_port:
        click.echo(f"Set up each device, once: {door.plain_origin(host)}/setup")
    if door.authority:
        click.echo("Fingerprint of the certificate authority (SHA-256):")
        click.echo(f"  {certificates.fingerprint(door.authority.certificate)}")


def _serve(app: Starlette, listener: socket.socket, context: ssl.SSLContext | None = None) -> None:
    """Open polls end by themselves, so nothing has to be waited for long at the end."""
    _server(app, context).run(sockets=[listener])


def _server(app: Starlette, context: ssl.SSLContext | None = None) -> uvicorn.Server:
    return uvicorn.Server(
        uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=5,
            ssl_context_factory=None if context is None else lambda _config, _default: context,
        )
    )


@contextmanager
def _listening(host: str | None, port: int) -> Generator[socket.socket]:
    """A listening socket; without a host on every address, of both kinds where the system can."""
    try:
        listener = _listener(host, port)
    except OSError as error:
        where = f"port {port}" + (f" of {host}" if host else "")
        raise click.ClickException(f"Cannot listen on {where}: {error.strerror}.") from error
    with listener:
        yield listener


def _listener(host: str | None, port: int) -> socket.socket:
    if host is None:
        if socket.has_dualstack_ipv6():
            return socket.create_server(("", port), family=socket.AF_INET6, dualstack_ipv6=True)
        return socket.create_server(("", port))
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


@contextmanager
def _plain_door(served: Served, wish: Wish, clock: Clock) -> Generator[None]:
    if served.door.http_port is None:
        yield
        return
    server = _server(setup.plain_app(served.door, clock))
    with _listening(wish.host, served.door.http_port) as listener:
        sockets: Sequence[socket.socket] = [listener]
        thread = threading.Thread(
            target=server.run, kwargs={"sockets": sockets}, name="plain-door", daemon=True
        )
        thread.start()
        try:
            yield
        finally:
            server.should_exit = True
            thread.join(timeout=10)


@contextmanager
def _watch(served: Served) -> Generator[None]:
    """Look at the certificate now and then, in a thread of its own."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(LOOK_SECONDS):
            look_again(served)

    thread = threading.Thread(target=watch, name="certificate", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=10)


def look_again(served: Served) -> None:
    """One look, whatever happens: a full disk must not end the looking, nor the serving."""
    try:
        if served.look():
            log.warning("the certificate was renewed; open connections keep the old one")
    except (Unusable, OSError) as error:
        log.warning("the certificate stays as it is: %s", error)
