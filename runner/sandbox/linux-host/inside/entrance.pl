# The way into a lab host: joins its namespaces, loads the same seccomp filter that the host has, becomes its root and
# runs a command. Knows nothing of command lines, terminals or steps; enter.pl and the ssh driver's agent call it.
package Entrance;
use strict;
use warnings;

# The calling process joins all but the pid namespace, so that nobody in the lab sees it, waits for the command and ends
# with its status; never returns. The architecture is chosen and %ENV is the command's own. Options:
#   hidden  the command is the runner's, not the learner's: programs of the machine, outside of the host but for its network.
#           The host's processes are below $HOST_PROC, its files below $HOST_PROC/1/root (lab.pl opens them).
#   netns   with hidden: the name of a network namespace of the host, instead of the host's own.
#   report  a handle that receives `started` or `error WHY`; then `done STATUS NONCE` or `killed SIGNAL NONCE` when the
#           command has ended, and NONCE is written to both outputs: what stands before it is all that the command
#           itself wrote, even when something it left behind still holds the pipes. SIGTERM ends its process group.
#   status  ends with 128 + N where the command was ended by signal N, as shells say it: ssh tells of no signals.
sub run {
  my ($state, $host, $options, @command) = @_;
  my $report = $options->{report};
  my $child;
  # While /dev is still the machine's own.
  my $nonce = unpack 'H*', Kernel::read_file_part('/dev/urandom', 16);
  eval { $child = start($state, $host, $options, @command); 1 } or refuse($report, $host, $@);
  # The command goes first: an orphan of this process would be left to the machine's init, and a pid namespace ends only
  # when all of its processes have been reaped. Ctrl-C and Ctrl-\ are for the command.
  $SIG{$_} = sub { kill 'KILL', $report || $options->{hidden} ? (-$child, $child) : $child } for 'TERM', 'ALRM';
  # A terminal that closes: a shell then ends its jobs, and itself, unless it was told not to.
  $SIG{HUP} = sub { kill 'HUP', $child; alarm 1 };
  $SIG{$_} = 'IGNORE' for 'INT', 'QUIT';
  Kernel::say_line($report, 'started') if $report;
  1 while waitpid($child, 0) != $child;
  my $status = $?;
  if ($report) {
    Kernel::say_line($report, $status & 127 ? 'killed ' . ($status & 127) . " $nonce" : 'done ' . ($status >> 8) . " $nonce");
    for my $output (\*STDOUT, \*STDERR) { my $sent = 0; while ($sent < length $nonce) { $sent += syswrite($output, $nonce, length($nonce) - $sent, $sent) // last; } }
    exit 0;
  }
  exit(128 + ($status & 127)) if $options->{status} && $status & 127;
  if ($status & 127) { $SIG{$_} = 'DEFAULT' for 'HUP', 'TERM', 'ALRM', 'INT', 'QUIT'; kill $status & 127, $$; }
  exit($status >> 8);
}

sub refuse {
  my ($report, $host, $why) = @_;
  chomp $why;
  if ($report) { Kernel::say_line($report, "error $why"); } else { print STDERR "wirebook: cannot enter $host: $why\n"; }
  exit 125;
}

# Everything is joined before the fork: whoever watches for new processes in the lab sees one that has nothing of the
# machine any more, neither its files nor its network (CVE-2016-9962 was runc's way to do otherwise). Until it runs the
# command its memory is still that of a program of the machine, so it cannot be traced nor its /proc be opened by then
# (PR_SET_DUMPABLE, prctl(2); ptrace(2), "Ptrace access mode checking").
sub start {
  my ($state, $host, $options, @command) = @_;
  my $spec = settings($state);
  my $filter = -e "$state/filter" ? Kernel::read_file("$state/filter") : '';
  my %process = map { my ($name, @who) = split; ($name => \@who) } split /\n/, Kernel::read_file("$state/processes");
  my %its = namespaces($process{$host} // die("no such host\n"), qw(user net mnt pid uts ipc cgroup));
  my %outer = namespaces($process{fabric}, qw(user mnt pid));
  join_cgroups($state);
  opendir(my $proc, '/proc') or die "/proc: $!\n";
  pipe(my $begun, my $begins) or die "pipe: $!\n"; # ends when the command begins
  Kernel::limits();
  @INC = (); # a module that Perl found missing from here on would come from the host
  Kernel::leave_session_keyring();
  Kernel::join_namespace($outer{user}, Kernel::NEWUSER);
  if ($options->{hidden}) { stay_outside($host, $options->{netns}, $filter, \%outer, \%its); }
  else { go_inside($filter, \%its); }
  Kernel::undumpable();
  my $child = fork() // die "fork: $!\n";
  if ($child) {
    close $begins;
    sysread($begun, my $nothing, 1);
    goes_first($proc, $child) unless $options->{hidden};
    return $child;
  }
  eval {
    close $options->{report} if $options->{report};
    Kernel::become_root($spec->{one_id});
    Kernel::die_with_parent();
    Kernel::no_new_privileges() if $options->{hidden};
    Kernel::call('setsid') if $options->{report} || $options->{hidden};
    %ENV = (PATH => '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL => 'C.UTF-8', HOST_PROC => "/proc-of/$host") if $options->{hidden};
    chdir '/root' or chdir '/';
    exec { $command[0] } @command;
  };
  print STDERR $@ || "$command[0]: $!\n";
  exit($! == 13 ? 126 : 127);
}

# When memory runs out, what the learner started goes before this process and the hosts' first ones. Of a process that
# cannot be looked into nobody can say so, and so not before it runs the command. $proc is the machine's.
sub goes_first { my ($proc, $pid) = @_; chdir $proc and eval { Kernel::write_file("$pid/oom_score_adj", 500) }; chdir '/'; }

# A process of the host, and root of it.
sub go_inside {
  my ($filter, $its) = @_;
  Kernel::join_namespace($its->{user}, Kernel::NEWUSER);
  Kernel::load_filter($filter);
  my %flag = (cgroup => Kernel::NEWCGROUP, ipc => Kernel::NEWIPC, uts => Kernel::NEWUTS, net => Kernel::NEWNET, mnt => Kernel::NEWNS, pid => Kernel::NEWPID);
  Kernel::join_namespace($its->{$_}, $flag{$_}) for qw(cgroup ipc uts net mnt pid);
}

# In the sandbox's outer namespaces, where the learner has no say: programs and libraries are the machine's own, /proc is
# the sandbox's, and no process of a host can see or trace it. Of the host it has the network, or one namespace of it.
sub stay_outside {
  my ($host, $netns, $filter, $outer, $its) = @_;
  Kernel::load_filter($filter);
  Kernel::join_namespace($outer->{mnt}, Kernel::NEWNS);
  Kernel::join_namespace(defined $netns ? network_namespace($host, $netns) : $its->{net}, Kernel::NEWNET);
  Kernel::join_namespace($outer->{pid}, Kernel::NEWPID); # so that it ends with the sandbox
}

sub network_namespace {
  my ($host, $name) = @_;
  my $file = Lab::network_namespace("/proc-of/$host", $name) or die "no network namespace is named $name\n";
  die "/run/netns/$name is a file, but no network namespace\n" if (stat $file)[0] != (stat "/proc-of/$host/1/ns/net")[0];
  return $file;
}

# All that a lab costs is counted as the lab's, the runner's own helpers in it included.
sub join_cgroups { my ($state) = @_; for my $cgroup (split /\n/, Kernel::read_file("$state/cgroups")) { eval { Kernel::write_file("$cgroup/cgroup.procs", $$) }; } }

# Open files of a process's namespaces, by kind. Those that the keeper wrote down must be the ones it found: pids are used
# again, and a host's root can move its first process to other namespaces.
sub namespaces {
  my ($who, @kinds) = @_;
  my ($pid, @known) = @$who;
  my %inode = map { /^(\w+):\[(\d+)\]$/ } @known;
  my %found;
  for my $kind (@kinds) {
    open(my $f, '<', "/proc/$pid/ns/$kind") or die "the host is gone ($!)\n";
    my $inode = (stat $f)[1];
    if ($inode != ($inode{$kind} // $inode)) {
      die $kind eq 'user' ? "the host is gone\n" : "its first process has left its $kind namespace; reset the host\n";
    }
    $found{$kind} = $f;
  }
  return %found;
}
sub settings { my ($state) = @_; my %settings = map { split / /, $_, 2 } grep { !/^host / } split /\n/, Kernel::read_file("$state/spec"); return \%settings; }

1;
