"""A table of 10,000 opportunities with shifts: looked at, imported, and looked at again, each with its memory and its progress."""

from bench.ground import TIMES, Ground, middle, tell
from bench.lists import ask

COUNT = 10_000


def main():
    runs = []
    with Ground() as ground:
        for _turn in range(TIMES):
            runs.append(ask(ground, ground.empty_portal("bench_imports"), "bench.imports_process"))
        other = ask(ground, ground.empty_portal("bench_imports"), "bench.yardsticks.import_export_dry_run")
    tell(
        "imports", opportunities=COUNT, dry_run_seconds=middle(run["dry"] for run in runs), dry_run_cpu_seconds=middle(run["dry_cpu"] for run in runs), dry_run_mb=max(run["dry_mb"] for run in runs),
        import_seconds=middle(run["run"] for run in runs), import_cpu_seconds=middle(run["run_cpu"] for run in runs), mb=max(run["mb"] for run in runs), again_seconds=middle(run["again"] for run in runs),
        import_export_dry_run_of_a_tenth_seconds=other["seconds"], doubled=max(run["doubled"] for run in runs), progress_shown=min(run["shown"] for run in runs), must="dry_run_seconds < 20, mb < 300, doubled 0, progress_shown > 2",
    )  # fmt: skip


if __name__ == "__main__":
    main()
