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

/** Nobody reads, and the terminal is as shells leave it. */
const NOBODY: TtyLook = { reads: false, echo: true, canonical: true, signals: true, utf8: false };
/** The kernel does not let the terminal be asked: EPERM or ENOSYS. */
const NOT_ALLOWED = 3;

/**
 * Argument: the shell's pid. 434 and 438 are pidfd_open and pidfd_getfd, 0x5401 is TCGETS; 0x500 is /dev/tty. Ends with
 * status 1 when the shell has ended, or is about to: then it has no descriptor any more.
 */
const LOOK = String.raw`
sub fields { open(my $file, '<', "/proc/$_[0]/stat") or return; my $line = <$file>; $line =~ s/.*\) //s; return split / /, $line; }
my $shell = $ARGV[0] + 0;
my @of = fields($shell) or exit 1;
my ($tty, $group) = @of[4, 5];
my ($flags, $status) = ('', 1);
my $pidfd = syscall(434, $shell, 0);
$status = ${NOT_ALLOWED} if $pidfd < 0 && ($! == 1 || $! == 38);
for my $number (255, 0, 2) {
  my $fd = syscall(438, $pidfd, $number, 0);
  $status = ${NOT_ALLOWED} if $fd < 0 && ($! == 1 || $! == 38);
  next if $fd < 0;
  open(my $terminal, '<&=', $fd) or next;
  last if ioctl($terminal, 0x5401, $flags = "\0" x 64);
  $flags = '';
}
$flags eq '' and exit $status;
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

/**
 * Never throws: of a shell that has ended, and of a host that does not answer in time, nobody reads.
 * @param shellPid as the host numbers it
 * @returns undefined when the host's kernel does not tell
 */
export async function lookAtTty(
  sandbox: Sandbox,
  host: HostName,
  shellPid: number,
): Promise<TtyLook | undefined> {
  try {
    const found = await sandbox.exec(host, ['perl', '-e', LOOK, String(shellPid)], { timeoutMs: 2000 });
    if (found.status === NOT_ALLOWED) return undefined;
    if (found.status !== 0) return NOBODY;
    const [reads = false, echo = false, canonical = false, signals = false, utf8 = false] = found.stdout
      .split(' ')
      .map((flag) => Number(flag) === 1);
    return { reads, echo, canonical, signals, utf8 };
  } catch {
    return NOBODY;
  }
}
