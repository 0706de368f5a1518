/**
 * Whose the machines are: a note beside vagrant's own files. It says which process builds sandboxes on them, and which of
 * them Wirebook started, so that they are taken down in the end, also by another process when the first was killed.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { SandboxError } from '../../errors.ts';
import { isAlive, processId, writeAtomically } from '../namespaces/kept-sandboxes.ts';

const noteSchema = z.strictObject({
  pid: z.int(),
  start: z.string(),
  /** Machines that were not there before: they are destroyed in the end. */
  made: z.array(z.string()),
  /** Machines that were switched off before: they are switched off again. */
  woken: z.array(z.string()),
});
type Note = z.infer<typeof noteSchema>;

export interface Started {
  readonly made: readonly string[];
  readonly woken: readonly string[];
}

export class Owner {
  readonly #file: string;
  readonly #me = processId(process.pid) ?? { pid: process.pid, start: '' };

  constructor(folder: string) {
    this.#file = join(folder, 'wirebook-owner.json');
  }

  /** What Wirebook has started and not taken down. */
  started(): Started {
    return this.#read() ?? { made: [], woken: [] };
  }

  /** Makes the machines ours. Throws SandboxError while another process that lives has them. */
  claim(): void {
    const note = this.#read();
    if (note && isAlive(note) && note.pid !== process.pid) {
      throw new SandboxError(`The machines are in use by another Wirebook (process ${note.pid}).`, {
        remedy: 'wait until it is over, or end it',
      });
    }
    this.#write(this.started());
  }

  /** Notes before they are started what will have to be taken down. */
  starting({ made, woken }: Started): void {
    const before = this.started();
    const all = new Set([...before.made, ...made]);
    // One that we made and that died meanwhile is ours all the same.
    const rest = new Set([...before.woken, ...woken].filter((name) => !all.has(name)));
    this.#write({ made: [...all], woken: [...rest] });
  }

  /** Are we the one who builds sandboxes on them, or is nobody? */
  isOurs(): boolean {
    const note = this.#read();
    return note !== undefined && (note.pid === process.pid || !isAlive(note));
  }

  /** The machines are as they were found. */
  forget(): void {
    rmSync(this.#file, { force: true });
  }

  #read(): Note | undefined {
    try {
      return noteSchema.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
    } catch {
      return undefined;
    }
  }

  #write({ made, woken }: Started): void {
    mkdirSync(join(this.#file, '..'), { recursive: true });
    writeAtomically(this.#file, JSON.stringify({ ...this.#me, made, woken }), 0o600);
  }
}
