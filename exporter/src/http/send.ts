import type { ServerResponse } from 'node:http';
import type { CodedError } from '../contract/index.js';

/** Sends a JSON body. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent || response.destroyed) return;
  const text = `${JSON.stringify(body)}\n`;
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': Buffer.byteLength(text), 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' });
  response.end(text);
}

/** Sends an error: its code, what was found and what to do. Never a stack trace. */
export function sendError(response: ServerResponse, error: CodedError): void {
  sendJson(response, error.status || 500, { error: { code: error.code, message: error.message, advice: error.advice } });
}
