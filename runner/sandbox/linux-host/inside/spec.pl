# Reads what the driver (../spec.ts) wrote: settings, hosts, and the files of a host. Knows nothing of namespaces.
package Spec;
use strict;
use warnings;

# Lines `key value`; `host NAME key value`; entries of a host's files. See ../spec.ts for the other half.
sub parse {
  my ($text) = @_;
  my %spec = (hosts => [], of => {});
  for my $line (split /\n/, $text) {
    my ($key, $rest) = split / /, $line, 2;
    if ($key eq 'host') {
      my ($name, $what, $value) = split / /, $rest, 3;
      push @{$spec{hosts}}, $name unless $spec{of}{$name};
      $spec{of}{$name}{$what} = $value;
    } else { $spec{$key} = $rest; }
  }
  return \%spec;
}

# What the sandbox itself needs of it, for a process that cannot be told otherwise; `found` reads it and takes it away.
use constant KEPT => qw(one_id router wire);
sub leave {
  my ($directory, $spec) = @_;
  my @lines = map { "$_ $spec->{$_}" } grep { defined $spec->{$_} } KEPT;
  for my $host (@{$spec->{hosts}}) {
    my $its = $spec->{of}{$host};
    push @lines, map { "host $host $_ $its->{$_}" } grep { $_ ne 'files' } sort keys %$its;
    Kernel::write_file("$directory/files-$host", $its->{files});
  }
  Kernel::write_file("$directory/skeleton", $spec->{skeleton});
  Kernel::write_file("$directory/spec", join("\n", @lines) . "\n");
}
sub found {
  my ($directory) = @_;
  my $spec = parse(Kernel::read_file("$directory/spec"));
  $spec->{skeleton} = Kernel::read_file("$directory/skeleton");
  $spec->{of}{$_}{files} = Kernel::read_file("$directory/files-$_") for @{$spec->{hosts}};
  unlink glob "$directory/*";
  return $spec;
}

# Entries `d MODE PATH`, `l TARGET PATH` and `f MODE LENGTH PATH` (then LENGTH bytes and a newline), written below the
# current directory in their order.
sub unpack_files {
  my ($archive) = @_;
  my $at = 0;
  while ($at < length $$archive) {
    my $end = index($$archive, "\n", $at);
    my ($kind, @fields) = split / /, substr($$archive, $at, $end - $at);
    $at = $end + 1;
    if ($kind eq 'd') {
      mkdir $fields[1]; chmod oct $fields[0], $fields[1] or die "mkdir $fields[1]: $!\n";
    } elsif ($kind eq 'l') {
      symlink $fields[0], $fields[1] or die "symlink $fields[1]: $!\n";
    } else {
      open(my $f, '>', $fields[2]) or die "$fields[2]: $!\n";
      syswrite($f, $$archive, $fields[1], $at);
      chmod oct $fields[0], $f;
      $at += $fields[1] + 1;
    }
  }
}

1;
