/** Names that chapters had before, and the chapters that hold now what stood under them. Pure. */
import { slugOf } from './chapter-id.ts';

/** Slug of before -> the slugs that its chapter has become. One that was split, and kept its name for a part, is among them. */
export type Renamed = Readonly<Record<string, readonly string[]>>;

/**
 * What became of a chapter, through all its names: itself when nothing did.
 * @returns slugs, each once; names that lead back to themselves lead nowhere
 */
export function successors(renamed: Renamed, slug: string, through: readonly string[] = []): string[] {
  if (!Object.hasOwn(renamed, slug)) return [slug];
  if (through.includes(slug)) return [];
  const next = renamed[slug] ?? [];
  const found = next.flatMap((name) =>
    name === slug ? [name] : successors(renamed, name, [...through, slug]),
  );
  return [...new Set(found)];
}

/**
 * The chapters that a name of before stands for: `15-services` for `18-services`, in the order of `renamed`.
 * @param name a slug, with or without a number in front
 * @param ids of all chapters that there are
 */
export function formerly(name: string, ids: readonly string[], renamed: Renamed): string[] {
  const slugs = successors(renamed, slugOf(name));
  return slugs.flatMap((slug) => ids.filter((id) => slugOf(id) === slug));
}
