# The wire between machines: where each lab host has a machine of its own, the bridges of the segment that they share are
# joined by the machines' second NICs. Knows nothing of hosts; the keeper calls it as the machine's root.
#
# A macvlan in mode passthru takes all frames of the NIC and passes on those of any sender (ip-link(8), MACVLAN). It lives
# in the fabric's network namespace and goes with it, however that ends; the NIC stays where it is, and the kernel gives
# it to one macvlan only, so that two sandboxes can never share it.
package Wire;
use strict;
use warnings;

use constant { NAME => 'wire', MTU => 1500, IFF_UP => 1, TRIES => 400 };
my %before;

# Puts the end of the wire into the network namespace of a process.
sub take {
  my ($nic, $pid) = @_;
  $before{nic} = $nic;
  # Nothing of the machine's own may be seen on the wire, such as its search for routers.
  my $ipv6 = "/proc/sys/net/ipv6/conf/$nic/disable_ipv6";
  if (-e $ipv6) { $before{ipv6} = Kernel::read_file($ipv6); Kernel::write_file($ipv6, '1'); }
  $before{up} = hex(Kernel::read_file("/sys/class/net/$nic/flags")) & IFF_UP;
  batch("link set $nic up\n");
  my $wire = "link add link $nic name " . NAME . " mtu " . MTU . " netns $pid type macvlan mode passthru\n";
  for my $try (1 .. TRIES) {
    last if eval { batch($wire); 1 };
    die "$nic cannot be had as the wire between the machines: $@" if $try == TRIES;
    # The sandbox before may be ending: its macvlan goes with its network namespace, at a time of its own.
    select(undef, undef, undef, 0.05);
  }
}

# The NIC as it was found; the other end has gone by itself.
sub give_back {
  my $nic = $before{nic} // return;
  eval { batch("link set $nic down\n") } unless $before{up} // 1;
  eval { Kernel::write_file("/proc/sys/net/ipv6/conf/$nic/disable_ipv6", $before{ipv6}) } if defined $before{ipv6};
}

# In the fabric: the end becomes a port of the segment's bridge and has no addresses of its own.
sub join_segment {
  my ($segment) = @_;
  quiet(NAME);
  Rtnetlink::enslave(NAME, $segment);
  Rtnetlink::up(NAME);
}
sub quiet { my ($link, $on) = @_; eval { Kernel::write_file("/proc/sys/net/ipv6/conf/$link/disable_ipv6", $on // 1) }; }

sub batch { my ($commands) = @_; Kernel::run_program($commands, 'ip', '-batch', '-'); }

1;
