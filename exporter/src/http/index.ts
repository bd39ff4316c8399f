export type { ExporterBackend, IngestAnswer, ModelStatus, PushLimits, SourceStatus, StatusReport } from './backend.js';
export { HTTP_ERRORS } from './errors.js';
export { LISTEN_ERRORS, startHttpServer, type HttpServer } from './http-server.js';
