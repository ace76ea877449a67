import { generate } from 'selfsigned';

/** A key and the certificate for it, as PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

const altNames = [
  { type: 2 as const, value: 'localhost' },
  { type: 7 as const, ip: '127.0.0.1' },
];
const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
  keyType: 'ec',
  algorithm: 'sha256',
  extensions: [{ name: 'subjectAltName', altNames }],
});

/** For this host, made when the tests began; nobody trusts it who is not told to. */
export const certificate: Certificate = { key, cert };
