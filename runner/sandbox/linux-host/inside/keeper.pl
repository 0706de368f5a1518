# The sandbox's outermost process, outside of all its namespaces: it makes the first user namespace, maps its ids, holds
# the lifeline, and clears up whoever died. Knows nothing of hosts or networks; fabric.pl does.
#
#   perl keeper.pl STATE_DIRECTORY ARCHITECTURE
#
# Standard input has one line when the directory is written, and then is the lifeline: at its end (the runner is gone, however it went) everything ends, unless the sandbox
# was kept. STATE_DIRECTORY/control is a FIFO for `keep`, `down` and `reset HOST REPLY`.
use strict;
use warnings;
my ($here, $state, $architecture);
BEGIN { ($here) = $0 =~ m{^(.*)/}; require "$here/kernel.pl"; require "$here/spec.pl"; require "$here/fabric.pl"; require "$here/wire.pl"; }

$| = 1;
umask 022;
$SIG{PIPE} = 'IGNORE';
($state, $architecture) = @ARGV;
Kernel::architecture($architecture);
Kernel::close_from(3);
Kernel::leave_session_keyring();
chdir $state or die "$state: $!\n";
my ($spec, $init);
my $why = eval { serve(); '' } // $@;
clear_up();
if ($why) { print "error $why"; exit 1; }
exit 0;

# What the runner has written meanwhile.
sub read_spec {
  defined Kernel::read_line(\*STDIN) or die "the runner is gone\n";
  $spec = Spec::parse(Kernel::read_file('spec'));
  $spec->{filter} = -e 'filter' ? Kernel::read_file('filter') : '';
  $spec->{skeleton} = Kernel::read_file($spec->{skeleton_file});
  $spec->{of}{$_}{files} = Kernel::read_file("files-$_") for @{$spec->{hosts}};
  # Where these files are the sandbox's root may not be allowed to look.
  $spec->{parts}{$_} = Kernel::read_file("$here/$_.pl") for Fabric::PARTS;
}

sub serve {
  read_spec();
  Kernel::call('mknodat', Kernel::AT_FDCWD, 'control', 0010600, 0);
  open(my $control, '+<', 'control') or die "control: $!\n";
  Kernel::remember($control);
  my ($orders_r, $orders_w) = Kernel::channel();
  my ($answers_r, $answers_w) = Kernel::channel();
  $init = Kernel::clone(Kernel::NEWUSER | Kernel::NEWPID);
  if (!$init) {
    eval { Kernel::keep_only($orders_r, $answers_w); Fabric::enter($spec, $orders_r, $answers_w, $architecture); 1 } or Kernel::say_line($answers_w, "error $@");
    exit 1;
  }
  close $orders_r; close $answers_w;
  write_maps();
  Kernel::say_line($orders_w, 'mapped');
  join_cgroups();
  Kernel::say_line($orders_w, 'joined');
  lay_wire($answers_r, $orders_w) if $spec->{wire};
  my $kept = 0;
  publish_processes(expect_ready(wait_for($answers_r, \*STDIN)));
  print "ready\n";
  open(STDOUT, '>', '/dev/null'); open(STDERR, '>', '/dev/null');
  while (1) {
    my $wanted = '';
    vec($wanted, fileno($control), 1) = 1;
    vec($wanted, fileno($answers_r), 1) = 1;
    vec($wanted, 0, 1) = 1 unless $kept;
    next if select(my $ready = $wanted, undef, undef, undef) < 0;
    if (vec($ready, 0, 1)) { return '' unless sysread(STDIN, my $bytes, 512); next; }
    if (vec($ready, fileno($answers_r), 1)) { Kernel::read_line($answers_r) // return ''; }
    next unless vec($ready, fileno($control), 1);
    my ($order, $host, $reply) = split / /, Kernel::read_line($control);
    return '' if $order eq 'down';
    if ($order eq 'keep') { $kept = 1; atomically('kept', ''); }
    elsif ($order eq 'reset' && $spec->{of}{$host // ''} && ($reply // '') =~ /^[a-z0-9]+$/) {
      Kernel::say_line($orders_w, "reset $host");
      my $answer = wait_for($answers_r);
      publish_processes(expect_ready($answer)) if $answer =~ /^ready/;
      atomically("reply-$reply", "$answer\n");
    }
  }
}

# The fabric asks for it when its network namespace is there.
sub lay_wire {
  my ($answers, $orders) = @_;
  my $asked = wait_for($answers, \*STDIN);
  die "$asked\n" if $asked ne 'wire';
  Wire::take($spec->{wire}, $init);
  Kernel::say_line($orders, 'wired');
}

# `ready NAME=PID ...`, the pids as the fabric sees them.
sub expect_ready {
  my ($answer) = @_;
  $answer =~ s/^ready ?// or die "$answer\n";
  return map { split /=/ } split / /, $answer;
}

# The fabric's next line, but not longer than the runner lives.
sub wait_for {
  my ($answers, $lifeline) = @_;
  while (1) {
    my $wanted = '';
    vec($wanted, fileno($answers), 1) = 1;
    vec($wanted, fileno($lifeline), 1) = 1 if $lifeline;
    next if select(my $ready = $wanted, undef, undef, undef) < 0;
    if (vec($ready, fileno($answers), 1)) {
      my $line = Kernel::read_line($answers) // die "the sandbox's first process ended\n";
      $line =~ s/^error //;
      return $line;
    }
    die "the runner is gone\n" if $lifeline && vec($ready, fileno($lifeline), 1) && !sysread($lifeline, my $bytes, 512);
  }
}

# The maps must exist before any network namespace does: /proc/net/ip_tables_names is owned by what uid 0 was then.
sub write_maps {
  if ($spec->{map_writer} eq 'newuidmap') {
    for my $kind ('uid', 'gid') {
      Kernel::run_program('', "new${kind}map", $init, split / /, $spec->{"${kind}_map"});
    }
    return;
  }
  Kernel::write_file("/proc/$init/setgroups", 'deny') if $spec->{one_id};
  Kernel::write_file("/proc/$init/uid_map", $spec->{uid_map});
  Kernel::write_file("/proc/$init/gid_map", $spec->{gid_map});
}

sub cgroups { return split / /, $spec->{cgroups} // ''; }
# Moving a process takes the kernel 10 ms (a grace period of RCU), in which the fabric builds its root; it starts no
# process before, and what it has touched by then is little.
sub join_cgroups { Kernel::write_file("$_/cgroup.procs", "$init\n") for cgroups(); }

# Which process leads to which host, with its user and network namespaces, so that a pid used again is noticed, and a
# first process that was made to leave.
sub publish_processes {
  my %name_of = reverse @_;
  my $lines = 'fabric ' . identity($init);
  for my $pid (split / /, Kernel::read_file("/proc/$init/task/$init/children")) {
    my ($inner) = Kernel::read_file("/proc/$pid/status") =~ /^NSpid:\t.*\t(\d+)\t1$/m or next;
    $lines .= "$name_of{$inner} " . identity($pid) if $name_of{$inner};
  }
  atomically('processes', $lines);
}
sub identity { my ($pid) = @_; return join(' ', $pid, map { readlink("/proc/$pid/ns/$_") // die "/proc/$pid/ns/$_: $!\n" } qw(user net)) . "\n"; }

sub atomically {
  my ($name, $text) = @_;
  Kernel::write_file("$name.new", $text);
  rename "$name.new", $name or die "$name: $!\n";
}

# No order to end is given to anyone: the first process of a pid namespace takes all others along, and waitpid
# returns only when they are gone (pid_namespaces(7)).
sub clear_up {
  return unless $spec; # nothing was begun; whoever sweeps next finds the record
  if ($init) { kill 'KILL', $init; waitpid($init, 0); }
  Wire::give_back();
  for my $cgroup (cgroups()) {
    for (1 .. 500) { last if rmdir($cgroup) || $! == 2; select(undef, undef, undef, 0.002); }
  }
  Kernel::remove($state);
  $state =~ m{^(.+)/} and rmdir $1; # the last one turns the light off
}
