import { eventually } from '../processes/exporter.js';
import { RawConnection, exchange, requestBytes, type RawAnswer } from '../http/raw-connection.js';
import type { PushBed } from './push-bed.js';
import { INGEST_TOKEN } from './push-bed.js';
import type { PushCase } from './push-case.js';
import { odd } from './sample-log.js';

const KEYED = (key: string): { headers: Record<string, string> } => ({ headers: { 'Idempotency-Key': key } });
/** Three mebibytes of a queue of four, in lines that are no records. */
const BLANK = `${' '.repeat(60)}\n`.repeat(Math.ceil((3 * 1024 * 1024) / 61));

/** Sends a part of a batch, and leaves the rest for later. */
async function beginPush(
  bed: PushBed,
  body: string,
  sent: number,
): Promise<{ connection: RawConnection; finish: () => Promise<RawAnswer> }> {
  const connection = await RawConnection.open(bed.port, 'POST');
  const headers = { 'Content-Type': 'application/x-ndjson', Authorization: `Bearer ${INGEST_TOKEN}` };
  const bytes = requestBytes({ method: 'POST', path: '/api/v1/ingest/push', headers, body });
  const cut = bytes.length - body.length + sent;
  connection.send(bytes.subarray(0, cut));
  const finish = async (): Promise<RawAnswer> => {
    connection.send(bytes.subarray(cut));
    const [answer] = await connection.answers(1);
    if (!answer) throw new Error('the push that was begun got no answer');
    return answer;
  };
  return { connection, finish };
}

/**
 * A slow client fills most of the queue; another one that wants as much is sent away until the first is through. Where the other one
 * comes before the bytes of the first have arrived, the first may be the one that is sent away: then it is all done again.
 */
async function pushIntoFullQueue(bed: PushBed): Promise<RawAnswer> {
  const body = BLANK + odd();
  return eventually(async () => {
    const slow = await beginPush(bed, body, body.length - 100);
    const other = await bed.push({ body: BLANK });
    const first = await slow.finish();
    slow.connection.close();
    const isAsMeant = other.status === 429 && first.status === 202;
    if (first.status === 202 && !isAsMeant) throw new Error(`the queue took both batches: ${other.status}`);
    return isAsMeant ? other : null;
  }, 'the second of two batches to be sent away');
}

/** A client that goes away in the middle of its batch, which begins with whole records; then a good one. */
async function pushAndGoAway(bed: PushBed): Promise<RawAnswer> {
  const body = `${odd()}\n`.repeat(3);
  const { connection } = await beginPush(bed, body, body.length - 10);
  // Not close(): whether an orderly end in the middle of a body is answered 400 is a race.
  connection.socket.resetAndDestroy();
  return bed.push({ body: odd() });
}

async function first(answers: Promise<readonly RawAnswer[]>): Promise<RawAnswer> {
  const [answer] = await answers;
  if (!answer) throw new Error('no answer');
  return answer;
}

/** What takes more than one request, or none that is HTTP. */
export const PUSH_FLOWS: readonly PushCase[] = [
  {
    name: 'a key that was used for another batch',
    request: async (bed) => {
      await bed.push({ ...KEYED('reused'), body: odd() });
      return bed.push({ ...KEYED('reused'), body: `${odd()}\n${odd()}` });
    },
    status: 422,
    error: {
      code: 'HTTP_KEY_REUSED',
      message: 'this Idempotency-Key was used for a batch with another content',
      advice: 'use a new key for each batch and the same key for each retry of it',
    },
    taken: 1,
    kept: 'the batch that had the key first',
  },
  {
    name: 'a batch that is sent twice',
    request: async (bed) => {
      await bed.push({ ...KEYED('retried'), body: odd() });
      return bed.push({ ...KEYED('retried'), body: odd() });
    },
    status: 200,
    answer: { accepted: 1, rejected: {}, duplicate: true },
    rejected: { duplicate: 1 },
    kept: 'the batch, once',
  },
  {
    name: 'more batches at once than limits.queue holds',
    request: pushIntoFullQueue,
    status: 429,
    error: {
      code: 'HTTP_BUSY',
      message: 'more bytes of batches are waiting than limits.queue of the source allows',
      advice: 'send the batch again after the time in Retry-After',
    },
    taken: 1,
    headers: { 'retry-after': '1' },
    refusals: 'any number',
    kept: 'nothing of the batch is taken; those that wait are not touched',
  },
  {
    name: 'a client that goes away in the middle of its batch',
    request: pushAndGoAway,
    status: 202,
    answer: { accepted: 1, rejected: {}, duplicate: false },
    refusals: 'any number',
    note: 'nothing: the connection is closed',
    kept: 'nothing of that batch is taken, the next one is',
  },
  {
    name: 'headers of more than 16 KiB',
    request: { headers: { 'X-Padding': 'p'.repeat(17_000) } },
    status: 431,
    error: {
      code: 'HTTP_HEADERS_TOO_LARGE',
      message: 'request line and headers may have 16384 bytes',
      advice: 'send fewer or shorter headers',
    },
  },
  {
    name: 'bytes that are no HTTP',
    request: (bed) => first(exchange(bed.port, '\u0016\u0003\u0001\u0002\u0000 hello\r\n\r\n')),
    status: 400,
    error: { code: 'HTTP_REQUEST_INVALID', message: 'this is not a request that the server understands', advice: 'check the client' },
  },
];
