# The program of process 1 of the sandbox, from where it has a root file system of its own: ARCHITECTURE ORDERS ANSWERS, the
# last two being descriptors. It and all that it starts have in their memory nothing that a host's root might not read.
use strict;
use warnings;
BEGIN { require "/inside/$_.pl" for qw(kernel spec rtnetlink fabric host http-server wire); }

$SIG{PIPE} = 'IGNORE';
umask 022;
my ($architecture, @descriptors) = splice @ARGV;
my ($orders, $answers) = map { open(my $end, '+<&=', $_) or die "descriptor $_: $!\n"; $end } @descriptors;
Kernel::architecture($architecture);
Kernel::remember($orders, $answers);
eval { Fabric::run(Spec::found('/inside'), $orders, $answers); 1 } or Kernel::say_line($answers, "error $@");
exit 1;
