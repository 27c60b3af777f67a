"""Suggesting shifts to a person among 10,000 open ones: milliseconds of the one statement in PostgreSQL, for persons with much and with little in common."""

from bench.ground import TIMES, Ground, tell
from bench.matching import milliseconds

BULK = ["--people", "2000", "--opportunities", "2000", "--shifts", "10000", "--sign-ups", "5000"]


def main():
    with Ground() as ground:
        figures = milliseconds(ground, ground.portal("suggest", bulk=BULK), "suggest", TIMES)
    tell("suggest", **figures, must="slowest_ms < 100")


if __name__ == "__main__":
    main()
