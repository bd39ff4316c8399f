import { faultAt, type Fault } from './fault.js';
import { hostAndPort } from './host-and-port.js';
import { isLoopback } from './loopback.js';
import type { ConfigInput } from './schema.js';
import type { YamlFile } from './yaml-file.js';

/** Who could reach what: faults that would leave the server open to strangers, or closed to its own clients. */
export function accessFaults({ server, sources }: ConfigInput, yaml: YamlFile): Fault[] {
  const { listen, tokens, open_beyond_loopback: isOpenWanted } = server;
  const faults: Fault[] = [];
  if (tokens.length === 0 && !isOpenWanted && !isLoopback(hostAndPort(listen).host)) {
    faults.push(
      faultAt(
        yaml,
        ['server', 'listen'],
        'goes beyond this machine without tokens: anybody could push and reload; add server.tokens, or listen on 127.0.0.1, or set server.open_beyond_loopback: true where something else keeps strangers away',
      ),
    );
  }
  const canPush = tokens.length === 0 || tokens.some(({ scopes }) => scopes.includes('ingest'));
  sources.forEach(({ type }, i) => {
    if (type !== 'http' || canPush) return;
    faults.push(faultAt(yaml, ['sources', i, 'type'], 'takes pushes, but no token of server.tokens has the scope ingest; add one'));
  });
  return faults;
}
