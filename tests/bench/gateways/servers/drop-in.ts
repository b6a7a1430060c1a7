// The drop-in: our executor behind Apollo Server, as a team that only changes one import would run it.
import { readFileSync } from 'node:fs';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { TributaryGateway } from '@tributary/executor/drop-in';

const supergraphSdl = readFileSync(process.env['SUPERGRAPH_FILE'] ?? '', 'utf8');
const server = new ApolloServer({ gateway: new TributaryGateway({ supergraphSdl }) });
await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: Number(process.env['PORT']) } });
