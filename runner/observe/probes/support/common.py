# What the generators share: why a connection failed, and how an HTTP response is read. generator.ts joins this file,
# one generator and run.py into one script. It may run outside the host's pid namespace, so it does not use /proc/self.
import errno
import re
import socket
import time

RESPONSE_LIMIT = 65536
REASONS = {
    errno.ECONNREFUSED: "refused",
    errno.ENETUNREACH: "unreachable",
    errno.EHOSTUNREACH: "unreachable",
    errno.ENETDOWN: "unreachable",
    errno.EACCES: "unreachable",
    errno.ETIMEDOUT: "timeout",
    errno.ECONNRESET: "reset",
    errno.EPIPE: "reset",
}
HEAD = re.compile(rb"HTTP/1\.[01] (\d{3})[ \r\n]")
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+) *\r\n", re.I)


def seconds(request):
    """How long the request may wait for its answer."""
    return request["answerSlowdown"] * request["timeoutMs"] / 1000


def unsent(error):
    """What it means that an echo request could not be sent; other errors are raised."""
    if error.errno == errno.EPERM:
        return {"outcome": "silent", "detail": "the host's own rules drop the echo request"}
    if REASONS.get(error.errno) == "unreachable" or error.errno == errno.EINVAL:
        return {"outcome": "unreachable", "detail": error.strerror}
    raise error


def get(host, path):
    return f"GET {path} HTTP/1.0\r\nHost: {host}\r\nUser-Agent: wirebook\r\n\r\n".encode()


def take_response(raw):
    """(status, body), or None when it is not HTTP."""
    head = HEAD.match(raw)
    if not head:
        return None
    return int(head[1]), raw.partition(b"\r\n\r\n")[2]


def complete(raw):
    """The body is as long as its header says; without a length only the end of the stream tells."""
    head, blank, body = raw.partition(b"\r\n\r\n")
    if len(raw) >= RESPONSE_LIMIT:
        return True
    length = LENGTH.search(head + b"\r\n") if blank else None
    return length is not None and len(body) >= int(length[1])
