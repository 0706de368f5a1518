# Fourth part: one network namespace of the host and the sockets that hear what happens in it. A socket stays in the
# namespace in which it was made, so that no process and no thread has to be there.
SOL_PACKET, PACKET_STATISTICS, PACKET_AUXDATA = 263, 6, 8
SO_TIMESTAMPNS, EVERY_PROTOCOL, ARP = 35, 3, 0x0806
# linux/if_packet.h; all else is for another MAC address, and heard because a tap hears everything.
KINDS = {0: "in", 1: "in", 2: "in", 4: "out"}
# Of a frame: enough for the headers of an ICMP error about a packet in an overlay, with its mark.
SNAPSHOT = 256
# linux/netfilter/nfnetlink.h: NFNLGRP_NFTRACE, and of conntrack new entries only.
TRACE_GROUP, NEW_ENTRY_GROUP = 1 << 8, 1
CONNTRACK_SUBSYSTEM, CONNTRACK_DELETE = 1, 2
MOST_FRAMES, MOST_EVENTS = 2000, 5000
LEGACY = {"ip_tables_names": "iptables", "ip6_tables_names": "ip6tables"}
COUNTERS = ("snmp", "netstat")


def outer(path):
    """A file of the sandbox's own /proc, as the namespace is that this thread is in; '' when there is none."""
    try:
        with open(os.open(path, os.O_RDONLY | os.O_CLOEXEC, dir_fd=OUTER_PROC)) as file:
            return file.read()
    except OSError:
        return ""


def counters():
    """`IpExt.InNoRoutes`: number, of /proc/net/snmp and netstat."""
    found = {}
    for file in COUNTERS:
        lines = [line.split() for line in outer(f"self/net/{file}").splitlines()]
        for names, values in zip(lines[::2], lines[1::2]):
            group = names[0].rstrip(":")
            found.update({f"{group}.{name}": int(value) for name, value in zip(names[1:], values[1:])})
    return found


def is_udp(data):
    return data[12:14] == b"\x08\x00" and data[23:24] == bytes([UDP])


def read_flow(kind, body):
    """A new entry of conntrack's as plain values, with the bytes of its tuple by which the entry is found again; None for another family."""
    if kind >> 8 != CONNTRACK_SUBSYSTEM or body[0] != socket.AF_INET:
        return None
    found = attributes(body[4:])
    if 1 not in found or 2 not in found:
        return None
    return {"original": read_tuple(found[1]), "reply": read_tuple(found[2]), "key": found[1].hex(), "zone": found.get(18, b"").hex()}


def read_tuple(data):
    parts = attributes(data)
    address, transport = attributes(parts.get(1, b"")), attributes(parts.get(2, b""))
    names = ((2, "sourcePort"), (3, "destinationPort"), (4, "id"))
    ports = {name: int.from_bytes(transport[key], "big") for key, name in names if key in transport}
    return {
        "protocol": int.from_bytes(transport.get(1, b""), "big"),
        "source": socket.inet_ntoa(address[1]),
        "destination": socket.inet_ntoa(address[2]),
        **ports,
    }


class Place:
    def __init__(self, name, file, marks, all_udp):
        self.name, self.file = name, file
        self.needles, self.all_udp = [value for _, _, value in marks], all_udp
        self.inode = os.fstat(file).st_ino
        self.frames, self.events, self.hooks, self.flows = [], [], [], []
        self.full = False
        setns(file, "net")
        self.interfaces = dict(socket.if_nameindex())
        self.legacy = [f"{tool} {table}" for listing, tool in LEGACY.items() for table in outer(f"self/net/{listing}").split()]
        self.counters = counters()
        self.trace = netlink(NETLINK_NETFILTER, TRACE_GROUP)
        self.conntrack = netlink(NETLINK_NETFILTER, NEW_ENTRY_GROUP)
        self.tables = netlink(NETLINK_NETFILTER)
        mark_packets(self.tables, marks)
        self.packets = socket.socket(socket.AF_PACKET, socket.SOCK_RAW | socket.SOCK_CLOEXEC, socket.htons(EVERY_PROTOCOL))
        self.packets.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        self.packets.setsockopt(SOL_PACKET, PACKET_AUXDATA, 1)
        self.readers = {self.packets: self.read_frame, self.trace: self.read_trace, self.conntrack: self.read_flow}
        for opened in self.readers:
            opened.setblocking(False)

    def described(self):
        interfaces = {str(index): name for index, name in self.interfaces.items()}
        return {"inode": self.inode, "name": self.name, "interfaces": interfaces, "legacy": self.legacy}

    def read_frame(self):
        data, extra, _, (interface, protocol, kind, _, _) = self.packets.recvmsg(SNAPSHOT, 256)
        if protocol != ARP and not any(mark in data for mark in self.needles) and not (self.all_udp and is_udp(data)):
            return
        frame = {"interface": interface, "kind": KINDS.get(kind, "other-host"), "bytes": data.hex(), "time": 0, "length": len(data)}
        for level, option, value in extra:
            if (level, option) == (socket.SOL_SOCKET, SO_TIMESTAMPNS):
                seconds, nanoseconds = struct.unpack("@ll", value)
                frame["time"] = (seconds - REQUEST["epoch"]) * 1_000_000_000 + nanoseconds
            elif (level, option) == (SOL_PACKET, PACKET_AUXDATA):
                frame["length"] = struct.unpack_from("=II", value)[1]
        self.keep(self.frames, frame, MOST_FRAMES)

    def read_trace(self):
        for kind, body in messages(self.trace.recv(65536)):
            event = read_trace(kind, body)
            if event is None:
                continue
            if event["table"] != NAME:
                self.keep(self.events, event, MOST_EVENTS)
            elif event["family"] == NFPROTO_INET and "header" in event:
                # Each hook once: of several events of a chain only the first has the packet.
                self.keep(self.hooks, event, MOST_EVENTS)

    def read_flow(self):
        for kind, body in messages(self.conntrack.recv(65536)):
            flow = read_flow(kind, body)
            if flow is not None:
                self.keep(self.flows, flow, MOST_EVENTS)

    def keep(self, kept, one, most):
        if len(kept) < most:
            kept.append(one)
        else:
            self.full = True

    def read(self, opened):
        """All that is there. An overflow of the kernel's buffer (ENOBUFS) is told as `full`."""
        try:
            while True:
                self.readers[opened]()
        except BlockingIOError:
            pass
        except OSError as error:
            if error.errno != errno.ENOBUFS:
                raise
            self.full = True

    def forget(self, flow):
        """Deletes an entry of conntrack's that the packet made."""
        zone = [attribute(18, bytes.fromhex(flow["zone"]))] if flow["zone"] else []
        body = struct.pack(">BBH", socket.AF_INET, 0, 0) + attribute(1 | NESTED, bytes.fromhex(flow["key"])) + b"".join(zone)
        opened = netlink(NETLINK_NETFILTER)
        try:
            ask(opened, CONNTRACK_SUBSYSTEM << 8 | CONNTRACK_DELETE, body, NLM_F_ACK)
        except OSError as error:
            if error.errno != errno.ENOENT:
                raise
        finally:
            opened.close()
