"""``python -m reconcile`` and the command ``reconcile``: the program from its start to its exit status.

Only modules that the interpreter has loaded already are imported up here, so that an interrupt finds ``main`` at work.
"""

import os
import sys

_INTERRUPTED = 130


def main() -> None:
    """Run the program and leave with its exit status; an interrupt at any moment is one line and status 130."""
    said = leaving = False

    def interrupt(*_: object) -> None:
        nonlocal said
        if not said:
            said = True
            os.write(2, b"reconcile: interrupted\n")
        if leaving:
            os._exit(_INTERRUPTED)
        # Not KeyboardInterrupt: the parser and the database have ways of their own with that.
        raise SystemExit(_INTERRUPTED)

    try:
        import signal

        signal.signal(signal.SIGINT, interrupt)
        from reconcile.cli import complain, run_program

        status, complaint = run_program()
        if complaint and not said:
            complain(complaint)
    except KeyboardInterrupt:
        interrupt()
    leaving = True
    # What is interrupted inside a library may come back as an error of another kind, or not at all.
    sys.exit(_INTERRUPTED if said else status)


if __name__ == "__main__":
    main()
