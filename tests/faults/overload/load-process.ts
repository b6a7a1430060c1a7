// A process that puts load on a gateway as it is told, so that whoever measures disturbs neither.
import { type Load, runLoad } from './load.ts';

process.on('message', (load: Load) => void runLoad(load).then((report) => process.send?.(report)));
process.on('disconnect', () => process.exit());
