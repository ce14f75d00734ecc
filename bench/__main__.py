"""python -m bench: all figures, measured side by side."""

import argparse

from .grading import compare


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="counted runs of each command")
    rounds = parser.parse_args().rounds
    rows = compare(rounds)
    width = max(len(what) for what, _ in rows)
    for what, figure in rows:
        print(f"{what.ljust(width)}  {figure}")


if __name__ == "__main__":
    main()
