# Many fresh connections, one GET each. Counts who answered and how the others were lost; knows nothing of shares.
import resource
import select
import struct
from collections import Counter, deque

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
        self.timeout = seconds(request)
        self.becomes_old = request["slowdown"] * YOUNG
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
        """Begins nothing after `deadline`; what is begun by then has its whole timeout."""
        started = time.monotonic()
        while True:
            now = time.monotonic()
            self.expire(now)
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

    def expire(self, now):
        while self.youngest and (not self.youngest[0].open or now - self.youngest[0].started > self.becomes_old):
            self.grow_old(self.youngest.popleft())
        while self.by_age and (not self.by_age[0].open or now - self.by_age[0].started > self.timeout):
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
    return Load(request).run(time.monotonic() + request["slowdown"] * request["deadlineMs"] / 1000)
