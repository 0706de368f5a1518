# Reads what the driver (../spec.ts) wrote: settings, hosts, and the files of a host. Knows nothing of namespaces.
package Spec;
use strict;
use warnings;

# Lines `key value`; `segment NAME ADDRESS...`, the router's; `host NAME key value`, where a key `link` may come again: NAME
# PORT SEGMENT MAC ADDRESS.... See ../spec.ts for the other half.
sub parse {
  my ($text) = @_;
  my %spec = (text => $text, segments => [], hosts => [], of => {});
  for my $line (split /\n/, $text) {
    my ($key, $rest) = split / /, $line, 2;
    if ($key eq 'segment') {
      my ($name, @addresses) = split / /, $rest;
      push @{$spec{segments}}, { name => $name, addresses => \@addresses };
    } elsif ($key eq 'host') {
      my ($name, $what, $value) = split / /, $rest, 3;
      push @{$spec{hosts}}, $name unless $spec{of}{$name};
      if ($what eq 'link') {
        my ($link, $port, $segment, $mac, @addresses) = split / /, $value;
        push @{$spec{of}{$name}{links}}, { name => $link, port => $port, segment => $segment, mac => $mac, addresses => \@addresses };
      } else { $spec{of}{$name}{$what} = $value; }
    } else { $spec{$key} = $rest; }
  }
  return \%spec;
}

# What the sandbox itself needs of it, for a process that cannot be told otherwise; `found` reads it and takes it away.
use constant KEPT => qr/^(?:one_id|wire|wire_segment|segment|host) /;
sub leave {
  my ($directory, $spec) = @_;
  Kernel::write_file("$directory/files-$_", $spec->{of}{$_}{files}) for @{$spec->{hosts}};
  Kernel::write_file("$directory/skeleton", $spec->{skeleton});
  Kernel::write_file("$directory/spec", join('', map { "$_\n" } grep { $_ =~ KEPT } split /\n/, $spec->{text}));
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
