# Echo requests of given sizes that must not be cut (DF, RFC 1191), until one is not answered. The kernel's own refusal, a
# router's, and silence are three different outcomes. What the kernel remembers of the path's MTU is not asked (ip(7),
# IP_PMTUDISC_PROBE): it may be of a state of the network that is gone.
IP_MTU_DISCOVER = 10
IP_PMTUDISC_PROBE = 3
HEADERS = 28
FRAGMENTATION_NEEDED = 4


def mtu(request):
    echoes = []
    for size in request["sizes"]:
        echoes.append({"size": size, **echo_of(size, request["to"], seconds(request))})
        if echoes[-1]["outcome"] != "answered":
            break
    return {"echoes": echoes}


def echo_of(size, to, timeout):
    identity = os.urandom(2)
    payload = os.urandom(16).ljust(size - HEADERS, b"w")
    deadline = time.monotonic() + timeout
    unreachable = None
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as raw:
        raw.setsockopt(socket.IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_PROBE)
        sequence, next_send = 0, 0.0
        while (now := time.monotonic()) < deadline:
            if now >= next_send:
                sequence += 1
                next_send = now + PING_INTERVAL
                rest = identity + struct.pack("!H", sequence) + payload
                even = rest + b"\0" * (len(rest) % 2)
                packet = struct.pack("!BBH", 8, 0, checksum(struct.pack("!BBH", 8, 0, 0) + even)) + rest
                try:
                    raw.sendto(packet, (to, 0))
                except OSError as error:
                    if error.errno == errno.EMSGSIZE:
                        return {"outcome": "refused-here", "detail": "message too long for the sender's own device"}
                    return unsent(error)
            raw.settimeout(max(0.001, min(next_send, deadline) - time.monotonic()))
            try:
                data, sender = raw.recvfrom(65536)
            except TimeoutError:
                continue
            icmp = data[(data[0] & 15) * 4:]
            if len(icmp) < 8:
                continue
            if icmp[0] == 0 and icmp[4:6] == identity and icmp[8:] == payload:
                return {"outcome": "answered", "detail": f"answer from {sender[0]}"}
            if icmp[0] == 3:
                inner = icmp[8:]
                about = inner[(inner[0] & 15) * 4:] if inner else b""
                if about[:1] != b"\x08" or about[4:6] != identity:
                    continue
                if icmp[1] == FRAGMENTATION_NEEDED:
                    most = struct.unpack("!H", icmp[6:8])[0]
                    return {"outcome": "refused-on-the-way", "detail": f"{sender[0]} says that it can pass on {most} bytes at most"}
                unreachable = f"{UNREACHABLE.get(icmp[1], f'ICMP unreachable, code {icmp[1]}')}, says {sender[0]}"
    if unreachable:
        return {"outcome": "unreachable", "detail": unreachable}
    return {"outcome": "silent", "detail": "no answer in time"}
