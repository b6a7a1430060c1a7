// Headers that list what a client accepts: `a;q=0.5, b`.

/** What is listed, in lower case, with its quality: 1 unless said, 0 when it is unwanted. */
export function qualitiesOf(header: string): ReadonlyMap<string, number> {
  const qualities = new Map<string, number>();
  for (const item of header.split(',')) {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
    if (name === '') continue;
    const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    qualities.set(name, Math.max(qualities.get(name) ?? 0, quality === undefined ? 1 : qualityOf(quality)));
  }
  return qualities;
}

/** What is no number wants nothing. */
function qualityOf(text: string): number {
  const quality = Number(text);
  return quality >= 0 && quality <= 1 ? quality : 0;
}

/** The same function, which remembers its answers to the headers that come often: clients send few different ones. */
export function remembering<Answer>(answerTo: (header: string) => Answer): (header: string) => Answer {
  const answers = new Map<string, Answer>();
  return (header) => {
    const known = answers.get(header);
    if (known !== undefined) return known;
    const answer = answerTo(header);
    if (answers.size < maxRemembered && header.length <= maxRememberedLength) answers.set(header, answer);
    return answer;
  };
}

const maxRemembered = 100;
const maxRememberedLength = 200;
