"""A mail server that speaks as much IMAP (RFC 3501) over TLS as a bounce mailbox needs, with a certificate of its own."""

import datetime
import ipaddress
import re
import socketserver
import ssl
import threading
from contextlib import contextmanager

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "portal@example.org", "pass word"


def certificate(folder):
    """Write a certificate and key for 127.0.0.1; returns their paths."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=400))
        .not_valid_after(today + datetime.timedelta(days=400))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "imap.crt", folder / "imap.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    paths[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    return paths


class Talk(socketserver.StreamRequestHandler):
    """One connection; the mails and their flags belong to the server."""

    def handle(self):
        self.say(b"* OK ready")
        for line in self.rfile:
            tag, _space, command = line.strip().partition(b" ")
            self.answer(command.decode())
            self.say(tag + b" OK done")
            if command.upper() == b"LOGOUT":
                return

    def say(self, line):
        self.wfile.write(line + b"\r\n")

    def answer(self, command):
        box = self.server.mails
        if command == "CAPABILITY":
            self.say(b"* CAPABILITY IMAP4rev1")
        elif command.startswith("LOGIN"):
            self.server.logins.append(command)
        elif command.startswith("SELECT"):
            self.say(b"* %d EXISTS" % len(box))
        elif command.startswith("UID SEARCH"):
            self.say(b"* SEARCH " + b" ".join(b"%d" % uid for uid, (_mail, flags) in box.items() if not flags))
        elif found := re.match(r"UID FETCH (\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", command):
            mail = box[int(found[1])][0][: int(found[2])]
            self.wfile.write(b"* 1 FETCH (UID %d BODY[]<0> {%d}\r\n" % (int(found[1]), len(mail)) + mail + b")\r\n")
        elif found := re.match(r"UID STORE (\d+) \+FLAGS\.SILENT \((\\\w+)\)", command):
            box[int(found[1])][1].add(found[2])
        elif command.startswith("LOGOUT"):
            self.say(b"* BYE")


@contextmanager
def running(mails, folder):
    """Serve these mails; yields (port, {uid: (mail, flags)}, logins, path of the certificate)."""
    crt, key = certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(crt, key)
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        server.daemon_threads = True
        server.mails = {uid: (mail, set()) for uid, mail in enumerate(mails, 7)}
        server.logins = []
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], server.mails, server.logins, crt
        server.shutdown()
