# The traffic generator: reads one request as a line of JSON, makes the traffic from the namespace it runs in, prints one
# line of JSON. Knows nothing of services or shares. It may run outside the host's pid namespace, so it does not use /proc/self.
import errno
import json
import os
import re
import resource
import select
import socket
import struct
import sys
import time
from collections import Counter, deque

BODY_LIMIT = 4096
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


# --- http: one GET ---

# A server that was started with the same breath needs a moment until it listens.
REFUSED_GRACE = 0.4


def http(request):
    started = time.monotonic()
    deadline = started + request["timeoutMs"] / 1000
    while True:
        result = http_once(request, deadline)
        if result["outcome"] != "refused" or time.monotonic() > min(started + REFUSED_GRACE, deadline):
            return result
        time.sleep(0.04)


def http_once(request, deadline):
    left = lambda: max(0.001, deadline - time.monotonic())
    try:
        found = socket.getaddrinfo(request["host"], request["port"], type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        return {"outcome": "unreachable", "detail": f"no address for the name {request['host']}: {error.strerror}"}
    family, kind, _, _, address = found[0]
    raw = b""
    with socket.socket(family, kind) as connection:
        try:
            connection.settimeout(left())
            connection.connect(address)
            connection.sendall(get(request["host"], request["path"]))
            while not complete(raw):
                connection.settimeout(left())
                piece = connection.recv(RESPONSE_LIMIT)
                if not piece:
                    break
                raw += piece
        except TimeoutError:
            return {"outcome": "timeout", "detail": "no answer in time"}
        except OSError as error:
            reason = REASONS.get(error.errno, "garbled")
            # A server that closes with unread input resets, but may have answered before.
            if not (reason == "reset" and take_response(raw)):
                return {"outcome": "garbled" if reason == "reset" else reason, "detail": error.strerror or str(error)}
    response = take_response(raw)
    if response is None:
        return {"outcome": "garbled", "detail": f"not HTTP: {raw[:60]!r}" if raw else "closed without a word"}
    status, body = response
    return {"outcome": "answered", "status": status, "body": body[:BODY_LIMIT].decode("utf-8", "replace"), "detail": f"status {status}"}


# --- ping: echo requests until one is answered ---

PING_INTERVAL = 0.2
UNREACHABLE = {0: "Network is unreachable", 1: "No route to host", 2: "Protocol unreachable", 3: "Port unreachable",
               9: "Network prohibited", 10: "Host prohibited", 13: "Communication prohibited by a filter"}


def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    total = (total & 0xFFFF) + (total >> 16)
    return ~(total + (total >> 16)) & 0xFFFF


def ping(request):
    six = ":" in request["to"]
    protocol = socket.getprotobyname("ipv6-icmp") if six else socket.IPPROTO_ICMP
    echo, reply, gone = (128, 129, 1) if six else (8, 0, 3)
    identity = int.from_bytes(os.urandom(2), "big")
    payload = os.urandom(16)
    deadline = time.monotonic() + request["timeoutMs"] / 1000
    unreachable = None
    with socket.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_RAW, protocol) as raw:
        if six:
            raw.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVHOPLIMIT, 1)
        sequence, next_send = 0, 0.0
        while (now := time.monotonic()) < deadline:
            if now >= next_send:
                sequence += 1
                next_send = now + PING_INTERVAL
                packet = struct.pack("!BBHHH", echo, 0, 0, identity, sequence) + payload
                packet = packet[:2] + struct.pack("!H", checksum(packet)) + packet[4:]
                try:
                    raw.sendto(packet, (request["to"], 0))
                except OSError as error:
                    if error.errno == errno.EPERM:
                        return {"outcome": "silent", "detail": "the host's own rules drop the echo request"}
                    if REASONS.get(error.errno) == "unreachable" or error.errno == errno.EINVAL:
                        return {"outcome": "unreachable", "detail": error.strerror}
                    raise
            raw.settimeout(max(0.001, min(next_send, deadline) - time.monotonic()))
            try:
                data, ancillary, _, sender = raw.recvmsg(2048, 256)
            except TimeoutError:
                continue
            header = 0 if six else (data[0] & 15) * 4
            icmp = data[header:]
            if len(icmp) < 8:
                continue
            if icmp[0] == reply and icmp[4:6] == struct.pack("!H", identity) and icmp[8:] == payload:
                hops = [struct.unpack("i", value)[0] for _, kind, value in ancillary if kind == socket.IPV6_HOPLIMIT] if six else [data[8]]
                ttl = hops[0] if hops else None
                return {"outcome": "answered", "ttl": ttl, "detail": f"answer from {sender[0]}"}
            if icmp[0] == gone:
                inner = icmp[8:]
                inner_header = 40 if six else (inner[0] & 15) * 4 if inner else 0
                about = inner[inner_header:]
                if about[:1] == bytes([echo]) and about[4:6] == struct.pack("!H", identity):
                    words = "No route to host" if six else UNREACHABLE.get(icmp[1], f"ICMP unreachable, code {icmp[1]}")
                    unreachable = f"{words}, says {sender[0]}"
    if unreachable:
        return {"outcome": "unreachable", "detail": unreachable}
    return {"outcome": "silent", "detail": "no answer in time"}


# --- load: many fresh connections, one GET each ---

# Connections at work at once. One that waits longer than YOUNG for its answer no longer counts: else a few hundred
# lost ones, each waiting for its timeout, would hold up all others.
ACTIVE = 64
YOUNG = 0.05
# So many lost ones leave no doubt; the rest would only take time. Those that still wait are taken for lost until they answer.
ENOUGH_LOST = 500
DISTINCT = 100
AT_ONCE = struct.pack("ii", 1, 0)


class Connection:
    __slots__ = ("socket", "started", "raw", "young", "open")

    def __init__(self, plug, started):
        self.socket, self.started, self.raw, self.young, self.open = plug, started, b"", True, True


class Load:
    def __init__(self, request):
        self.address = (request["address"], request["port"])
        self.wanted = request["connections"]
        self.timeout = request["timeoutMs"] / 1000
        self.message = get(request["address"], "/")
        self.answers, self.lost = Counter(), Counter()
        self.by_descriptor = {}
        self.by_age, self.youngest = deque(), deque()
        self.young = 0
        self.attempted = 0
        self.epoll = select.epoll()
        self.ports = source_ports(request["portOffset"], request["remembered"].get(source_address(self.address), {}))
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        room = ACTIVE + ENOUGH_LOST + 64
        if soft < room:
            resource.setrlimit(resource.RLIMIT_NOFILE, (room, max(room, hard)))

    def run(self, deadline):
        started = time.monotonic()
        while True:
            now = time.monotonic()
            self.expire(now, now >= deadline)
            while self.attempted < self.wanted and self.young < ACTIVE and self.missed() < ENOUGH_LOST and now < deadline:
                self.start(now)
            if not self.by_descriptor:
                break
            for descriptor, event in self.epoll.poll(0.02):
                connection = self.by_descriptor.get(descriptor)
                if connection:
                    self.attend(connection, descriptor, event)
        return {
            "attempted": self.attempted,
            "answers": dict(self.answers),
            "lost": dict(self.lost),
            "ms": (time.monotonic() - started) * 1000,
        }

    def missed(self):
        return self.lost.total() + len(self.by_descriptor) - self.young

    def start(self, now):
        plug = socket.socket(socket.AF_INET, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
        # A source port of its own for each connection: a 5-tuple that comes back within the life of its conntrack entry
        # goes where the entry says, without asking the nat table again.
        for port in self.ports:
            try:
                plug.bind(("", port))
                break
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
        else:
            raise RuntimeError("no source port is left for another connection")
        self.attempted += 1
        code = plug.connect_ex(self.address)
        if code not in (0, errno.EINPROGRESS):
            self.lost[REASONS.get(code, "garbled")] += 1
            plug.close()
            return
        connection = Connection(plug, now)
        self.by_descriptor[plug.fileno()] = connection
        self.by_age.append(connection)
        self.youngest.append(connection)
        self.young += 1
        self.epoll.register(plug.fileno(), select.EPOLLOUT)

    def attend(self, connection, descriptor, event):
        try:
            if not connection.raw and event & select.EPOLLOUT:
                connection.socket.send(self.message)
                self.epoll.modify(descriptor, select.EPOLLIN)
                return
            piece = connection.socket.recv(RESPONSE_LIMIT)
        except BlockingIOError:
            return
        except OSError as error:
            if error.errno == errno.EPIPE:
                # The reason why it never opened is kept in the socket.
                error.errno = connection.socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) or errno.EPIPE
            if take_response(connection.raw):
                self.answered(connection)
            else:
                self.finish(connection, REASONS.get(error.errno, "garbled"))
            return
        connection.raw += piece
        if not piece or complete(connection.raw):
            self.answered(connection)

    def answered(self, connection):
        response = take_response(connection.raw)
        if response is None:
            self.finish(connection, "garbled" if connection.raw else "reset")
            return
        line = response[1].split(b"\n", 1)[0].strip()[:80].decode("utf-8", "replace")
        self.answers[line if line in self.answers or len(self.answers) < DISTINCT else "(others)"] += 1
        self.finish(connection, None)

    def finish(self, connection, reason):
        if reason:
            self.lost[reason] += 1
        else:
            # Closed by a reset: the conntrack entry then goes after 10 s, not after 120, and no side keeps TIME_WAIT.
            connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        connection.open = False
        self.grow_old(connection)
        del self.by_descriptor[connection.socket.fileno()]
        connection.socket.close()

    def grow_old(self, connection):
        if connection.young:
            connection.young = False
            self.young -= 1

    def expire(self, now, everything):
        while self.youngest and (not self.youngest[0].open or now - self.youngest[0].started > YOUNG):
            self.grow_old(self.youngest.popleft())
        while self.by_age and (everything or not self.by_age[0].open or now - self.by_age[0].started > self.timeout):
            connection = self.by_age.popleft()
            if connection.open:
                self.finish(connection, "timeout")


def source_address(address):
    """The address that connections will come from; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as plug:
        return plug.getsockname()[0] if plug.connect_ex(address) == 0 else None


def source_ports(offset, remembered):
    """
    Each port once, the best first: those that the kernel gives to nobody by itself (ip_local_port_range), so that no server
    keeps a closed connection from them (TIME_WAIT); last those of flows that are over. `offset` turns the order.
    """
    with open("/proc/sys/net/ipv4/ip_local_port_range") as file:
        low, high = map(int, file.read().split())
    in_use, over = set(remembered.get("open", ())), set(remembered.get("over", ()))
    apart = [port for port in range(1024, 65536) if port not in in_use and not low <= port <= high]
    turn = offset % max(1, len(apart))
    ports = apart[turn:] + apart[:turn] + [port for port in range(low, high + 1) if port not in in_use]
    return iter([port for port in ports if port not in over] + [port for port in ports if port in over])


def load(request):
    return Load(request).run(time.monotonic() + request["deadlineMs"] / 1000)


request = json.loads(sys.stdin.readline())
result = {"http": http, "ping": ping, "load": load}[request["probe"]](request)
json.dump(result, sys.stdout)
