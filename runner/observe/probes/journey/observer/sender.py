# Third part: sends the one packet, by a socket as a program would. Its mark is four bytes that it has wherever it gets:
# the sequence number of a SYN, the first bytes of what UDP and ICMP carry.
TCP_REPAIR, TCP_REPAIR_QUEUE, TCP_QUEUE_SEQ = 19, 20, 21
SEND_QUEUE, REPAIR_OFF_QUIETLY = 2, -1
IP_MTU_DISCOVER, IP_PMTUDISC_DO, IP_RECVERR, IP_MTU = 10, 2, 11, 14
NUMBER_OF = {"tcp": TCP, "udp": UDP, "icmp": ICMP}
# How long a server may take to hang up after we have.
HANG_UP_SECONDS = 0.2


def marks_of(protocol, nonce):
    """The packet's, and those of the answers that can be told beforehand."""
    value = struct.pack(">I", nonce)
    if protocol != "tcp":
        return [(NUMBER_OF[protocol], 8, value)]
    return [(TCP, 4, value), (TCP, 8, struct.pack(">I", nonce + 1))]


def packet_socket(order):
    """A socket of the namespace that this thread is in, ready to send."""
    protocol = order["protocol"]
    if protocol == "icmp":
        opened = socket.socket(socket.AF_INET, socket.SOCK_RAW, ICMP)
    else:
        opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM if protocol == "tcp" else socket.SOCK_DGRAM)
    opened.setblocking(False)
    if protocol == "tcp":
        # tcp(7), CRIU: the only way to choose the first sequence number.
        opened.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, 1)
        opened.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR_QUEUE, SEND_QUEUE)
        opened.setsockopt(socket.IPPROTO_TCP, TCP_QUEUE_SEQ, struct.pack("=I", order["nonce"]))
        opened.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, REPAIR_OFF_QUIETLY)
    else:
        opened.setsockopt(socket.IPPROTO_IP, IP_RECVERR, 1)
    opened.setsockopt(socket.IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DO)
    if "ttl" in order:
        opened.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, order["ttl"])
    return opened


def payload(order):
    return struct.pack(">I", order["nonce"]) + bytes(order["size"])


def echo_request(order):
    body = payload(order)
    header = struct.pack(">BBHHH", 8, 0, 0, order["nonce"] & 0xFFFF, 1)
    padded = header + body + bytes(len(body) % 2)
    total = sum(struct.unpack(f">{len(padded) // 2}H", padded))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return header[:2] + struct.pack(">H", ~total & 0xFFFF) + header[4:] + body


def send_packet(opened, order, listeners):
    """What became of it on this side. listeners: of each socket that hears, the place that reads it, so that none overflows in the meantime."""
    sent = {"answered": False}
    try:
        opened.connect((order["address"], order.get("port", 0)))
    except BlockingIOError:
        pass
    except OSError as error:
        return {**sent, "error": errno.errorcode.get(error.errno, str(error.errno))}
    try:
        if order["protocol"] != "tcp":
            opened.send(echo_request(order) if order["protocol"] == "icmp" else payload(order))
        until = time.monotonic() + order["seconds"]
        # A connection that is made, or refused, makes its socket writable.
        reads, writes = ([], [opened]) if order["protocol"] == "tcp" else ([opened], [])
        while not sent["answered"] and time.monotonic() < until:
            readable, writable, _ = select.select([*reads, *listeners], writes, [], max(0, until - time.monotonic()))
            for one in readable:
                if one is not opened:
                    listeners[one].read(one)
            if opened in readable or opened in writable:
                sent["answered"] = heard(opened, order)
    except OSError as error:
        sent["error"] = errno.errorcode.get(error.errno, str(error.errno))
        if error.errno == errno.EMSGSIZE:
            sent["mtu"] = opened.getsockopt(socket.IPPROTO_IP, IP_MTU)
    address, port = opened.getsockname()
    return {**sent, "source": address, "sourcePort": port}


def heard(opened, order):
    """Raises OSError when what came says that it could not be delivered."""
    refused = opened.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if refused:
        raise OSError(refused, os.strerror(refused))
    if order["protocol"] == "tcp":
        return True
    received = opened.recv(65536)
    # A raw socket gets every ICMP packet of its peer's.
    return order["protocol"] == "udp" or (received[20] == 0 and struct.pack(">I", order["nonce"]) in received)


def hang_up(opened, slowdown):
    """Ends a connection as a program would, so that nothing of it is on its way afterwards."""
    if opened.type == socket.SOCK_STREAM:
        try:
            opened.shutdown(socket.SHUT_WR)
            ready, _, _ = select.select([opened], [], [], HANG_UP_SECONDS * slowdown)
            if not ready or opened.recv(65536):
                opened.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        except OSError:
            pass  # It was none.
    opened.close()
