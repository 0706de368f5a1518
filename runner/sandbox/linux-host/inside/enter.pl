# Runs a command on a lab host, from a command line; entrance.pl does it.
#
#   perl enter.pl STATE_DIRECTORY ARCHITECTURE HOST [--report] [--hidden] [--netns=NAME] [--status] -- COMMAND [ARGUMENT...]
#
# The options are those of entrance.pl; for --report that is descriptor 3.
use strict;
use warnings;
my $here;
BEGIN { ($here) = $0 =~ m{^(.*)/}; require "$here/kernel.pl"; require "$here/lab.pl"; require "$here/entrance.pl"; }

my ($state, $architecture, $host) = splice @ARGV, 0, 3;
my %option;
while (defined(my $word = shift @ARGV)) { last if $word eq '--'; my ($name, $value) = split /=/, $word, 2; $option{$name} = $value // 1; }
Kernel::architecture($architecture);
Kernel::close_from($option{'--report'} ? 4 : 3);
my $report;
if ($option{'--report'}) { open($report, '>&=', 3) or die "descriptor 3: $!\n"; }
Entrance::run($state, $host, { hidden => $option{'--hidden'}, netns => $option{'--netns'}, status => $option{'--status'}, report => $report }, @ARGV);
