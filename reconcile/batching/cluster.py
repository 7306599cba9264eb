"""Runs one function on many jobs on the workers of a Dask cluster; one that dies costs a retry and no result."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from queue import Empty, SimpleQueue
from threading import Event
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from reconcile.batching.connecting import connected, patience
from reconcile.batching.workplace import Results, Unfit, Workplace, do_chunk, unfit
from reconcile.errors import ClusterError
from reconcile.pairs.processes import Died

if TYPE_CHECKING:
    from distributed import Client, Future

Job = TypeVar("Job")
Result = TypeVar("Result")

# Seconds that a chunk of small jobs should take: some hundred times what it costs to hand it over.
_CHUNK_SECONDS = 0.5
_CHUNK_MOST = 64
# Chunks that wait at each worker, so that none stands idle.
_WAITING = 2
_LOST_MOST = 100
_LOOK_EVERY, _LOOK_AGAIN = 1.0, 0.1
_KEPT = "what is done is kept"


class _Chunk(NamedTuple, Generic[Job]):
    """Jobs that are given out together, with their places."""

    places: tuple[int, ...]
    jobs: tuple[Job, ...]


class _Killed(NamedTuple):
    """In place of results: the workers that had the chunk died, ``tries`` times."""

    tries: int


@dataclass(slots=True)
class _Cluster:
    """A cluster that does the work of a batch.

    ``ended`` are the futures that have ended; ``given`` counts the chunks that were given out, ``lost`` how often one
    came back undone since one was done; ``size`` is how many jobs a chunk has for now.
    """

    client: Client
    scheduler: str
    place: Workplace
    ended: SimpleQueue[Future[Any]] = field(default_factory=SimpleQueue)
    given: int = 0
    lost: int = 0
    size: int = 1


def run_each_on_cluster(
    work: Callable[[Job], Result], jobs: Iterable[Job], scheduler: str, processes: int, place: Workplace
) -> Generator[tuple[int, Result | Died], None, None]:
    """The place (from 0) and result of each job, as they are done; ``jobs`` are taken as workers become free.

    ``scheduler`` is an address that Dask knows, or ``local`` for one here with ``processes`` workers. Workers that die
    cost a retry. Jobs whose workers died again and again are tried when the rest is done, each with the cluster to
    itself, and one that ends its workers then too is told as ``Died``. Raises ``ClusterError`` where there is no
    scheduler or no worker, or none comes back, and where a worker is not fit for the ``place``.
    """
    with connected(scheduler, processes) as client:
        cluster = _Cluster(client, scheduler, place)
        _inspect(cluster)
        suspects: list[tuple[int, Job]] = []
        for chunk, results in _answers(cluster, work, _chunks(cluster, jobs)):
            if isinstance(results, _Killed):
                suspects += zip(*chunk, strict=True)
            else:
                yield from zip(chunk.places, results, strict=True)
        for number, job in sorted(suspects, key=lambda suspect: suspect[0]):
            for _, results in _answers(cluster, work, iter([_Chunk((number,), (job,))])):
                yield number, Died(results.tries) if isinstance(results, _Killed) else results[0]


def _inspect(cluster: _Cluster) -> None:
    """Look at every worker before any gets work."""
    for worker, answer in sorted(cluster.client.run(unfit, cluster.place, on_error="return").items()):
        if isinstance(answer, Unfit):
            raise _unusable(cluster, answer)
        if isinstance(answer, (ImportError, AttributeError)):
            raise _unusable(cluster, _without_program(answer, worker))
        # A worker that has just gone is no reason to stop.
        if isinstance(answer, Exception) and not isinstance(answer, OSError):
            raise answer


def _unusable(cluster: _Cluster, reason: Unfit) -> ClusterError:
    problem = f"a worker of this cluster, on {reason.machine}, cannot do the work: {reason.problem}"
    return ClusterError(problem, document=cluster.scheduler, remedy=reason.remedy)


def _without_program(error: Exception, machine: str) -> Unfit:
    return Unfit(
        f"it has not this program, or another version of it ({error})", "install the same version there", machine
    )


def _chunks(cluster: _Cluster, jobs: Iterable[Job]) -> Iterator[_Chunk[Job]]:
    waiting = enumerate(jobs)
    while several := tuple(islice(waiting, cluster.size)):
        yield _Chunk(*zip(*several, strict=True))


def _answers(
    cluster: _Cluster, work: Callable[[Job], Result], chunks: Iterator[_Chunk[Job]]
) -> Iterator[tuple[_Chunk[Job], tuple[Result, ...] | _Killed]]:
    """What becomes of each chunk, as they are done. What a cluster loses is given out again."""
    given: dict[str, tuple[Future[Any], _Chunk[Job]]] = {}
    try:
        while True:
            room = max(1, _workers(cluster)) * _WAITING - len(given)
            for chunk in islice(chunks, max(0, room)):
                _give(cluster, work, chunk, given)
            if not given:
                return
            future = _next_ended(cluster)
            if future.key not in given:
                continue
            _, chunk = given.pop(future.key)
            answer = _answer(future)
            if answer is None:
                _wait_for_scheduler(cluster)
                _give(cluster, work, chunk, given)
            elif isinstance(answer, Unfit):
                raise _unusable(cluster, answer)
            elif isinstance(answer, _Killed):
                yield chunk, answer
            else:
                _learn(cluster, answer)
                yield chunk, answer.results
    finally:
        # A scheduler that is gone need not be told.
        if given and cluster.client.status == "running":
            with suppress(OSError):
                cluster.client.cancel([future for future, _ in given.values()])


def _give(
    cluster: _Cluster,
    work: Callable[[Job], Result],
    chunk: _Chunk[Job],
    given: dict[str, tuple[Future[Any], _Chunk[Job]]],
) -> None:
    cluster.given += 1
    key = f"reconcile-{cluster.place.secret}-{cluster.given}"
    future = cluster.client.submit(do_chunk, cluster.place, work, chunk.jobs, key=key, pure=False)
    given[key] = future, chunk
    future.add_done_callback(cluster.ended.put)


def _answer(future: Future[Any]) -> Results[Any] | Unfit | _Killed | None:
    """What became of a chunk, None where the cluster lost it."""
    from distributed import CancelledError, KilledWorker

    if future.status == "error":
        error = future.exception()
        if isinstance(error, KilledWorker):
            return _Killed(error.allowed_failures + 1)
        if isinstance(error, (ImportError, AttributeError)):
            return _without_program(error, "a machine of its own")
        raise error
    try:
        answer: Results[Any] | Unfit = future.result()
    except (CancelledError, OSError):
        return None
    return answer


def _learn(cluster: _Cluster, answer: Results[Any]) -> None:
    """Let the next chunks be as long as they should, from how long the last one took."""
    cluster.lost = 0
    fitting = int(_CHUNK_SECONDS * len(answer.results) / max(answer.seconds, 1e-6))
    cluster.size = max(1, min(2 * cluster.size, _CHUNK_MOST, fitting))


def _workers(cluster: _Cluster) -> int:
    if cluster.client.status != "running":
        return 0
    try:
        return len(cluster.client.nthreads())
    except OSError:
        return 0


def _next_ended(cluster: _Cluster) -> Future[Any]:
    """The next future that ends; raises ``ClusterError`` where no worker is there for long to end one."""
    looks = 0
    while True:
        try:
            return cluster.ended.get(timeout=_LOOK_EVERY)
        except Empty:
            looks = 0 if _workers(cluster) else looks + 1
        if looks * _LOOK_EVERY > patience():
            raise ClusterError(
                f"the scheduler has had no worker for {patience():g} seconds",
                document=cluster.scheduler,
                remedy=f"start workers, and run it again: {_KEPT}",
            )


def _wait_for_scheduler(cluster: _Cluster) -> None:
    """Wait while Dask looks for a scheduler that went away; raises ``ClusterError`` where it does not come back."""
    cluster.lost += 1
    waited = Event()
    while cluster.client.status == "connecting":
        waited.wait(_LOOK_AGAIN)
    if cluster.client.status != "running":
        raise ClusterError(
            f"the scheduler went away and did not come back within {patience():g} seconds",
            document=cluster.scheduler,
            remedy=f"start it, and run it again: {_KEPT}",
        )
    if cluster.lost > _LOST_MOST:
        raise ClusterError(
            f"the cluster lost the work {cluster.lost} times in a row",
            document=cluster.scheduler,
            remedy=f"see what its log says, and run it again: {_KEPT}",
        )
