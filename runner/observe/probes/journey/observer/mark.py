# Second part: a table of our own in a network namespace, whose rules do nothing but let the kernel trace one packet
# (`meta nftrace set 1`, nft(8)), with a chain at each of the five hooks, so that the trace has every hook that it reaches. The table belongs to the socket that made it (NFT_TABLE_F_OWNER): it goes with the
# socket, however this program ends. linux/netfilter/nf_tables.h has the numbers.
NFT_SUBSYSTEM = 10
BATCH_BEGIN, BATCH_END = 0x10, 0x11
NEW_TABLE, NEW_CHAIN, NEW_RULE, TRACE = (NFT_SUBSYSTEM << 8 | n for n in (0, 3, 6, 17))
NFPROTO_INET, NFPROTO_BRIDGE, AF_UNSPEC = 1, 7, 0
TABLE_OWNER = 2
# Hooks have the same numbers for inet and bridge; before `raw` (-300) and, on a bridge, before its own NAT (-300).
PREROUTING, LOCAL_IN, FORWARD, LOCAL_OUT, POSTROUTING, FIRST = 0, 1, 2, 3, 4, -350
ENTRANCES = (("prerouting", PREROUTING), ("output", LOCAL_OUT))
WITNESSES = (("input", LOCAL_IN), ("forward", FORWARD), ("postrouting", POSTROUTING))
EQUAL, REGISTER = 0, 1
META_NFTRACE, META_L4PROTO = 12, 16
LINK_HEADER, NETWORK_HEADER, TRANSPORT_HEADER = 0, 1, 2
NAME = "wirebook_trace"
IPIP, ICMP, TCP, UDP = 4, 1, 6, 17
# Bytes from an outer header on to an inner transport header: UDP, VXLAN, Ethernet, IPv4; of IPIP, from the outer IPv4
# header on, two of these; of an ICMP error, from itself on, ICMP and the IPv4 header that it quotes.
IN_VXLAN, IN_IPIP, IN_ICMP_ERROR, IP_HEADER = 8 + 8 + 14 + 20, 20 + 20, 8 + 20, 20


def number(value):
    return struct.pack(">I", value)


def batch(*requests):
    frame = struct.pack(">BBH", AF_UNSPEC, 0, NFT_SUBSYSTEM)
    parts = [message(BATCH_BEGIN, NLM_F_REQUEST, frame)]
    parts += [message(kind, NLM_F_REQUEST | NLM_F_CREATE | NLM_F_ACK, body) for kind, body in requests]
    return b"".join([*parts, message(BATCH_END, NLM_F_REQUEST, frame)])


def expression(name, *fields):
    return attribute(1, [text(1, name), attribute(2, list(fields))])


def compare(value):
    return expression("cmp", attribute(1, number(REGISTER)), attribute(2, number(EQUAL)), attribute(3, [attribute(1, value)]))


def load(base, offset, length):
    fields = (REGISTER, base, offset, length)
    return expression("payload", *(attribute(n + 1, number(field)) for n, field in enumerate(fields)))


def trace_rule(header, chain, protocol, base, offset, nonce):
    """protocol: None on a bridge, where its number is not looked up."""
    steps = []
    if protocol is not None:
        steps = [expression("meta", attribute(1, number(REGISTER)), attribute(2, number(META_L4PROTO))), compare(bytes([protocol]))]
    steps += [
        load(base, offset, 4),
        compare(nonce),
        expression("immediate", attribute(1, number(REGISTER)), attribute(2, [attribute(1, b"\1")])),
        expression("meta", attribute(2, number(META_NFTRACE)), attribute(3, number(REGISTER))),
    ]
    return NEW_RULE, header + text(1, NAME) + text(2, chain) + attribute(4, steps)


def patterns(marks):
    """Where one of the packet's marks may stand: by itself, in VXLAN, in IPIP, quoted by an ICMP error."""
    for protocol, offset, value in marks:
        yield protocol, TRANSPORT_HEADER, offset, value
        yield UDP, TRANSPORT_HEADER, IN_VXLAN + offset, value
        yield IPIP, NETWORK_HEADER, IN_IPIP + offset, value
        yield ICMP, TRANSPORT_HEADER, IN_ICMP_ERROR + offset, value


def mark_packets(opened, marks):
    """marks: (number of the protocol, offset in its header, four bytes). Raises OSError when the kernel has no nf_tables."""
    make_table(opened, NFPROTO_INET, list(patterns(marks)), WITNESSES)
    on_bridge = [(None, NETWORK_HEADER, IP_HEADER + offset, value) for _, offset, value in marks]
    try:
        make_table(opened, NFPROTO_BRIDGE, on_bridge)
    except OSError:
        pass  # Without nf_tables_bridge there are no rules on bridges that could be traced.


def make_table(opened, family, rules, witnesses=()):
    """witnesses: hooks with a chain that has no rule, which the kernel traces all the same by its policy."""
    header = struct.pack(">BBH", family, 0, 0)
    requests = [(NEW_TABLE, header + text(1, NAME) + attribute(2, number(TABLE_OWNER)))]
    for chain, hook in ENTRANCES + tuple(witnesses):
        place = attribute(4, [attribute(1, number(hook)), attribute(2, struct.pack(">i", FIRST))])
        requests.append((NEW_CHAIN, header + text(1, NAME) + text(3, chain) + place + text(7, "filter")))
        if (chain, hook) in ENTRANCES:
            requests += [trace_rule(header, chain, *rule) for rule in rules]
    opened.send(batch(*requests))
    owed = len(requests)
    while owed:
        for kind, part in messages(opened.recv(65536)):
            if kind == NLMSG_ERROR:
                owed -= 1
                refused = -struct.unpack_from("=i", part)[0]
                if refused:
                    raise OSError(refused, f"nf_tables: {os.strerror(refused)}")


def read_trace(kind, body):
    """An event of the kernel's as plain values; None when it is another message."""
    if kind != TRACE:
        return None
    family = body[0]
    found = attributes(body[4:])
    name = lambda key: found[key].rstrip(b"\0").decode("utf-8", "replace") if key in found else None
    value = lambda key: int.from_bytes(found[key], "big") if key in found else None
    verdict = attributes(found.get(5, b""))
    event = {
        "family": family,
        "id": value(6),
        "type": value(4),
        "table": name(1),
        "chain": name(2),
        "handle": value(3),
        "verdict": struct.unpack(">i", verdict[1])[0] if 1 in verdict else None,
        "target": verdict[2].rstrip(b"\0").decode("utf-8", "replace") if 2 in verdict else None,
        "policy": value(16),
        "mark": value(14),
        "iif": value(10),
        "oif": value(12),
        # With the network header the first event of each pass through a hook's chain has the whole packet.
        "header": (found[8] + found.get(9, b"")).hex() if 8 in found else None,
    }
    return {key: entry for key, entry in event.items() if entry is not None}
