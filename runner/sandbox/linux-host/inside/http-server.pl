# A web server that tells each client the address it came from, and writes the address and the path to /var/log/clients. An
# ordinary process of its host. Knows nothing of the sandbox or of namespaces.
package HttpServer;
use strict;
use warnings;

# AF_INET, AF_INET6, SOCK_STREAM, SOL_SOCKET, SO_REUSEADDR, SO_RCVTIMEO of Linux: built-in calls, so that no module has to be loaded.
use constant { INET => 2, INET6 => 10, STREAM => 1, SOCKET => 1, REUSEADDR => 2, RCVTIMEO => 20 };
use constant { PORT => 80, LOG => '/var/log/clients', PATIENCE => pack('q2', 1, 0) };

# Listens when it returns, so that nobody is refused; the answers come from a process of their own. A host with IPv6 has one
# socket for both: IPv4 clients are ::ffff:192.0.2.1 there (ipv6(7), "NOTES"), and told without that.
sub start {
  my ($has_ipv6) = @_;
  socket(my $listener, $has_ipv6 ? INET6 : INET, STREAM, 0) or die "socket: $!\n";
  setsockopt($listener, SOCKET, REUSEADDR, pack('i', 1));
  bind($listener, $has_ipv6 ? pack('S n x4 x16 x4', INET6, PORT) : pack('S n x4 x8', INET, PORT)) or die "bind: $!\n";
  listen($listener, 128) or die "listen: $!\n";
  open(my $log, '>>', LOG) or die LOG . ": $!\n";
  my $pid = fork() // die "fork: $!\n";
  return if $pid;
  Kernel::keep_only($listener, $log);
  $0 = 'web-server';
  $SIG{PIPE} = 'IGNORE';
  while (1) {
    my $peer = accept(my $client, $listener) or next;
    answer($client, $has_ipv6 ? ipv6_text(unpack 'x8 a16', $peer) : ipv4_text(unpack 'x4 a4', $peer), $log);
  }
}

sub ipv4_text { my ($bytes) = @_; return join '.', unpack 'C4', $bytes; }
# RFC 5952: the first of the longest runs of two or more zeros is `::`.
sub ipv6_text {
  my ($bytes) = @_;
  return ipv4_text(substr $bytes, 12) if substr($bytes, 0, 12) eq "\0" x 10 . "\xff" x 2;
  my $text = join ':', map { sprintf '%x', $_ } unpack 'n8', $bytes;
  for my $zeros (reverse 2 .. 8) { last if $text =~ s/(?:^|:)0(?::0){${\($zeros - 1)}}(?::|$)/::/; }
  return $text;
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
