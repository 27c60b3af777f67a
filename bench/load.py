"""A load generator: so many clients at once, each with its own connection and cookies, on one event loop."""

import asyncio
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

CLIENTS = 50
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
KEY = re.compile(rb'name="key" value="([^"]+)"|value="([^"]+)"[^>]*name="key"')


@dataclass
class Result:
    """What a run saw: seconds of each finished journey, and the statuses of all answers."""

    seconds: list = field(default_factory=list)
    statuses: dict = field(default_factory=dict)
    took: float = 0.0
    cpu: float = 0.0

    @property
    def cpu_ms(self):
        """Processor milliseconds of web server and database for one journey: hardly changed by what else the machine does."""
        return round(self.cpu / len(self.seconds) * 1000, 2) if self.seconds else 0.0

    @property
    def per_second(self):
        return round(len(self.seconds) / self.took, 1) if self.took else 0.0

    def percentile(self, share):
        """Return the time below which this share of the journeys stayed, in milliseconds."""
        ordered = sorted(self.seconds)
        return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000, 1) if ordered else 0.0

    @property
    def failures(self):
        """Answers that say the server broke, and connections that did."""
        return sum(count for status, count in self.statuses.items() if status >= 500 or status == 0)


class Visitor:
    """One connection with its cookies."""

    def __init__(self, port, result):
        self.port, self.result, self.cookies = port, result, {}
        self.reader = self.writer = None

    async def get(self, path, headers=()):
        return await self.request("GET", path, b"", headers)

    async def post(self, path, values):
        body = urlencode(values).encode()
        head = ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}", f"Origin: http://localhost:{self.port}"]
        return await self.request("POST", path, body, head)

    async def request(self, method, path, body, headers):
        """Send one request and return (status, body); status 0 is a connection that failed."""
        try:
            if self.writer is None:
                self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
            cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            lines = [f"{method} {path} HTTP/1.1", f"Host: localhost:{self.port}", *headers, *([f"Cookie: {cookies}"] if cookies else []), "", ""]
            self.writer.write("\r\n".join(lines).encode() + body)
            status, text = await self._answer()
        except (OSError, asyncio.IncompleteReadError, ValueError):
            status, text = 0, b""
            self.close()
        self.result.statuses[status] = self.result.statuses.get(status, 0) + 1
        return status, text

    async def _answer(self):
        head = await self.reader.readuntil(b"\r\n\r\n")
        status, length, chunked, closes = int(head[9:12]), 0, False, False
        for line in head.split(b"\r\n")[1:]:
            name, _, value = line.partition(b":")
            name, value = name.lower(), value.strip()
            if name == b"content-length":
                length = int(value)
            elif name == b"transfer-encoding":
                chunked = True
            elif name == b"connection":
                closes = value.lower() == b"close"
            elif name == b"set-cookie":
                cookie, _, text = value.partition(b";")[0].partition(b"=")
                self.cookies[cookie.decode()] = text.decode()
        body = await self._chunks() if chunked else await self.reader.readexactly(length)
        if closes:
            self.close()
        return status, body

    async def _chunks(self):
        parts = []
        while size := int((await self.reader.readline()).strip(), 16):
            parts.append(await self.reader.readexactly(size))
            await self.reader.readline()
        await self.reader.readline()
        return b"".join(parts)

    def close(self):
        if self.writer:
            self.writer.close()
        self.reader = self.writer = None


def run(journey, *, server, count, clients=CLIENTS, keep=False):
    """Run `journey(visitor, number)` count times by so many clients at once; `keep` lets a client keep its connection for its next one."""
    before = server.cpu()
    result = asyncio.run(_run(journey, server.port, count, clients, keep))
    result.cpu = server.cpu() - before
    return result


async def _run(journey, port, count, clients, keep):
    result, numbers = Result(), iter(range(count))

    async def client():
        visitor = Visitor(port, result)
        for number in numbers:
            if not keep:
                visitor.close()
                visitor = Visitor(port, result)
            began = time.perf_counter()
            await journey(visitor, number)
            result.seconds.append(time.perf_counter() - began)
        visitor.close()

    began = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    result.took = time.perf_counter() - began
    return result
