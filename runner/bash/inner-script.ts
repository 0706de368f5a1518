/**
 * The script that a simple command has a shell read: `sh -c '...'`, `bash <<X`, and what it writes into a file behind
 * `#!/bin/bash`. Its commands belong to the script around it like that one's own. Pure.
 */
import type { Command, HereDoc, SyntaxNode, Word } from 'unbash';
import type { Span } from './script.ts';

export interface InnerScript {
  readonly span: Span;
  /** The child of the command that holds it. */
  readonly from: SyntaxNode;
  /** One argument, not a here-document. */
  readonly quoted: boolean;
}

const SHELL = /^(?:\S*\/)?(?:ba|da)?sh$/;
const SHEBANG = /^#![ \t]*(?:\S*\/)?(?:env[ \t]+)?(?:ba|da)?sh\b/;

/** Only where what stands there is, character by character, what the shell gets, or all but variables. */
export function innerScript(text: string, command: Command): InnerScript | undefined {
  const words = [command.name, ...command.args].filter((one): one is Word => one?.type === 'Word');
  const [document, another] = command.redirects.filter((one): one is HereDoc => one.type === 'HereDoc');
  const shell = words.findIndex(({ value }) => SHELL.test(value));
  const behind = shell < 0 ? [] : words.slice(shell + 1);
  const option = behind.findIndex(({ value }) => /^-[a-z]*c$/.test(value));
  const script = behind[option + 1];
  if (option >= 0) return script && areOptions(behind.slice(0, option)) ? quotedScript(script) : undefined;
  if (!document || another) return undefined;
  const body = text.slice(document.body.pos, document.body.end);
  const isQuoted = document.delimiter?.quoted === true;
  const isRead =
    shell >= 0 && areOptions(behind.slice(0, readsInput(behind))) && (isQuoted || !body.includes('\\'));
  const isWritten = isQuoted && writes(command, words) && SHEBANG.test(body);
  if (!isRead && !isWritten) return undefined;
  return { span: { start: document.body.pos, end: document.body.end }, from: document, quoted: false };
}

/** `-s` and what comes behind it are not the name of a script. */
function readsInput(words: readonly Word[]): number {
  const option = words.findIndex(({ value }) => value === '-s');
  return option < 0 ? words.length : option;
}

/** `-eu -o pipefail` */
function areOptions(words: readonly Word[]): boolean {
  return words.every(
    ({ value }, index) => value.startsWith('-') || /^-[a-z]*o$/.test(words[index - 1]?.value ?? ''),
  );
}

function quotedScript(word: Word): InnerScript | undefined {
  const [part, another] = word.parts ?? [];
  const isLiteral =
    part?.type === 'SingleQuoted' || (part?.type === 'DoubleQuoted' && !/[\\`]|\$\(/.test(part.text));
  if (!isLiteral || another) return undefined;
  return { span: { start: part.pos + 1, end: part.end - 1 }, from: word, quoted: true };
}

/** `cat >file`, `tee file`, `install /dev/stdin file`. */
function writes({ name, redirects }: Command, words: readonly Word[]): boolean {
  switch (name?.value) {
    case 'cat':
      return redirects.some(({ operator }) => operator === '>' || operator === '>>');
    case 'tee':
      return true;
    case 'install':
      return words.some(({ value }) => value === '/dev/stdin');
    default:
      return false;
  }
}
