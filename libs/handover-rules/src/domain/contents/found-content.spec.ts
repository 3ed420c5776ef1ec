import { describe, expect, it } from 'vitest';
import { type ContentExport, type FoundContent, undelivered } from './found-content.js';

const written = (
  id: string,
  text: string,
  state: ContentExport = 'failed',
  more: Partial<FoundContent> = {},
): FoundContent => ({
  id,
  text,
  export: state,
  extras: '',
  writtenAt: new Date('2026-03-02T09:05:00Z'),
  ...more,
});
const idsOf = (found: readonly FoundContent[]): string[] => undelivered(found).map(({ id }) => id);

describe('agents’ messages that Engage could not deliver', () => {
  it('are those that failed, in the order in which they were written', () => {
    const found = [
      written('1', 'One'),
      written('2', 'Two', 'done'),
      written('3', 'Three'),
      written('4', '4', 'pending'),
    ];
    expect(idsOf(found)).toEqual(['1', '3']);
  });

  it.each<ContentExport>(['done', 'failed', 'pending'])(
    'leave out what was written again, with the state %s',
    (again) => {
      const found = [written('1', 'Hello?'), written('2', 'Else'), written('3', 'Hello?', again)];
      expect(idsOf(found)).toEqual(again === 'failed' ? ['2', '3'] : ['2']);
    },
  );

  it('are not treated as repeats with other files or another choice, or long after', () => {
    const failed = written('1', 'Here it is');
    expect(idsOf([failed, written('2', 'Here it is', 'done', { extras: 'invoice.pdf' })])).toEqual(['1']);
    const after = (time: string) =>
      written('2', 'Here it is', 'done', { writtenAt: new Date(`2026-03-02T09:${time}Z`) });
    expect(idsOf([failed, after('15:00')])).toEqual([]);
    expect(idsOf([failed, after('15:01')])).toEqual(['1']);
  });

  it('are not treated as repeats if they have no text, only files', () => {
    expect(idsOf([written('1', ''), written('2', '', 'done'), written('3', ' ')])).toEqual(['1', '3']);
  });
});
