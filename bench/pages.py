"""Public pages of the demo city: bytes over the wire, server time, and first paint on Slow 3G with a processor four times slower."""

import http.client
import time
from statistics import median

from playwright.sync_api import sync_playwright

from bench.ground import Ground, middle, tell
from tests.browsing import launch

# Slow 3G as Lighthouse has it: 400 kilobits a second, 400 milliseconds there and back.
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 400 * 1024 / 8, "uploadThroughput": 400 * 1024 / 8}
SLOWER = 4
PAINTS, REQUESTS = 5, 40
SIZE = {"width": 360, "height": 740}


def main():
    with Ground() as ground:
        ground.manage("civic", "prepare")
        with ground.serving("civic") as server, sync_playwright() as playwright:
            browser = launch(playwright)
            for name, path in addresses(ground).items():
                first, following = sizes(browser, server.port, path)
                painted, floor = first_paint(browser, server.port, path)
                tell(
                    f"page_{name}", first_visit_kb=first, next_visit_kb=following, server_ms=server_time(server.port, path), first_paint_ms=painted,
                    unstyled_first_paint_ms=floor, of_unstyled=round(painted / floor, 2),
                    must="first_visit_kb <= 30, next_visit_kb <= 10, server_ms < 40, first_paint_ms <= 1300",
                )  # fmt: skip
            browser.close()


def addresses(ground):
    """Return the four pages by name; the opportunity is one with a date that has places left."""
    slug, role = ground.sql(
        "civic",
        "SELECT o.slug, r.id FROM volunteers_opportunity o JOIN volunteers_shift s ON s.opportunity_id = o.id JOIN volunteers_shiftrole r ON r.shift_id = s.id "
        "WHERE o.state = 'published' AND s.cancelled_at IS NULL AND s.starts > now() + interval '2 days' AND r.capacity > r.taken + r.reserved ORDER BY s.starts, s.id LIMIT 1",
    )[0]
    return {"home": "/", "list": "/volunteer/", "opportunity": f"/volunteer/{slug}/", "sign_up": f"/volunteer/shifts/{role}/sign-up/"}


def sizes(browser, port, path):
    """Return kilobytes over the wire without fonts, headers included, on the first and on the next visit of a fresh browser."""
    context = browser.new_context(viewport=SIZE)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    kinds, received = {}, []
    session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    session.on("Network.loadingFinished", lambda event: received.append((event["requestId"], event["encodedDataLength"])))

    def visit(query=""):
        received.clear()
        page.goto(f"http://localhost:{port}{path}{query}", wait_until="networkidle")
        return round(sum(size for request, size in received if kinds.get(request) != "Font") / 1024, 1)

    first = visit()
    following = visit("?again=1")  # another address: the page itself is not in the browser's own cache
    context.close()
    return first, following


def server_time(port, path):
    """Return the median milliseconds to the whole answer, each time of another address, so that no kept page helps."""
    connection = http.client.HTTPConnection("localhost", port)
    seconds = []
    for number in range(REQUESTS + 10):
        began = time.perf_counter()
        connection.request("GET", f"{path}?bench={number}")
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        seconds.append(time.perf_counter() - began)
    return middle([one * 1000 for one in seconds[10:]])


def first_paint(browser, port, path):
    """Return the median milliseconds to the first contentful paint of a fresh browser, as the page is and as its text alone, in turn.

    The second is the yardstick: what network, processor and content cost anybody, on this machine and in this minute.
    """
    times = {True: [], False: []}
    for number in range(2 * PAINTS):
        styled = number % 2 == 0
        times[styled].append(_paint(browser, port, path, styled=styled))
    return round(median(times[True])), round(median(times[False]))


def _paint(browser, port, path, *, styled):
    context = browser.new_context(viewport=SIZE)
    try:
        page = context.new_page()
        if not styled:
            page.route("**/static/**", lambda route: route.abort())
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW_3G)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(f"http://localhost:{port}{path}", wait_until="load", timeout=60_000)
        page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
        return page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    finally:
        context.close()


if __name__ == "__main__":
    main()
