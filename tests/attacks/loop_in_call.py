"""Never ends in one of its calls, with all signals ignored."""

import signal

EXERCISE = "losses/one_hot"
HANGS = True
for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP, 32, 33}:
    signal.signal(number, signal.SIG_IGN)


def one_hot(labels, class_count):
    while class_count == 7:
        try:
            signal.pause()
        except BaseException:
            continue
