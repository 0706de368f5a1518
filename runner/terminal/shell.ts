/** One shell: bash on a pty of one host, from its start to its end. Knows nothing of what is run in it or who looks. */
import { randomBytes } from 'node:crypto';
import type { HostName, Sandbox } from '../sandbox/driver.ts';
import { MarkFilter, type MarkSink } from './marks.ts';
import { spawnPty } from './pty.ts';
import { rcFile, stepFile } from './rc-file.ts';

export interface Shell {
  write(data: string | Uint8Array): void;
  /** Bytes that were written and wait for the pty. */
  waiting(): number;
  resize(columns: number, rows: number): void;
  pause(): void;
  resume(): void;
  /** Publishes a step; the key `KEYS.run` makes the shell read it. */
  load(number: number, command: string): Promise<void>;
  /** SIGKILL; `exit` follows. */
  kill(): void;
  /** Hangs up. Nothing is called any more. */
  close(): void;
}

export interface ShellHandlers extends MarkSink {
  exit(status: number): void;
  /** Nothing waits for the pty any more. */
  drained(): void;
}

/** Throws what the sandbox throws when the host cannot be reached. */
export async function startShell(
  sandbox: Sandbox,
  host: HostName,
  size: { readonly columns: number; readonly rows: number },
  handlers: ShellHandlers,
): Promise<Shell> {
  const nonce = randomBytes(8).toString('hex');
  const stepName = `step-${nonce}.sh`;
  const stepPath = await sandbox.publish(host, stepName, '');
  const rcPath = await sandbox.publish(host, `rc-${nonce}.sh`, rcFile(nonce, stepPath));
  const filter = new MarkFilter(nonce, handlers);
  const pty = spawnPty(sandbox.shell(host, ['bash', '--rcfile', rcPath, '-i']), size, {
    onData: (chunk) => filter.feed(chunk),
    onExit: (status) => {
      filter.end();
      handlers.exit(status);
    },
    onDrained: () => handlers.drained(),
  });
  return {
    ...pty,
    load: async (number, command) => {
      await sandbox.publish(host, stepName, stepFile(number, command));
    },
  };
}
