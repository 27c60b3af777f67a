"""The right twelve among 200,000 people: milliseconds of the one statement in PostgreSQL, near a shift's place and in the whole city."""

from bench.ground import TIMES, Ground, tell
from bench.matching import milliseconds

BULK = ["--people", "200000", "--opportunities", "2000", "--shifts", "10000", "--sign-ups", "100000"]


def main():
    with Ground() as ground:
        figures = milliseconds(ground, ground.portal("twelve", bulk=BULK), "twelve", TIMES)
    tell("twelve", **figures, must="slowest_ms < 100")


if __name__ == "__main__":
    main()
