# Opens what a host's root may have put anywhere and pointed anywhere: no link leads out of the host's own tree. For
# programs outside of the host; $proc is where they see the host's /proc. Knows nothing of who asks.
package Lab;
use strict;
use warnings;
use Errno;

# openat2(2), the same number on every architecture; fcntl.h and openat2.h.
use constant { OPENAT2 => 437, NONBLOCK => 04000, CLOEXEC => 02000000, RESOLVE_IN_ROOT => 0x10, TRIES => 1000 };

# A file or directory by its path inside the host, without a leading slash; nothing, with $! set, when there is none. A FIFO
# does not keep it waiting. A link of the kind that only /proc has is refused (EXDEV).
sub open_file {
  my ($proc, $path) = @_;
  opendir(my $root, "$proc/1/root") or return;
  my $how = pack 'Q3', NONBLOCK | CLOEXEC, 0, RESOLVE_IN_ROOT; # struct open_how: flags, mode, resolve
  my $fd;
  # "EAGAIN: ... the kernel could not ensure that a '..' component did not escape (due to a race ...). The caller may retry":
  # a rename or a mount anywhere on the machine is enough. One that goes on for so many tries is somebody's doing.
  for (1 .. TRIES) {
    $fd = syscall(OPENAT2, fileno $root, $path, $how, length $how);
    last if $fd >= 0 || !$!{EAGAIN};
  }
  return if $fd < 0;
  open(my $file, '<&=', $fd) or return;
  return $file;
}

# Names in a directory, sorted; none when there is no such directory. The caller's working directory becomes /.
sub entries {
  my ($proc, $path) = @_;
  my $directory = open_file($proc, $path) or return ();
  my @names;
  if (-d $directory && chdir $directory && opendir(my $here, '.')) { @names = sort grep { $_ ne '.' && $_ ne '..' } readdir $here; }
  chdir '/';
  return @names;
}

# A file's content, at most so many bytes of it; nothing when it is not a plain file.
sub content {
  my ($proc, $path, $most) = @_;
  my $file = open_file($proc, $path) or return;
  return unless -f $file;
  binmode $file;
  my $content = '';
  while (length $content < $most) { sysread($file, $content, $most - length $content, length $content) or last; }
  return $content;
}

# What `ip netns` calls NAME: a file on which a namespace is mounted, or a symbolic link to a process's.
sub network_namespace {
  my ($proc, $name) = @_;
  my $file = open_file($proc, "run/netns/$name");
  return $file if $file;
  return unless $!{EXDEV};
  my $directory = open_file($proc, 'run/netns') or return;
  my $target = chdir $directory ? readlink $name : undef;
  chdir '/';
  return unless ($target // '') =~ m{^/proc/(\d+)/ns/net$} && open($file, '<', "$proc/$1/ns/net");
  return $file;
}

1;
