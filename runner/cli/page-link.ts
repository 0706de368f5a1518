/**
 * How `wirebook serve`, called a second time, gets another link from the server that is running: by a socket in a folder
 * that only this user may enter. Knows nothing of tokens.
 */
import { rmdirSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { patient } from '../slowdown.ts';
import { makePageFolder, pageFolder } from './page-folder.ts';

/** A server that has been stopped (Ctrl-Z) accepts, and never answers. */
const ANSWER_MS = 10_000;

/** The server's socket. Its path is short: a socket's has at most 107 bytes (unix(7)). */
const socketIn = (folder: string, port: number): string => join(folder, `${port}`);

/**
 * Gives a fresh link to whoever of this user asks. Where there can be no such socket, Enter in the terminal still gives one.
 * @returns ends it
 */
export function offerLinks(port: number, freshUrl: () => string): () => void {
  const folder = makePageFolder();
  if (folder === undefined) return () => {};
  const path = socketIn(folder, port);
  // The port is ours, so a socket that is there is of a server that was killed.
  rmSync(path, { force: true });
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.end(freshUrl());
  });
  server.on('error', () => {});
  server.listen(path);
  return () => {
    server.close();
    try {
      rmdirSync(folder);
    } catch {
      // other ports' are there
    }
  };
}

/** @returns a fresh link to the page that is served on the port; undefined where this user serves none */
export async function askForLink(port: number): Promise<string | undefined> {
  const folder = pageFolder();
  if (folder === undefined) return undefined;
  const socket = connect(socketIn(folder, port));
  socket.setTimeout(patient(ANSWER_MS), () => socket.destroy());
  const link = await text(socket).catch(() => '');
  return link === '' ? undefined : link;
}
