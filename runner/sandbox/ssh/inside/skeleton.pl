# The part of a lab host's /etc that is copied from its machine, as an archive for Spec::unpack_files: what
# ../../namespaces/skeleton.ts does there, by the same rules, on the machine that has the files.
package Skeleton;
use strict;
use warnings;

# Names in /etc separated by blanks; of `alternatives` only what the pattern says; no file of more bytes than that.
sub archive {
  my ($wanted, $pattern, $largest) = @_;
  my $entries = "d 755 etc\n";
  add(\$entries, $_, qr/$pattern/, $largest) for split / /, $wanted;
  return $entries;
}

sub add {
  my ($entries, $path, $pattern, $largest) = @_;
  return if $path =~ /\s/;
  my ($mode, $size) = (lstat "/etc/$path")[2, 7];
  return unless defined $mode;
  if (-l _) {
    my $target = readlink "/etc/$path";
    $$entries .= "l $target etc/$path\n" unless $target =~ /\s/;
  } elsif (-d _ && ($mode & 0005) == 0005) {
    $$entries .= "d 755 etc/$path\n";
    opendir(my $directory, "/etc/$path") or return;
    for my $name (sort grep { !/^\.\.?$/ } readdir $directory) {
      add($entries, "$path/$name", $pattern, $largest) if $path ne 'alternatives' || $name =~ $pattern;
    }
  } elsif (-f _ && $size <= $largest && ($mode & 0004)) {
    my $bytes = Kernel::read_file("/etc/$path");
    $$entries .= sprintf("f %o %d etc/%s\n", 0644 | ($mode & 0111), length $bytes, $path) . "$bytes\n";
  }
}

1;
