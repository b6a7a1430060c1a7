// What an entry of the audit trail says of a row before and after.
import { describe, expect, it } from 'vitest';
import { changesBetween } from './changes.ts';

describe('the changes between two rows', () => {
  it('are the fields that differ, as JSON, without the id', () => {
    const before = { id: 1, price: '21.00', tags: ['a'], same: null };
    expect(changesBetween(before, { id: 1, price: '22.00', tags: ['a', 'b'], same: null }, false)).toEqual([
      { field: 'price', before: '"21.00"', after: '"22.00"', personal: false },
      { field: 'tags', before: '["a"]', after: '["a","b"]', personal: false },
    ]);
  });

  it('are all of a row that was made, and of one that is gone', () => {
    expect(changesBetween(null, { id: 1, a: 1 }, false)).toEqual([{ field: 'a', before: null, after: '1', personal: false }]);
    expect(changesBetween({ id: 1, a: 1 }, null, false)).toEqual([{ field: 'a', before: '1', after: null, personal: false }]);
  });

  it('tell that a secret changed, and not what it was; that there was none is no secret', () => {
    expect(changesBetween({ passwordHash: null, hash: 'x' }, { passwordHash: '$argon2id', hash: 'y' }, true)).toEqual([
      { field: 'passwordHash', before: 'null', after: '"***"', personal: false },
      { field: 'hash', before: '"***"', after: '"***"', personal: false },
    ]);
  });

  it('are personal where the entry is about a person, and only there', () => {
    const personal = (aboutPerson: boolean) =>
      changesBetween(null, { name: 'Chai', role: 'ADMIN' }, aboutPerson).map((change) => change.personal);
    expect([personal(true), personal(false)]).toEqual([
      [true, false],
      [false, false],
    ]);
  });
});
