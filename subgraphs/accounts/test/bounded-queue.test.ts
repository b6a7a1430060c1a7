// The queue before the password hash: who runs, who waits, who is told to come again.
import { setImmediate as settled } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createBoundedQueue } from '../src/bounded-queue.ts';

function queue() {
  const run = createBoundedQueue({ atATime: 2, maxWaiting: 3 });
  const begun: string[] = [];
  const gates = new Map<string, PromiseWithResolvers<string>>();
  const add = (name: string) => {
    const gate = Promise.withResolvers<string>();
    gates.set(name, gate);
    return run(() => {
      begun.push(name);
      return gate.promise;
    });
  };
  return {
    add,
    begun,
    end: (name: string) => gates.get(name)?.resolve(name),
    fail: (name: string) => gates.get(name)?.reject(new Error(name)),
  };
}

it('takes two at a time and three that wait, in turn; one more is refused at once with a code', async () => {
  const { add, begun, end, fail } = queue();
  const answers = ['a', 'b', 'c', 'd', 'e'].map(add);
  await expect(add('f')).rejects.toMatchObject({ code: 'SERVICE_OVERLOADED' });
  expect(begun).toEqual(['a', 'b']);
  const failure = expect(answers[0]).rejects.toThrow('a');
  fail('a');
  await failure;
  await settled();
  expect(begun).toEqual(['a', 'b', 'c']); // a failure gives its place on, too
  const late = add('g');
  for (const name of ['b', 'c', 'd', 'e', 'g']) {
    end(name);
    await settled();
  }
  expect(await Promise.all([...answers.slice(1), late])).toEqual(['b', 'c', 'd', 'e', 'g']);
  expect(begun).toEqual(['a', 'b', 'c', 'd', 'e', 'g']);
});
