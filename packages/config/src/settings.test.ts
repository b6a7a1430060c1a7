// Settings: defaults, parsing, and every problem at once.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describeSettings } from './describe-settings.ts';
import { ConfigError, defineSettings, readSettings } from './settings.ts';

const settings = defineSettings({
  PORT: { schema: z.coerce.number('is not a number'), default: '4000', description: 'Port.' },
  TOKEN: { schema: z.string({ error: 'is needed' }), description: 'Token.', secret: true },
  MODE: { schema: z.enum(['a', 'b'], { error: 'is neither a nor b' }).optional(), description: 'Mode.' },
});

describe('readSettings', () => {
  it('parses what is set and takes the default for what is absent or empty', () => {
    expect(readSettings(settings, { TOKEN: 't', PORT: '' })).toEqual({ PORT: 4000, TOKEN: 't', MODE: undefined });
    expect(readSettings(settings, { TOKEN: 't', PORT: '5', MODE: 'b', OTHER: 'x' })).toEqual({ PORT: 5, TOKEN: 't', MODE: 'b' });
  });

  it('tells every problem at once', () => {
    const read = () => readSettings(settings, { PORT: 'x', MODE: 'c' });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow('The configuration is not valid:\n  - PORT: is not a number\n  - TOKEN: is not set\n  - MODE: is neither a nor b');
  });

  it('tells what is wrong with a default, for then it has to be set', () => {
    const file = { schema: z.literal('there', { error: 'cannot be read' }), default: 'nowhere', description: 'File.' };
    expect(() => readSettings({ FILE: file }, {})).toThrow('  - FILE: cannot be read');
  });

  it('gives values that nobody can change', () => {
    expect(Object.isFrozen(readSettings(settings, { TOKEN: 't' }))).toBe(true);
  });
});

describe('describeSettings', () => {
  it('gives a table row a setting', () => {
    expect(describeSettings(settings)).toEqual(['| `PORT` | `4000` | Port. |', '| `TOKEN` | – | Token. |', '| `MODE` | – | Mode. |']);
  });
});
