# Prints whether the host has a file, and its content: PATH BYTES-AT-MOST. The first line is absent, present or executable.
# lab.pl stands before it in the program (beside-host.ts).
package main;
use strict;
use warnings;
use Errno;

my ($path, $most) = @ARGV;
$path =~ s{^/+}{};
my $file = Lab::open_file($ENV{HOST_PROC}, $path);
if (!$file) {
    die "/$path: $!\n" unless $!{ENOENT} || $!{ENOTDIR};
    print "absent\n";
    exit 0;
}
die "/$path is not a plain file\n" unless -f $file;
my $content = Lab::content($ENV{HOST_PROC}, $path, $most);
die "/$path: $!\n" unless defined $content;
binmode STDOUT;
print((stat $file)[2] & 0111 ? "executable\n" : "present\n", $content);
