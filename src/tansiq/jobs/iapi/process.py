"""The threads of the process that answers: the answers themselves, what they rest on, and letters."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from tansiq.jobs.iapi.answerer import Answerer, Clock, Keeper, now
from tansiq.jobs.iapi.changes import Reconsidering
from tansiq.jobs.iapi.line import Exchange, Line
from tansiq.jobs.iapi.post import Post

SWITCH_S: Final = 0.001
"""How long a thread that builds an index may keep the one that answers waiting."""
JOIN_WITHIN_S: Final = 5.0


@contextmanager
def answering(url: str, port: int = 0, *, clock: Clock = now) -> Iterator[tuple[Answerer, Exchange, Keeper, Post]]:
    """What answers, loaded, with the threads that keep it up to date and carry letters."""
    exchange = Exchange(port)
    keeper = Keeper(url, clock=clock)
    keeper.load()
    answerer = Answerer(exchange, keeper, reconsider=Reconsidering(clock), clock=clock)
    post = Post(lambda: keeper.knowledge.terms, Line(exchange.address), clock)
    threads = [threading.Thread(target=keeper.follow, name="knowledge"), threading.Thread(target=post.run, name="post")]
    for thread in threads:
        thread.start()
    try:
        yield answerer, exchange, keeper, post
    finally:
        keeper.stop()
        post.stop()
        exchange.close()
        for thread in threads:
            thread.join(timeout=JOIN_WITHIN_S)


def answer_until_stopped(url: str, port: int) -> None:
    """Answer until SIGTERM or SIGINT."""
    sys.setswitchinterval(SWITCH_S)
    with answering(url, port) as (answerer, *_):
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, answerer.stop)
        answerer.run()
