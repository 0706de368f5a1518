/** What a recorded output has in place of a text that differs from run to run. What each matches: session/steps/pattern.ts. */
export const PLACEHOLDER = /(<(?:mac|ifindex|pid|ms|port|inode|n|\.\.\.)>)/;
