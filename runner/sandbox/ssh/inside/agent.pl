# The runner's hand on a machine: one process, started once through ssh as root, that does what frames on its standard
# input ask. A command by ssh and sudo costs 0.3 s on an emulated machine; by a frame it costs a fork. Knows nothing of
# chapters or networks; parts.pl knows what is in a sandbox, wire-frames.ts is the other half of the format.
package Agent;
use strict;
use warnings;

# A frame: length of what follows the head, one letter, number of the process or question; big-endian.
use constant { HEAD => 9, PIECE => 65536, EINTR => 4, EAGAIN => 11 };

# Of the connection that this process was started through: addresses and ports of both ends (ssh(1), SSH_CONNECTION).
our @CONNECTION = split / /, $ARGV[0] // '';

my ($from_runner, $to_runner);
my $received = '';
my %process; # number -> { pid, in, input, ended, out => { letter => handle } }
my %waiting; # number of a question -> what answers it later
my ($bell_r, $bell_w);

sub run {
  ($from_runner, $to_runner) = (\*STDIN, \*STDOUT);
  binmode $from_runner; binmode $to_runner;
  pipe($bell_r, $bell_w) or die "pipe: $!\n";
  $SIG{CHLD} = sub { syswrite($bell_w, 'c') };
  $SIG{PIPE} = 'IGNORE';
  $SIG{HUP} = $SIG{TERM} = sub { exit 0 };
  say_frame('h', 0, join "\0", Parts::greeting());
  1 while turn();
  # The lifeline has ended. Commands end with the sandbox, or here if it was kept.
  kill 'TERM', map { $_->{pid} } grep { !$_->{ended} } values %process;
  Parts::let_go();
  exit 0;
}

# Waits for something to happen and does it. False when the runner is gone.
sub turn {
  my ($read, $write) = ('', '');
  vec($read, fileno $_, 1) = 1 for $from_runner, $bell_r, map { values %{$_->{out}} } values %process;
  for my $one (values %process) { vec($write, fileno $one->{in}, 1) = 1 if $one->{in} && length $one->{input}; }
  my $longest = %waiting ? 0.005 : Parts::watches() ? 0.2 : undef;
  return 1 if select($read, $write, undef, $longest) < 0;
  if (vec($read, fileno $bell_r, 1)) { sysread($bell_r, my $bells, 512); reap(); }
  for my $number (keys %process) {
    my $one = $process{$number};
    feed($one) if $one->{in} && length $one->{input} && vec($write, fileno $one->{in}, 1);
    for my $letter (keys %{$one->{out}}) { drain($number, $letter) if vec($read, fileno $one->{out}{$letter}, 1); }
    forget($number);
  }
  for my $number (keys %waiting) { answer($number, $waiting{$number}) if $waiting{$number}{ready}->(); }
  say_frame('g', 0, $_) for Parts::gone();
  return 1 unless vec($read, fileno $from_runner, 1);
  sysread($from_runner, $received, PIECE, length $received) or return 0;
  while (length $received >= HEAD) {
    my ($length, $letter, $number) = unpack 'N a N', $received;
    last if length $received < HEAD + $length;
    my $body = substr $received, HEAD, $length;
    substr($received, 0, HEAD + $length) = '';
    obey($letter, $number, $body);
  }
  return 1;
}

sub obey {
  my ($letter, $number, $body) = @_;
  my $one = $process{$number};
  if ($letter eq 'S') { start($number, split /\0/, $body, -1); }
  elsif ($letter eq 'Q') { ask($number, $body); }
  elsif (!$one) { return; }
  elsif ($letter eq 'I') { $one->{input} .= $body if $one->{in}; }
  elsif ($letter eq 'C') { $one->{close} = 1; feed($one); }
  elsif ($letter eq 'K') { kill $body, $one->{pid} unless $one->{ended}; }
  elsif ($letter eq 'D') { hang_up($one); forget($number); }
}

# A question is words; a large one's last word is bytes. Its answer comes when it is ready, or says why there is none.
sub ask {
  my ($number, $body) = @_;
  my ($verb, $rest) = split /\0/, $body, 2;
  my $later = eval { Parts::asked($verb, $rest // '') };
  return say_frame('a', $number, "error\0" . sentence($@)) unless $later;
  if ($later->{ready}) { $waiting{$number} = $later; answer($number, $later) if $later->{ready}->(); }
  else { answer($number, $later); }
}
sub answer {
  my ($number, $later) = @_;
  delete $waiting{$number};
  my $words = eval { join "\0", 'ok', $later->{words}->() };
  say_frame('a', $number, $words // "error\0" . sentence($@));
}
sub sentence { my ($text) = @_; $text =~ s/\s*\n\s*/ /g; $text =~ s/ $//; return $text; }

# FLAG (report, hidden or hidden=NETNS) STATE ARCHITECTURE HOST COUNT NAME=VALUE... COMMAND...
sub start {
  my ($number, $flags, $state, $architecture, $host, $count, @words) = @_;
  my %environment = map { split /=/, $_, 2 } splice @words, 0, $count;
  my $one = $process{$number} = { input => '', out => {} };
  my %end;
  my @letters = $flags eq 'report' ? qw(o e r) : qw(o e);
  pipe($end{in}, $one->{in}) or die "pipe: $!\n";
  for my $letter (@letters) { pipe($one->{out}{$letter}, $end{$letter}) or die "pipe: $!\n"; }
  $one->{pid} = fork() // die "fork: $!\n";
  if (!$one->{pid}) {
    $SIG{$_} = 'DEFAULT' for qw(CHLD PIPE HUP TERM);
    eval {
      open(STDIN, '<&', $end{in}); open(STDOUT, '>&', $end{o}); open(STDERR, '>&', $end{e});
      # What this process holds of others would keep their pipes open.
      close $_ for $bell_r, $bell_w, Parts::handles(), @end{qw(in o e)}, map { ($_->{in} // (), values %{$_->{out}}) } values %process;
      $| = 1;
      %ENV = %environment;
      Kernel::architecture($architecture);
      my ($flag, $netns) = split /=/, $flags, 2;
      Entrance::run($state, $host, { hidden => $flag eq 'hidden', netns => $netns, report => $end{r} }, @words);
    };
    print STDERR "wirebook: $@";
    exit 125;
  }
  close $_ for values %end;
  blocking_off($one->{in});
}

sub feed {
  my ($one) = @_;
  if (length $one->{input}) {
    my $sent = syswrite($one->{in}, $one->{input}, PIECE);
    if (defined $sent) { substr($one->{input}, 0, $sent) = ''; }
    elsif ($! != EAGAIN && $! != EINTR) { $one->{input} = ''; $one->{close} = 1; } # it does not want its input
  }
  if ($one->{close} && !length $one->{input} && $one->{in}) { close $one->{in}; delete $one->{in}; }
}

sub drain {
  my ($number, $letter) = @_;
  my $one = $process{$number};
  my $n = sysread($one->{out}{$letter}, my $bytes, PIECE);
  return if !defined $n && ($! == EINTR || $! == EAGAIN);
  return say_frame($letter, $number, $bytes) if $n;
  close $one->{out}{$letter}; delete $one->{out}{$letter};
  say_frame('z', $number, $letter);
}

sub reap {
  while ((my $pid = waitpid(-1, 1)) > 0) { # 1: WNOHANG
    my $status = $?;
    my ($number) = grep { $process{$_}{pid} == $pid && !$process{$_}{ended} } keys %process;
    if (!defined $number) { Parts::ended($pid); next; }
    $process{$number}{ended} = 1;
    say_frame('x', $number, ($status >> 8) . ' ' . ($status & 127));
  }
}

# The runner listens no longer: who still writes there hears of it, as at a pipe.
sub hang_up {
  my ($one) = @_;
  close $_ for grep { $_ } delete $one->{in}, values %{$one->{out}};
  $one->{out} = {}; $one->{input} = '';
}
sub forget { my ($number) = @_; my $one = $process{$number}; delete $process{$number} if $one->{ended} && !%{$one->{out}}; }

sub say_frame {
  my ($letter, $number, $body) = @_;
  my $frame = pack('N a N', length $body, $letter, $number) . $body;
  my $sent = 0;
  while ($sent < length $frame) { $sent += syswrite($to_runner, $frame, length($frame) - $sent, $sent) // ($! == EINTR ? 0 : exit 0); }
}

# fcntl(2): F_GETFL, F_SETFL and O_NONBLOCK have these numbers on both architectures.
sub blocking_off { my ($handle) = @_; my $flags = fcntl($handle, 3, 0); fcntl($handle, 4, $flags | 2048) or die "fcntl: $!\n"; }

1;
