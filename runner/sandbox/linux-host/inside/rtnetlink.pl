# Links, addresses and routes of the caller's network namespace by rtnetlink(7), as ip(8) would make them: a lab needs a
# dozen of them, and each process saved is 5-10 ms of a learner's wait. Knows nothing of hosts.
package Rtnetlink;
use strict;
use warnings;

# linux/netlink.h, rtnetlink.h, if_link.h, if_addr.h, veth.h; SIOCGIFINDEX of netdevice(7).
use constant { AF_NETLINK => 16, SOCK_RAW => 3, NETLINK_ROUTE => 0, AF_INET => 2, AF_INET6 => 10, SOCK_DGRAM => 2, SIOCGIFINDEX => 0x8933 };
use constant { NEWLINK => 16, DELLINK => 17, NEWADDR => 20, NEWROUTE => 24 };
use constant { REQUEST => 1, ACK => 4, EXCL => 0x200, CREATE => 0x400, NLMSG_ERROR => 2 };
use constant { IFLA_ADDRESS => 1, IFLA_IFNAME => 3, IFLA_MASTER => 10, IFLA_LINKINFO => 18, IFLA_NET_NS_PID => 19 };
use constant { INFO_KIND => 1, INFO_DATA => 2, VETH_PEER => 1, IFA_ADDRESS => 1, IFA_LOCAL => 2, IFA_F_NODAD => 2, RTA_GATEWAY => 5 };
use constant { IFF_UP => 1, TABLE_MAIN => 254, PROTO_BOOT => 3, UNICAST => 1 };

# ip link set NAME up
sub up { my ($name) = @_; request("link set $name up", NEWLINK, 0, link_header(IFF_UP) . attribute(IFLA_IFNAME, "$name\0")); }

# ip link set NAME master BRIDGE
sub enslave {
  my ($name, $bridge) = @_;
  request("link set $name master $bridge", NEWLINK, 0, link_header(0) . attribute(IFLA_IFNAME, "$name\0") . master($bridge));
}

# ip link add NAME type bridge
sub add_bridge {
  my ($name) = @_;
  request("link add $name type bridge", NEWLINK, CREATE | EXCL, link_header(0) . attribute(IFLA_IFNAME, "$name\0") . kind('bridge'));
}

# ip link add NAME up master BRIDGE type veth peer name PEER address MAC netns PID
sub add_veth {
  my ($name, $bridge, %peer) = @_;
  my $end = link_header(0) . attribute(IFLA_IFNAME, "$peer{name}\0") . attribute(IFLA_ADDRESS, pack 'H12', $peer{mac} =~ tr/://dr)
    . attribute(IFLA_NET_NS_PID, pack 'L', $peer{pid});
  my $wanted = link_header(IFF_UP) . attribute(IFLA_IFNAME, "$name\0") . kind('veth', attribute(VETH_PEER, $end));
  request("link add $name type veth", NEWLINK, CREATE | EXCL, $wanted . master($bridge));
}

# ip link del NAME
sub remove { my ($name) = @_; request("link del $name", DELLINK, 0, link_header(0) . attribute(IFLA_IFNAME, "$name\0")); }

# ip addr add ADDRESS/LENGTH dev NAME [nodad]: whether an IPv6 address is there twice takes a second to find out (RFC 4862,
# 5.4), in which it cannot be used; a topology has each once.
sub add_address {
  my ($name, $cidr) = @_;
  my ($address, $length) = split m{/}, $cidr;
  my $bytes = bytes_of($address);
  my $flags = family_of($address) == AF_INET6 ? IFA_F_NODAD : 0;
  my $wanted = pack('C4 L', family_of($address), $length, $flags, 0, index_of($name)) . attribute(IFA_LOCAL, $bytes) . attribute(IFA_ADDRESS, $bytes);
  request("addr add $cidr dev $name", NEWADDR, CREATE | EXCL, $wanted);
}

# ip route add default via GATEWAY
sub add_default_route {
  my ($gateway) = @_;
  my $wanted = pack('C8 L', family_of($gateway), 0, 0, 0, TABLE_MAIN, PROTO_BOOT, 0, UNICAST, 0) . attribute(RTA_GATEWAY, bytes_of($gateway));
  request("route add default via $gateway", NEWROUTE, CREATE | EXCL, $wanted);
}

sub family_of { my ($address) = @_; return $address =~ /:/ ? AF_INET6 : AF_INET; }
# Of IPv6 without dots, as RFC 5952 writes it: `::` stands for as many zeros as are missing.
sub bytes_of {
  my ($address) = @_;
  return pack 'C4', split /\./, $address if family_of($address) == AF_INET;
  my ($before, $after) = map { [map { hex } split /:/] } split /::/, $address, 2;
  return pack 'n8', @$before, (0) x (8 - @$before - @{$after // []}), @{$after // []};
}
sub link_header { my ($up) = @_; return pack('C x S l L L', 0, 0, 0, $up, $up); } # struct ifinfomsg: flags, and which of them change
sub attribute { my ($type, $value) = @_; return pack('S S a*', 4 + length $value, $type, $value) . "\0" x (-length($value) % 4); }
sub kind { my ($kind, $data) = @_; return attribute(IFLA_LINKINFO, attribute(INFO_KIND, $kind) . (defined $data ? attribute(INFO_DATA, $data) : '')); }
sub master { my ($bridge) = @_; return attribute(IFLA_MASTER, pack 'L', index_of($bridge)); }

sub index_of {
  my ($name) = @_;
  socket(my $socket, AF_INET, SOCK_DGRAM, 0) or die "socket: $!\n";
  my $request = pack 'a16 x24', $name; # struct ifreq
  ioctl($socket, SIOCGIFINDEX, $request) or die "$name: $!\n";
  return unpack 'x16 l', $request;
}

# Asks and waits for the answer; dies with what was asked, in the words of ip(8), and the kernel's error.
sub request {
  my ($what, $type, $flags, $body) = @_;
  socket(my $socket, AF_NETLINK, SOCK_RAW, NETLINK_ROUTE) or die "netlink: $!\n";
  send($socket, pack('L S S L L', 16 + length $body, $type, REQUEST | ACK | $flags, 1, 0) . $body, 0) // die "$what: $!\n";
  defined recv($socket, my $answer, 8192, 0) or die "$what: $!\n";
  my ($kind, $error) = unpack 'x4 S x10 l', $answer;
  die "$what: an answer of type $kind\n" if $kind != NLMSG_ERROR;
  local $! = -$error;
  die "$what: $!\n" if $error;
}

1;
