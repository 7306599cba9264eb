"""Connects to a Dask scheduler, or starts one with workers on this machine; what goes wrong is said in one line."""

from __future__ import annotations

import asyncio
import logging
import tempfile
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

from reconcile.errors import ClusterError
from reconcile.pairs.processes import ALLOCATING, TRIES

if TYPE_CHECKING:
    from distributed import Client, LocalCluster

LOCAL = "local"
# Interrupts are this program's to deal with, whose terminal sends them to its workers as well.
_DEAF = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)"
# Seconds that a scheduler may take to answer once it is reached.
_ANSWERED = 5.0
_TALKATIVE = ("distributed", "tornado", "asyncio")
# What workers on this machine do beside the work. Nobody looks at the profile. To give each piece of free memory back
# at once, as Dask has it, costs a tenth of the work, which then asks for it again; ticks interrupt it for nothing.
_LEAN = {
    "distributed.worker.profile.enabled": False,
    "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": None,
    "distributed.admin.tick.interval": "500ms",
    f"distributed.nanny.pre-spawn-environ.{ALLOCATING[0]}": ALLOCATING[1],
}


@contextmanager
def connected(scheduler: str, processes: int) -> Iterator[Client]:
    """A client of the scheduler at an address that Dask knows, which has a worker.

    For ``local`` both are started on 127.0.0.1, with ``processes`` workers of one thread each, and ended afterwards.
    Nothing that Dask has to say is shown. Raises ``ClusterError`` where there is no scheduler or no worker.
    """
    with _quiet():
        try:
            import distributed  # noqa: F401
        except ImportError as error:
            raise ClusterError(
                f"Dask is not installed: {error}",
                document=f"--scheduler {scheduler}",
                remedy="install it with: pip install 'plan-reconcile[dask]', or leave out --scheduler",
            ) from error
        with ExitStack() as stack:
            address = scheduler
            if scheduler == LOCAL:
                address = stack.enter_context(_local(processes)).scheduler_address
            yield stack.enter_context(_client(scheduler, address))


def patience() -> float:
    """For how many seconds a scheduler or its workers may be away: Dask's ``distributed.comm.timeouts.connect``."""
    import dask

    return float(dask.utils.parse_timedelta(dask.config.get("distributed.comm.timeouts.connect")))


@contextmanager
def _client(scheduler: str, address: str) -> Iterator[Client]:
    from distributed import Client

    _answers(scheduler, address)
    try:
        client = Client(address, set_as_default=False)
    except (OSError, ImportError, RuntimeError) as error:
        raise ClusterError(
            f"the scheduler does not work with the Dask that is installed here: {error}",
            document=scheduler,
            remedy="start it with the same version",
        ) from error
    try:
        try:
            client.wait_for_workers(1, timeout=patience())
        except OSError as error:
            raise ClusterError(
                f"the scheduler had no worker for {patience():g} seconds",
                document=scheduler,
                remedy=f"start some with: dask worker {scheduler} --nthreads 1 --nworkers N",
            ) from error
        yield client
    finally:
        # A scheduler that is gone need not be told.
        with suppress(OSError):
            client.close()


def _answers(scheduler: str, address: str) -> None:
    """See that there is a scheduler: a client that finds none complains long after it was given up."""
    from distributed.comm.core import connect
    from distributed.security import Security

    async def knock() -> None:
        connecting = connect(address, patience(), **Security().get_connection_args("client"))
        # What listens there may be something else, which never answers.
        comm = await asyncio.wait_for(connecting, patience() + _ANSWERED)
        comm.abort()

    try:
        if not address.strip():
            raise ValueError("it is empty")
        with ThreadPoolExecutor(1) as pool:
            # The thread of a notebook has a loop that runs already.
            pool.submit(asyncio.run, knock()).result()
    except OSError as error:
        raise ClusterError(
            f"no Dask scheduler answered within {patience():g} seconds",
            document=scheduler,
            remedy="start one with: dask scheduler, or see that the address and the port are right",
        ) from error
    except (ValueError, TypeError, LookupError, RuntimeError) as error:
        raise ClusterError(
            f"this is no address of a Dask scheduler: {error}",
            document=f"--scheduler {scheduler!r}",
            remedy="give one such as tcp://10.0.0.1:8786, or local",
        ) from error


@contextmanager
def _local(processes: int) -> Iterator[LocalCluster]:
    import dask
    from distributed import LocalCluster

    with (
        tempfile.TemporaryDirectory(prefix="reconcile-", ignore_cleanup_errors=True) as folder,
        dask.config.set(_LEAN),
    ):
        try:
            cluster = LocalCluster(
                n_workers=processes,
                threads_per_worker=1,
                processes=True,
                host="127.0.0.1",
                dashboard_address=None,
                local_directory=folder,
                silence_logs=logging.CRITICAL,
                memory_limit=0,
                preload=[_DEAF],
                # It always serves a page of its state; at least nobody else can see it, nor does it take a known port.
                scheduler_kwargs={"allowed_failures": TRIES - 1, "dashboard_address": "127.0.0.1:0"},
            )
        except (OSError, RuntimeError) as error:
            raise ClusterError(
                f"no scheduler could be started: {error}",
                document=f"--scheduler {LOCAL}",
                remedy="leave out --scheduler: processes need none",
            ) from error
        try:
            yield cluster
        finally:
            _end(cluster)


def _end(cluster: LocalCluster) -> None:
    """End the workers at once: what they are at is done or not wanted."""
    import multiprocessing

    for nanny in cluster.workers.values():
        nanny.auto_restart = False
    ours = {nanny.pid for nanny in cluster.workers.values()}
    children = [child for child in multiprocessing.active_children() if child.pid in ours]
    for child in children:
        child.kill()
    for child in children:
        child.join()
    with suppress(OSError):
        cluster.close()


@contextmanager
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings(), ExitStack() as stack:
        warnings.filterwarnings("ignore", module=r"(distributed|dask|tornado)(\.|$)")
        with suppress(ImportError):
            # It sets up its logging when it is imported.
            import distributed  # noqa: F401
        # Those below them may have ways of their own to be heard.
        below = [name for name in logging.root.manager.loggerDict if name.partition(".")[0] in _TALKATIVE]
        for logger in map(logging.getLogger, sorted({*_TALKATIVE, *below})):
            stack.callback(setattr, logger, "handlers", logger.handlers)
            stack.callback(setattr, logger, "propagate", logger.propagate)
            logger.handlers, logger.propagate = [logging.NullHandler()], False
        yield
