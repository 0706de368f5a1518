/** What can go wrong with the progress file, in the learner's words with the remedy. Knows nothing of tables. */
import { EXIT, WirebookError } from '../../../runner/errors.ts';

/** Said when the file itself cannot be helped. */
export const ELSEWHERE = 'Keep progress in another folder: XDG_DATA_HOME=<folder> npx wirebook serve';

/** The progress file cannot be read or written. */
export class ProgressError extends WirebookError {
  constructor(message: string, remedy: string, cause?: unknown) {
    super(message, { exit: EXIT.usage, remedy, ...(cause === undefined ? {} : { cause }) });
  }
}

/** SQLite's result code (https://www.sqlite.org/rescode.html) or the system's -> what it means here, and what to do. */
export function progressError(file: string, cause: unknown): ProgressError {
  if (cause instanceof ProgressError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  const code = resultCode(cause, message);
  const told = (what: string, remedy: string) => new ProgressError(`${file}: ${what}`, remedy, cause);
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return told('another program holds the progress file.', `End it; fuser ${file} names it. ${ELSEWHERE}`);
  }
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) return corrupt(file, message, cause);
  if (code === 'EROFS')
    return told('the progress file cannot be written: its file system is read-only.', ELSEWHERE);
  if (code.startsWith('SQLITE_READONLY') || ['SQLITE_PERM', 'EACCES', 'EPERM'].includes(code)) {
    return told(
      'the progress file cannot be written.',
      `chmod u+rw ${file}, and its folder must be writable. ${ELSEWHERE}`,
    );
  }
  if (code.startsWith('SQLITE_CANTOPEN') || code === 'EISDIR') {
    return told(
      'the progress file cannot be opened.',
      'Check that its folder exists, is yours, and that the path is not a folder itself',
    );
  }
  if (code === 'SQLITE_FULL' || code === 'ENOSPC')
    return told('the disk is full.', 'Free some space and try again');
  return told(`the progress file cannot be used: ${message}`, ELSEWHERE);
}

/** The file is not a sound database. */
export function corrupt(file: string, found: string, cause?: unknown): ProgressError {
  return new ProgressError(
    `${file} is damaged and cannot be read: ${found}`,
    `Put it aside and begin anew: mv ${file} ${file}.damaged`,
    cause,
  );
}

/** libsql names the code of a statement that failed; of a file that did not open only the number is in the text. */
function resultCode(cause: unknown, message: string): string {
  if (cause instanceof Error && 'code' in cause && cause.code) return String(cause.code);
  const opened = /Unable to open connection to local database .*: (\d+)/.exec(message);
  return { '5': 'SQLITE_BUSY', '8': 'SQLITE_READONLY', '14': 'SQLITE_CANTOPEN' }[opened?.[1] ?? ''] ?? '';
}
