/** All kinds of answers. A new one is a constant in a file beside this one, and its place in this list. */
import type { AnswerKind } from './asked.ts';
import { connectionPort } from './connection.ts';
import { containerPid } from './container.ts';
import { linkFacts } from './link.ts';
import { dnatPackets, dnatProbability } from './nat.ts';
import { netnsInode, netnsOfProcess } from './netns.ts';

export const ANSWER_KINDS: readonly [AnswerKind, ...AnswerKind[]] = [
  netnsInode,
  netnsOfProcess,
  containerPid,
  ...linkFacts,
  dnatPackets,
  dnatProbability,
  connectionPort,
];
