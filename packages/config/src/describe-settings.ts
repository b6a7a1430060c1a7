// Turns declared settings into rows of a Markdown table.
import type { Settings } from './settings.ts';

/** Gives one Markdown table row a setting: name, default, description. */
export function describeSettings(settings: Settings): string[] {
  return Object.entries(settings).map(([name, { default: fallback, description }]) => {
    return `| \`${name}\` | ${fallback === undefined ? '–' : `\`${fallback}\``} | ${description} |`;
  });
}
