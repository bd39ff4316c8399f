import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { FileText } from './file-text.js';

/** A certificate and its key in PEM, ready to be served. */
export interface TlsPair {
  readonly cert: string;
  readonly key: string;
}

/** Which of the two files is at fault, and how; the name of the file is put before it. */
export interface TlsProblem {
  readonly at: 'cert_file' | 'key_file';
  readonly problem: string;
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/**
 * Whether a certificate and a key can be served together. Nothing of the key is in a problem. An expired certificate can be
 * served (clients decide): see `certificateExpiry`.
 */
export function tlsPairOf(certFile: FileText, keyFile: FileText): TlsPair | TlsProblem {
  const at = (file: TlsProblem['at'], problem: string): TlsProblem => ({ at: file, problem });
  if ('problem' in certFile) return at('cert_file', certFile.problem);
  if ('problem' in keyFile) return at('key_file', keyFile.problem);
  const [cert, key] = [certFile.text, keyFile.text];
  const chain = chainOf(cert);
  const [first] = chain ?? [];
  if (!first) return at('cert_file', 'holds no certificate in PEM (-----BEGIN CERTIFICATE-----); convert it with openssl x509');
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type: 4,ENCRYPTED/.test(key))
    return at('key_file', 'is encrypted, and nobody could be asked for its passphrase; decrypt it with openssl pkey');
  const privateKey = privateKeyOf(key);
  if (!privateKey) return at('key_file', 'holds no private key in PEM (-----BEGIN PRIVATE KEY-----); convert it with openssl pkey');
  if (!first.checkPrivateKey(privateKey))
    return at(
      'key_file',
      'is not the key of the first certificate in cert_file; give the two that belong together, the certificate of the server first',
    );
  try {
    createSecureContext({ cert, key });
  } catch {
    // OpenSSL has a level of security of its own: short keys and old signatures are refused.
    return at('cert_file', 'is refused by OpenSSL, as a key that is too short; make a new pair (RSA of 2048 bits or more, or EC)');
  }
  return { cert, key };
}

/** The day on which the certificate of the server ends. The text is one that `tlsPairOf` has accepted. */
export function certificateExpiry(cert: string): Date {
  return new Date(new X509Certificate(cert).validTo);
}

/** @returns null when one of them is none */
function chainOf(text: string): X509Certificate[] | null {
  try {
    return [...text.matchAll(CERTIFICATE)].map(([pem]) => new X509Certificate(pem));
  } catch {
    return null;
  }
}

function privateKeyOf(text: string): KeyObject | null {
  try {
    return createPrivateKey(text);
  } catch {
    return null;
  }
}
