// Runs the accounts service.
import { runSubgraph } from '@tributary/subgraph-kit';
import { loadConfig } from './config.ts';
import { createService } from './service.ts';

await runSubgraph({ name: 'accounts', loadConfig, start: createService });
