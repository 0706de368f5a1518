# Process 1 of the sandbox, root of its outer user namespace (S0): a root file system of its own, the router with the
# underlay bridge, and one tree of mounts per host, built here so that the hosts' own user namespaces (S1) find them
# locked (mount_namespaces(7)). Knows nothing of what is in a host's files, and nothing of the machine after pivot_root.
package Fabric;
use strict;
use warnings;

# Links into /usr on today's distributions, directories on older ones.
use constant TOP => qw(bin sbin lib lib32 lib64 libx32);
use constant DEVICES => qw(null zero full random urandom tty net/tun);

my ($spec, %host);

sub run {
  my $answers; my $orders;
  ($spec, $orders, $answers) = @_;
  Kernel::die_with_parent();
  Kernel::dumpable();
  defined Kernel::read_line($orders) or exit 1;
  Kernel::load_filter($spec->{filter});
  Kernel::become_root($spec->{one_id});
  Kernel::die_with_parent();
  Kernel::dumpable();
  Kernel::processes_at_most($spec->{processes}) if $spec->{processes};
  Kernel::silence();
  Kernel::call('unshare', Kernel::EVERYTHING_ELSE);
  $0 = 'wirebook: fabric';
  build_root();
  limit();
  defined Kernel::read_line($orders) or exit 1;
  if ($spec->{wire}) { Kernel::say_line($answers, 'wire'); defined Kernel::read_line($orders) or exit 1; }
  $ENV{PATH} = '/usr/sbin:/usr/bin:/sbin:/bin';
  build_hosts(underlay(), @{$spec->{hosts}});
  Kernel::say_line($answers, ready());
  while (defined(my $order = next_order($orders))) {
    my (undef, $name) = split / /, $order;
    my $answer = eval { reset_host($name); ready() } // "error $@";
    Kernel::say_line($answers, $answer);
  }
  exit 0;
}

# Whoever is left to process 1 meanwhile (hidden commands whose parent outside was killed) is reaped.
sub next_order {
  my ($orders) = @_;
  local $SIG{CHLD} = sub { 1 while waitpid(-1, 1) > 0 }; # 1: WNOHANG
  return Kernel::read_line($orders);
}

sub ready { return 'ready ' . join ' ', map { "$_=$host{$_}{pid}" } @{$spec->{hosts}}; }

# Nothing of the machine but /usr, read-only, six devices, and the directories of published files.
sub build_root {
  Kernel::mount('none', '/', '', Kernel::REC | Kernel::PRIVATE);
  Kernel::mount('lab', 'mnt', 'tmpfs', Kernel::NOSUID, 'size=1m,mode=755');
  mkdir "mnt/$_" for qw(usr proc sys dev dev/net published hosts tmp);
  Kernel::bind('/usr', 'mnt/usr', Kernel::RDONLY | Kernel::NOSUID);
  for my $directory (TOP) {
    if (defined(my $target = readlink "/$directory")) { symlink $target, "mnt/$directory"; }
    elsif (-d "/$directory") { mkdir "mnt/$directory"; Kernel::bind("/$directory", "mnt/$directory", Kernel::RDONLY | Kernel::NOSUID); }
  }
  for my $device (DEVICES) {
    next unless -e "/dev/$device";
    touch("mnt/dev/$device");
    Kernel::bind("/dev/$device", "mnt/dev/$device");
  }
  Kernel::bind('published', 'mnt/published', Kernel::RDONLY | Kernel::NOSUID | Kernel::NODEV | Kernel::NOEXEC);
  Kernel::mount('proc', 'mnt/proc', 'proc', Kernel::NOSUID | Kernel::NODEV | Kernel::NOEXEC);
  Kernel::mount('sysfs', 'mnt/sys', 'sysfs', Kernel::NOSUID | Kernel::NODEV | Kernel::NOEXEC);
  chdir 'mnt' or die "chdir: $!\n";
  Kernel::pivot_here();
}

# These live in S0, so nobody in S1 can lift them (namespaces(7), /proc/sys/user).
sub limit {
  Kernel::call('sethostname', 'fabric', 6);
  my %most = (net => 128, mnt => 256, user => 32, pid => 128, uts => 128, ipc => 128, cgroup => 128);
  for my $kind (keys %most) { eval { Kernel::write_file("/proc/sys/user/max_${kind}_namespaces", $most{$kind}) }; }
}

# The commands that make the underlay. Where it ends at this machine there is the router, which forwards between its two
# networks and has no other routes; elsewhere the bridge only leads to the wire and says nothing of its own.
sub underlay {
  my $links = "link set lo up\nlink add underlay type bridge\n";
  if ($spec->{router}) {
    Kernel::write_file('/proc/sys/net/ipv4/ip_forward', 1);
    # Each packet to an unknown network is answered, not only some of them (icmp(7)): the same command, the same output.
    Kernel::write_file('/proc/sys/net/ipv4/icmp_ratemask', 0);
    $links .= "addr add $spec->{router} dev underlay\n";
  } else { Wire::quiet('default'); }
  $links .= "link set underlay up\n";
  return $spec->{wire} ? $links . Wire::join_underlay() : $links;
}

sub build_hosts {
  my ($links, @names) = @_;
  my $ip = Kernel::start_program('ip', '-batch', '-');
  for my $name (@names) { build_tree($name); Host::start($spec, $host{$name} = { name => $name }); }
  for my $name (@names) {
    expect($host{$name}, 'separate');
    my $port = $name; # 15 bytes at most
    $links .= "link add $port up type veth peer name eth0 address $spec->{of}{$name}{mac} netns $host{$name}{pid}\n";
    $links .= $spec->{of}{$name}{uplink} eq 'underlay' ? "link set $port master underlay\n" : "addr add $spec->{of}{$name}{gateway}/24 dev $port\n";
  }
  Kernel::finish_program($ip, $links);
  Kernel::say_line($host{$_}{orders}, 'linked') for @names;
  expect($host{$_}, 'ready') for @names;
}

sub expect {
  my ($host, $word) = @_;
  my $line = Kernel::read_line($host->{answers}) // 'its first process ended';
  die "$host->{name}: $line\n" if $line ne $word;
}

# The mounts of a host, owned by S0: locked as one piece for the host's root, and their sizes not his to change.
sub build_tree {
  my ($name) = @_;
  my $root = "/hosts/$name";
  my $owner = $spec->{one_id} ? 0 : 1; # S1's root as S0 sees it
  my $limits = "uid=$owner,gid=$owner";
  mkdir $root;
  Kernel::mount($name, $root, 'tmpfs', Kernel::NOSUID | Kernel::NODEV, "size=64m,nr_inodes=16k,mode=755,$limits");
  my @entries = map { "$root/$_" } qw(usr proc sys dev dev/net dev/pts dev/shm run .lab .lab/sys .lab/steps);
  mkdir $_ for @entries;
  chown $owner, $owner, @entries;
  my @devices = grep { -e "/dev/$_" } DEVICES;
  touch("$root/dev/$_") for @devices;
  Kernel::bind('/usr', "$root/usr");
  for my $directory (grep { -d "/$_" && !-l "/$_" } TOP) { mkdir "$root/$directory"; Kernel::bind("/$directory", "$root/$directory"); }
  Kernel::bind("/dev/$_", "$root/dev/$_") for @devices;
  Kernel::bind("/published/$name", "$root/.lab/steps");
  Kernel::mount('shm', "$root/dev/shm", 'tmpfs', Kernel::NOSUID | Kernel::NODEV, "size=16m,nr_inodes=1k,mode=1777,$limits");
  Kernel::mount('run', "$root/run", 'tmpfs', Kernel::NOSUID | Kernel::NODEV, "size=16m,nr_inodes=4k,mode=755,$limits");
}

# A host from nothing: every process in its user namespace goes, also those that are hidden from the learner.
sub reset_host {
  my ($name) = @_;
  my $old = $host{$name} or die "no host $name\n";
  my $namespace = readlink "/proc/$old->{pid}/ns/user";
  kill 'KILL', $old->{pid};
  waitpid($old->{pid}, 0);
  if (defined $namespace) {
    for my $process (glob '/proc/[0-9]*') {
      kill 'KILL', $1 if (readlink("$process/ns/user") // '') eq $namespace && $process =~ /(\d+)$/;
    }
  }
  close $old->{$_} for 'orders', 'answers';
  Kernel::call('umount2', "/hosts/$name", Kernel::MNT_DETACH);
  # The old link goes with its network namespace, but at a time of its own.
  eval { Kernel::finish_program(Kernel::start_program('ip', '-batch', '-'), "link del $name\n") };
  build_hosts('', $name);
}

sub touch { my ($path) = @_; open(my $f, '>', $path) or die "$path: $!\n"; }

1;
