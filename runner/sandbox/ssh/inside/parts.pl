# A machine's part of sandboxes: the directory of each below /run, its keeper, and orders to it. Called by agent.pl; knows
# nothing of frames. A directory whose keeper is gone is nobody's and is removed when the next part is built.
package Parts;
use strict;
use warnings;

use constant { BASE => '/run/wirebook', CONNECTIONS => 65_536 };
my (%keeper, %lifeline, %watched, @gone); # keepers that are children of this process; parts that others own
my $skeleton;

# What a runner must know of a machine before it asks for anything.
sub greeting { my ($release, $machine) = split ' ', `uname -rm`; return ($machine, $release); }

my %VERBS = (
  build => \&build, keep => \&keep, reset => \&reset_host, down => \&down, publish => \&publish,
  list => \&list, watch => \&watch, facts => \&facts, clock => \&clock,
);
# Dies with a sentence; else gives { words => what to answer, ready => when (absent: at once) }.
sub asked { my ($verb, $rest) = @_; return ($VERBS{$verb} // die "no such question: $verb\n")->($rest); }

sub directory { my ($id) = @_; die "not a sandbox: $id\n" unless $id =~ /^wb-[0-9a-f]+$/; return BASE . "/$id"; }

# ID SKELETON-RULES ARCHITECTURE, then an archive (Spec::unpack_files) of all that the keeper needs but the skeleton.
sub build {
  my ($id, $wanted, $pattern, $largest, $architecture, $archive) = split /\0/, $_[0], 6;
  my $state = directory($id);
  sweep();
  my ($other) = grep { alive($_) } parts();
  die 'in use by ' . (owner($other)) . "\n" if defined $other;
  umask 022;
  # A keeper that is just going may take BASE along, as it is empty: ENOENT is 2.
  for my $left (reverse 0 .. 9) { mkdir BASE; last if mkdir $state, 0711; die "$state: $!\n" if $! != 2 || !$left; }
  chmod 0700, BASE;
  chmod 0711, $state;
  chdir $state or die "$state: $!\n";
  my $begun = eval {
    Spec::unpack_files(\$archive);
    $skeleton //= Skeleton::archive($wanted, $pattern, $largest);
    Spec::unpack_files(\("f 644 " . length($skeleton) . " skeleton\n$skeleton\n"));
    1;
  };
  my $why = $@;
  chdir '/';
  if (!$begun) { Kernel::remove($state); rmdir BASE; die $why; }
  pipe(my $in_r, my $in_w) or die "pipe: $!\n";
  pipe(my $out_r, my $out_w) or die "pipe: $!\n";
  my $pid = fork() // die "fork: $!\n";
  if (!$pid) {
    $SIG{$_} = 'DEFAULT' for qw(CHLD PIPE HUP TERM);
    open(STDIN, '<&', $in_r); open(STDOUT, '>&', $out_w); open(STDERR, '>&', $out_w);
    Kernel::architecture($architecture);
    Kernel::call('setsid');
    %ENV = (PATH => '/usr/sbin:/usr/bin:/sbin:/bin', LANG => 'C.UTF-8');
    exec { '/usr/bin/perl' } 'perl', "$state/inside/keeper.pl", $state, $architecture or exit 127;
  }
  close $in_r; close $out_w;
  $keeper{$id} = $pid; $lifeline{$id} = $in_w;
  Kernel::write_file("$state/keeper", "$pid " . began($pid) . "\n");
  syswrite($in_w, "written\n");
  my $said = '';
  return {
    ready => sub {
      my $read = ''; vec($read, fileno $out_r, 1) = 1;
      while (select(my $now = $read, undef, undef, 0) > 0) { last unless sysread($out_r, $said, 4096, length $said); }
      return $said =~ /^ready\n/m || !$keeper{$id};
    },
    words => sub {
      return $id if $said =~ /^ready\n/m;
      my $complaint = $said =~ s/^error //mr;
      die(($complaint =~ /\S/ ? $complaint : 'its keeper ended without a word') . "\n");
    },
  };
}

sub keep {
  my $state = directory(my $id = $_[0]);
  order($state, 'keep');
  return { ready => sub { -e "$state/kept" || !alive($id) }, words => sub { return alive($id) ? 'kept' : die "the sandbox has ended\n" } };
}

sub reset_host {
  my ($id, $host, $reply) = split /\0/, $_[0];
  my $state = directory($id);
  order($state, "reset $host $reply");
  my $file = "$state/reply-$reply";
  return {
    ready => sub { -e $file || !alive($id) },
    words => sub {
      die "the sandbox ended while a host was rebuilt\n" unless alive($id);
      my $said = Kernel::read_file($file); unlink $file;
      return $said =~ /^ready/ ? 'ready' : die "$host could not be rebuilt: $said";
    },
  };
}

# Answers when nothing is left. A keeper that does not obey is killed; its children carry a parent-death signal.
sub down {
  my $state = directory(my $id = $_[0]);
  my ($pid, $began) = keeper_of($id); # now: it removes this note some time before it ends
  eval { order($state, 'down') };
  my $tries = 0;
  return {
    ready => sub {
      return 1 unless lives($pid, $began);
      kill 'KILL', $pid if ++$tries == 1000;
      return 0;
    },
    words => sub { Kernel::remove($state); rmdir BASE; delete $watched{$id}; return 'down' },
  };
}

# ID, host, name, content; whole at once, so that no reader sees half of it.
sub publish {
  my ($id, $host, $name, $content) = split /\0/, $_[0], 4;
  my $file = directory($id) . "/published/$host/$name";
  Kernel::write_file("$file.new", $content);
  chmod 0644, "$file.new";
  rename "$file.new", $file or die "$file: $!\n";
  return { words => sub { 'published' } };
}

# The records of those that are alive.
sub list { return { words => sub { map { Kernel::read_file(directory($_) . '/record.json') } grep { alive($_) } parts() } }; }

# The end of a part that is not ours is told, too.
sub watch { my $id = $_[0]; die "the sandbox has ended\n" unless alive($id); $watched{$id} = 1; return { words => sub { 'watched' } }; }
sub watches { return scalar %watched; }

sub ended { my ($pid) = @_; for my $id (grep { $keeper{$_} == $pid } keys %keeper) { delete $keeper{$id}; close delete $lifeline{$id}; push @gone, $id; } }
sub gone {
  for my $id (grep { !alive($_) } keys %watched) { delete $watched{$id}; push @gone, $id unless $keeper{$id}; }
  return splice @gone;
}
# Ends of pipes that a child must not hold: a keeper would live on as long as it does.
sub handles { return values %lifeline; }
sub let_go { close $_ for values %lifeline; }

# COMMANDS separated by blanks, MODULES separated by blanks -> `kind value` lines: what is missing, links, space.
sub facts {
  my ($commands, $modules) = split /\0/, $_[0];
  my @path = qw(/usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin);
  my @lines;
  for my $command (split / /, $commands) {
    push @lines, "missing $command" unless $command =~ m{^/} ? -x $command : grep { -x "$_/$command" } @path;
  }
  load($modules);
  make_room_for_connections();
  my %carries = carriers();
  for my $link (map { m{([^/]+)$} } glob '/sys/class/net/*') {
    next unless -e "/sys/class/net/$link/address";
    my ($mac, $mtu) = map { my $text = Kernel::read_file("/sys/class/net/$link/$_"); chomp $text; $text } qw(address mtu);
    push @lines, "link $link $mac $mtu " . ($carries{$link} // '-');
  }
  my ($free) = (split ' ', (split /\n/, `df -Pk /run 2>/dev/null`)[1] // '')[3];
  push @lines, 'free ' . ($free // 0);
  return { words => sub { @lines } };
}

# Links that the machine cannot do without: of its default routes, and of the address that ssh came to.
sub carriers {
  my %carries;
  for my $line (`ip -o route show default 2>/dev/null; ip -o -6 route show default 2>/dev/null`) { $carries{$1} = 'default-route' if $line =~ /\bdev (\S+)/; }
  my $address = $Agent::CONNECTION[2] // return %carries;
  for my $line (`ip -o addr show 2>/dev/null`) { $carries{$1} = 'ssh' if $line =~ /^\d+: (\S+?)(?:@\S+)?\s+inet6? \Q$address\E\//; }
  return %carries;
}

# A lab's root loads no modules; what a kernel does not have is found out by whoever needs it.
sub load {
  my ($modules) = @_;
  my %loaded = map { (split / /)[0] => 1 } split /\n/, eval { Kernel::read_file('/proc/modules') } // '';
  my @wanted = grep { !$loaded{$_} && !-e "/sys/module/$_" } split / /, $modules;
  quietly('modprobe', '-aq', @wanted) if @wanted;
}

# Thousands of them in a chapter; a machine with little memory drops new ones beyond 4096. One limit for all its network namespaces.
sub make_room_for_connections {
  my $limit = '/proc/sys/net/netfilter/nf_conntrack_max';
  my $now = eval { Kernel::read_file($limit) } // return;
  eval { Kernel::write_file($limit, CONNECTIONS) } if $now < CONNECTIONS;
}

# Our output is for frames only.
sub quietly {
  my (@command) = @_;
  my $pid = fork() // die "fork: $!\n";
  if ($pid) { waitpid($pid, 0); return; }
  Kernel::silence();
  exec { $command[0] } @command or exit 127;
}

# Seconds since 1970: a machine that came back from a snapshot lives in the past.
sub clock { my ($now) = $_[0] =~ /^(\d+)$/ or die "not a time\n"; quietly('date', '-s', "\@$now") if abs(time - $now) > 2; return { words => sub { time } }; }

sub parts { return map { m{/(wb-[0-9a-f]+)$} } glob BASE . '/wb-*'; }
# Its pid and when it began; nothing when it never was, or is gone.
sub keeper_of { my ($id) = @_; return split ' ', eval { Kernel::read_file(directory($id) . '/keeper') } // ''; }
sub lives { my ($pid, $began) = @_; return defined $began && began($pid) eq $began; }
sub alive { my ($id) = @_; return lives(keeper_of($id)); }
# A process for good (proc(5), stat field 22); '' when it is gone.
sub began {
  my ($pid) = @_;
  my $stat = eval { Kernel::read_file("/proc/$pid/stat") } // return '';
  my @fields = split ' ', substr $stat, 2 + rindex $stat, ')';
  return $fields[0] eq 'Z' ? '' : $fields[19];
}
sub owner { my ($id) = @_; my $text = eval { Kernel::read_file(directory($id) . '/owner') } // ''; chomp $text; return "$id $text"; }
sub sweep {
  for my $id (grep { !alive($_) } parts()) {
    my $made = (stat directory($id))[9] // next;
    # One without a keeper may be on its way to have one.
    Kernel::remove(directory($id)) if -e directory($id) . '/keeper' || time - $made > 60 || $made - time > 60;
  }
}

# To the keeper's FIFO; without a reader (ENXIO) it is gone. O_WRONLY | O_NONBLOCK.
sub order {
  my ($state, $line) = @_;
  sysopen(my $fifo, "$state/control", 1 | 2048) or die "the sandbox has ended\n";
  syswrite($fifo, "$line\n");
}

1;
