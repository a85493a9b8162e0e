// A client of the SQL API in JavaScript, with nothing but Node's own library, as programs for the real service are written:
// a JWT of a key pair, retries, polls, rows by partition. node.mjs BASE PRIVATE_KEY_FILE
// Prints a line for each check; 0 when all hold.
import { createHash, createPrivateKey, createPublicKey, randomUUID, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const [base, keyFile] = process.argv.slice(2);
const endless = 'select count(*) from range(1000000000000)';

function createToken(account, user, pem) {
  const key = createPrivateKey(pem);
  const fingerprint = createHash('sha256').update(createPublicKey(key).export({ type: 'spki', format: 'der' })).digest('base64');
  const now = Math.floor(Date.now() / 1000);
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const unsigned = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({
    iss: `${account}.${user}.SHA256:${fingerprint}`, sub: `${account}.${user}`, iat: now, exp: now + 3540,
  })}`;
  return `${unsigned}.${sign('RSA-SHA256', Buffer.from(unsigned), key).toString('base64url')}`;
}

class SqlApiError extends Error {
  constructor(status, body) {
    super(body.message);
    Object.assign(this, { status, code: body.code, sqlState: body.sqlState, statementHandle: body.statementHandle });
  }
}

class SqlApiClient {
  constructor(url, token) {
    Object.assign(this, { url, token });
  }

  async request(method, path, body) {
    for (let attempt = 1; ; attempt++) {
      const response = await fetch(new URL(path, this.url), {
        method,
        body: body && JSON.stringify(body),
        headers: {
          Authorization: `Bearer ${this.token}`,
          Accept: 'application/json',
          'Content-Type': 'application/json',
          'User-Agent': 'clients-node/1.0',
          'X-Snowflake-Authorization-Token-Type': 'KEYPAIR_JWT',
        },
      });
      if (![429, 503, 504].includes(response.status) || attempt === 5) {
        const answer = await response.json();
        if (response.ok) {
          return { status: response.status, answer };
        }
        throw new SqlApiError(response.status, answer);
      }
      await delay(200 * 2 ** attempt);
      path = path.includes('requestId=') && !path.includes('retry=') ? `${path}&retry=true` : path;
    }
  }

  async submit(statement, { bindings, parameters, timeout, ...query } = {}) {
    const search = new URLSearchParams({ requestId: randomUUID(), ...query });
    const { status, answer } = await this.request('POST', `/api/v2/statements?${search}`, { statement, bindings, parameters, timeout });
    return { running: status === 202, ...answer };
  }

  async poll(handle) {
    const { status, answer } = await this.request('GET', `/api/v2/statements/${handle}`);
    return { running: status === 202, ...answer };
  }

  async execute(statement, options) {
    let answer = await this.submit(statement, options);
    for (let wait = 50; answer.running; wait = Math.min(wait * 2, 1000)) {
      await delay(wait);
      answer = await this.poll(answer.statementHandle);
    }
    return answer;
  }

  async *rows(answer) {
    const { rowType, partitionInfo } = answer.resultSetMetaData;
    for (let partition = 0; partition < partitionInfo.length; partition++) {
      const { data } = partition === 0
        ? answer
        : (await this.request('GET', `/api/v2/statements/${answer.statementHandle}?partition=${partition}`)).answer;
      for (const cells of data) {
        yield Object.fromEntries(rowType.map(({ name, type, scale }, index) =>
          [name, cells[index] !== null && type === 'fixed' && scale === 0 ? Number(cells[index]) : cells[index]]));
      }
    }
  }

  async query(statement, options) {
    const rows = [];
    for await (const row of this.rows(await this.execute(statement, options))) {
      rows.push(row);
    }
    return rows;
  }

  async cancel(handle) {
    return (await this.request('POST', `/api/v2/statements/${handle}/cancel`)).answer;
  }
}

function check(name, expected, found) {
  const [wanted, got] = [expected, found].map((value) => JSON.stringify(value));
  const scheme = new URL(base).protocol.replace(':', '');
  console.log(wanted === got ? `ok: node, ${scheme}: ${name}` : `NOT OK: node, ${scheme}: ${name}: expected ${wanted}, found ${got}`);
  process.exitCode ||= wanted === got ? 0 : 1;
}

async function fails(name, expected, action) {
  const error = await action().then(() => 'no error', (reason) => reason);
  check(name, expected, error instanceof SqlApiError ? [error.status, error.code, error.sqlState ?? null] : String(error));
}

const client = new SqlApiClient(base, createToken('MYACCOUNT', 'ADA', readFileSync(keyFile, 'utf8')));

check('a statement is answered', [{ ANSWER: 42, LETTER: 'x', NOTHING: null }], await client.query("select 42 as answer, 'x' as letter, null::varchar as nothing"));
const submitted = await client.submit('select 1 as a', { async: 'true' });
check('an asynchronous one answers at once', [true, '333334'], [submitted.running, submitted.code]);
check('and is polled to its end', [{ A: 1 }], await client.query('select 1 as a', { async: 'true' }));

const large = await client.execute('select range as n from range(300000)', { parameters: { client_result_chunk_size: 1 } });
let [count, sum] = [0, 0];
for await (const { N } of client.rows(large)) {
  count++;
  sum += N;
}
check('a large result has several partitions', true, large.resultSetMetaData.partitionInfo.length > 1);
check('all rows are there, once', [300000, 44999850000], [count, sum]);

check('bind variables', [{ TOTAL: 42, WORD: "it's" }], await client.query('select ? + ? as total, ? as word', {
  bindings: { 1: { type: 'FIXED', value: '40' }, 2: { type: 'FIXED', value: '2' }, 3: { type: 'TEXT', value: "it's" } },
}));
await client.execute('create or replace table from_node (a integer, b varchar)');
const inserted = await client.execute('insert into from_node values (?, ?)', {
  bindings: { 1: { type: 'FIXED', value: ['1', '2'] }, 2: { type: 'TEXT', value: ['a', null] } },
});
check('a batch is counted', [2, 0], [inserted.stats.numRowsInserted, inserted.stats.numRowsDeleted]);
check('and its rows are there', [{ A: 1, B: 'a' }, { A: 2, B: null }], await client.query('select * from from_node order by a'));

await fails('a syntax error', [422, '001003', '42000'], () => client.execute('selec 1'));
await fails('an unknown table', [422, '002003', '42S02'], () => client.execute('select * from nowhere'));
await fails('an unknown table, asynchronously', [422, '002003', '42S02'], () => client.execute('select * from nowhere', { async: 'true' }));
await fails('a timeout', [408, '000630', '57014'], () => client.execute(endless, { timeout: 1 }));
await fails('an unknown handle', [400, '000709', '02000'], () => client.poll('01b2c3d4-0000-0000-0000-000000000001'));
await fails('a partition that there is not', [400, '391922', '22023'], () => client.request('GET', `/api/v2/statements/${large.statementHandle}?partition=99`));
await fails('a JWT with another signature', [401, '390144', null], () => new SqlApiClient(base, `${client.token.slice(0, -8)}AAAAAAAA`).execute('select 1'));

const several = await client.execute('insert into from_node values (3, null); select count(*) as n from from_node', { parameters: { MULTI_STATEMENT_COUNT: '2' } });
const results = await Promise.all(several.statementHandles.map((handle) => client.poll(handle)));
check('several statements in one request', [[['1']], [['3']]], results.map(({ data }) => data));

const requestId = randomUUID();
const first = await client.execute('select 7 as seven', { requestId });
const again = await client.execute('select 7 as seven', { requestId, retry: 'true' });
check('a retry with the same requestId is the same statement', [first.statementHandle, first.createdOn, [['7']]], [again.statementHandle, again.createdOn, again.data]);

const { statementHandle } = await client.submit(endless, { async: 'true' });
check('a long query goes on', true, (await client.poll(statementHandle)).running);
check('a running query is cancelled', '000604', (await client.cancel(statementHandle)).code);
await fails('a poll says so', [422, '000604', '57014'], () => client.poll(statementHandle));
check('the server answers afterwards', [{ ONE: 1 }], await client.query('select 1 as one'));
