import { describe, expect, it } from 'vitest';
import { chainProbabilities, chainShares, explain, likelyMistakes } from './mistakes.ts';
import { multinomial, random } from './testing/draw.ts';

const third = [1 / 3, 1 / 3, 1 / 3];

describe('a chain of statistic rules', () => {
  it('needs 1/3, 1/2, 1 for three equal shares, and gives them', () => {
    expect(chainProbabilities(third)).toEqual([expect.closeTo(1 / 3), expect.closeTo(1 / 2), 1]);
    expect(chainShares([1 / 3, 1 / 2, 1]).shares).toEqual(third.map((share) => expect.closeTo(share)));
    expect(chainShares([1 / 3, 1 / 2, 1]).lost).toBeCloseTo(0);
  });
  it('with 1/3 on every rule gives 1/3, 2/9, 4/27 and loses 8/27', () => {
    const { shares, lost } = chainShares(third);
    expect(shares).toEqual([expect.closeTo(1 / 3), expect.closeTo(2 / 9), expect.closeTo(4 / 27)]);
    expect(lost).toBeCloseTo(8 / 27);
  });
});

describe('likelyMistakes', () => {
  it('names every wrong attempt of the chapter for three endpoints', () => {
    const found = likelyMistakes(third).map(({ shares, lost }) =>
      [...shares, lost].map((x) => x.toFixed(3)).join(' '),
    );
    expect(found).toContain('0.333 0.222 0.148 0.296');
    expect(found).toContain('0.500 0.250 0.250 0.000');
    expect(found).toContain('0.000 0.500 0.500 0.000');
    expect(found).toContain('0.500 0.000 0.500 0.000');
    expect(found).toContain('0.500 0.500 0.000 0.000');
  });
  it('leaves out what the exercise asks for', () => {
    const names = likelyMistakes([0.5, 0.25, 0.25]).map(({ mistake }) => mistake.name);
    expect(names).not.toContain('halves');
  });
  it('keeps the sum at 1', () => {
    for (const shares of [[0.5, 0.5], third, [0.1, 0.2, 0.3, 0.4]]) {
      for (const { shares: found, lost } of likelyMistakes(shares)) {
        expect(found.reduce((sum, share) => sum + share, lost)).toBeCloseTo(1, 12);
      }
    }
  });
});

describe('explain', () => {
  it('finds each mistake from the counts that it leads to', () => {
    const draw = random(15);
    for (const shares of [third, [0.25, 0.25, 0.25, 0.25], [0.2, 0.2, 0.2, 0.2, 0.2], [0.33, 0.335, 0.335]]) {
      const mistakes = likelyMistakes(shares);
      for (const alternative of mistakes) {
        for (let run = 0; run < 50; run += 1) {
          const counts = multinomial(draw, 3000, [...alternative.shares, alternative.lost]);
          const lost = counts.pop() ?? 0;
          expect(explain(counts, lost, mistakes)?.mistake).toEqual(alternative.mistake);
        }
      }
    }
  });
  it('says nothing where none fits', () => {
    expect(explain([1200, 900, 900], 0, likelyMistakes(third))).toBeUndefined();
    expect(explain([0, 0, 0], 3000, likelyMistakes(third))).toBeUndefined();
    expect(explain([10, 10], 0, [])).toBeUndefined();
  });
});
