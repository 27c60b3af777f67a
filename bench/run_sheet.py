"""The run sheet of a driver with 40 stops: server time of the page on the phone and on paper, and the statements it costs."""

from bench.ground import TIMES, Ground, middle, tell
from bench.lists import ask


def main():
    with Ground() as ground:
        runs = [ask(ground, ground.empty_portal("bench_run_sheet"), "bench.run_sheet_process") for _turn in range(TIMES)]
    figures = {f"{name}_ms": middle(run[name] for run in runs) for name in ("phone", "phone_cpu", "paper", "paper_cpu")}
    tell("run_sheet", stops=40, **figures, statements=max(run["statements"] for run in runs), kb=runs[0]["kb"], must="phone_ms < 200, paper_ms < 200")


if __name__ == "__main__":
    main()
