// Turns the table of codes into the Markdown of docs/errors.md.
import { errorCodes } from './codes.ts';

const sections = {
  request: ['Errors that stop a request', 'The answer has no data. The status is that of the HTTP response.'],
  field: ['Errors beside data', 'The answer is partial: `path` names the field that is null, the rest is as asked.'],
  user: ['Codes in `userErrors`', 'What a person can correct. `path` leads into the input.'],
} as const;

/** Gives the whole of docs/errors.md. */
export function describeCodes(): string {
  const parts = Object.entries(sections).map(([kind, [title, text]]) => {
    const rows = Object.entries(errorCodes).flatMap(([code, entry]) =>
      entry.kind === kind ? [`| \`${code}\` | ${entry.status} | ${entry.message} |`] : [],
    );
    return `## ${title}\n\n${text}\n\n| Code | HTTP status | Meaning |\n|---|---|---|\n${rows.join('\n')}\n`;
  });
  const intro = 'Every code that the API answers. Made from `packages/errors/src/codes.ts` by `npx pnpm tributary docs`.';
  return `# Errors\n\n${intro}\nEach error carries \`extensions.code\` and \`extensions.requestId\`; quote the latter when you report a problem.\n\n${parts.join('\n')}`;
}
