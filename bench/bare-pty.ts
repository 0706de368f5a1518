/** The reference of the terminal's figures: a command on a pty with nothing of ours between. */
import * as pty from 'node-pty';
import type { ShellCommand } from '../runner/sandbox/driver.ts';

/** Types a line into the shell and counts bytes until `end` was printed. @returns bytes and milliseconds from the key to the last byte. */
export async function typeIntoBarePty(
  { file, args, env }: ShellCommand,
  line: string,
  end: string,
): Promise<{ bytes: number; ms: number }> {
  const child = pty.spawn(file, [...args], {
    name: 'xterm-256color',
    cols: 120,
    rows: 30,
    cwd: '/',
    env: { ...env },
    encoding: null,
  });
  let bytes = 0;
  let tail = Buffer.alloc(0);
  const seen = (text: string) =>
    new Promise<void>((resolve) => {
      const listener = child.onData((chunk) => {
        bytes += chunk.length;
        tail = Buffer.concat([tail, chunk]).subarray(-256);
        if (!tail.includes(text)) return;
        listener.dispose();
        resolve();
      });
    });
  await seen('# ');
  bytes = 0;
  tail = Buffer.alloc(0);
  const began = performance.now();
  const finished = seen(end);
  child.write(line);
  await finished;
  const ms = performance.now() - began;
  child.destroy();
  return { bytes, ms };
}
