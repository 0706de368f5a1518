# The resident part of the collector: runs hidden beside a lab host (lab.pl stands before it in the program) and answers
# each line "NONCE DEPTH" of its input with one collection. Every section ends with a mark on both outputs: RS NONCE where
# section status. It enters namespaces itself and reads /proc itself, because a spawn costs 1-2 ms, more than what the
# spawned tool reads. Its tools are the machine's, not the host's: nothing that a learner can write or mount is run.
package main;
use strict;
use warnings;
use Config;

$ENV{LC_ALL} = 'C';
my $PROC = $ENV{HOST_PROC};
# A reader that went away must end this process, not make it write on.
$SIG{PIPE} = 'DEFAULT';
select STDERR; $| = 1;
select STDOUT; $| = 1;

# Not the module POSIX: to load it takes four times as long as all else that Perl does to start.

# Perl has no setns(2), unshare(2), mount(2); their numbers by machine (asm/unistd.h).
my %NUMBERS = (
    x86_64 => [308, 272, 165], aarch64 => [268, 97, 40], riscv64 => [268, 97, 40], ppc64le => [350, 282, 21], s390x => [339, 303, 21],
);
my ($machine) = $Config{archname} =~ /^([^-]+)/;
my ($SETNS, $UNSHARE, $MOUNT) = @{$NUMBERS{$machine} // die "collect: no system call numbers are known for $machine\n"};
my ($CLONE_NEWNET, $CLONE_NEWNS, $MS_BIND) = (0x40000000, 0x00020000, 4096);
my @KINDS = qw(net mnt pid uts ipc user cgroup time);
my @SYSCTLS = map { "/proc/sys/net/$_" } (
    'ipv4/ip_forward', 'ipv4/ip_nonlocal_bind', 'ipv4/ip_local_port_range', 'ipv4/ip_unprivileged_port_start',
    'ipv4/ping_group_range', 'ipv4/icmp_echo_ignore_all', 'ipv4/fib_multipath_hash_policy',
    (map { "ipv4/conf/*/$_" } qw(forwarding rp_filter proxy_arp arp_* route_localnet accept_local send_redirects
        accept_redirects src_valid_mark)),
    (map { "ipv4/neigh/*/$_" } qw(gc_stale_time base_reachable_time_ms ucast_solicit)),
    (map { "ipv6/conf/*/$_" } qw(forwarding disable_ipv6 accept_ra proxy_ndp)),
    'bridge/*', 'netfilter/nf_conntrack_*',
);
my $BATCH = "addr\nroute show table all\nrule\nneigh\n";
# A record of a plugin or a runtime is some hundred bytes; and of one file no more than this is read.
my $MOST = 65536;

my ($nonce, $where);
open my $home, '<', '/proc/self/ns/net' or die "collect: /proc/self/ns/net: $!\n";

sub mark {
    my ($section, $status) = @_;
    my $mark = "\x1e$nonce $where $section $status\n";
    print STDOUT $mark;
    print STDERR $mark;
}

sub slurp {
    my ($path) = @_;
    open my $file, '<:raw', $path or return undef;
    local $/;
    return scalar readline $file;
}

# Runs a tool with its output going straight to ours, and marks its end.
sub tool {
    my ($section, $input, @argv) = @_;
    pipe my $from, my $to or die "collect: pipe: $!\n";
    syswrite $to, $input;
    close $to;
    my $pid = fork;
    die "collect: fork: $!\n" unless defined $pid;
    if ($pid == 0) {
        open STDIN, '<&', $from;
        # Whose sockets they are ss(8) looks for in /proc. (Told of another by PROC_ROOT it would not ask the kernel any more.)
        if ($section eq 'sockets') {
            my ($at, $none) = ('/proc', '');
            syscall($UNSHARE, $CLONE_NEWNS) == 0 && syscall($MOUNT, $PROC, $at, $none, $MS_BIND, $none) == 0 or die "mount: $!\n";
        }
        { no warnings; exec { $argv[0] } @argv }
        print STDERR "$argv[0]: ", $!{ENOENT} ? 'is not installed' : $!, "\n";
        exit 127;
    }
    waitpid $pid, 0;
    mark($section, $? & 127 ? 128 + ($? & 127) : $? >> 8);
}

# By which number the namespace that this process is in calls each of the others (link_netnsid), as far as it calls them at
# all: RTM_GETNSID of rtnetlink(7) with the namespace as an open file; linux/net_namespace.h.
sub numbers_of_peers {
    my (@found) = @_;
    socket my $kernel, 16, 3, 0 or return; # AF_NETLINK, SOCK_RAW, NETLINK_ROUTE
    for my $one (@found) {
        send $kernel, pack('L S S L L  C x3  S S L', 28, 90, 1, 0, 0, 0, 8, 3, fileno $one->{file}), 0 or return;
        recv $kernel, my $answer, 4096, 0;
        my (undef, $type, undef, undef, undef, $attributes) = unpack 'L S S L L x4 a*', $answer // '';
        next unless ($type // 0) == 88; # RTM_NEWNSID
        while (length($attributes // '') >= 8) {
            my ($length, $kind, $number) = unpack 'S S l', $attributes;
            print "$number $one->{inode}\n" if $kind == 1 && $number >= 0;
            last if $length < 4;
            $attributes = substr $attributes, ($length + 3 & ~3) < length $attributes ? $length + 3 & ~3 : length $attributes;
        }
    }
    mark('peers', 0);
}

sub inside {
    my ($depth, @found) = @_;
    tool('ip', $BATCH, qw(ip -j -d -batch -));
    numbers_of_peers(@found);
    tool('fdb', '', qw(bridge -j fdb));
    return if $depth ne 'full';
    tool('sockets', '', qw(ss -lntuHp));
    my $values = '';
    for my $path (map { glob $_ } @SYSCTLS) {
        my $value = slurp($path);
        next unless defined $value;
        chomp $value;
        $values .= "$path:$value\n";
    }
    print $values;
    mark('sysctls', 0);
    tool('iptables', '', qw(iptables-save -c));
    tool('nft', '', qw(nft -j list ruleset));
    # Listing walks the hash table of the whole kernel (10 ms); a namespace that counts no entry has none to list.
    my $count = slurp('/proc/sys/net/netfilter/nf_conntrack_count');
    if (defined $count && $count == 0) { mark('conntrack', 0) }
    else { tool('conntrack', '', qw(conntrack -L)) }
}

sub numbers { return sort { $a <=> $b } grep { /^\d+$/ } @_ }

sub entries {
    my ($folder) = @_;
    opendir my $handle, $folder or return ();
    return grep { !/^\.\.?$/ } readdir $handle;
}

# Prints what the host's namespaces and processes are; returns each network namespace once, its own first: inode, path,
# open file. By its open file a namespace is the same to the end, even when its name is given to another meanwhile.
sub listing {
    my (@found, %seen, $nsfs);
    my ($files, $processes) = ('', '');
    my @pids = numbers(entries($PROC));
    my $see = sub {
        my ($path, $file) = @_;
        my ($device, $inode) = stat($file // return) or return;
        $files .= "$device $inode $path\0";
        $nsfs //= $device;
        push @found, { inode => $inode, path => $path, file => $file } if $device == $nsfs && !$seen{$inode}++;
    };
    # Its own is the one that this process was put into: a host's root can move the first process elsewhere.
    $see->('/proc/1/ns/net', $home);
    for my $name (Lab::entries($PROC, 'run/netns')) {
        $see->("/run/netns/$name", Lab::network_namespace($PROC, $name));
    }
    for my $pid (@pids) {
        for my $kind (@KINDS) {
            if ($kind eq 'net') { $see->("/proc/$pid/ns/net", opened("$PROC/$pid/ns/net")) if $pid != 1; next; }
            my ($device, $inode) = stat "$PROC/$pid/ns/$kind" or next;
            $files .= "$device $inode /proc/$pid/ns/$kind\0";
        }
        my ($device, $inode) = stat "$PROC/$pid/root" or next;
        $files .= "$device $inode /proc/$pid/root\0";
    }
    print $files;
    mark('namespaces', 0);
    for my $pid (@pids) {
        my $stat = slurp("$PROC/$pid/stat");
        next unless defined $stat;
        $processes .= "/proc/$pid/stat:$stat\0";
        $processes .= "/proc/$pid/cmdline:$_\0" for split /\0/, slurp("$PROC/$pid/cmdline") // '', -1;
    }
    print $processes;
    mark('processes', 0);
    return @found;
}

sub opened { my ($path) = @_; open my $file, '<', $path or return undef; return $file; }

# What outlives a process: the host's mounts, and the files in which plugins and runtimes remember what they made.
sub kept {
    my $mounts = slurp("$PROC/1/mountinfo");
    print $mounts // '';
    mark('mounts', defined $mounts ? 0 : 1);
    my @records = map { "run/crun/$_/status" } Lab::entries($PROC, 'run/crun');
    for my $network (map { "var/lib/cni/networks/$_" } Lab::entries($PROC, 'var/lib/cni/networks')) {
        push @records, map { "$network/$_" } grep { /^[0-9a-f.:]+$/i } Lab::entries($PROC, $network);
    }
    for my $path (@records) {
        my $content = Lab::content($PROC, $path, $MOST);
        print "/$path\n$content\0" if defined $content && $content !~ /\0/;
    }
    mark('records', 0);
}

while (defined(my $line = <STDIN>)) {
    ($nonce, my $depth) = split ' ', $line;
    $where = 'host';
    my @found = listing();
    kept();
    for my $one (@found) {
        $where = $one->{inode};
        my $status = 1;
        if (syscall($SETNS, fileno $one->{file}, $CLONE_NEWNET) != 0) { print STDERR "setns $one->{path}: $!\n" }
        else { $status = 0; inside($depth, @found) }
        mark('enter', $status);
    }
    syscall($SETNS, fileno $home, $CLONE_NEWNET) == 0 or die "collect: setns back: $!\n";
    $where = 'host';
    mark('done', 0);
}
