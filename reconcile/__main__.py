"""``python -m reconcile`` and the command ``reconcile``: the program from its start to its exit status.

Only modules that the interpreter has loaded already are imported up here, so that an interrupt finds ``main`` at work.
"""

import os
import sys

_INTERRUPT = 2


def main() -> None:
    """Run the program and leave with its exit status; an interrupt at any moment is one line and status 130.

    So is a request to end (143) or a terminal that was closed (129): what was being written is taken away first.
    """
    interrupted, leaving = 0, False

    def interrupt(number: int = _INTERRUPT, *_: object) -> None:
        nonlocal interrupted
        if not interrupted:
            interrupted = 128 + number
            os.write(2, b"reconcile: interrupted\n")
        if leaving:
            os._exit(interrupted)
        # Not KeyboardInterrupt: the parser and the database have ways of their own with that.
        raise SystemExit(interrupted)

    try:
        import signal

        signal.signal(signal.SIGINT, interrupt)
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            # What the caller chose to ignore (nohup) stays ignored.
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, interrupt)
        from reconcile.cli import complain, run_program

        status, complaint = run_program()
        if complaint and not interrupted:
            complain(complaint)
    except KeyboardInterrupt:
        interrupt()
    leaving = True
    # What is interrupted inside a library may come back as an error of another kind, or not at all.
    sys.exit(interrupted or status)


if __name__ == "__main__":
    main()
