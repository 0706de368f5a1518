# The system calls that a sandbox is made of, for Perl's syscall(). Knows nothing of hosts or files.
# Perl, because perl-base is essential on Debian and Ubuntu, starts in 2 ms, and can load a seccomp filter and join
# namespaces without a compiler; every mount(8) or unshare(1) saved is 1-2 ms of a learner's wait.
package Kernel;
use strict;
use warnings;

# Numbers: arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h (arm64) of the kernel.
my %NUMBERS = (
  x64 => {
    clone => 56, mknodat => 259, prctl => 157, seccomp => 317, setgroups => 116, setresgid => 119, setresuid => 117,
    unshare => 272, setns => 308, mount => 165, umount2 => 166, pivot_root => 155, mount_setattr => 442,
    sethostname => 170, prlimit64 => 302, setsid => 112, close_range => 436, keyctl => 250,
    move_mount => 429, fsopen => 430, fsconfig => 431, fsmount => 432,
  },
  arm64 => {
    clone => 220, mknodat => 33, prctl => 167, seccomp => 277, setgroups => 159, setresgid => 149, setresuid => 147,
    unshare => 97, setns => 268, mount => 40, umount2 => 39, pivot_root => 41, mount_setattr => 442,
    sethostname => 161, prlimit64 => 261, setsid => 157, close_range => 436, keyctl => 219,
    move_mount => 429, fsopen => 430, fsconfig => 431, fsmount => 432,
  },
);
my $numbers;

use constant {
  NEWNS => 0x00020000, NEWCGROUP => 0x02000000, NEWUTS => 0x04000000, NEWIPC => 0x08000000,
  NEWUSER => 0x10000000, NEWPID => 0x20000000, NEWNET => 0x40000000,
  RDONLY => 1, NOSUID => 2, NODEV => 4, NOEXEC => 8, BIND => 4096, REC => 16384, PRIVATE => 1 << 18,
  SIGCHLD => 17, SIGKILL => 9, MNT_DETACH => 2, AT_FDCWD => -100,
};
use constant EVERYTHING_ELSE => NEWNS | NEWNET | NEWUTS | NEWIPC | NEWCGROUP;

# Chooses the table of numbers: 'x64' or 'arm64' (Node's process.arch).
sub architecture { my ($name) = @_; $numbers = $NUMBERS{$name} or die "no system call numbers for $name\n"; }

# A system call by name; dies with what was asked and the kernel's answer. Numbers must be numbers, strings are pointers.
sub call {
  my ($name, @args) = @_;
  my $result = syscall($numbers->{$name}, @args);
  if ($result == -1) {
    my $why = $!;
    die "$name(" . join(', ', map { /^[\x20-\x7e]*$/ ? $_ : '...' } grep { defined } @args[0 .. ($#args < 2 ? $#args : 2)]) . "): $why\n";
  }
  return $result;
}

sub mount {
  my ($source, $target, $type, $flags, $data) = @_;
  eval { call('mount', $source, $target, $type, $flags + 0, $data // ''); 1 } or die "mount of $target: $@";
}

# A recursive bind; with attributes (RDONLY|NOSUID|...) set on all mounts of it (mount_setattr(2), Linux 5.12).
sub bind {
  my ($source, $target, $attributes) = @_;
  mount($source, $target, '', BIND | REC);
  return unless $attributes;
  eval { call('mount_setattr', AT_FDCWD, $target, 0x8000, pack('Q4', $attributes, 0, 0, 0), 32); 1 } or die "mount flags of $target: $@";
}

# A mount that is nowhere yet, as a file: of the caller's namespaces and privileges, for another process to attach. Bits
# NOSUID, NODEV and NOEXEC are the same as MOUNT_ATTR_* of linux/mount.h, which has the other numbers, too (Linux 5.2).
sub detached_mount {
  my ($type, $attributes) = @_;
  open(my $context, '<&=', call('fsopen', $type, 1)) or die "fsopen of $type: $!\n";
  call('fsconfig', fileno $context, 6, 0, 0, 0);
  open(my $mount, '<&=', call('fsmount', fileno $context, 1, $attributes)) or die "fsmount of $type: $!\n";
  return $mount;
}
sub attach { my ($mount, $target) = @_; call('move_mount', fileno $mount, '', AT_FDCWD, $target, 4); }

# Makes the current directory, a mount, the root, and drops the old one with all that hangs there (pivot_root(2), NOTES).
sub pivot_here {
  call('pivot_root', '.', '.');
  call('umount2', '.', MNT_DETACH);
  chdir '/' or die "chdir /: $!\n";
}

# A child by clone(2): in new namespaces already while it runs the first line. Returns like fork.
sub clone { my ($flags) = @_; return call('clone', $flags | SIGCHLD, 0, 0, 0, 0); }

# Becomes uid 0 and gid 0 of the current user namespace, with all its capabilities.
# Credentials that change clear the parent-death signal and "dumpable"; /proc/PID/ns must stay open to the owner.
sub become_root {
  my ($one_id) = @_;
  call('setgroups', 0, 0) unless $one_id;
  call('setresgid', 0, 0, 0);
  call('setresuid', 0, 0, 0);
}
sub dumpable { call('prctl', 4, 1, 0, 0, 0); }
sub undumpable { call('prctl', 4, 0, 0, 0, 0); }
sub no_new_privileges { call('prctl', 38, 1, 0, 0, 0); }
sub die_with_parent { call('prctl', 1, SIGKILL, 0, 0, 0); }

# Into the namespace that a file is open of; a pid namespace is entered by the next child only (setns(2)).
sub join_namespace { my ($file, $kind) = @_; call('setns', fileno $file, $kind); }

# KEYCTL_JOIN_SESSION_KEYRING without a name: a new, empty one, instead of the runner's with its keys (session-keyring(7)).
# A kernel without keys has none to lose.
sub leave_session_keyring { eval { call('keyctl', 1, 0, 0, 0, 0) }; die $@ unless !$@ || $!{ENOSYS} || $!{EPERM}; }

# Loads a seccomp filter (struct sock_filter[]) for this process and all that it starts. Needs CAP_SYS_ADMIN in the
# current user namespace and therefore no "no new privileges", which would break set-uid programs (seccomp(2)).
sub load_filter {
  my ($filter) = @_;
  return unless length $filter;
  call('seccomp', 1, 0, pack('S x6 P', length($filter) / 8, $filter));
}

# getrlimit(2); numbers of asm-generic/resource.h. Where the limit is lower already, an ordinary user cannot raise it.
my %LIMIT = (CORE => 4, NPROC => 6, NOFILE => 7, MEMLOCK => 8, SIGPENDING => 11, MSGQUEUE => 12);
sub limit {
  my ($what, $most) = @_;
  eval { call('prlimit64', 0, $LIMIT{$what}, pack('Q2', $most, $most), 0) };
}
# What every process of a lab has: bytes that cannot be swapped out, signals and messages that wait, open files.
sub limits { limit('MEMLOCK', 8 << 20); limit('SIGPENDING', 4096); limit('MSGQUEUE', 819200); limit('NOFILE', 4096); limit('CORE', 0); }

sub read_file { my ($path) = @_; open(my $f, '<', $path) or die "$path: $!\n"; binmode $f; local $/; my $all = <$f>; return $all // ''; }

sub read_file_part { my ($path, $n) = @_; open(my $f, '<', $path) or die "$path: $!\n"; binmode $f; sysread($f, my $bytes, $n); return $bytes; }

# One write(2), as /proc wants it.
sub write_file {
  my ($path, $text) = @_;
  open(my $f, '>', $path) or die "$path: $!\n";
  my $n = syswrite($f, $text);
  die "$path: $!\n" unless defined $n && $n == length $text;
  close $f;
}

# A file, or a directory with all that is in it; links are not followed.
sub remove {
  my ($path) = @_;
  if (-d $path && !-l $path) {
    opendir(my $d, $path) or return;
    remove("$path/$_") for grep { $_ ne '.' && $_ ne '..' } readdir $d;
    rmdir $path;
  } else { unlink $path; }
}

# A line from a pipe, unbuffered so that select() keeps telling the truth; undef at its end.
sub read_line {
  my ($pipe) = @_;
  my $line = '';
  while (1) {
    my $n = sysread($pipe, my $byte, 1);
    next if !defined $n && $! == 4; # EINTR
    return undef unless $n;
    return $line if $byte eq "\n";
    $line .= $byte;
  }
}
sub say_line { my ($pipe, $line) = @_; $line =~ s/\n+/ /g; syswrite($pipe, "$line\n"); }

# A pipe as (read end, write end), remembered so that a child can drop the ends that are not his: a learner may look
# into /proc/1/fd.
my @ends;
sub channel {
  pipe(my $r, my $w) or die "pipe: $!\n";
  push @ends, $r, $w;
  return ($r, $w);
}
sub remember { push @ends, @_; }
sub keep_only {
  my %keep = map { ($_ => 1) } @_;
  for my $end (grep { !$keep{$_} } @ends) { close $end; }
  @ends = @_;
}

# Becomes another program, which has these files open, too, and finds their numbers behind its arguments.
sub exec_with {
  my ($files, @argv) = @_;
  fcntl($_, 2, 0) or die "fcntl: $!\n" for @$files; # F_SETFD: without FD_CLOEXEC
  exec { $argv[0] } @argv, map({ fileno $_ } @$files) or die "$argv[0]: $!\n";
}

# Closes what this process got from those before it; for the very start, when Perl itself holds nothing there yet.
sub close_from { my ($first) = @_; call('close_range', $first, 0xffffffff, 0); }

sub silence {
  open(STDIN, '<', '/dev/null'); open(STDOUT, '>', '/dev/null'); open(STDERR, '>', '/dev/null');
}

# Runs a program with that input, and waits for its end; dies with its complaint.
sub run_program {
  my ($input, @argv) = @_;
  pipe(my $in_r, my $in_w) or die "pipe: $!\n";
  pipe(my $err_r, my $err_w) or die "pipe: $!\n";
  my $pid = fork() // die "fork: $!\n";
  if (!$pid) {
    open(STDIN, '<&', $in_r); open(STDOUT, '>', '/dev/null'); open(STDERR, '>&', $err_w);
    exec { $argv[0] } @argv or do { print STDERR "$argv[0]: $!\n"; exit 127 };
  }
  close $in_r; close $err_w;
  syswrite($in_w, $input); close $in_w;
  my $complaint = do { local $/; readline $err_r } // '';
  waitpid($pid, 0);
  die "$argv[0]: $complaint\n" if $? != 0;
}

1;
