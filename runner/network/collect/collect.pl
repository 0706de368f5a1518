# The resident part of the collector: runs on a lab host and answers each line "NONCE DEPTH" of its input with one
# collection. Every section ends with a mark on both outputs: RS NONCE where section status. It enters namespaces itself
# and reads /proc itself, because a spawn costs 1-2 ms, more than what the spawned tool reads. It is not in the host's
# pid namespace: /proc/self, /dev/fd and /proc/net do not exist for it.
use strict;
use warnings;
use Config;

$ENV{PATH} = '/usr/sbin:/usr/bin:/sbin:/bin';
$ENV{LC_ALL} = 'C';
# A reader that went away must end this process, not make it write on.
$SIG{PIPE} = 'DEFAULT';
select STDERR; $| = 1;
select STDOUT; $| = 1;

# Not the module POSIX: to load it takes four times as long as all else that Perl does to start.

# Perl has no setns(2); its number by machine (asm/unistd.h).
my %SETNS = (x86_64 => 308, aarch64 => 268, riscv64 => 268, ppc64le => 350, s390x => 339);
my ($machine) = $Config{archname} =~ /^([^-]+)/;
my $SETNS = $SETNS{$machine} or die "collect: no number of setns(2) is known for $machine\n";
my $CLONE_NEWNET = 0x40000000;
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
# `netns list-id` is last: a kernel or an ip without it costs the others nothing.
my $BATCH = "addr\nroute show table all\nrule\nneigh\nnetns list-id\n";

my ($nonce, $where);

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
        { no warnings; exec { $argv[0] } @argv }
        print STDERR "$argv[0]: ", $!{ENOENT} ? 'is not installed' : $!, "\n";
        exit 127;
    }
    waitpid $pid, 0;
    mark($section, $? & 127 ? 128 + ($? & 127) : $? >> 8);
}

sub inside {
    my ($depth) = @_;
    tool('ip', $BATCH, qw(ip -j -d -batch -));
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

# Prints what the host's namespaces and processes are; returns [inode, path] of each network namespace, its own first.
sub listing {
    my (@found, %seen, $nsfs);
    my ($files, $processes) = ('', '');
    my @pids = numbers(entries('/proc'));
    my $see = sub {
        my ($path) = @_;
        my ($device, $inode) = stat $path or return;
        $files .= "$device $inode $path\0";
        return if $path !~ m{^/run/netns/|/net$};
        $nsfs //= $device;
        push @found, [$inode, $path] if $device == $nsfs && !$seen{$inode}++;
    };
    $see->($_) for '/proc/1/ns/net', map({ "/run/netns/$_" } sort(entries('/run/netns')));
    for my $pid (@pids) { $see->("/proc/$pid/$_") for map({ "ns/$_" } @KINDS), 'root' }
    print $files;
    mark('namespaces', 0);
    for my $pid (@pids) {
        my $stat = slurp("/proc/$pid/stat");
        next unless defined $stat;
        $processes .= "/proc/$pid/stat:$stat\0";
        $processes .= "/proc/$pid/cmdline:$_\0" for split /\0/, slurp("/proc/$pid/cmdline") // '', -1;
    }
    print $processes;
    mark('processes', 0);
    return @found;
}

# What outlives a process: the host's mounts, and the files in which plugins and runtimes remember what they made.
sub kept {
    my $mounts = slurp('/proc/1/mountinfo');
    print $mounts // '';
    mark('mounts', defined $mounts ? 0 : 1);
    for my $path (glob '/var/lib/cni/networks/*/* /run/crun/*/status') {
        my $content = slurp($path);
        print "$path\n$content\0" if defined $content;
    }
    mark('records', 0);
}

open my $home, '<', '/proc/1/ns/net' or die "collect: /proc/1/ns/net: $!\n";
while (defined(my $line = <STDIN>)) {
    ($nonce, my $depth) = split ' ', $line;
    $where = 'host';
    my @found = listing();
    kept();
    for my $found (@found) {
        ($where, my $path) = @$found;
        my $status = 1;
        # By its open file a namespace is the same to the end, even when its name is given to another meanwhile.
        if (!open my $handle, '<', $path) { print STDERR "$path: $!\n" }
        elsif ((stat $handle)[1] != $where) { print STDERR "$path was given to another namespace meanwhile\n" }
        elsif (syscall($SETNS, fileno $handle, $CLONE_NEWNET) != 0) { print STDERR "setns $path: $!\n" }
        else { $status = 0; inside($depth) }
        mark('enter', $status);
    }
    syscall($SETNS, fileno $home, $CLONE_NEWNET) == 0 or die "collect: setns back: $!\n";
    $where = 'host';
    mark('done', 0);
}
