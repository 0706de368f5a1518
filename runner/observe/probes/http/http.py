# One GET over a fresh connection.

BODY_LIMIT = 4096
# A server that was started with the same breath needs a moment until it listens.
REFUSED_GRACE = 0.4


def http(request):
    started = time.monotonic()
    deadline = started + seconds(request)
    grace = request["slowdown"] * REFUSED_GRACE
    while True:
        result = http_once(request, deadline)
        if result["outcome"] != "refused" or time.monotonic() > min(started + grace, deadline):
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
