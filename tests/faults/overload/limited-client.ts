// node tests/faults/overload/limited-client.ts: what one client at ten times its rate limit does to twenty that ask once a second. Every answer is checked.
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type LoadReport, timesOf } from './load.ts';
import { startRig } from './rig.ts';

const usage = `Usage: node tests/faults/overload/limited-client.ts [--rounds N] [--seconds N]

Each round measures twenty light clients alone, then beside a client at ten times its limit: what else the machine does is in both.
The burst that its limit allows that client is over by then.
Exit code 1: a light client was refused, an answer was wrong, or the p99 of the light ones is more than twice what it is alone.
`;

/** As production has it unless it is told otherwise: docs/rate-limits.md. */
const rule = { name: 'address', by: 'address', limit: 6_000, burst: 1_000 };
const limitPerSecond = rule.limit / 60;
const times = 10;
/** In which the client has spent its burst, which its limit allows: what is measured comes after that. */
const burstSeconds = 3;
const heavy = ['127.0.0.2'];
const light = Array.from({ length: 20 }, (_, number) => `127.0.1.${number + 1}`);

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const wrongOf = (reports: readonly LoadReport[]): readonly string[] => reports.flatMap(({ wrong }) => Object.keys(wrong));

async function measure(rounds: number, seconds: number): Promise<boolean> {
  const rig = await startRig({ limits: { rate: { rules: [rule] } } });
  const once = { arrivals: { perSecond: light.length }, addresses: light };
  const [alone, beside, limited]: [LoadReport[], LoadReport[], LoadReport[]] = [[], [], []];
  let cpuMs = 0;
  try {
    await rig.run({ ...once, seconds: 3, arrivals: { perSecond: 200 } });
    for (let round = 0; round < rounds; round += 1) {
      alone.push(await rig.run({ ...once, seconds }));
      const before = rig.cpuMs();
      const flood = rig.run({ seconds: seconds + burstSeconds + 2, arrivals: { perSecond: limitPerSecond * times }, addresses: heavy });
      await wait(burstSeconds * 1_000);
      beside.push(await rig.run({ ...once, seconds }));
      limited.push(await flood);
      cpuMs += rig.cpuMs() - before;
    }
  } finally {
    await rig.stop();
  }
  const [before, after] = [alone, beside].map((reports) => timesOf(reports.flatMap(({ rightMs }) => rightMs)));
  const ratio = (after?.p99 ?? 0) / (before?.p99 ?? 1);
  const count = (of: (report: LoadReport) => number): number => limited.reduce((sum, report) => sum + of(report), 0);
  const [answered, refused] = [count(({ right }) => right.count), count((report) => report.limited.count)];
  const refusedLight = [...alone, ...beside].reduce((sum, report) => sum + report.limited.count + report.refused.count, 0);
  const wrong = wrongOf([...alone, ...beside, ...limited]);
  say(`light clients alone:            p50 ${before?.p50} ms, p99 ${before?.p99} ms, of ${before?.count}`);
  say(`beside one at ${times} times its limit: p50 ${after?.p50} ms, p99 ${after?.p99} ms, of ${after?.count}; refused ${refusedLight}`);
  say(`ratio of the p99s:              ${ratio.toFixed(2)} (at most 2)`);
  say(`that one: ${answered} answered, ${refused} refused; processor time of the gateway meanwhile ${Math.round(cpuMs)} ms`);
  say(`wrong answers: ${wrong.length === 0 ? 0 : wrong.join(', ')}`);
  return ratio <= 2 && refusedLight === 0 && refused > answered && wrong.length === 0;
}

const { values } = parseArgs({
  options: { help: { type: 'boolean' }, rounds: { type: 'string', default: '4' }, seconds: { type: 'string', default: '10' } },
});
if (values.help === true) say(usage);
else process.exitCode = (await measure(Number(values.rounds), Number(values.seconds))) ? 0 : 1;
