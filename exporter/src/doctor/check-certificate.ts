import { finding, type Finding } from './findings.js';

/** The certificate that the server is configured to show. */
export interface CertificateFacts {
  readonly path: string;
  readonly endsMs: number;
}

const DAY_MS = 24 * 3600 * 1000;
/**
 * Days before its end from which a certificate is told.
 * Why 21:   certificates of 90 days are renewed at 30 before their end; what is older was not renewed, and three weeks are left to see why.
 * Too low:  nobody has time to act. Too high: every certificate is told for half its life. Pinned by: diagnose.test.ts
 */
const SOON_DAYS = 21;

/** Whether clients take the certificate, now and for a while. */
export function checkCertificate({ path, endsMs }: CertificateFacts, nowMs: number): Finding[] {
  const ends = new Date(endsMs).toISOString();
  if (endsMs <= nowMs) return [finding('certificate_expired', path, { ends })];
  const days = Math.floor((endsMs - nowMs) / DAY_MS);
  return days < SOON_DAYS ? [finding('certificate_ends_soon', path, { ends, days })] : [];
}
