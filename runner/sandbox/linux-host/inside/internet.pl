# What the host `internet` is there for: a web server that tells each client the address it came from, and writes the
# address and the path to /var/log/clients. An ordinary process of that host. Knows nothing of the sandbox or of namespaces.
package Internet;
use strict;
use warnings;

# AF_INET, SOCK_STREAM, SOL_SOCKET, SO_REUSEADDR, SO_RCVTIMEO of Linux: built-in calls, so that no module has to be loaded.
use constant { INET => 2, STREAM => 1, SOCKET => 1, REUSEADDR => 2, RCVTIMEO => 20 };
use constant { PORT => 80, LOG => '/var/log/clients', PATIENCE => pack('q2', 1, 0) };

# Listens when it returns, so that nobody is refused; the answers come from a process of their own.
sub start {
  socket(my $listener, INET, STREAM, 0) or die "socket: $!\n";
  setsockopt($listener, SOCKET, REUSEADDR, pack('i', 1));
  bind($listener, pack('S n x4 x8', INET, PORT)) or die "bind: $!\n";
  listen($listener, 128) or die "listen: $!\n";
  open(my $log, '>>', LOG) or die LOG . ": $!\n";
  my $pid = fork() // die "fork: $!\n";
  return if $pid;
  Kernel::keep_only($listener, $log);
  $0 = 'web-server';
  $SIG{PIPE} = 'IGNORE';
  while (1) {
    my $peer = accept(my $client, $listener) or next;
    answer($client, join('.', unpack('x4 C4', $peer)), $log);
  }
}

# One request; who says nothing for a second is hung up on.
sub answer {
  my ($client, $address, $log) = @_;
  setsockopt($client, SOCKET, RCVTIMEO, PATIENCE);
  my $request = '';
  while ($request !~ /\r?\n\r?\n/) { sysread($client, $request, 4096, length $request) or return; }
  my ($path) = $request =~ /^\S+ (\S+)/ or return;
  syswrite($log, "$address $path\n");
  my $body = "You are $address\n";
  syswrite($client, "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " . length($body) . "\r\n\r\n$body");
}

1;
