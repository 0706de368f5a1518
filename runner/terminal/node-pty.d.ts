/**
 * The part of node-pty that pty.ts uses, as it behaves with `encoding: null`. The package's own types declare another
 * module name (package.json takes a prebuilt build under an alias) and give text where it gives buffers.
 */
declare module 'node-pty' {
  interface Terminal {
    readonly pid: number;
    /** The master side, non-blocking; another file's number when `_socket` has been destroyed. */
    readonly fd: number;
    /** The slave side's path: /dev/pts/3 */
    readonly ptsName: string;
    /** Reads `fd`. The one private part: nothing else tells at once that the descriptor is closed. */
    readonly _socket: { readonly destroyed: boolean };
    onData(listener: (chunk: Buffer) => void): { dispose(): void };
    onExit(listener: (exit: { exitCode: number; signal?: number }) => void): { dispose(): void };
    /** Blocks everything until a full pty takes it (node-pty's issues 831, 956). */
    write(data: string | Uint8Array): void;
    resize(columns: number, rows: number): void;
    pause(): void;
    resume(): void;
    kill(signal: string): void;
    /** Closes the master side, then sends SIGHUP. */
    destroy(): void;
  }
  export function spawn(
    file: string,
    args: string[],
    options: {
      name: string;
      cols: number;
      rows: number;
      cwd: string;
      env: Record<string, string>;
      encoding: null;
    },
  ): Terminal;
}
