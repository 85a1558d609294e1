"""A browser that trusts an authority: Chromium on Linux keeps what a person imports in an NSS database.

`certutil` would do this and is not on every machine; the library it is made of comes with the browser.
"""

from __future__ import annotations

import ctypes
import subprocess
import sys
from pathlib import Path


class Item(ctypes.Structure):
    _fields_ = (("type", ctypes.c_int), ("data", ctypes.c_void_p), ("length", ctypes.c_uint))


class Trust(ctypes.Structure):
    _fields_ = (("tls", ctypes.c_uint), ("mail", ctypes.c_uint), ("code", ctypes.c_uint))


def home_that_trusts(folder: Path, der: bytes) -> Path:
    """A HOME for a browser. It is made in a process of its own: the library starts only once in each."""
    folder.mkdir()
    subprocess.run([sys.executable, __file__, str(folder)], input=der, check=True)
    return folder


def write(home: Path, der: bytes) -> None:
    nss = ctypes.CDLL("libnss3.so")
    for name in ("PK11_GetInternalKeySlot", "CERT_GetDefaultCertDB", "CERT_NewTempCertificate"):
        getattr(nss, name).restype = ctypes.c_void_p
    folder = home / ".pki" / "nssdb"
    folder.mkdir(parents=True)
    assert nss.NSS_InitReadWrite(f"sql:{folder}".encode()) == 0
    slot = ctypes.c_void_p(nss.PK11_GetInternalKeySlot())
    assert nss.PK11_InitPin(slot, None, b"") == 0
    known = ctypes.c_void_p(nss.CERT_GetDefaultCertDB())
    bytes_ = ctypes.create_string_buffer(der, len(der))
    item = Item(0, ctypes.cast(bytes_, ctypes.c_void_p), len(der))
    certificate = ctypes.c_void_p(nss.CERT_NewTempCertificate(known, ctypes.byref(item), None, 0, 1))
    assert certificate, "the authority can be read"
    assert nss.PK11_ImportCert(slot, certificate, ctypes.c_ulong(0), b"FairPOS", 0) == 0
    trust = Trust()
    assert nss.CERT_DecodeTrustString(ctypes.byref(trust), b"C,,") == 0
    assert nss.CERT_ChangeCertTrust(known, certificate, ctypes.byref(trust)) == 0
    nss.CERT_DestroyCertificate(certificate)
    nss.PK11_FreeSlot(slot)
    assert nss.NSS_Shutdown() == 0


if __name__ == "__main__":
    write(Path(sys.argv[1]), sys.stdin.buffer.read())
