# Echo requests until one is answered (RFC 792, RFC 4443), by a raw socket: exact errors, and the TTL of the answer.
import os
import struct

PING_INTERVAL = 0.2
UNREACHABLE = {0: "Network is unreachable", 1: "No route to host", 2: "Protocol unreachable", 3: "Port unreachable",
               9: "Network prohibited", 10: "Host prohibited", 13: "Communication prohibited by a filter"}


def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    total = (total & 0xFFFF) + (total >> 16)
    return ~(total + (total >> 16)) & 0xFFFF


def ping(request):
    six = ":" in request["to"]
    protocol = socket.IPPROTO_ICMPV6 if six else socket.IPPROTO_ICMP
    echo, reply, gone = (128, 129, 1) if six else (8, 0, 3)
    identity = int.from_bytes(os.urandom(2), "big")
    payload = os.urandom(16)
    deadline = time.monotonic() + seconds(request)
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
                    return unsent(error)
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
                ttl = {"ttl": hops[0]} if hops else {}
                return {"outcome": "answered", **ttl, "detail": f"answer from {sender[0]}"}
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
