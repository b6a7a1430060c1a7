// Progress: one line a step, with its time; on a terminal the line is written over while the step runs.

export interface Steps {
  /** Runs a step; `progress` shows a share from 0 to 1. */
  run<Result>(title: string, work: (progress: (share: number) => void) => Promise<Result>): Promise<Result>;
}

const titleWidth = 44;
const barWidth = 20;

export function createSteps(output: NodeJS.WriteStream = process.stdout): Steps {
  return {
    async run(title, work) {
      const startedAt = performance.now();
      const seconds = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
      const show = (mark: string, rest: string, end: string) =>
        output.write(`${output.isTTY ? '\r\u001b[2K' : ''}${mark} ${title.padEnd(titleWidth)} ${rest}${end}`);
      if (output.isTTY) show('·', '', '');
      try {
        const result = await work((share) => {
          if (!output.isTTY) return;
          const filled = Math.round(share * barWidth);
          show('·', `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${Math.round(share * 100)} %`, '');
        });
        show('✓', seconds().padStart(8), '\n');
        return result;
      } catch (error) {
        show('✗', seconds().padStart(8), '\n');
        throw error;
      }
    },
  };
}
