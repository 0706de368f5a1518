/**
 * What a shell's terminal does with keys just now: whether a program in front reads them, and whether the kernel echoes
 * them. Looked up by a command on the host itself. Knows nothing of marks or steps.
 *
 * proc(5): /proc/PID/wchan is the kernel function that a process sleeps in: reading a terminal is n_tty_read, which
 * newer kernels show as wait_woken; who waits for several things sleeps in select or poll. The terminal's settings come
 * from the shell's own descriptor of it (pidfd_getfd(2)): its device file belongs to a user whom the host does not know.
 */
import type { HostName, Sandbox } from '../sandbox/driver.ts';

/** The flags are those of termios(3). */
export interface TtyLook {
  /** A program of the foreground group waits for keys, or may. */
  readonly reads: boolean;
  /** ECHO */
  readonly echo: boolean;
  /** ICANON: the kernel edits the line, and the program gets it at Enter. */
  readonly canonical: boolean;
  /** ISIG: Ctrl-C, Ctrl-\ and Ctrl-Z are signals. */
  readonly signals: boolean;
  /** IUTF8 */
  readonly utf8: boolean;
}

/** Argument: the shell's pid. 434 and 438 are pidfd_open and pidfd_getfd, 0x5401 is TCGETS; 0x500 is /dev/tty. */
const LOOK = String.raw`
sub fields { open(my $file, '<', "/proc/$_[0]/stat") or return; my $line = <$file>; $line =~ s/.*\) //s; return split / /, $line; }
my $shell = $ARGV[0] + 0;
my @of = fields($shell) or die;
my ($tty, $group) = @of[4, 5];
my $flags = '';
my $pidfd = syscall(434, $shell, 0);
for my $number (255, 0, 2) {
  my $fd = syscall(438, $pidfd, $number, 0);
  next if $fd < 0;
  open(my $terminal, '<&=', $fd) or next;
  last if ioctl($terminal, 0x5401, $flags = "\0" x 64);
  $flags = '';
}
$flags eq '' and die;
my ($input, undef, undef, $local) = unpack 'L4', $flags;
my $reads = 0;
for my $process (glob '/proc/[0-9]*') {
  my ($pid) = $process =~ /(\d+)/;
  my ($state, undef, $its_group, undef, $its_tty) = fields($pid) or next;
  next if $its_group != $group || $its_tty != $tty || $state ne 'S';
  grep { !/\/[12]$/ && grep { $_ == $tty || $_ == 0x500 } (stat)[6] // 0 } glob "$process/fd/*" or next;
  for my $task (glob "$process/task/*/wchan") {
    open(my $file, '<', $task) or next;
    $reads = 1 if (<$file> // '0') =~ /n_tty_read|wait_woken|select|poll|^0$/;
  }
}
print join(' ', $reads, map { $_ ? 1 : 0 } $local & 010, $local & 02, $local & 01, $input & 040000), "\n";
`;

/** @returns undefined when the host does not tell; never throws. @param shellPid as the host numbers it */
export async function lookAtTty(
  sandbox: Sandbox,
  host: HostName,
  shellPid: number,
): Promise<TtyLook | undefined> {
  try {
    const found = await sandbox.exec(host, ['perl', '-e', LOOK, String(shellPid)], { timeoutMs: 2000 });
    const [reads, echo, canonical, signals, utf8] = found.stdout.split(' ').map((flag) => Number(flag) === 1);
    if (found.status !== 0 || utf8 === undefined) return undefined;
    return {
      reads: reads === true,
      echo: echo === true,
      canonical: canonical === true,
      signals: signals === true,
      utf8,
    };
  } catch {
    return undefined;
  }
}
