"""Which addresses of the network a source may lead to. Pure."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address

NAT64 = IPv6Network("64:ff9b::/96")
METADATA = {ip_address("168.63.129.16")}  # Azure's, public by its number; those of others are link-local or private


def is_public(given: str) -> bool:
    """Whether an address is one of the public internet; one that carries an IPv4 address is judged by that, too."""
    address = ip_address(given.partition("%")[0])
    return all(map(_is_public, (address, *_carried(address))))


def _is_public(address: Address) -> bool:
    special = address.is_multicast or address.is_reserved or address.is_link_local or address.is_private
    return address.is_global and not special and address not in METADATA


def _carried(address: Address) -> list[Address]:
    """The IPv4 addresses inside an IPv6 address: mapped, 6to4, Teredo (server and client), NAT64."""
    if isinstance(address, IPv4Address):
        return []
    found: list[Address | None] = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in NAT64:
        found.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [each for each in found if each]
