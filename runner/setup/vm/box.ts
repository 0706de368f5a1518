/**
 * The box that lab hosts are made of: found by the hash of all that goes into it, or built. Knows nothing of libvirt
 * and Vagrant; vagrant/box/build.sh does the work.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A file that goes into a box: its name and what is in it. */
export interface Ingredient {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** 16 hexadecimal digits; another hash when a file, its name or the list of packages is another. Order does not matter. */
export function boxHash(ingredients: readonly Ingredient[], packages: readonly string[]): string {
  const hash = createHash('sha256');
  for (const { name, content } of [...ingredients].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    hash.update(`${name}\0${content.length}\0`).update(content);
  }
  return hash
    .update([...packages].sort().join('\0'))
    .digest('hex')
    .slice(0, 16);
}

export interface Box {
  /** Its name for Vagrant. */
  readonly name: string;
  readonly file: string;
  readonly found: boolean;
}

export interface BoxOptions {
  /** vagrant/box: scripts and the list of modules. */
  readonly recipe: string;
  /** Where boxes are kept; those of other ingredients are deleted there. */
  readonly cache: string;
  readonly packages: readonly string[];
  /** Makes the file, or throws. */
  readonly build: (file: string, packages: readonly string[]) => Promise<void>;
}

export async function findOrBuild({ recipe, cache, packages, build }: BoxOptions): Promise<Box> {
  const ingredients = readdirSync(recipe).map((name) => ({
    name,
    content: readFileSync(join(recipe, name)),
  }));
  const name = `wirebook-${boxHash(ingredients, packages)}`;
  mkdirSync(cache, { recursive: true });
  const kept = readdirSync(cache);
  const box = `${name}.box`;
  for (const other of kept) if (other !== box) rmSync(join(cache, other), { recursive: true, force: true });
  const file = join(cache, box);
  const found = kept.includes(box);
  if (!found) await build(file, packages);
  return { name, file, found };
}
