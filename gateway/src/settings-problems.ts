// What is wrong with settings, in words.
import type { z } from 'zod';

const nameOf: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'a group of settings',
  record: 'a group of settings',
  string: 'text',
};

/** What is wrong, one sentence each, beginning with the path of the setting, or what the whole is called. */
export function problemsOf({ issues }: z.ZodError, whole = 'the file'): readonly string[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `${[...issue.path, key].join('.')}: there is no such setting`);
    return `${issue.path.join('.') || whole}: ${sentenceOf(issue)}`;
  });
}

function sentenceOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return issue.input === undefined ? 'is needed' : `is not ${nameOf[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value') return `is none of ${issue.values.join(', ')}`;
  if (issue.code === 'too_small' && issue.origin !== 'string') return `is at least ${issue.minimum}`;
  if (issue.code === 'too_big') return `is at most ${issue.maximum}`;
  return issue.message;
}
