/** The words that ssh is called with, and those that it calls there. Pure. */
export const SSH = '/usr/bin/ssh';
/** Said by the bootstrap before the first frame: what a login script prints stands before it. */
export const MARK = '\nwirebook-agent\n';

/** How ssh reaches a machine. */
export interface Target {
  /** The lab host that lives there. */
  readonly name: string;
  /** The name under which the configuration has it. */
  readonly alias: string;
  /** Path of the configuration (ssh_config(5)), the only one that is read. */
  readonly config: string;
  /** Path of the master's socket. */
  readonly socket: string;
  /** For messages: user, address and port as far as they are known. */
  readonly shown: string;
}

/** The master is the agent's own connection, so it ends with the agent. */
export function masterArguments({ config, socket, alias }: Target): string[] {
  return ['-F', config, '-o', 'ControlMaster=yes', '-o', `ControlPath=${socket}`, '-T', alias];
}

/** A terminal through the master, never by a connection of its own: that one would outlive the agent. */
export function shellArguments({ config, socket, alias }: Target, argv: readonly string[]): string[] {
  const through = ['-o', 'ControlMaster=no', '-o', `ControlPath=${socket}`, '-o', 'ProxyCommand=/bin/false'];
  return ['-F', config, ...through, '-tt', '-e', 'none', alias, asRoot(argv)];
}

/** Reads the agent from its input and becomes it. Without apostrophes. */
const BOOTSTRAP = [
  'binmode STDIN; $| = 1;',
  'sub take { my ($n) = @_; my $all = ""; while (length $all < $n) { sysread(STDIN, $all, $n - length $all, length $all) or exit 1 } return $all }',
  `my $source = take(take(10)); syswrite(STDOUT, "${MARK.replaceAll('\n', '\\n')}");`,
  'eval $source; print STDERR $@; exit 1',
].join(' ');

export function agentCommand(): string {
  return asRoot(['/usr/bin/perl', '-e', BOOTSTRAP], ['"$SSH_CONNECTION"']);
}

/**
 * A command line for the login shell there, whatever shell that is: argv as root, by sudo where the user is not.
 * @param more words that the shell there expands
 */
function asRoot(argv: readonly string[], more: readonly string[] = []): string {
  const script = `set -- "$@" ${more.join(' ')}; [ "$(id -u)" = 0 ] || set -- sudo -n -- "$@"; exec "$@"`;
  return ['exec', 'sh', '-c', shellQuote(script), 'sh', ...argv.map(shellQuote)].join(' ');
}

export function shellQuote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
