/**
 * Errors end in one place: thrown anywhere, printed once by the CLI (`runner/cli`) or sent once by the server.
 * Exit status: 0 all passed, 1 graded and failed, 2 bad usage or a bad chapter, 3 the sandbox failed.
 */
export const EXIT = { ok: 0, failed: 1, usage: 2, sandbox: 3 } as const;
export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

export class WirebookError extends Error {
  /** The process exit status that this error asks for. */
  readonly exit: ExitStatus;
  /** What the reader can do about it: a command or one sentence. */
  readonly remedy: string | undefined;

  constructor(message: string, options: { exit: ExitStatus; remedy?: string; cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.exit = options.exit;
    this.remedy = options.remedy;
  }
}

/** Wrong words on the command line, or a chapter that does not parse. */
export class UsageError extends WirebookError {
  constructor(message: string, remedy?: string) {
    super(message, remedy === undefined ? { exit: EXIT.usage } : { exit: EXIT.usage, remedy });
  }
}

/** The sandbox could not be built, was lost, or cannot run on this machine. */
export class SandboxError extends WirebookError {
  constructor(message: string, options: { remedy?: string; cause?: unknown } = {}) {
    super(message, { exit: EXIT.sandbox, ...options });
  }
}
