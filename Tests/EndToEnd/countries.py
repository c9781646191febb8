"""A database of countries in the MaxMind DB format, made here: networks and the codes of their countries."""

import ipaddress

MARK = b"\xab\xcd\xefMaxMind.com"


def database(countries):
    """`countries` maps networks such as `192.0.2.0/24` or `2001:db8::/32`, none inside another, to codes."""
    codes = sorted(set(countries.values()))
    data, offsets = b"", {}
    for code in codes:
        offsets[code] = len(data)
        data += record({"country": {"iso_code": code}})
    # A node is a pair: another node's number, a code, or None for nothing. IPv4 lies under ::/96.
    nodes = [[None, None]]
    for network, code in countries.items():
        network = ipaddress.ip_network(network)
        length = network.prefixlen + (96 if network.version == 4 else 0)
        bits = [int(network.network_address) >> (127 - place) & 1 for place in range(length)]
        at = 0
        for bit in bits[:-1]:
            if nodes[at][bit] is None:
                nodes.append([None, None])
                nodes[at][bit] = len(nodes) - 1
            at = nodes[at][bit]
        nodes[at][bits[-1]] = code
    tree = b"".join(
        (len(nodes) if to is None else len(nodes) + 16 + offsets[to] if isinstance(to, str) else to).to_bytes(3, "big")
        for node in nodes for to in node)
    return tree + bytes(16) + data + MARK + record({
        "node_count": len(nodes), "record_size": 24, "ip_version": 6, "database_type": "Test-Country", "languages": [],
        "binary_format_major_version": 2, "binary_format_minor_version": 0, "build_epoch": 1, "description": {}})


# Sizes that readers insist on.
KINDS = {"record_size": 5, "ip_version": 5, "binary_format_major_version": 5, "binary_format_minor_version": 5,
         "build_epoch": 9, "node_count": 6}


def record(value, kind=None):
    """A value as the data section has it: a map, an array, a text or a number."""
    if isinstance(value, dict):
        return control(7, len(value)) + b"".join(record(key) + record(of, KINDS.get(key)) for key, of in value.items())
    if isinstance(value, list):
        return control(11, len(value)) + b"".join(map(record, value))
    if isinstance(value, str):
        return control(2, len(value.encode())) + value.encode()
    content = value.to_bytes((value.bit_length() + 7) // 8, "big")
    return control(kind, len(content)) + content


def control(kind, size):
    assert size < 29
    return bytes([kind << 5 | size]) if kind < 8 else bytes([size, kind - 7])
