/** GradeReport: a chapter's exercises and questions with their verdicts and points. Plain values. */
import type { CheckResult } from '../../checks/verdict.ts';

export interface GradeReport {
  readonly chapter: string;
  readonly sandbox: string;
  readonly gradedAt: string;
  readonly items: readonly GradedItem[];
  readonly points: { readonly earned: number; readonly possible: number };
}

export interface GradedItem {
  readonly type: 'exercise' | 'question';
  readonly id: string;
  readonly title: string;
  readonly points: { readonly earned: number; readonly possible: number };
  readonly checks: readonly CheckResult[];
}
