// What is told of a long command.
import { expect, it } from 'vitest';
import { createProgress } from './progress.ts';

function display({ isTTY, isForced }: { readonly isTTY: boolean; readonly isForced: boolean }) {
  const written: string[] = [];
  let nowMs = 0;
  const progress = createProgress({ stream: { isTTY, write: (text) => written.push(text) }, isForced, now: () => nowMs });
  const after = (milliseconds: number) => {
    nowMs += milliseconds;
    return progress;
  };
  return { after, written };
}

it('nothing is told where there is no terminal', () => {
  const { after, written } = display({ isTTY: false, isForced: false });
  after(0).tell('diff', 0, 0);
  after(1000).end();
  expect(written).toEqual([]);
});

it('unless it is asked for: a line for each step that is done, with its seconds', () => {
  const { after, written } = display({ isTTY: false, isForced: true });
  after(0).tell('diff', 0, 0);
  after(1500).tell('plans', 0, 0);
  after(100).tell('plans', 1, 2);
  after(200).end();
  expect(written.map((line) => line.replace(/ {2,}/, '  '))).toEqual(['diff  1.5 s\n', 'plans  0.3 s\n']);
});

it('a terminal has one line that is written over, at most ten times a second', () => {
  const { after, written } = display({ isTTY: true, isForced: false });
  after(0).tell('plans', 0, 0);
  after(10).tell('plans', 1, 9);
  after(100).tell('plans', 5, 9);
  after(890).end();
  const lines = written.map((line) => line.replace(/ {2,}/, '  '));
  expect(lines).toEqual(['\r\u001b[Kplans  ...', '\r\u001b[Kplans  5 of 9', '\r\u001b[Kplans  1.0 s\n']);
});
