# Fifth part: what the routing tables of the namespace that this thread is in say of a packet (rtnetlink(7)), as
# `ip route get fibmatch` asks: which route it is, and not only where the packet goes.
ROUTE_GET, RULE_GET = 26, 34
LOOKUP_TABLE, FIB_MATCH = 0x1000, 0x2000
TYPES = {1: "unicast", 2: "local", 3: "broadcast", 5: "multicast", 6: "blackhole", 7: "unreachable", 8: "prohibit", 9: "throw"}
NAMED_TABLES = {255: "local", 254: "main", 253: "default"}
RULE_TO_TABLE = 1


def table_name(found, key, short):
    table = struct.unpack("=I", found[key])[0] if key in found else short
    return NAMED_TABLES.get(table, str(table))


def index_of(interface):
    try:
        return socket.if_nametoindex(interface)
    except OSError:
        return None


def lookup(opened, asked):
    """The route, or the kernel's refusal by its name in errno.h."""
    fields = [attribute(1, socket.inet_aton(asked["destination"]))]
    if "source" in asked:
        fields.append(attribute(2, socket.inet_aton(asked["source"])))
    if "interface" in asked:
        index = index_of(asked["interface"])
        if index is None:
            return {"refused": "ENODEV"}
        fields.append(attribute(3, struct.pack("=I", index)))
    if asked.get("mark"):
        fields.append(attribute(16, struct.pack("=I", asked["mark"])))
    if "protocol" in asked:
        fields.append(attribute(27, bytes([asked["protocol"]])))
    for key, kind in ("sourcePort", 28), ("destinationPort", 29):
        if key in asked:
            fields.append(attribute(kind, struct.pack(">H", asked[key])))
    header = struct.pack("=BBBBBBBBI", socket.AF_INET, 32, 32 if "source" in asked else 0, 0, 0, 0, 0, 0, LOOKUP_TABLE | FIB_MATCH)
    try:
        [answer] = ask(opened, ROUTE_GET, header + b"".join(fields))
    except OSError as error:
        return {"refused": errno.errorcode.get(error.errno, str(error.errno))}
    _, length, _, _, table, _, _, kind, _ = struct.unpack_from("=BBBBBBBBI", answer)
    found = attributes(answer[12:])
    destination = f"{socket.inet_ntoa(found[1])}/{length}" if 1 in found else "default"
    route = {"type": TYPES.get(kind, str(kind)), "destination": destination.removesuffix("/32"), "table": table_name(found, 15, table)}
    if 5 in found:
        route["gateway"] = socket.inet_ntoa(found[5])
    if 4 in found:
        route["device"] = dict(socket.if_nameindex()).get(struct.unpack("=I", found[4])[0], "?")
    return {"route": route}


def policy_rules(opened):
    """Those that look up a table, in the kernel's order."""
    rules = []
    for answer in ask(opened, RULE_GET, struct.pack("=BBBBBBBBI", socket.AF_INET, *[0] * 7, 0), NLM_F_DUMP):
        _, to_length, from_length, _, table, _, _, action, flags = struct.unpack_from("=BBBBBBBBI", answer)
        if action != RULE_TO_TABLE:
            continue
        found = attributes(answer[12:])
        rule = {"priority": struct.unpack("=I", found[6])[0] if 6 in found else 0, "table": table_name(found, 15, table), "inverted": flags & 2 != 0}
        for key, length, name in (2, from_length, "from"), (1, to_length, "to"):
            if key in found:
                rule[name] = f"{socket.inet_ntoa(found[key])}/{length}"
        if 3 in found:
            rule["interface"] = found[3].rstrip(b"\0").decode()
        if 10 in found:
            rule["mark"] = struct.unpack("=I", found[10])[0]
            rule["mask"] = struct.unpack("=I", found[16])[0] if 16 in found else 0xFFFFFFFF
        rules.append(rule)
    return rules
