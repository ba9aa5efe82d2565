/** Adds llmr's own member to an unstreamed answer in JSON and keeps its bytes. Knows no wire format. */

/** @param body has been parsed as an object */
export function bodyWithMember(body: Buffer, member: Readonly<Record<string, unknown>>): Buffer {
  // An `llmr` member from a second llmr behind this one must not stay next to this one's.
  if (body.includes('"llmr"')) {
    return Buffer.from(JSON.stringify({ ...JSON.parse(body.toString('utf8')), llmr: member }));
  }
  const close = body.lastIndexOf(0x7d);
  const empty = body.subarray(0, close).toString('latin1').trimEnd().endsWith('{');
  const tail = Buffer.from(`${empty ? '' : ','}"llmr":${JSON.stringify(member)}}`);
  return Buffer.concat([body.subarray(0, close), tail]);
}
