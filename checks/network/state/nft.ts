/** `nft -j list ruleset` (nftables) -> the array under "nftables" (libnftables-json(5)), without its metainfo. */
import { z } from 'zod';
import { parseJson } from './unreadable.ts';

const schema = z.looseObject({ nftables: z.array(z.record(z.string(), z.unknown())) });

/** @throws UnreadableOutput */
export function parseNft(text: string): unknown[] {
  return parseJson('nft -j list ruleset', text, schema).nftables.filter((item) => !('metainfo' in item));
}
