# Process 1 of a lab host, root of its user namespace (S1). Knows nothing of other hosts or of the runner.
package Host;
use strict;
use warnings;

# Starts the host named in $host; fills in its pid (as the fabric sees it) and the two pipes.
sub start {
  my ($spec, $host) = @_;
  my ($orders_r, $orders_w) = Kernel::channel();
  my ($answers_r, $answers_w) = Kernel::channel();
  my $pid = Kernel::clone(Kernel::NEWUSER | Kernel::NEWPID);
  if (!$pid) {
    eval { Kernel::keep_only($orders_r, $answers_w); run($spec, $host->{name}, $orders_r, $answers_w); 1 } or Kernel::say_line($answers_w, $@);
    exit 1;
  }
  close $orders_r; close $answers_w;
  @$host{qw(pid orders answers)} = ($pid, $orders_w, $answers_r);
  # One line must fit into one extent of the outer map; the host's root is not the user's own uid where that can be.
  my $map = $spec->{one_id} ? '0 0 1' : '0 1 65536';
  Kernel::write_file("/proc/$pid/setgroups", 'deny') if $spec->{one_id};
  Kernel::write_file("/proc/$pid/$_", $map) for 'uid_map', 'gid_map';
  Kernel::say_line($orders_w, 'mapped');
}

sub run {
  my ($spec, $name, $orders, $answers) = @_;
  defined Kernel::read_line($orders) or exit 1;
  Kernel::become_root($spec->{one_id});
  Kernel::dumpable();
  Kernel::call('unshare', Kernel::EVERYTHING_ELSE);
  my $proc = Kernel::detached_mount('proc', Kernel::NOSUID | Kernel::NODEV | Kernel::NOEXEC);
  Kernel::say_line($answers, 'separate ' . fileno $proc);
  $0 = 'init';
  Kernel::call('sethostname', $name, length $name);
  enter_tree($spec, $name);
  Kernel::silence();
  defined Kernel::read_line($orders) or exit 1;
  close $proc;
  configure($spec->{of}{$name});
  HttpServer::start(has_ipv6($spec->{of}{$name})) if $spec->{of}{$name}{answers_http};
  Kernel::say_line($answers, 'ready');
  $SIG{CHLD} = 'IGNORE'; # the kernel then reaps whatever is left to process 1
  close $answers;
  1 while defined Kernel::read_line($orders);
  exit 0;
}

sub enter_tree {
  my ($spec, $name) = @_;
  my $root = "/hosts/$name";
  my %top = map { ($_ => readlink "/$_") } grep { -l "/$_" } Fabric::TOP;
  # A copy of the tree: its top is ours and can become the root, everything below stays locked.
  Kernel::bind($root, $root);
  chdir $root or die "chdir $root: $!\n";
  my $quiet = Kernel::NOSUID | Kernel::NODEV | Kernel::NOEXEC;
  Kernel::mount('proc', 'proc', 'proc', $quiet);
  Kernel::mount('sysfs', 'sys', 'sysfs', $quiet);
  # `ip netns exec` replaces /sys, which the kernel allows only while another full sysfs is mounted.
  Kernel::mount('sysfs', '.lab/sys', 'sysfs', $quiet);
  my $terminal_group = $spec->{one_id} ? '' : ',gid=5';
  Kernel::mount('devpts', 'dev/pts', 'devpts', Kernel::NOSUID | Kernel::NOEXEC, "newinstance,ptmxmode=0666,mode=620$terminal_group");
  Kernel::pivot_here();
  umask 022;
  for my $directory (keys %top) { symlink $top{$directory}, $directory; }
  Spec::unpack_files(\$spec->{skeleton});
  Spec::unpack_files(\$spec->{of}{$name}{files});
}

sub configure {
  my ($mine) = @_;
  for my $setting (split / /, $mine->{sysctls}) {
    my ($key, $value) = split /=/, $setting;
    $value =~ tr/,/ /;
    eval { Kernel::write_file("/proc/sys/$key", $value) };
  }
  Rtnetlink::up('lo');
  for my $link (@{$mine->{links}}) {
    Rtnetlink::up($link->{name});
    Rtnetlink::add_address($link->{name}, $_) for @{$link->{addresses}};
  }
  Rtnetlink::add_default_route($_) for split / /, $mine->{gateways} // '';
}

sub has_ipv6 { my ($mine) = @_; return scalar grep { /:/ } map { @{$_->{addresses}} } @{$mine->{links}}; }

1;
