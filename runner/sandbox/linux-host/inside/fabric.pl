# Process 1 of the sandbox, root of its outer user namespace (S0): a root file system of its own, a bridge for each segment with
# the router's addresses, and one tree of mounts per host, built here so that the hosts' own user namespaces (S1) find them
# locked (mount_namespaces(7)). Knows nothing of what is in a host's files, and nothing of the machine after pivot_root.
package Fabric;
use strict;
use warnings;

# Links into /usr on today's distributions, directories on older ones.
use constant TOP => qw(bin sbin lib lib32 lib64 libx32);
use constant DEVICES => qw(null zero full random urandom tty net/tun);
# Commands by their names of the alternatives system, names of routing tables, the index of libraries.
use constant ETC => qw(alternatives iproute2 ld.so.cache);

# What a process needs that begins anew inside, without a trace of the machine's paths in its memory.
use constant PARTS => qw(kernel spec rtnetlink fabric host http-server wire sandbox);
my ($spec, %host);

# From a process of the keeper's to one that knows nothing of the machine.
sub enter {
  my $answers; my $orders; my $architecture;
  ($spec, $orders, $answers, $architecture) = @_;
  Kernel::die_with_parent();
  Kernel::dumpable();
  defined Kernel::read_line($orders) or exit 1;
  Kernel::load_filter($spec->{filter});
  Kernel::become_root($spec->{one_id});
  Kernel::die_with_parent();
  Kernel::dumpable();
  # They hold for a user namespace made from here on as a whole (RLIMIT_NPROC and the next three), or for each process.
  Kernel::limit('NPROC', $spec->{processes}) if $spec->{processes};
  Kernel::limits();
  Kernel::silence();
  Kernel::call('unshare', Kernel::EVERYTHING_ELSE);
  build_root();
  Kernel::exec_with([$orders, $answers], '/usr/bin/perl', '/inside/sandbox.pl', $architecture);
}

# The sandbox from its root file system on (sandbox.pl).
sub run {
  my $answers; my $orders;
  ($spec, $orders, $answers) = @_;
  $0 = 'wirebook: fabric';
  limit();
  defined Kernel::read_line($orders) or exit 1;
  if ($spec->{wire}) { Kernel::say_line($answers, 'wire'); defined Kernel::read_line($orders) or exit 1; }
  $ENV{PATH} = '/usr/sbin:/usr/bin:/sbin:/bin';
  build_segments();
  build_hosts(@{$spec->{hosts}});
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

# Nothing of the machine but /usr, read-only, what its programs need of /etc, six devices, and the directories of
# published files. The hosts' own trees are made of it, and what runs hidden lives here (entrance.pl): no host reaches it.
sub build_root {
  Kernel::mount('none', '/', '', Kernel::REC | Kernel::PRIVATE);
  Kernel::mount('lab', 'mnt', 'tmpfs', Kernel::NOSUID, 'size=8m,mode=755');
  mkdir "mnt/$_" for qw(usr etc inside proc proc-of sys dev dev/net published hosts tmp);
  Kernel::write_file("mnt/inside/$_.pl", $spec->{parts}{$_}) for PARTS;
  Spec::leave('mnt/inside', $spec);
  Kernel::bind('/usr', 'mnt/usr', Kernel::RDONLY | Kernel::NOSUID);
  for my $directory (TOP) {
    if (defined(my $target = readlink "/$directory")) { symlink $target, "mnt/$directory"; }
    elsif (-d "/$directory") { mkdir "mnt/$directory"; Kernel::bind("/$directory", "mnt/$directory", Kernel::RDONLY | Kernel::NOSUID); }
  }
  for my $path (grep { -e "/etc/$_" } ETC) {
    -d "/etc/$path" ? mkdir "mnt/etc/$path" : touch("mnt/etc/$path");
    Kernel::bind("/etc/$path", "mnt/etc/$path", Kernel::RDONLY | Kernel::NOSUID | Kernel::NODEV | Kernel::NOEXEC);
  }
  Kernel::write_file('mnt/etc/passwd', "root:x:0:0::/:/bin/sh\n");
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
  my %most = (
    (map { ("${_}_namespaces" => 128) } qw(net pid uts ipc cgroup)), mnt_namespaces => 256, user_namespaces => 32,
    inotify_instances => 64, inotify_watches => 8192, fanotify_groups => 8, fanotify_marks => 1024,
  );
  for my $kind (keys %most) { eval { Kernel::write_file("/proc/sys/user/max_$kind", $most{$kind}) }; }
}

# The router is this network namespace: it forwards between the segments on which it has addresses and has no other routes.
# Elsewhere a bridge only joins and says nothing of its own.
sub build_segments {
  Rtnetlink::up('lo');
  my @routed = grep { @{$_->{addresses}} } @{$spec->{segments}};
  forward(grep { /:/ } map { @{$_->{addresses}} } @routed) if @routed;
  my $is_quiet = @routed < @{$spec->{segments}};
  Wire::quiet('default') if $is_quiet;
  for my $segment (@{$spec->{segments}}) {
    my $bridge = $segment->{name};
    Rtnetlink::add_bridge($bridge);
    Wire::quiet($bridge, 0) if $is_quiet && @{$segment->{addresses}};
    Rtnetlink::add_address($bridge, $_) for @{$segment->{addresses}};
    Rtnetlink::up($bridge);
  }
  Wire::join_segment($spec->{wire_segment}) if $spec->{wire};
}

# Each packet to an unknown network is answered, not only some of them (icmp(7); networking/ip-sysctl.rst, icmp/ratelimit): the
# same command, the same output.
sub forward {
  my ($has_ipv6) = @_;
  Kernel::write_file("/proc/sys/net/ipv4/$_->[0]", $_->[1]) for [ip_forward => 1], [icmp_ratemask => 0];
  return unless $has_ipv6;
  Kernel::write_file("/proc/sys/net/ipv6/$_->[0]", $_->[1]) for ['conf/all/forwarding', 1], ['icmp/ratelimit', 0];
}

sub build_hosts {
  my (@names) = @_;
  for my $name (@names) { build_tree($name); Host::start($spec, $host{$name} = { name => $name }); }
  for my $name (@names) {
    attach_proc_of($host{$name});
    for my $link (@{$spec->{of}{$name}{links}}) {
      Rtnetlink::add_veth($link->{port}, $link->{segment}, name => $link->{name}, mac => $link->{mac}, pid => $host{$name}{pid});
    }
    Kernel::say_line($host{$name}{orders}, 'linked');
  }
  expect($host{$_}, 'ready') for @names;
}

# The host's /proc, where its root cannot mount anything over it. A proc file system is that of the process that mounts it
# (proc(5), pid_namespaces(7)), which is the host's first; nothing of the learner's runs there yet.
sub attach_proc_of {
  my ($host) = @_;
  my ($descriptor) = expect($host, 'separate') =~ /(\d+)/;
  mkdir "/proc-of/$host->{name}";
  open(my $proc, '<', "/proc/$host->{pid}/fd/$descriptor") or die "$host->{name}: its /proc: $!\n";
  Kernel::attach($proc, "/proc-of/$host->{name}");
}

# What the host's first process says behind the word.
sub expect {
  my ($host, $word) = @_;
  my $line = Kernel::read_line($host->{answers}) // 'its first process ended';
  $line =~ s/^$word\b// or die "$host->{name}: $line\n";
  return $line;
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

# A host from nothing: its processes go with the first of them, and those go that are hidden from the learner.
sub reset_host {
  my ($name) = @_;
  my $old = $host{$name} or die "no host $name\n";
  my $theirs = (stat "/proc/$old->{pid}/ns/user")[1];
  kill 'KILL', $old->{pid};
  waitpid($old->{pid}, 0);
  if (defined $theirs) { kill 'KILL', grep { works_for($_, $theirs) } map { m{(\d+)$} } glob '/proc/[0-9]*'; }
  close $old->{$_} for 'orders', 'answers';
  Kernel::call('umount2', $_, Kernel::MNT_DETACH) for "/hosts/$name", "/proc-of/$name";
  # The old links go with their network namespace, but at a time of its own.
  for my $link (@{$spec->{of}{$name}{links}}) { eval { Rtnetlink::remove($link->{port}) }; }
  build_hosts($name);
}

# Is a process in a network namespace that belongs to that user namespace, or to one below it? NS_GET_USERNS and
# NS_GET_PARENT of ioctl_ns(2).
sub works_for {
  my ($pid, $owner) = @_;
  return if $pid == $$;
  open(my $namespace, '<', "/proc/$pid/ns/net") or return;
  my $ask = 0xb701;
  while (my $fd = ioctl $namespace, $ask, 0) {
    open($namespace, '<&=', $fd) or return;
    return 1 if (stat $namespace)[1] == $owner;
    $ask = 0xb702;
  }
  return;
}

sub touch { my ($path) = @_; open(my $f, '>', $path) or die "$path: $!\n"; }

1;
