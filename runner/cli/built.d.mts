/** Paths below the package's folder, each with its size and time of change. */
export type Seen = Readonly<Record<string, string>>;

/** What a build was made of. */
export interface Stamp {
  /** Sources that are in the build: one that changes makes it stale. */
  readonly code: Seen;
  /** What else the set-up builds anew for: chapters, whose summaries are kept, and the tools. */
  readonly other: Seen;
}

/** Where the build is, below the package's folder. */
export declare const BUILD: string;
/** The file in it that says what it was made of. */
export declare const STAMP: string;
/** Of the last build; undefined where there is none. */
export declare function readStamp(root: string): Stamp | undefined;
export declare function see(root: string, files: readonly string[]): Seen;
/** Are the files what they were? One that has been removed is not. */
export declare function unchanged(root: string, seen: Seen): boolean;
