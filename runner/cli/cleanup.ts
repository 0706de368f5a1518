/** What must be undone when a command ends, also by Ctrl-C: sandboxes, servers, shells. Last in, first out. */
type Undo = () => Promise<void> | void;

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

export class Cleanup {
  #undo: Undo[] = [];
  #running: Promise<void> | undefined;

  constructor() {
    for (const [signal, status] of Object.entries(SIGNALS)) {
      process.once(signal, () => {
        // A second signal ends at once: its handler is gone by then.
        process.stderr.write(`\n${signal === 'SIGINT' ? 'Interrupted' : signal}: cleaning up.\n`);
        void this.run().finally(() => process.exit(status));
      });
    }
  }

  /** @returns a function that forgets the undo again, for what was ended in the normal way */
  add(undo: Undo): () => void {
    this.#undo.push(undo);
    return () => {
      this.#undo = this.#undo.filter((other) => other !== undo);
    };
  }

  run(): Promise<void> {
    this.#running ??= this.#all();
    return this.#running;
  }

  async #all(): Promise<void> {
    for (const undo of this.#undo.splice(0).reverse()) {
      try {
        await undo();
      } catch (error) {
        process.stderr.write(
          `wirebook: while cleaning up: ${error instanceof Error ? error.message : error}\n`,
        );
      }
    }
  }
}
