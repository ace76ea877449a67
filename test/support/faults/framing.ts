/** How a protocol divides what client and server say. */
export interface Framing {
  /** Cuts what a client sends into requests: what the server answers to, or ends at. */
  requests(): (data: Buffer) => Buffer[];
  /** Tells, for what a server sends, how many requests it has answered to the end. */
  answers(): (data: Buffer) => number;
}

/** A request is as long as messages go by that the server does not answer by themselves: Parse, Bind, Execute, CopyData. */
export const postgresFraming: Framing = {
  requests() {
    const SSL_REQUEST = 80_877_103;
    // Password, Query, Sync, CopyDone, CopyFail, Terminate.
    const last = new Set([...'pQScfX'].map((type) => type.charCodeAt(0)));
    let rest = Buffer.alloc(0);
    let scanned = 0;
    let started = false;
    return (data) => {
      rest = Buffer.concat([rest, data]);
      const requests: Buffer[] = [];
      for (;;) {
        const head = started ? 1 : 0;
        if (rest.length < scanned + head + 4) return requests;
        const end = scanned + head + rest.readUInt32BE(scanned + head);
        if (rest.length < end) return requests;
        const ends = !started || last.has(rest[scanned] ?? 0);
        // What a connection begins with has no type: a request for TLS, and then the login.
        if (!started) started = rest.readUInt32BE(4) !== SSL_REQUEST;
        scanned = end;
        if (!ends) continue;
        requests.push(rest.subarray(0, scanned));
        rest = rest.subarray(scanned);
        scanned = 0;
      }
    };
  },
  answers() {
    let rest = Buffer.alloc(0);
    return (data) => {
      rest = Buffer.concat([rest, data]);
      let answered = 0;
      while (rest.length >= 5) {
        const length = 1 + rest.readUInt32BE(1);
        if (rest.length < length) break;
        const type = String.fromCharCode(rest[0] ?? 0);
        // ReadyForQuery, CopyInResponse, and the question for a password.
        if (type === 'Z' || type === 'G' || (type === 'R' && rest.readUInt32BE(5) !== 0)) answered += 1;
        rest = rest.subarray(length);
      }
      return answered;
    };
  },
};

const HEADER = 8;
const END_OF_MESSAGE = 1;

/** Both sides speak in messages of one packet or more; each message of a client is answered by one. */
export const tdsFraming: Framing = {
  requests: tdsMessages,
  answers() {
    const messages = tdsMessages();
    return (data) => messages(data).length;
  },
};

function tdsMessages(): (data: Buffer) => Buffer[] {
  let rest = Buffer.alloc(0);
  let scanned = 0;
  return (data) => {
    rest = Buffer.concat([rest, data]);
    const messages: Buffer[] = [];
    while (rest.length >= scanned + HEADER) {
      const end = scanned + rest.readUInt16BE(scanned + 2);
      if (rest.length < end) break;
      const isLast = ((rest[scanned + 1] ?? 0) & END_OF_MESSAGE) !== 0;
      scanned = end;
      if (!isLast) continue;
      messages.push(rest.subarray(0, scanned));
      rest = rest.subarray(scanned);
      scanned = 0;
    }
    return messages;
  };
}
