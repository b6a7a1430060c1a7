// Loaded before a command (`node --import`): each write to standard error begins with the CPU seconds so far, the last one says what was used.
const { stderr } = process;
const write = stderr.write.bind(stderr);

const cpuSeconds = (): number => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  return (userCPUTime + systemCPUTime) / 1e6;
};

stderr.write = (text: string | Uint8Array): boolean => write(`${cpuSeconds()} ${text}`);

process.on('exit', () => {
  write(`${JSON.stringify({ cpuSeconds: cpuSeconds(), peakBytes: process.resourceUsage().maxRSS * 1024 })}\n`);
});
