// Loaded into every gateway before its own code (--import): answers the benchmark's questions about its process, profiles it, and ends it
// when the benchmark is gone. While nothing is asked it does nothing.
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

/** What `sample` answers. CPU of the process holds all of its threads. */
export interface Sample {
  readonly processCpuUs: number;
  readonly mainThreadCpuUs: number;
  /** Of the main thread, after a full collection; null unless `collect` was asked. */
  readonly heapBytes: number | null;
}

export type Question =
  | { readonly kind: 'sample'; readonly collect: boolean }
  | { readonly kind: 'start profile' }
  | { readonly kind: 'stop profile'; readonly file: string };

const profiler = new Session();

async function answerTo(question: Question): Promise<Sample | Record<never, never>> {
  switch (question.kind) {
    case 'sample':
      return sample(question.collect);
    case 'start profile':
      profiler.connect();
      await profiler.post('Profiler.enable');
      await profiler.post('Profiler.setSamplingInterval', { interval: 500 });
      await profiler.post('Profiler.start');
      return {};
    case 'stop profile': {
      const { profile } = await profiler.post('Profiler.stop');
      writeFileSync(question.file, JSON.stringify(profile));
      profiler.disconnect();
      return {};
    }
  }
}

function sample(collect: boolean): Sample {
  const whole = process.cpuUsage();
  const main = process.threadCpuUsage();
  if (collect) {
    setFlagsFromString('--expose-gc');
    runInNewContext('gc')();
  }
  return {
    processCpuUs: whole.user + whole.system,
    mainThreadCpuUs: main.user + main.system,
    heapBytes: collect ? process.memoryUsage().heapUsed : null,
  };
}

const isQuestion = (message: unknown): message is { readonly bench: number; readonly question: Question } =>
  typeof message === 'object' && message !== null && 'bench' in message && 'question' in message;

// Worker threads load this too.
if (isMainThread) {
  process.on('message', (message: unknown) => {
    if (isQuestion(message)) void answerTo(message.question).then((answer) => process.send?.({ bench: message.bench, answer }));
  });
  process.on('disconnect', () => process.exit(0));
}
