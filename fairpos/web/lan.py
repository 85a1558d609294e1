"""What this machine is called on the network it stands in: the names and addresses a tablet may open."""

from __future__ import annotations

import re
import socket
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

PRIVATE: tuple[Network, ...] = tuple(
    ip_network(text)
    for text in (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "100.64.0.0/10",
        "169.254.0.0/16",
        "127.0.0.0/8",
        "fc00::/7",
        "::1/128",
    )
)
"""Addresses that mean something only inside a house. Link-local IPv6 is left out: no browser opens it."""

SUFFIXES = ("local", "lan", "internal", "home.arpa", "localhost")
"""What names inside a house end with. Nobody can own one of these on the internet."""

LOOPBACK: tuple[Address, ...] = (IPv4Address("127.0.0.1"), IPv6Address("::1"))

_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_SIOCGIFADDR = 0x8915


@dataclass(frozen=True, slots=True)
class Place:
    """`names` and `addresses`, the likeliest first; localhost and the loopback addresses come last."""

    names: tuple[str, ...]
    addresses: tuple[Address, ...]

    @property
    def hosts(self) -> tuple[str, ...]:
        """Everything as it stands in a URL, addresses first: they work where no name is resolved."""
        reachable = [url_host(address) for address in self.addresses if not address.is_loopback]
        return (*reachable, *self.names, *(url_host(a) for a in self.addresses if a.is_loopback))

    def covers(self, other: Place) -> bool:
        return set(other.names) <= set(self.names) and set(other.addresses) <= set(self.addresses)


def url_host(address: Address) -> str:
    return f"[{address}]" if isinstance(address, IPv6Address) else str(address)


def is_private(address: Address) -> bool:
    return any(address in network for network in PRIVATE)


def is_name(text: str) -> bool:
    """Whether a text can be a host name in a certificate: plain letters, digits and hyphens between dots."""
    return len(text) <= 253 and all(map(_LABEL.fullmatch, text.split(".")))


def host_name() -> str:
    """The machine's own name, its first part alone; "fairpos" when it has none that can be used."""
    name = socket.gethostname().lower().partition(".")[0]
    return name if is_name(name) and not name.isdigit() else "fairpos"


def here(names: Iterable[str] = ()) -> Place:
    """The place as it is now. `names` are further ones that the network's own name server knows."""
    host = host_name()
    every = [*names, host, f"{host}.local", "localhost"]
    found = [address for address in _found() if is_private(address) and not address.is_loopback]
    found.sort(key=lambda address: address.version)  # the shorter ones first: somebody may have to type it
    return Place(tuple(dict.fromkeys(every)), (*dict.fromkeys(found), *LOOPBACK))


def _found() -> Iterator[Address]:
    """There is no one question that every system answers, so all are asked."""
    yield from _routed()
    if sys.platform == "linux":
        yield from _of_interfaces()
    try:
        told = socket.getaddrinfo(socket.gethostname(), None)
    except (OSError, UnicodeError):
        return
    for *_, address in told:
        yield ip_address(str(address[0]).partition("%")[0])


def _routed() -> Iterator[Address]:
    """Where a packet would leave from. Connecting a datagram socket asks the routes and sends nothing."""
    far = {socket.AF_INET: ("10.255.255.254", "192.168.255.254"), socket.AF_INET6: ("fd00:ffff::1",)}
    for family, targets in far.items():
        for target in targets:
            try:
                with socket.socket(family, socket.SOCK_DGRAM) as asked:
                    asked.connect((target, 9))
                    yield ip_address(asked.getsockname()[0].partition("%")[0])
            except OSError:
                continue  # no such network here


def _of_interfaces() -> Iterator[IPv4Address]:
    import fcntl  # noqa: PLC0415  (Windows has none)

    for _, interface in socket.if_nameindex():
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
            try:
                told = fcntl.ioctl(asked, _SIOCGIFADDR, interface.encode()[:15].ljust(256, b"\0"))
            except OSError:
                continue  # an interface without an address
            yield IPv4Address(told[20:24])
