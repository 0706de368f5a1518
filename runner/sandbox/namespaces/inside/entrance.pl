# The way into a lab host: joins its namespaces, loads the same seccomp filter that the host has, becomes its root and
# runs a command. Knows nothing of command lines, terminals or steps; enter.pl and the ssh driver's agent call it.
package Entrance;
use strict;
use warnings;

# The calling process stays outside, waits for the command and ends with its status; never returns. The architecture is
# chosen and %ENV is the command's own. Options:
#   hidden  the command sees the host and its /proc but is no process of it: the learner neither lists nor ends it.
#   report  a handle that receives `started` or `error WHY`; then `done STATUS NONCE` or `killed SIGNAL NONCE` when the
#           command has ended, and NONCE is written to both outputs: what stands before it is all that the command
#           itself wrote, even when something it left behind still holds the pipes. SIGTERM ends its process group.
#   status  ends with 128 + N where the command was ended by signal N, as shells say it: ssh tells of no signals.
sub run {
  my ($state, $host, $options, @command) = @_;
  my $report = $options->{report};
  my $child;
  eval { $child = start($state, $host, $options, @command); 1 } or refuse($report, $host, $@);
  # The command goes first: an orphan of this process would be left to the machine's init, and a pid namespace ends only
  # when all of its processes have been reaped. Ctrl-C and Ctrl-\ are for the command.
  $SIG{$_} = sub { kill 'KILL', $report ? (-$child, $child) : $child } for 'TERM', 'ALRM';
  # A terminal that closes: a shell then ends its jobs, and itself, unless it was told not to.
  $SIG{HUP} = sub { kill 'HUP', $child; alarm 1 };
  $SIG{$_} = 'IGNORE' for 'INT', 'QUIT';
  Kernel::say_line($report, 'started') if $report;
  1 while waitpid($child, 0) != $child;
  my $status = $?;
  if ($report) {
    my $nonce = unpack 'H*', Kernel::read_file_part('/dev/urandom', 16);
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

sub start {
  my ($state, $host, $options, @command) = @_;
  my $spec = settings($state);
  my $filter = -e "$state/filter" ? Kernel::read_file("$state/filter") : '';
  my %process = map { my ($name, $pid, $user) = split; ($name => [$pid, $user]) } split /\n/, Kernel::read_file("$state/processes");
  my ($pid, $user) = @{$process{$host} or die "no such host\n"};
  my %ns = map { ($_ => namespace($pid, $_)) } qw(user mnt pid net uts ipc cgroup);
  die "the host is gone\n" if (readlink("/proc/$pid/ns/user") // '') ne $user;
  my $fabric = $process{fabric}[0];
  my ($outer, $outer_pids) = (namespace($fabric, 'user'), namespace($fabric, 'pid'));
  if (!$options->{hidden}) { for my $cgroup (split /\n/, Kernel::read_file("$state/cgroups")) { eval { Kernel::write_file("$cgroup/cgroup.procs", $$) }; } }
  Kernel::call('setns', fileno($outer), Kernel::NEWUSER);
  # Hidden commands live in the sandbox's outer pid namespace, so that they end with it all the same.
  Kernel::call('setns', fileno($outer_pids), Kernel::NEWPID) if $options->{hidden};
  Kernel::call('setns', fileno($ns{user}), Kernel::NEWUSER);
  Kernel::load_filter($filter);
  Kernel::call('setns', fileno($ns{pid}), Kernel::NEWPID) unless $options->{hidden};
  my $pid_of_child = fork() // die "fork: $!\n";
  return $pid_of_child if $pid_of_child;
  eval {
    close $options->{report} if $options->{report};
    # When memory runs out, what the learner started goes before the hosts' first processes.
    eval { Kernel::write_file('/proc/self/oom_score_adj', 500) } unless $options->{hidden};
    Kernel::call('setns', fileno($ns{$_->[0]}), $_->[1]) for [cgroup => Kernel::NEWCGROUP], [ipc => Kernel::NEWIPC], [uts => Kernel::NEWUTS], [net => Kernel::NEWNET], [mnt => Kernel::NEWNS];
    Kernel::become_root($spec->{one_id});
    Kernel::die_with_parent();
    Kernel::call('setsid') if $options->{report};
    chdir '/root' or chdir '/';
    exec { $command[0] } @command;
  };
  print STDERR $@ || "$command[0]: $!\n";
  exit($! == 13 ? 126 : 127);
}

sub namespace { my ($pid, $kind) = @_; open(my $f, '<', "/proc/$pid/ns/$kind") or die "the host is gone ($!)\n"; return $f; }
sub settings { my ($state) = @_; my %settings = map { split / /, $_, 2 } grep { !/^host / } split /\n/, Kernel::read_file("$state/spec"); return \%settings; }

1;
