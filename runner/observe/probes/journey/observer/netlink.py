# The journey's observer, first part: netlink(7) messages, so that to ask the kernel costs no process. Judges nothing.
import errno
import socket
import struct

NLM_F_REQUEST, NLM_F_ACK, NLM_F_CREATE, NLM_F_DUMP = 1, 4, 0x400, 0x300
NLMSG_ERROR, NLMSG_DONE = 2, 3
NETLINK_ROUTE, NETLINK_NETFILTER = 0, 12
NESTED, TYPE_MASK = 0x8000, 0x3FFF
SOL_NETLINK, NETLINK_CAP_ACK = 270, 10


def attribute(kind, value):
    """value: bytes, or a list of attributes, which are nested."""
    if isinstance(value, list):
        kind, value = kind | NESTED, b"".join(value)
    length = 4 + len(value)
    return struct.pack("=HH", length, kind) + value + bytes(-length % 4)


def text(kind, value):
    return attribute(kind, value.encode() + b"\0")


def attributes(data):
    """Bytes of each attribute by its kind."""
    found = {}
    while len(data) >= 4:
        length, kind = struct.unpack_from("=HH", data)
        if length < 4:
            break
        found[kind & TYPE_MASK] = data[4:length]
        data = data[length + (-length % 4) :]
    return found


def message(kind, flags, body):
    return struct.pack("=IHHII", 16 + len(body), kind, flags, 1, 0) + body


def messages(data):
    """(kind, body) of each."""
    while len(data) >= 16:
        length, kind = struct.unpack_from("=IH", data)
        if length < 16:
            break
        yield kind, data[16:length]
        data = data[length + (-length % 4) :]


def netlink(protocol, groups=0):
    """A socket of the network namespace that this thread is in now, wherever the thread goes. groups: a bit for each, from 1."""
    opened = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_CLOEXEC, protocol)
    opened.bind((0, groups))
    # An error without the request that it is about.
    opened.setsockopt(SOL_NETLINK, NETLINK_CAP_ACK, 1)
    return opened


def ask(opened, kind, body, flags=0):
    """Bodies of the answers. Raises OSError when the kernel refuses."""
    opened.send(message(kind, NLM_F_REQUEST | flags, body))
    found = []
    while True:
        for answered, part in messages(opened.recv(65536)):
            if answered == NLMSG_ERROR:
                number = -struct.unpack_from("=i", part)[0]
                if number:
                    raise OSError(number, os.strerror(number))
                return found
            if answered == NLMSG_DONE:
                return found
            found.append(part)
        if not flags & (NLM_F_DUMP | NLM_F_ACK):
            return found
