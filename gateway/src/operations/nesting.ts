// Values that are nested too deeply for what recurses: looked for only when that has failed.
import type { SendToSubgraph } from '@tributary/executor';

/** More than operations can ask for, and far from what overflows a stack. */
const maxDepth = 500;

/** The same, but an answer that is nested too deeply is none. */
export const refusingDeep =
  (send: SendToSubgraph): SendToSubgraph =>
  async (request) => {
    const answer = await send(request);
    if (typeof answer === 'string' && depthOf(answer) > maxDepth) throw new Error('The answer is nested too deeply.');
    return answer;
  };

/** How many lists and objects stand in each other, in a text of JSON. */
export function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (inString) {
      if (character === '\\') index += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '[' || character === '{') {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (character === ']' || character === '}') depth -= 1;
  }
  return deepest;
}
