"""python -m bench: all figures, measured side by side."""

import argparse

from . import class_cost, confinement_cost, grading, watch_latency


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="counted runs of each command")
    parser.add_argument("--saves", type=int, default=20, help="counted saves in front of a watch")
    options = parser.parse_args()
    rows = grading.compare(options.rounds)
    rows += class_cost.measure(min(options.rounds, 3))  # a minute each
    width = max(len(what) for what, _ in rows)
    for what, figure in rows:
        print(f"{what.ljust(width)}  {figure}")
    print(confinement_cost.measure())
    print(watch_latency.measure(options.saves))


if __name__ == "__main__":
    main()
