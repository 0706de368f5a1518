import { expect, test } from 'vitest';
import { type ShownClaim, summarise } from '../chapter/claims-shown.ts';
import { claimLines, claimSummaryLine } from './claims.ts';
import { PLAIN } from './text.ts';

const claim = { section: 'S', chapter: 4, line: 1, shown: [] };
const claims: readonly ShownClaim[] = [
  {
    ...claim,
    id: 'A35',
    article: 'A',
    claim: 'The bridge asks.',
    verdict: 'refuted',
    shown: [
      { chapter: '04-a-bridge', number: 4, line: 181, steps: ['who-asked', 'again'] },
      { chapter: '05-arp', number: 5, line: 7, steps: [] },
    ],
  },
  { ...claim, id: 'B12', article: 'B', claim: 'It takes n.', verdict: 'holds' },
  { ...claim, id: 'B56', article: 'B', claim: 'Windows.', verdict: 'untestable' },
];

test('claims are listed by article, with the place that shows each', () => {
  expect(claimLines(claims, PLAIN)).toEqual([
    'A  Tracing the path of network traffic in Kubernetes (learnk8s)',
    '  A35 refuted     The bridge asks.',
    '                  04-a-bridge:181 who-asked again; 05-arp:7',
    "B  Understanding Kubernetes' Cluster Networking (George Aristy)",
    '  B12 holds       It takes n.',
    '                  chapter 4',
    '  B56 untestable  Windows.',
    '                  chapter 4',
  ]);
});

test('one line sums up, by verdict', () => {
  expect(claimSummaryLine(summarise(claims))).toBe(
    '3 claims, 1 of them shown: holds 0 of 1, refuted 1 of 1, untestable 1',
  );
});
